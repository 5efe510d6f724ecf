import type { Instant } from "../core/clock.ts";
import type { Fault } from "../core/result.ts";
import type { AgentLog } from "./collectors/collector.ts";
import type { BlockBuilder } from "./block.ts";
import type { Spool } from "./spool.ts";
import type { DropCount, DropReason, StateFile } from "./state.ts";

export interface FlushParts {
  readonly builder: BlockBuilder;
  readonly spool: Spool;
  readonly state: StateFile;
  readonly now: () => Instant;
  readonly log: AgentLog;
  readonly onPut: () => void;
}

/** While this many blocks wait nobody is reading along: fewer, larger blocks compress better and spare the disk. */
const BACKLOG = 40;
const BACKLOG_SLOWER = 4;

/** How long to gather readings before the next block. */
export const gatherFor = (everyMs: number, waiting: number): number =>
  waiting > BACKLOG ? everyMs * BACKLOG_SLOWER : everyMs;

/** Brings what was gathered into the spool, together with the news of points that had to be thrown away. */
export function createFlush(parts: FlushParts): () => Promise<void> {
  const { builder, spool, state, log, onPut } = parts;
  // What a report waits for in memory is told, but written down as told only once the report is on the disk.
  let told = state.get().droppedTold;
  let trouble: Fault | undefined;

  const reportDropped = (): void => {
    const { dropped } = state.get();
    const at = parts.now();
    for (const reason of ["full", "old"] as const satisfies readonly DropReason[]) {
      const points = dropped[reason] - told[reason];
      if (points > 0) builder.add({ events: [{ at, type: "points_dropped", points, reason }] });
    }
    told = dropped;
  };
  const note = (fault: Fault | undefined): void => {
    if (fault !== undefined && trouble === undefined) log.error(fault.code, { ...fault.params });
    if (fault === undefined && trouble !== undefined) log.info("spool_write_recovered");
    trouble = fault;
  };
  return async () => {
    reportDropped();
    const blocks = builder.take();
    for (const { block, points } of blocks) {
      const put = await spool.put(block, points);
      note(put.ok ? undefined : put.fault);
    }
    if (blocks.length === 0) await spool.retry();
    const safe = spool.figures().heldBlocks === 0;
    if (safe && !sameCount(told, state.get().droppedTold)) await state.update({ droppedTold: told });
    onPut();
  };
}

const sameCount = (a: DropCount, b: DropCount): boolean => a.full === b.full && a.old === b.old;
