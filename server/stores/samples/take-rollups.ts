import { join } from "node:path";
import { startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { fieldOf } from "../../../core/entities.ts";
import { FaultError } from "../../../core/result.ts";
import {
  COUNTER_STATS,
  GAUGE_STATS,
  type RolledMonth,
  type RollupAnswer,
  type RollupStat,
  type RollupUnit,
  type TakesRollups,
} from "../../history-port.ts";
import type { EntityHead } from "./head.ts";
import type { Layout } from "./layout.ts";
import { addHead, siteFor, type Memory } from "./memory.ts";
import { writePack } from "./pack-file.ts";
import { TEMPORARY, type Packs } from "./packs.ts";
import { endOfDay, firstDayOf, monthOf } from "./periods.ts";
import { encodeRollups } from "./rollup-codec.ts";
import { daysMonthName, hoursDayName, hoursMonthName, type RollupFiles } from "./rollup-files.ts";
import { joinRollups } from "./rollup-join.ts";
import type { RollupRows } from "./rollup-rows.ts";
import type { WriteAhead } from "./write-ahead.ts";

type Entities = Pick<WriteAhead, "transaction" | "addSite" | "addEntity">;

/** An entity that may be new: of what was taken away long ago there are roll-ups and no readings. It is durable on return. */
export function placeEntity(memory: Memory, file: Entities, ref: string, siteName: string): EntityHead {
  // However many its owner has: the store that they come from had its own bound.
  const head = memory.heads.get(ref) ?? addHead(memory, memory.nextEntity, ref);
  if (head === undefined) throw new FaultError("entity_invalid", { field: ref });
  if (head.site !== undefined) return head;
  const site = siteFor(memory, siteName);
  file.transaction(() => {
    if (!memory.storedSites.has(site)) file.addSite(site.number, site.name);
    file.addEntity(head.number, head.ref, site.number);
  });
  memory.storedSites.add(site);
  site.heads.add(head);
  head.site = site;
  return head;
}

/** The same rows with a store's own numbers of fields; undefined when there are none. */
export function rowsOf(
  layout: Layout,
  unit: RollupUnit,
  { at, fields }: RollupAnswer,
): RollupRows | undefined {
  if (at.length === 0) return undefined;
  const columns = new Map<number, readonly Float64Array[]>();
  for (const [name, given] of Object.entries(fields)) {
    const number = layout.numbers[layout.indexOf.get(name) ?? -1];
    if (number === undefined) continue;
    const stats: readonly RollupStat[] =
      fieldOf(layout.kind, name)?.kind === "counter" ? COUNTER_STATS : GAUGE_STATS;
    columns.set(
      number,
      stats.map((stat) => Float64Array.from(at, (_, row) => given[stat]?.[row] ?? Number.NaN)),
    );
  }
  return columns.size === 0 ? undefined : { unit, at: Float64Array.from(at), fields: columns };
}

interface Parts {
  readonly dir: string;
  readonly origin: number;
  readonly memory: Memory;
  readonly writeAhead: Entities;
  readonly rollups: RollupFiles;
}

/** One pack that is to be written. */
interface Cut {
  readonly packs: Packs;
  readonly period: number;
  readonly name: string;
  /** The legal day with which it begins. */
  readonly made: number;
  readonly from: Instant;
  readonly to: Instant;
}

export function makeTakeRollups(parts: Parts): TakesRollups["takeRollups"] {
  const { dir, memory, writeAhead, rollups } = parts;
  return async (month) => {
    const given = new Set<number>();
    for (const { entity, site } of month.entities) {
      given.add(placeEntity(memory, writeAhead, entity, site).number);
    }
    const cuts = cutsOf(rollups, month);
    const numbers = new Set(given);
    for (const { packs, period } of cuts) {
      for (const number of packs.attempt(period, (pack) => [...pack.entities()], [])) numbers.add(number);
    }
    const rows = await writeAll(
      parts,
      month,
      cuts,
      given,
      [...numbers].toSorted((a, b) => a - b),
    );
    // The newest first: what is there tells where a copy that was broken off goes on.
    for (const { packs, period, name } of cuts.toReversed()) {
      packs.install(period, join(dir, name + TEMPORARY));
    }
    return rows;
  };
}

/** Hours of the month in which readings begin lie in packs of single days, as the night makes them: it puts them together later. */
function cutsOf(
  { hourDays, hourMonths, dayMonths }: RollupFiles,
  { unit, days }: RolledMonth,
): readonly Cut[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const month = monthOf(first);
  const whole = { from: startOfLegalDay(firstDayOf(month)), to: startOfLegalDay(firstDayOf(month + 1)) };
  if (unit === "day") {
    const made = Math.min(first, dayMonths.about(month)?.made ?? Infinity);
    return [{ packs: dayMonths, period: month, name: daysMonthName(month), made, ...whole }];
  }
  if (last + 1 === firstDayOf(month + 1) && !hourMonths.has(month))
    return [{ packs: hourMonths, period: month, name: hoursMonthName(month), made: first, ...whole }];
  return days.map((day) => ({
    packs: hourDays,
    period: day,
    name: hoursDayName(day),
    made: day,
    from: startOfLegalDay(day),
    to: endOfDay(day),
  }));
}

async function writeAll(
  { dir, origin, memory, rollups }: Parts,
  { unit, rows }: RolledMonth,
  cuts: readonly Cut[],
  given: ReadonlySet<number>,
  numbers: readonly number[],
): Promise<number> {
  const writers = cuts.map(({ name, made }) => writePack(join(dir, name + TEMPORARY), { origin, made }));
  let taken = 0;
  try {
    for (const number of numbers) {
      const head = memory.headsByNumber.get(number);
      const fresh =
        head !== undefined && given.has(number) ? rowsOf(head.layout, unit, await rows(head.ref)) : undefined;
      taken += fresh?.at.length ?? 0;
      for (const [i, { from, to }] of cuts.entries()) {
        const own = rollups.read(number, unit, from, to);
        const piece = joinRollups(
          unit,
          [fresh, own].filter((part) => part !== undefined),
          from,
          to,
        );
        if (piece === undefined) continue;
        const [points, data] = [piece.at.length, encodeRollups(piece)];
        writers[i]?.add({ entity: number, seq: 0, points, data });
      }
    }
    for (const writer of writers) writer.finish();
  } finally {
    for (const writer of writers) writer.close();
  }
  return taken;
}
