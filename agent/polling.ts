import type { Assignment } from "../core/wire/assignment.ts";
import type { BlockBuilder } from "./block.ts";
import type { SelfFigures } from "./collectors/self.ts";
import { createJobMaker } from "./collectors/table.ts";
import { createSchedule, type Schedule } from "./schedule.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Spool } from "./spool.ts";
import type { StateFile } from "./state.ts";
import type { Surroundings } from "./surroundings.ts";

export interface PollingParts extends Surroundings {
  readonly now: () => number;
  readonly builder: BlockBuilder;
  readonly spool: Spool;
  readonly state: StateFile;
  readonly serverClock: ServerClock;
}

/** Turns assignments into running jobs, and their readings into blocks. */
export interface Polling {
  setAssignment(assignment: Assignment): void;
  /** Nothing runs before this. False when it was said before. */
  begin(): boolean;
  stop(): Promise<void>;
}

export function createPolling(parts: PollingParts): Polling {
  const { clock, log, builder, state } = parts;
  const schedule = createSchedule({
    ...parts,
    onReading: (reading) => builder.add(reading),
    lastRuns: {
      get: (id) => state.get().lastRuns[id],
      set: (id, at) => void state.update({ lastRuns: { ...state.get().lastRuns, [id]: at } }),
    },
  });
  const nextBoots = async () => {
    const engineBoots = state.get().engineBoots + 1;
    await state.update({ engineBoots });
    return engineBoots;
  };
  const makeJobs = createJobMaker(parts, selfFigures(parts, schedule, clock.monotonic()), nextBoots);
  let wanted: Assignment | undefined;
  let phase: "waiting" | "open" | "stopped" = "waiting";
  let applying: Promise<void> = Promise.resolve();

  const apply = async (): Promise<void> => {
    if (phase !== "open" || wanted === undefined) return;
    try {
      const jobs = await makeJobs(wanted);
      if (isOpen()) schedule.setJobs(jobs);
    } catch (error) {
      log.error("assignment_failed", { error });
    }
  };
  const isOpen = () => phase === "open";
  const applySoon = (): void => {
    applying = applying.then(apply);
  };
  return {
    setAssignment(assignment) {
      wanted = assignment;
      applySoon();
    },
    begin() {
      if (phase !== "waiting") return false;
      phase = "open";
      applySoon();
      return true;
    },
    async stop() {
      phase = "stopped";
      await applying;
      await schedule.stop();
    },
  };
}

function selfFigures(
  { clock, spool, state, serverClock, usage }: PollingParts,
  schedule: Schedule,
  startedAt: number,
): () => SelfFigures {
  return () => {
    const { blocks, bytes, parkedBlocks } = spool.figures();
    const { skipped, failed, longestMs } = schedule.figures();
    const { dropped } = state.get();
    return {
      ...usage(),
      spoolBlocks: blocks,
      spoolBytes: bytes,
      parkedBlocks,
      droppedPoints: dropped.full + dropped.old,
      skippedRuns: skipped,
      failedRuns: failed,
      longestRunMs: longestMs,
      clockOffsetMs: serverClock.offsetMs(),
      uptimeMs: clock.monotonic() - startedAt,
    };
  };
}
