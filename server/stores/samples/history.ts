import { HOUR, legalDayOf, startOfLegalDay, type Clock, type Instant } from "../../../core/clock.ts";
import { fieldOf } from "../../../core/entities.ts";
import {
  COUNTER_STATS,
  GAUGE_STATS,
  type AvailabilityRow,
  type Coverage,
  type History,
  type QuantileRow,
  type RollupAnswer,
  type RollupStat,
  type RollupUnit,
  type TopRow,
} from "../../history-port.ts";
import type { Cross } from "./cross.ts";
import { firstRawDay, isGone } from "./gone.ts";
import type { EntityHead } from "./head.ts";
import type { Layout } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { endOfDay } from "./periods.ts";
import { rolledDays, type ReaderParts } from "./read.ts";
import { daysInHead, lengthOf } from "./rolled.ts";
import { joinRollups } from "./rollup-join.ts";
import type { RollupRows } from "./rollup-rows.ts";
import { rollupsOf, ROLLUP_REACH } from "./rollup.ts";

interface Parts extends ReaderParts {
  readonly memory: Memory;
  readonly clock: Clock;
}

/** The part of the store's port that looks far back or across many entities. */
export function makeHistory(parts: Parts, cross: Pick<Cross, "ask">): History {
  const { memory, clock } = parts;
  return {
    coverage: () => coverageOf(parts),
    rollups: async (entity, unit, from, to) => {
      const head = memory.heads.get(entity);
      if (head?.site === undefined || !(from < to)) return { at: [], fields: {} };
      const rows = await rollupRows(parts, head, unit, from, to, clock.now());
      return rows === undefined ? { at: [], fields: {} } : answerOf(rows, head.layout);
    },
    top: async (query) => (await cross.ask({ ask: "top", ...query })) as readonly TopRow[],
    quantile: async (query) => (await cross.ask({ ask: "quantile", ...query })) as readonly QuantileRow[],
    availability: async (query) =>
      (await cross.ask({ ask: "availability", ...query })) as readonly AvailabilityRow[],
  };
}

function coverageOf(parts: Parts): Coverage {
  const { rollups } = parts;
  const startOf = (day: number | undefined) => (day === undefined ? undefined : startOfLegalDay(day));
  const raw = Math.min(startOf(firstRawDay(parts)) ?? Infinity, firstWaiting(parts));
  return {
    raw: raw === Infinity ? undefined : raw,
    hour: startOf(rollups.firstDay("hour")),
    day: startOf(rollups.firstDay("day")),
  };
}

/** Before the first flush there are no files, only rows that wait. Infinity when there are none, or only such as came too late. */
function firstWaiting(parts: Parts): Instant {
  const gone = new Map<number, boolean>();
  const hasGone = (day: number): boolean => {
    const known = gone.get(day) ?? isGone(parts, day);
    gone.set(day, known);
    return known;
  };
  let first = Infinity;
  for (const { pending } of parts.memory.sites.values()) {
    for (let i = 0; i < pending.length; i += 3) {
      const [min, max] = [pending[i + 1] as Instant, pending[i + 2] as Instant];
      if (min >= first) continue;
      // Of a row that reaches from a day that has gone into one that has not, the latter counts.
      if (!hasGone(legalDayOf(min))) first = min;
      else if (!hasGone(legalDayOf(max))) first = Math.min(first, startOfLegalDay(legalDayOf(max)));
    }
  }
  return first;
}

/** From files where the day is rolled up, from its readings where it is not yet; only hours and days that are over. */
async function rollupRows(
  parts: Parts,
  head: EntityHead,
  unit: RollupUnit,
  from: Instant,
  to: Instant,
  now: Instant,
): Promise<RollupRows | undefined> {
  const { rollups, collect, files, cold } = parts;
  const isRolled = rolledDays(parts, head, unit);
  const found: RollupRows[] = [];
  const filed = rollups.read(head.number, unit, from, to);
  if (filed !== undefined) found.push(filed);
  const { kind, names, numbers } = head.layout;
  const last = legalDayOf(Math.min(to, now) - 1);
  for (const day of new Set([...files.days(), ...cold.periods(), ...daysInHead(head)])) {
    if (day < legalDayOf(from) || day > last || isRolled(day)) continue;
    const readings = await collect(
      head,
      startOfLegalDay(day) - ROLLUP_REACH,
      endOfDay(day) + ROLLUP_REACH,
      names,
    );
    const rows = rollupsOf(kind, numbers, readings, day)[unit];
    if (rows !== undefined) found.push(rows);
  }
  const end = Math.min(to, Math.floor(now / HOUR) * HOUR - lengthOf(unit) + 1);
  return joinRollups(unit, found, from, Math.max(from, end));
}

function answerOf({ at, fields }: RollupRows, layout: Layout): RollupAnswer {
  const answer: Record<string, Partial<Record<RollupStat, (number | null)[]>>> = {};
  for (const [i, name] of layout.names.entries()) {
    const columns = fields.get(layout.numbers[i] ?? -1);
    if (columns === undefined) continue;
    const stats: readonly RollupStat[] =
      fieldOf(layout.kind, name)?.kind === "counter" ? COUNTER_STATS : GAUGE_STATS;
    answer[name] = Object.fromEntries(
      stats.map((stat, place) => [
        stat,
        Array.from(columns[place] ?? [], (value) => (Number.isNaN(value) ? null : value)),
      ]),
    );
  }
  return { at: [...at], fields: answer };
}
