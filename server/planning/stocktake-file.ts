import { asOf } from "../../core/assets/as-of.ts";
import type { Asset } from "../../core/assets/types.ts";
import { onBooks } from "../../core/assets/wear.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Seen } from "../assets-port.ts";
import type { Counted, StockTakeLine, StockTakeRecord } from "../documents/input.ts";
import type { MadeFile } from "../planning-port.ts";
import { fileOf } from "./make-file.ts";
import { headOf, subtree, type Sources } from "./sources.ts";

/** Biên bản kiểm kê of what a stock-take saw; what nobody looked at says so. */
export async function makeStockTakeFile(
  sources: Sources,
  id: string,
  book: "fixed" | "tool",
  language: Language,
): Promise<Result<MadeFile>> {
  const { registry } = sources;
  const take = (await registry.stockTakes()).find((one) => one.id === id);
  if (take === undefined) return fail("not_found");
  const seen = await registry.seenOf(id);
  const of = { unit: take.unit, units: [take.unit], on: take.on };
  return ok(await fileOf("stocktake", await stockTakeRecord(sources, of, seen, book, language)));
}

/**
 * The record of these units on a day, issued by `unit`; with nothing seen it is the form that a person fills in by hand. It
 * stays what it was of that day: what was liquidated or went to another unit later is in it, and what came later is not.
 */
export async function stockTakeRecord(
  sources: Sources,
  {
    unit,
    units: roots,
    on,
  }: { readonly unit: string; readonly units: readonly string[]; readonly on: string },
  seen: readonly Seen[],
  book: "fixed" | "tool",
  language: Language,
): Promise<StockTakeRecord> {
  const { registry, tables } = sources;
  const units = subtree(await registry.unitsOn(on), roots);
  const counted = new Map(seen.map((one) => [one.asset, one]));
  const [all, moves] = await Promise.all([registry.assets({ liquidated: true }), registry.movesAfter(on)]);
  const assets = asOf(all, moves, { units, on }, new Set(counted.keys())).filter(
    (asset) => asset.book === book,
  );
  const lineOf = (asset: Asset): StockTakeLine => {
    const remaining = onBooks(asset, on, tables)?.remaining ?? null;
    const one = counted.get(asset.id);
    return {
      name: asset.name,
      code: asset.code,
      place: asset.room,
      books: { quantity: asset.quantity, originalValue: asset.originalValue, remaining },
      counted: one === undefined ? null : countedOf(asset, one.quantity, remaining),
      note: one?.note ?? null,
    };
  };
  return {
    ...headOf(sources, unit, language),
    book,
    takenOn: on,
    board: [],
    groups: [...Map.groupBy(assets, ({ category }) => category)].map(([category, list]) => ({
      name: say(language, `doc.category.${category}`),
      lines: list.map(lineOf),
    })),
  };
}

/** Of a lot, the share that was seen. */
function countedOf({ quantity, originalValue }: Asset, seen: number, remaining: number | null): Counted {
  const share = (value: number | null) => (value === null ? null : Math.round((value * seen) / quantity));
  return { quantity: seen, originalValue: share(originalValue), remaining: share(remaining) };
}
