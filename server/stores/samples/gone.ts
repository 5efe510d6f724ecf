import { startOfLegalDay } from "../../../core/clock.ts";
import type { RollupUnit } from "../../history-port.ts";
import type { ChunkFiles } from "./chunk-files.ts";
import type { ColdDays } from "./cold.ts";
import type { RollupFiles } from "./rollup-files.ts";

/**
 * Legal days whose readings have gone. One late reading of such a day (a PC whose clock stood still) makes it hot again until the
 * next night; what lies there then is not the day, and must hide neither its roll-ups nor those of the days after it.
 */
interface Files {
  readonly cold: Pick<ColdDays, "has">;
  readonly rollups: Pick<RollupFiles, "hasDay" | "hasDayRow" | "firstDay">;
}

/**
 * Whether roll-ups are all that is left of a legal day, but for what came late. Of a month whose hours were put together, also of a
 * day on which nothing was read: ask {@link standsAlone} where that makes a difference.
 */
export function isGone({ cold, rollups }: Files, day: number): boolean {
  if (cold.has(day)) return false;
  if (rollups.hasDay(day)) return true;
  // The daily roll-ups of the present month begin before days that are not over yet; hours tell these apart.
  const firstHours = rollups.firstDay("hour");
  return firstHours !== undefined && day < firstHours && rollups.hasDayRow(day);
}

/** Whether the readings of a legal day have gone and an entity has roll-ups of it: these stand, whatever came late. */
export function standsAlone(
  files: Files & { readonly rollups: Pick<RollupFiles, "read"> },
  entity: number,
  unit: RollupUnit,
  day: number,
): boolean {
  if (!isGone(files, day)) return false;
  const [from, to] = [startOfLegalDay(day), startOfLegalDay(day + 1)];
  return files.rollups.read(entity, unit, from, to, NO_FIELDS) !== undefined;
}

/** The first legal day of which there are readings as they were read, in files; undefined when there is none. */
export function firstRawDay(
  files: Files & { readonly files: Pick<ChunkFiles, "days">; readonly cold: Pick<ColdDays, "periods"> },
): number | undefined {
  const [firstCold] = files.cold.periods();
  const firstHot = files.files.days().find((day) => !isGone(files, day));
  return firstCold === undefined || firstHot === undefined
    ? (firstCold ?? firstHot)
    : Math.min(firstCold, firstHot);
}

const NO_FIELDS: ReadonlySet<number> = new Set();
