import { MINUTE, SECOND } from "../../core/clock.ts";
import { entityRef, type FieldName } from "../../core/entities.ts";
import type { Collector } from "./collector.ts";

/** What the agent's own parts say of themselves, at the moment of the question. */
export interface SelfFigures {
  readonly spoolBlocks: number;
  readonly spoolBytes: number;
  readonly parkedBlocks: number;
  readonly droppedPoints: number;
  readonly skippedRuns: number;
  readonly failedRuns: number;
  /** The longest run of a collector since the last question. */
  readonly longestRunMs: number;
  /** Undefined while the server has not told its time. */
  readonly clockOffsetMs: number | undefined;
  readonly uptimeMs: number;
  readonly residentBytes: number;
  /** Processor time that this process has used since it started, in microseconds. */
  readonly cpuMicros: number;
}

const SLOWEST = MINUTE;

/** The agent about itself: as often as the PC is looked at, but at least every minute. */
export const createSelfCollector =
  (figures: () => SelfFigures): Collector =>
  ({ agent, host }, { clock, now }) => {
    const everyMs = Math.min(SLOWEST, host.everyMs);
    let before: { readonly at: number; readonly cpuMicros: number } | undefined;
    return [
      {
        id: "self",
        version: JSON.stringify([agent, everyMs]),
        when: { everyMs },
        timeoutMs: 5 * SECOND,
        run: async () => {
          const found = figures();
          const at = clock.monotonic();
          const spent = before === undefined ? undefined : (found.cpuMicros - before.cpuMicros) / 1_000;
          const cpu =
            spent === undefined || before === undefined ? undefined : (100 * spent) / (at - before.at);
          before = { at, cpuMicros: found.cpuMicros };
          const values: Record<FieldName<"agent">, number | undefined> = {
            uptime: found.uptimeMs / SECOND,
            memory: found.residentBytes,
            cpu: cpu === undefined ? undefined : Math.round(cpu * 1_000) / 1_000,
            spool_blocks: found.spoolBlocks,
            spool_bytes: found.spoolBytes,
            parked_blocks: found.parkedBlocks,
            dropped_points: found.droppedPoints,
            skipped_runs: found.skippedRuns,
            failed_runs: found.failedRuns,
            poll_time: Math.round(found.longestRunMs),
            clock_offset: found.clockOffsetMs,
          };
          return {
            samples: [{ entity: entityRef("agent", agent), at: now(), values }],
            events: [],
            facts: [],
          };
        },
      },
    ];
  };
