import type { Clock } from "../../core/clock.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import type { BlockEvent, Fact, Sample } from "../../core/wire/block.ts";

/** What one run of a collector found out. A value that could not be read is undefined or left out, never zero. */
export interface Reading {
  readonly samples: readonly Sample[];
  readonly events: readonly BlockEvent[];
  readonly facts: readonly Fact[];
}

/** Something that is done again and again. */
export interface Job {
  /** Stable over assignments, e.g. `snmp:DEVICE`: a job that is unchanged keeps its rhythm when targets change. */
  readonly id: string;
  /** Tells two versions of the same job apart; when it changes, the job is replaced. */
  readonly version: string;
  readonly when: { readonly everyMs: number } | { readonly cron: string; readonly atStart: boolean };
  /** After this long the run is aborted and counted as failed. */
  readonly timeoutMs: number;
  /** Expected failures (a silent device) are part of the reading; a rejection is a bug and is logged and counted. */
  run(signal: AbortSignal): Promise<Reading>;
  /**
   * Asked after each run: milliseconds from its start after which it should run once more, between two turns of its rhythm;
   * undefined: its next turn is soon enough.
   */
  again?(): number | undefined;
  /** Frees sockets and the like when the job is replaced or the agent stops. */
  close?(): void;
}

/** What collectors need of their surroundings; tests put their own in. */
export interface Tools {
  readonly clock: Clock;
  /** Wall-clock time corrected by the server's; every sample is stamped with it. */
  readonly now: () => number;
  readonly random: () => number;
  readonly log: AgentLog;
}

/** One line of the log: an event name and fields, never a sentence. */
export interface AgentLog {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

/** The jobs that an assignment asks of this collector. Pure but for what `tools` offers; starts nothing. */
export type Collector = (assignment: Assignment, tools: Tools) => readonly Job[];
