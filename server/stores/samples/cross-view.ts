import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../../core/clock.ts";
import { openColdDays } from "./cold.ts";
import type { CrossEntity, CrossView } from "./cross-query.ts";
import type { DayCache } from "./day-cache.ts";
import type { Layout } from "./head.ts";
import { openHot, type Hot } from "./hot-day.ts";
import { mergeParts, type Merged, type Part } from "./merge.ts";
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
  const days = [...new Set([...cold.periods(), ...hotDays])].toSorted((a, b) => a - b);

  const collect = (
    entity: Pick<CrossEntity, "number" | "fresh">,
    from: Instant,
    to: Instant,
    numbers: readonly number[],
    wanted: ReadonlySet<number>,
  ): Merged => {
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
    return clipped(mergeParts(parts, numbers.length), from, to);
  };
  return {
    viewOf: (layout, fields, states) => {
      const numbersOf = (names: readonly string[]) =>
        names.map((name) => layout.numbers[layout.indexOf.get(name) ?? -1] ?? 0);
      const numbers = numbersOf(fields);
      const wanted = new Set(numbers);
      const cached = <T>(day: number, key: string, make: (readings: Merged) => readonly [T, number]): T =>
        cache.get(day, `${states.get(day)}/${cold.about(day)?.made}`, key, () => {
          const from = startOfLegalDay(day);
          const filed = { number: Number(key.slice(0, key.indexOf("/"))), fresh: undefined };
          return make(collect(filed, from, from + DAY, numbers, wanted));
        });
      return {
        layout,
        isGone: (day) => !isHot.has(day) && !cold.has(day) && rollups.hasDay(day),
        collect: (entity, from, to) => collect(entity, from, to, numbers, wanted),
        filed: ({ number }, day) =>
          cached(day, `${number}/${numbers.join()}`, (readings) => [
            readings,
            (readings.columns.length + 1) * readings.at.length * 8 + 300,
          ]),
        track: ({ number }, day, name) =>
          cached(day, `${number}/track ${name}`, (readings) => {
            const track = trackOf(layout.kind, name, fields, readings);
            return [track, track === undefined ? 100 : bytesOf(track)];
          }),
        rollups: (entity, unit, from, to, names) =>
          rollups.read(entity, unit, from, to, new Set(numbersOf(names))),
        isRolled: (day, unit, { freshDays }) => {
          if (isHot.has(day) || freshDays.includes(day)) return false;
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

/** Which hours of a legal day a range touches. */
function hoursOf(day: number, from: Instant, to: Instant): [number, number] {
  const first = firstHourOf(day);
  return [
    Math.max(0, Math.floor(from / HOUR) - first),
    Math.max(1, Math.min(firstHourOf(day + 1), Math.ceil(to / HOUR)) - first),
  ];
}

function clipped({ at, columns }: Merged, from: Instant, to: Instant): Merged {
  let first = 0;
  while (first < at.length && (at[first] as number) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] as number) >= to) end -= 1;
  if (first === 0 && end === at.length) return { at, columns };
  return { at: at.subarray(first, end), columns: columns.map((column) => column.subarray(first, end)) };
}
