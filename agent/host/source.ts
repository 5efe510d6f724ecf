import type { FieldName } from "../../core/entities.ts";
import type { PortFact } from "../../core/wire/block.ts";
import type { VolumeSize } from "./files.ts";

/** Time that the processors have spent since the start, all together, in any one unit. */
export interface CpuTimes {
  readonly idle: number;
  readonly total: number;
}

export interface Vitals {
  readonly cpu: CpuTimes | undefined;
  readonly values: Readonly<Partial<Record<Exclude<FieldName<"host">, "cpu">, number | undefined>>>;
}

/** A network card. `fact.part` is the card's name: its identity as a port of this PC. */
export interface Card {
  readonly fact: PortFact;
  readonly values: Readonly<
    Partial<Record<Exclude<FieldName<"port">, "counters_since">, number | undefined>>
  >;
}

export interface Mount {
  /** The part of the volume's entity reference, clean: `/`, `/home`, `C:`. */
  readonly part: string;
  /** Where to measure; hostile, never sent. */
  readonly path: string;
}

/** What a platform can tell of the PC without starting a process. Nothing here throws; what is unknown is absent. */
export interface HostSource {
  vitals(): Vitals;
  /** `refresh`: look again at what hardly ever changes (MAC, kind) instead of remembering it. */
  cards(refresh: boolean): readonly Card[];
  mounts(): readonly Mount[];
  size(path: string): Promise<VolumeSize | undefined>;
  /** Where the cards' counters begin at zero: with the PC, or with this object, which then does the counting. */
  readonly countersFrom: "boot" | "start";
}

/** Busy part of the time between two readings, 0–100; undefined when time stood still or ran backwards. */
export function cpuPercent(before: CpuTimes | undefined, after: CpuTimes | undefined): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  const total = after.total - before.total;
  const idle = after.idle - before.idle;
  // The kernel corrects waiting time backwards now and then (proc_stat(5)): that is no reading, not a peak.
  if (!(total > 0) || !(idle >= 0) || idle > total) return undefined;
  // Ticks carry no more than that, and short decimals are stored small.
  return Math.round(10_000 * ((total - idle) / total)) / 100;
}
