import type { Clock } from "../core/clock.ts";
import type { AgentLog } from "./collectors/collector.ts";

/** What the process gives the agent: everything that a test replaces. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  /** Fills bytes with randomness. */
  readonly randomBytes: (bytes: Uint8Array) => Uint8Array;
  readonly log: AgentLog;
  /** Processor time and memory of this process. */
  readonly usage: () => { readonly cpuMicros: number; readonly residentBytes: number };
  /** Of this program. */
  readonly version: string;
}
