import * as os from "node:os";
import { DAY, SECOND, type Clock } from "../../core/clock.ts";
import { entityRef } from "../../core/entities.ts";
import type { BlockEvent, Fact, Sample } from "../../core/wire/block.ts";
import { systemFiles } from "../host/files.ts";
import { linuxSource } from "../host/linux-source.ts";
import { portableSource } from "../host/portable.ts";
import { cpuPercent, type Card, type CpuTimes, type HostSource } from "../host/source.ts";
import { createVolumeMeter } from "../host/volumes.ts";
import type { Collector, Reading, Tools } from "./collector.ts";

/** Clocks drift and uptime is cut to hundredths; only a larger difference is another start. */
const SAME_START_S = 30;

/** Vitals, volumes and network cards of the PC itself. Never starts a process: a run costs about two milliseconds. */
export const hostCollector: Collector = createHostCollector((clock) => thisPc(clock));

/** The same for any PC: `source` is made once for each job. */
export function createHostCollector(source: (clock: Clock) => HostSource): Collector {
  return ({ device, host }, tools) => [
    {
      id: "host",
      version: JSON.stringify([device, host.everyMs]),
      when: { everyMs: host.everyMs },
      timeoutMs: 10 * SECOND,
      run: createRun(device, source(tools.clock), tools),
    },
  ];
}

function thisPc(clock: Clock): HostSource {
  const files = systemFiles();
  return process.platform === "linux"
    ? linuxSource(files)
    : portableSource(os, process.platform, files, () => clock.monotonic(), process.env["SystemDrive"]);
}

function createRun(
  device: string,
  source: HostSource,
  tools: Tools,
): (signal: AbortSignal) => Promise<Reading> {
  const measureVolumes = createVolumeMeter((path) => source.size(path), tools.clock);
  const countersSince = createCountersSince(source.countersFrom);
  const findChanges = createChangeFinder(device);
  const findNews = createNewsFinder(device);
  let cpuBefore: CpuTimes | undefined;

  return async (signal) => {
    const at = tools.now();
    const { cpu, values } = source.vitals();
    const samples: Sample[] = [
      { entity: entityRef("host", device), at, values: { cpu: cpuPercent(cpuBefore, cpu), ...values } },
    ];
    cpuBefore = cpu ?? cpuBefore;

    const news = findNews(tools.clock.monotonic());
    const cards = source.cards(news.due);
    const since = countersSince(at, values.uptime);
    for (const { fact, values } of cards) {
      samples.push({
        entity: entityRef("port", device, fact.part),
        at,
        values: { ...values, counters_since: since },
      });
    }
    for (const { part, total, used } of await measureVolumes(source.mounts(), signal)) {
      samples.push({ entity: entityRef("volume", device, part), at, values: { total, used } });
    }
    return { samples, events: findChanges(cards, at), facts: news.of(cards, at) };
  };
}

/** When the cards' counters began, in whole seconds since 1970: the same number until it really moved. */
function createCountersSince(
  from: HostSource["countersFrom"],
): (at: number, uptime: number | undefined) => number | undefined {
  let held: number | undefined;
  return (at, uptime) => {
    if (from === "start") return (held ??= Math.round(at / 1_000));
    if (uptime === undefined) return held;
    const since = Math.round(at / 1_000 - uptime);
    if (held === undefined || Math.abs(since - held) >= SAME_START_S) held = since;
    return held;
  };
}

function createChangeFinder(device: string): (cards: readonly Card[], at: number) => readonly BlockEvent[] {
  const before = new Map<string, number>();
  return (cards, at) => {
    const events: BlockEvent[] = [];
    for (const { fact, values } of cards) {
      const to = values.oper_status;
      if (to === undefined) continue;
      const from = before.get(fact.part);
      before.set(fact.part, to);
      if (from === undefined || from === to) continue;
      events.push({ type: "port_changed", at, entity: entityRef("port", device, fact.part), from, to });
    }
    return events;
  };
}

/** The `ports` fact: at the start, once a day, and whenever it says something else than before. */
function createNewsFinder(device: string) {
  let told = "";
  let toldAt = -Infinity;
  return (now: number) => {
    const due = now - toldAt >= DAY;
    return {
      due,
      of(cards: readonly Card[], at: number): readonly Fact[] {
        const ports = cards.map(({ fact }) => fact);
        const text = JSON.stringify(ports);
        if (!due && text === told) return [];
        told = text;
        toldAt = now;
        return [{ type: "ports", device, at, ports }];
      },
    };
  };
}
