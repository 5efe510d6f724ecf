import { HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { openColdDays, type ColdDays } from "./cold.ts";
import type { CrossDays, CrossEntity, CrossView } from "./cross-question.ts";
import type { DayCache } from "./day-cache.ts";
import { isGone, standsAlone } from "./gone.ts";
import type { Layout } from "./layout.ts";
import { openHot, type Hot } from "./hot-day.ts";
import { mergeParts, within, type Merged, type Part } from "./merge.ts";
import { firstHourOf } from "./periods.ts";
import { openRollupFiles } from "./rollup-files.ts";
import { bytesOf, trackOf } from "./tracks.ts";

/** The store's files as a thread sees them that does not own them. */
export interface FilesView {
  /** `states` of days that have a hot file. */
  viewOf(layout: Layout, fields: readonly string[], states: ReadonlyMap<number, string>): CrossView;
  /** Names of what could not be read since the last time it was asked. */
  damaged(): readonly string[];
  close(): void;
}

export function openFilesView(
  dir: string,
  origin: number,
  hotDays: readonly number[],
  cache: DayCache,
): FilesView {
  let damaged: string[] = [];
  const note = (name: string) => void damaged.push(name);
  const cold = openColdDays({ dir, origin, damaged: note, maxOpen: 64 });
  const rollups = openRollupFiles({ dir, origin, damaged: note });
  const hot = new Map<number, Hot>(hotDays.map((day) => [day, openHot(dir, day, note)]));
  const isHot = new Set(hotDays);
  const filed = { cold, rollups };
  const collect = makeCollect(cold, hot);
  return {
    viewOf: (layout, fields, states) => {
      const numbersOf = (names: readonly string[]) =>
        names.map((name) => layout.numbers[layout.indexOf.get(name) ?? -1] ?? 0);
      const numbers = numbersOf(fields);
      const wanted = new Set(numbers);
      return {
        layout,
        isGone: (day) => isGone(filed, day),
        collect: (entity, from, to) => collect(entity, from, to, numbers, wanted),
        days: makeDays(
          { cache, layout, fields, stateOf: (day) => `${states.get(day)}/${cold.about(day)?.made}` },
          (entity, from, to) => collect({ number: entity, fresh: undefined }, from, to, numbers, wanted),
        ),
        rollups: (entity, unit, from, to, names) =>
          rollups.read(entity, unit, from, to, new Set(numbersOf(names))),
        isRolled: (day, unit, { number, freshDays }) => {
          if (isHot.has(day) || freshDays.includes(day)) return standsAlone(filed, number, unit, day);
          const there = unit === "hour" ? rollups.hasDay(day) : rollups.hasDayRow(day);
          return there || !cold.has(day);
        },
      };
    },
    damaged: () => {
      const names = damaged;
      damaged = [];
      return names;
    },
    close: () => {
      cold.close();
      rollups.close();
      for (const one of hot.values()) one.close();
    },
  };
}

type CollectFiled = (
  entity: Pick<CrossEntity, "number" | "fresh">,
  from: Instant,
  to: Instant,
  numbers: readonly number[],
  wanted: ReadonlySet<number>,
) => Merged;

function makeCollect(cold: ColdDays, hot: ReadonlyMap<number, Hot>): CollectFiled {
  const days = [...new Set([...cold.periods(), ...hot.keys()])].toSorted((a, b) => a - b);
  return (entity, from, to, numbers, wanted) => {
    const parts: Part[] = [];
    const [first, last] = [legalDayOf(from), legalDayOf(to - 1)];
    for (const day of days) {
      if (day < first || day > last) continue;
      const chunks = [
        ...cold.chunks(day, entity.number, wanted),
        ...(hot.get(day)?.some(entity.number, ...hoursOf(day, from, to), wanted) ?? []),
      ];
      for (const { at, fields } of chunks) {
        parts.push({ at, columns: numbers.map((number) => fields.get(number)) });
      }
    }
    if (entity.fresh !== undefined) parts.push(entity.fresh);
    return within(mergeParts(parts, numbers.length), from, to);
  };
}

interface DaysParts {
  readonly cache: DayCache;
  readonly layout: Layout;
  readonly fields: readonly string[];
  /** Tells the files of a day from those that it had before. */
  readonly stateOf: (day: number) => string;
}

function makeDays(
  { cache, layout, fields, stateOf }: DaysParts,
  collect: (entity: number, from: Instant, to: Instant) => Merged,
): CrossDays {
  const readDay = (entity: number, day: number) =>
    collect(entity, startOfLegalDay(day), startOfLegalDay(day + 1));
  return {
    filed: ({ number }, day) =>
      cache.get(day, stateOf(day), `${number}/${layout.kind} ${fields.join()}`, () => {
        const readings = readDay(number, day);
        return [readings, (readings.columns.length + 1) * readings.at.length * 8 + 300];
      }),
    track: ({ number }, day, name) =>
      cache.get(day, stateOf(day), `${number}/track ${name}`, () => {
        const track = trackOf(layout.kind, name, fields, readDay(number, day));
        return [track, track === undefined ? 100 : bytesOf(track)];
      }),
  };
}

/** Which hours of a legal day a range touches. */
function hoursOf(day: number, from: Instant, to: Instant): [number, number] {
  const first = firstHourOf(day);
  return [
    Math.max(0, Math.floor(from / HOUR) - first),
    Math.max(1, Math.min(firstHourOf(day + 1), Math.ceil(to / HOUR)) - first),
  ];
}
