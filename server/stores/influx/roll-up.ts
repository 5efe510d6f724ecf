import { HOUR, legalDayOf, MINUTE, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldNames } from "../../../core/entities.ts";
import type { Log } from "../../../core/log.ts";
import { FaultError } from "../../../core/result.ts";
import type { EntityHead } from "../samples/head.ts";
import { endOfDay } from "../samples/periods.ts";
import { rollupsOf, ROLLUP_REACH } from "../samples/rollup.ts";
import type { InfluxClient } from "./client.ts";
import type { InfluxCollect } from "./collect.ts";
import type { Kept } from "./kept.ts";
import { rollupLines } from "./lines.ts";
import type { Outbox } from "./outbox.ts";
import type { RolledDays } from "./rolled-days.ts";
import type { EntityTags, SeriesBook } from "./tags.ts";

export interface RollUpJob {
  /** Begins what is due, unless something is under way. */
  tick(now: Instant): void;
  /** Does all that is due at `now`. Rejects with a FaultError when InfluxDB does not take part. */
  run(now: Instant): Promise<void>;
  readonly failed: boolean;
  stop(): Promise<void>;
}

interface Parts {
  readonly outbox: Outbox;
  readonly collect: InfluxCollect;
  readonly client: InfluxClient;
  readonly rolled: RolledDays;
  readonly kept: Kept;
  readonly book: SeriesBook;
  readonly tags: EntityTags;
  readonly log: Log;
}

/** After the end of a day its last pairs of readings are still to come. */
const SETTLED = ROLLUP_REACH + 10 * MINUTE;
const RETRY = 10 * MINUTE;
const ROUND = 25;
const LOOK_EVERY = HOUR / 4;

/**
 * Computes the hourly and daily roll-ups of days that are over, from InfluxDB's own readings, and writes them back. They go
 * there directly: what is lost on the way is computed once more, so they need no outbox.
 */
export function makeRollUpJob(parts: Parts): RollUpJob {
  const { outbox, rolled, kept, log } = parts;
  let stopped = false;
  let running: Promise<void> | undefined;
  let failed = false;
  let notBefore = -Infinity;
  let probedDay = Number.NaN;

  const work = async (now: Instant) => {
    const first = outbox.ledger.first();
    const heads = () => [...outbox.memory.heads.values()].filter(({ site }) => site !== undefined);
    const last = legalDayOf(now - SETTLED) - 1;
    if (legalDayOf(now) !== probedDay) {
      await kept.probe();
      probedDay = legalDayOf(now);
    }
    for (let day = legalDayOf(first ?? now); day <= last; day += 1) {
      if (rolled.has(day)) continue;
      rolled.begin(day);
      await rollUp(parts, heads(), day, () => stopped);
      if (stopped) return;
      rolled.finish(day);
    }
    for (const { day, entity } of rolled.dirty()) {
      if (stopped) return;
      const { marks } = rolled;
      const head = outbox.memory.headsByNumber.get(entity);
      // What is left of a day's readings would replace what all of them came to.
      const gone = head === undefined || kept.isGone(day, head.layout.kind);
      if (!gone) await rollUp(parts, [head], day, () => stopped);
      // Not rolled up once more: it stays marked for the next start.
      if (stopped) return;
      rolled.clean(day, entity, marks);
    }
  };
  const run = (now: Instant): Promise<void> => {
    running ??= work(now).finally(() => (running = undefined));
    return running;
  };
  return {
    run,
    tick: (now) => {
      if (stopped || running !== undefined || now < notBefore) return;
      notBefore = now + LOOK_EVERY;
      run(now).then(
        () => (failed = false),
        (error: unknown) => {
          failed = true;
          notBefore = now + RETRY;
          log.warn("influx_roll_up_failed", { error: error instanceof FaultError ? error.fault : error });
        },
      );
    },
    get failed() {
      return failed;
    },
    stop: async () => {
      stopped = true;
      await running?.catch(() => {});
    },
  };
}

async function rollUp(
  { collect, client, tags, book }: Parts,
  heads: readonly EntityHead[],
  day: number,
  stopped: () => boolean,
): Promise<void> {
  await tags.refresh();
  for (const [kind, same] of Map.groupBy(heads, ({ layout }) => layout.kind)) {
    for (let i = 0; i < same.length && !stopped(); i += ROUND) {
      const some = same.slice(i, i + ROUND);
      const [from, to] = [startOfLegalDay(day) - ROLLUP_REACH, endOfDay(day) + ROLLUP_REACH];
      const readings = await collect.readings(some, from, to, fieldNames(kind));
      const lines: string[] = [];
      for (const head of some) {
        const merged = readings.get(head.number);
        if (merged === undefined || merged.at.length === 0) continue;
        book.update(head, tags.of(head.ref));
        const { hour, day: whole } = rollupsOf(kind, head.layout.numbers, merged, day);
        for (const rows of [hour, whole])
          if (rows !== undefined) lines.push(...rollupLines(head, rows, book));
      }
      if (lines.length === 0) continue;
      const outcome = await client.write(lines);
      if (outcome.became === "stored") continue;
      const { code, params } = client.faultOf(outcome);
      throw new FaultError(code, params);
    }
  }
}
