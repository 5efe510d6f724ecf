import { readFileSync } from "node:fs";

/** What a process costs, from Linux's /proc; for benchmarks and tests only. */

/** Clock ticks per second of /proc/PID/stat (USER_HZ; 100 on every Linux that Node runs on). */
const TICKS = 100;

/** User plus system time that the process has used, in seconds; its children are not counted. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets and may hold blanks: count from behind the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Resident memory in MB (10^6 bytes), now. */
export function residentMB(pid: number): number {
  return kilobytes(pid, "VmRSS") / 1_000;
}

/** The most resident memory that the process ever had, in MB. */
export function peakResidentMB(pid: number): number {
  return kilobytes(pid, "VmHWM") / 1_000;
}

function kilobytes(pid: number, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) * 1.024;
}
