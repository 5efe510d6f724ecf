import { addMonths, yearOf } from "./dates.ts";
import { inForce } from "./in-force.ts";
import type { AssetTables, WearRow } from "./tables.ts";
import type { Asset, AssetBook, DateText } from "./types.ts";

/** Hao mòn of one asset in one year; money in whole đồng. */
export interface WearOfYear {
  /** per cent a year */
  readonly percent: number;
  /** Of this year. */
  readonly amount: number;
  /** To the end of this year. */
  readonly accumulated: number;
  readonly remaining: number;
  /** The 31 December from which nothing remains; null while the table does not tell. */
  readonly fullyWornOn: DateText | null;
  /** The table's row that was used last. */
  readonly row: WearRow;
}

type Worn = Pick<Asset, "category" | "book" | "inUseOn" | "originalValue">;

/** Longer than any useful life of the tables. */
const MOST_YEARS = 100;

/**
 * The wear of a fixed asset at 31 December of `year`: straight line, a full year's wear for each 31 December on the books,
 * the year in which it was put to use included; the last year takes what remains (Thông tư 23/2023/TT-BTC; see
 * `config/wear.yaml` for sources). Each year uses the row in force on its 31 December; a year's amount is rounded to whole
 * đồng, halves up, and what rounding left over goes with the last. Undefined where it cannot be said: tools (CCDC), no
 * value, no date, no row, a year before its use.
 */
export function wearOf(asset: Worn, year: number, tables: Pick<AssetTables, "wear">): WearOfYear | undefined {
  if (!isWearable(asset)) return undefined;
  const { category, originalValue } = asset;
  const first = yearOf(asset.inUseOn);
  if (year < first || year - first > MOST_YEARS) return undefined;
  let remaining = originalValue;
  let then: Omit<WearOfYear, "fullyWornOn"> | undefined;
  for (let each = first; each - first <= MOST_YEARS; each += 1) {
    const on = `${each}-12-31`;
    const row = inForce(tables.wear, on, (one) => one.category === category);
    if (row === undefined) break;
    const amount = wornIn(originalValue, remaining, row);
    remaining -= amount;
    if (each === year) {
      then = { percent: row.percent, amount, accumulated: originalValue - remaining, remaining, row };
    }
    if (remaining === 0) {
      // What was worn out before the year that is asked for takes nothing more.
      return then === undefined ? over(originalValue, row, on) : { ...then, fullyWornOn: on };
    }
  }
  return then === undefined ? undefined : { ...then, fullyWornOn: null };
}

/** The year whose 31 December the books show on a day: on that very day the year's wear is in them. */
export const booksYear = (on: DateText): number => (on.endsWith("-12-31") ? yearOf(on) : yearOf(on) - 1);

/**
 * What the books show of a fixed asset on a day, in đồng: as its last 31 December left it; what came after that has its whole
 * value. Undefined where `wearOf` cannot say.
 */
export function onBooks(
  asset: Worn,
  on: DateText,
  tables: Pick<AssetTables, "wear">,
): Pick<WearOfYear, "accumulated" | "remaining"> | undefined {
  const year = booksYear(on);
  return isWearable(asset) && yearOf(asset.inUseOn) > year
    ? { accumulated: 0, remaining: asset.originalValue }
    : wearOf(asset, year, tables);
}

/** On the books at 31 December of `year`: what was liquidated afterwards had its wear then. */
export const onBooksAt = ({ liquidation }: Pick<Asset, "liquidation">, year: number): boolean =>
  liquidation === null || yearOf(liquidation.on) > year;

type Wearable = Worn & { readonly inUseOn: DateText; readonly originalValue: number };
const isWearable = (asset: Worn): asset is Wearable =>
  asset.book === "fixed" &&
  asset.inUseOn !== null &&
  asset.originalValue !== null &&
  asset.originalValue >= 0;

function wornIn(originalValue: number, remaining: number, { percent, years }: WearRow): number {
  const amount = Math.floor((originalValue * percent) / 100 + 0.5);
  return remaining - amount < years ? remaining : amount;
}

const over = (originalValue: number, row: WearRow, fullyWornOn: DateText): WearOfYear => ({
  percent: row.percent,
  amount: 0,
  accumulated: originalValue,
  remaining: 0,
  fullyWornOn,
  row,
});

/** Whether a value makes a fixed asset (TSCĐ) or a tool (CCDC) on that day; undefined when the table does not tell. */
export function fixedOrTool(
  value: number | null,
  on: DateText,
  tables: Pick<AssetTables, "fixedFrom">,
): AssetBook | undefined {
  const row = inForce(tables.fixedFrom, on);
  if (value === null || row === undefined) return undefined;
  return value >= row.value ? "fixed" : "tool";
}

/** When its useful life by the table is over; undefined without a date or a row. */
export function lifeEndsOn(
  { category, inUseOn }: Pick<Asset, "category" | "inUseOn">,
  tables: Pick<AssetTables, "wear">,
): DateText | undefined {
  if (inUseOn === null) return undefined;
  const row = inForce(tables.wear, inUseOn, (one) => one.category === category);
  return row === undefined ? undefined : addMonths(inUseOn, row.years * 12);
}
