import type { AssetView } from "../../../core/wire/assets.ts";
import { ASSET_CATEGORIES, type AssetCategory, type Condition } from "../../../core/assets/types.ts";

/** The register's forms, filters and sums. Pure. */

export interface LinkSuggestion {
  readonly assetEtag: string;
  readonly asset: string;
  readonly assetName: string;
  readonly device: string;
  readonly deviceName: string;
  readonly by: "serial" | "mac" | "code" | "name";
  readonly value: string;
  readonly ambiguous: boolean;
}

/** What the server takes. */
const MOST_MONEY = 9_999_999_999_999;

/** What people type of an amount: "15.000.000", "15,000,000", "15 000 000 đ". undefined: not an amount; null: nothing. */
export function readMoney(text: string): number | null | undefined {
  const bare = text.replace(/\s*(đồng|đ|vnd|vnđ)\s*$/i, "").trim();
  if (bare === "") return null;
  if (!/^\d{1,3}([ .,]\d{3})+$|^\d{1,13}$/.test(bare)) return undefined;
  const amount = Number(bare.replaceAll(/\D/g, ""));
  return amount <= MOST_MONEY ? amount : undefined;
}

/** Digits in groups of three, as people write them. */
export const writeMoney = (amount: number | null): string =>
  amount === null ? "" : String(amount).replaceAll(/\B(?=(\d{3})+$)/g, ".");

/** "31/12/2024" or "2024-12-31" or "2024" (its first day); undefined: no day of the calendar; null: nothing. */
export function readDate(text: string): string | null | undefined {
  const bare = text.trim();
  if (bare === "") return null;
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(bare) ?? [];
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(bare) ?? [];
  const wanted = y === undefined ? [year, month, day] : [y, m?.padStart(2, "0"), d?.padStart(2, "0")];
  const date = /^\d{4}$/.test(bare) ? `${bare}-01-01` : wanted.join("-");
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) && date >= "1950" && date < "2100"
    ? date
    : undefined;
}

/** "31/12/2024"; empty for what is not known. */
export const writeDate = (date: string | null): string =>
  date === null ? "" : date.replace(/^(\d+)-(\d+)-(\d+)$/, "$3/$2/$1");

/** The calendar's day at the place of the office. */
export const dayOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );

export interface AssetFilter {
  readonly unit: string;
  readonly category: string;
  readonly condition: string;
  readonly book: string;
}
export const NO_FILTER: AssetFilter = { unit: "", category: "", condition: "", book: "" };

/** `unit` with all below it. */
export function subtree(
  units: readonly { readonly id: string; readonly parent: string | null }[],
  unit: string,
): ReadonlySet<string> {
  const found = new Set([unit]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { id, parent } of units) if (parent !== null && found.has(parent)) found.add(id);
  }
  return found;
}

export function filterAssets(
  assets: readonly AssetView[],
  filter: AssetFilter,
  units: readonly { readonly id: string; readonly parent: string | null }[],
): readonly AssetView[] {
  const within = filter.unit === "" ? undefined : subtree(units, filter.unit);
  return assets.filter(
    (asset) =>
      (within === undefined || within.has(asset.unit)) &&
      (filter.category === "" || asset.category === filter.category) &&
      (filter.condition === "" || (asset.condition ?? "none") === filter.condition) &&
      (filter.book === "" || asset.book === filter.book),
  );
}

export interface AssetTotals {
  /** Lines and things. */
  readonly lines: number;
  readonly things: number;
  readonly value: number;
  readonly remaining: number;
  /** Lines whose value is not known: the sums are without them. */
  readonly withoutValue: number;
}

export function totalsOf(
  assets: readonly Pick<AssetView, "quantity" | "originalValue" | "remaining">[],
): AssetTotals {
  let [things, value, remaining, withoutValue] = [0, 0, 0, 0];
  for (const asset of assets) {
    things += asset.quantity;
    value += asset.originalValue ?? 0;
    remaining += asset.remaining ?? 0;
    if (asset.originalValue === null) withoutValue += 1;
  }
  return { lines: assets.length, things, value, remaining, withoutValue };
}

/** The kinds that occur, in the order of the register. */
export const categoriesIn = (assets: readonly Pick<AssetView, "category">[]): readonly AssetCategory[] => {
  const there = new Set(assets.map(({ category }) => category));
  return ASSET_CATEGORIES.filter((category) => there.has(category));
};

/** What a scanned or typed label means: the id behind the address of a label, else the text itself (a code). */
export function labelMeans(text: string): string {
  const bare = text.trim();
  const [, id] = /\/assets\/([\w-]+)(?:[?#].*)?$/.exec(bare) ?? /^cayda:asset:([\w-]+)$/.exec(bare) ?? [];
  return id ?? bare;
}

export type Difference = "missing" | "less" | "more" | "worse";

/** What the count found otherwise than the books; undefined: the same. */
export function differenceOf(
  asset: Pick<AssetView, "quantity" | "condition">,
  seen: { readonly quantity: number; readonly condition: Condition | null } | undefined,
): Difference | undefined {
  if (seen === undefined || seen.quantity === 0) return "missing";
  if (seen.quantity < asset.quantity) return "less";
  if (seen.quantity > asset.quantity) return "more";
  return seen.condition !== null && asset.condition !== null && seen.condition !== asset.condition
    ? "worse"
    : undefined;
}
