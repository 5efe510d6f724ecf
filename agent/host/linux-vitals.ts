import type { Files } from "./files.ts";
import { wholeNumber } from "./numbers.ts";
import type { CpuTimes, Vitals } from "./source.ts";

/** Processor, memory, load and uptime of a Linux PC: four small files of /proc. */
export function readLinuxVitals(files: Files): Vitals {
  const memory = parseMeminfo(files.read("/proc/meminfo") ?? "");
  return {
    cpu: parseCpuTimes(files.read("/proc/stat") ?? ""),
    values: {
      memory_total: memory.get("MemTotal"),
      memory_used: without(memory.get("MemTotal"), memory.get("MemAvailable")),
      swap_total: memory.get("SwapTotal"),
      swap_used: without(memory.get("SwapTotal"), memory.get("SwapFree")),
      load: firstNumber(files.read("/proc/loadavg")),
      uptime: firstNumber(files.read("/proc/uptime")),
    },
  };
}

/** The sum line of /proc/stat: user nice system idle iowait irq softirq steal (guest time is inside user time). */
function parseCpuTimes(stat: string): CpuTimes | undefined {
  const line = /^cpu +(\d[\d ]*)$/m.exec(stat)?.[1];
  if (line === undefined) return undefined;
  const times = line.trim().split(/ +/, 8).map(wholeNumber);
  if (times.length < 4) return undefined;
  let total = 0;
  for (const time of times) {
    if (time === undefined) return undefined;
    total += time;
  }
  // Waiting for a disk is idle: the processor had nothing else to do.
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), total };
}

/** Name → bytes. */
function parseMeminfo(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [, name = "", kilobytes] of text.matchAll(/^(\w+): +(\d{1,16}) kB$/gm)) {
    const value = wholeNumber(kilobytes);
    if (value !== undefined) values.set(name, value * 1_024);
  }
  return values;
}

function without(whole: number | undefined, free: number | undefined): number | undefined {
  return whole === undefined || free === undefined || free > whole ? undefined : whole - free;
}

function firstNumber(text: string | undefined): number | undefined {
  const word = /^(\d{1,12}(?:\.\d{1,6})?)(?=\s)/.exec(text ?? "")?.[1];
  return word === undefined ? undefined : Number(word);
}
