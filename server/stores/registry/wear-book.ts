import { fail, ok } from "../../../core/result.ts";
import type { WearBook } from "../../assets-port.ts";
import { assetsById, PORTION } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";

/** Hao mòn as it was run at each 31 December: what is written is never written again. */
export function wearBook(context: RegistryContext): WearBook {
  const { db } = context;
  return {
    async wearRows({ year, units }) {
      let query = db
        .selectFrom("wear_book")
        .innerJoin("assets", "assets.id", "wear_book.asset")
        .selectAll("wear_book")
        .orderBy("wear_book.year")
        .orderBy("wear_book.asset");
      if (year !== undefined) query = query.where("wear_book.year", "=", year);
      if (units !== undefined) {
        if (units.length === 0) return [];
        query = query.where("assets.unit", "in", [...units]);
      }
      return query.execute();
    },
    saveWear: (year, rows, by) =>
      changing(context, async (transaction) => {
        const known = await transaction
          .selectFrom("wear_book")
          .select("asset")
          .where("year", "=", year)
          .execute();
        const there = new Set(known.map(({ asset }) => asset));
        const news = rows.filter(({ asset }) => {
          const fresh = !there.has(asset);
          there.add(asset);
          return fresh;
        });
        const assets = await assetsById(
          transaction,
          news.map(({ asset }) => asset),
        );
        if (assets.size < news.length) return fail("asset_unknown");
        for (let start = 0; start < news.length; start += PORTION) {
          const values = news
            .slice(start, start + PORTION)
            .map(({ asset, amount, accumulated, remaining }) => ({
              asset,
              year,
              amount,
              accumulated,
              remaining,
            }));
          await transaction.insertInto("wear_book").values(values).execute();
        }
        const done = { written: news.length, kept: rows.length - news.length };
        await audit(context, transaction, by, { action: "wear_run", subject: String(year), after: done });
        return ok(done);
      }),
  };
}
