import { asOf } from "../../core/assets/as-of.ts";
import type { Asset } from "../../core/assets/types.ts";
import { onBooks } from "../../core/assets/wear.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Seen, StockLine } from "../assets-port.ts";
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
  const [seen, kept] = await Promise.all([registry.seenOf(id), registry.stockLines(id)]);
  const of = { unit: take.unit, units: [take.unit], on: take.on, kept };
  return ok(await fileOf("stocktake", await stockTakeRecord(sources, of, seen, book, language)));
}

interface TakenOf {
  readonly unit: string;
  readonly units: readonly string[];
  readonly on: string;
  /** As the books were when it was closed, if that was kept. */
  readonly kept?: readonly StockLine[] | undefined;
}

/**
 * The record of these units on a day, issued by `unit`; with nothing seen it is the form that a person fills in by hand. It
 * stays what it was of that day: what was liquidated or went to another unit later is in it, and what came later is not.
 */
export async function stockTakeRecord(
  sources: Sources,
  of: TakenOf,
  seen: readonly Seen[],
  book: "fixed" | "tool",
  language: Language,
): Promise<StockTakeRecord> {
  const { unit, on } = of;
  const counted = new Map(seen.map((one) => [one.asset, one]));
  const lines = (await linesOn(sources, of, new Set(counted.keys()))).filter(
    ({ asset }) => asset.book === book,
  );
  const lineOf = ({ asset, remaining }: StockLine): StockTakeLine => {
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
    groups: [...Map.groupBy(lines, ({ asset }) => asset.category)].map(([category, list]) => ({
      name: say(language, `doc.category.${category}`),
      lines: list.map(lineOf),
    })),
  };
}

/** What was kept, and what was counted beside it; where nothing was kept, as far as the register still tells of the day. */
async function linesOn(
  { registry, tables }: Sources,
  { units: roots, on, kept }: TakenOf,
  counted: ReadonlySet<string>,
): Promise<readonly StockLine[]> {
  const all = await registry.assets({ liquidated: true });
  const line = (asset: Asset): StockLine => ({
    asset,
    remaining: onBooks(asset, on, tables)?.remaining ?? null,
  });
  if (kept !== undefined) {
    const known = new Set(kept.map(({ asset }) => asset.id));
    return [...kept, ...all.filter(({ id }) => counted.has(id) && !known.has(id)).map(line)];
  }
  const units = subtree(await registry.unitsOn(on), roots);
  return asOf(all, await registry.movesAfter(on), { units, on }, counted).map(line);
}

/** Of a lot, the share that was seen. */
function countedOf({ quantity, originalValue }: Asset, seen: number, remaining: number | null): Counted {
  const share = (value: number | null) => (value === null ? null : Math.round((value * seen) / quantity));
  return { quantity: seen, originalValue: share(originalValue), remaining: share(remaining) };
}
