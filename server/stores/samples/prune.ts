import { DAY, type Instant } from "../../../core/clock.ts";
import type { Log } from "../../../core/log.ts";
import { FIRST_BLOCK, type BlockId, type WriteAhead } from "./write-ahead.ts";

/** Days that a block id is kept at least. */
const KEEP_DAYS = 31;
const SLICE = 500;

/** Forgets old block ids, a slice at each call, once around each day. */
export function makeBlockPruner(writeAhead: WriteAhead, log: Log): (now: Instant) => void {
  let next: BlockId | undefined = FIRST_BLOCK;
  let today = 0;
  return (now) => {
    const day = Math.floor(now / DAY);
    if (day !== today) next = FIRST_BLOCK;
    today = day;
    if (next === undefined) return;
    const after = next;
    try {
      writeAhead.transaction(() => {
        next = writeAhead.pruneBlocks(after, day - KEEP_DAYS, SLICE);
      });
    } catch (error) {
      next = undefined;
      log.error("samples_prune_failed", { error: String(error) });
    }
  };
}
