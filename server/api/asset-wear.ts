import { dateOf, yearOf } from "../../core/assets/dates.ts";
import type { Asset } from "../../core/assets/types.ts";
import { onBooksAt, wearOf } from "../../core/assets/wear.ts";
import type { WearRowView } from "../../core/wire/assets.ts";
import type { WearEntry } from "../assets-port.ts";
import type { ApiPorts } from "./context.ts";

type Ports = Pick<ApiPorts, "registry" | "planning" | "clock">;

/** A year's wear of each fixed asset of the books then; what the yearly run has not written is worked out and said to be so. */
export async function wearOfYear(
  { registry, planning }: Ports,
  assets: readonly Asset[],
  year: number,
): Promise<WearRowView[]> {
  const [tables, units, saved] = await Promise.all([
    planning.tables(),
    registry.units(),
    registry.wearRows({ year }),
  ]);
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const rows = new Map(saved.map((row) => [row.asset, row]));
  const fixed = assets.filter(
    (asset) => asset.book === "fixed" && (onBooksAt(asset, year) || rows.has(asset.id)),
  );
  return fixed.map((asset) => {
    const row = rows.get(asset.id);
    const worked = wearOf(asset, year, tables);
    return rowOf(asset, names.get(asset.unit) ?? "", year, row ?? worked, {
      percent: worked?.percent ?? null,
      verified: worked?.row.verified ?? null,
      saved: row !== undefined,
    });
  });
}

/** All years of one thing: those that were run, and this year's. */
export async function wearRowsOf(ports: Ports, assets: readonly Asset[]): Promise<WearRowView[]> {
  const { registry, clock } = ports;
  const all = await registry.wearRows({ units: [...new Set(assets.map(({ unit }) => unit))] });
  const mine = new Set(assets.map(({ id }) => id));
  const years = all.flatMap(({ asset, year }) => (mine.has(asset) ? [year] : []));
  const wanted = [...new Set([...years, yearOf(dateOf(clock.now()))])].toSorted((a, b) => a - b);
  const rows: WearRowView[] = [];
  for (const year of wanted) rows.push(...(await wearOfYear(ports, assets, year)));
  return rows;
}

/** What the yearly run writes: whatever can be said. */
export async function wearEntries(
  { planning }: Ports,
  assets: readonly Asset[],
  year: number,
): Promise<readonly WearEntry[]> {
  const tables = await planning.tables();
  return assets.flatMap((asset) => {
    const worked = onBooksAt(asset, year) ? wearOf(asset, year, tables) : undefined;
    if (worked === undefined) return [];
    const { amount, accumulated, remaining } = worked;
    return [{ asset: asset.id, year, amount, accumulated, remaining }];
  });
}

function rowOf(
  { id, code, name, unit, category, inUseOn, originalValue }: Asset,
  unitName: string,
  year: number,
  figures: Pick<WearEntry, "amount" | "accumulated" | "remaining"> | undefined,
  said: Pick<WearRowView, "percent" | "verified" | "saved">,
): WearRowView {
  return {
    asset: id,
    code,
    name,
    unit,
    unitName,
    category,
    inUseOn,
    originalValue,
    year,
    amount: figures?.amount ?? null,
    accumulated: figures?.accumulated ?? null,
    remaining: figures?.remaining ?? null,
    ...said,
  };
}
