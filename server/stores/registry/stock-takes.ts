import type { Transaction } from "kysely";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { Seen, StockLine, StockTake, StockTakes } from "../../assets-port.ts";
import { assetById, codeKey, hasUnit, tell } from "./asset-rows.ts";
import { changing } from "./changing.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

type Connection = Db | Transaction<Tables>;

/** Stock-takes: what was seen on the day. */
export function stockTakes(context: RegistryContext): StockTakes {
  const { db, clock, newId } = context;
  return {
    async stockTakes(units) {
      const rows = await db.selectFrom("stock_takes").selectAll().orderBy("opened_at", "desc").execute();
      return rows.map(takeOf).filter(({ unit }) => units === undefined || units.includes(unit));
    },
    openStockTake: ({ name, unit, on }, by) =>
      changing(context, async (transaction) => {
        if (!(await hasUnit(transaction, unit))) return fail("unit_unknown");
        const row = { id: newId(), name, unit, day: on, opened_at: clock.now(), closed_at: null };
        await transaction.insertInto("stock_takes").values(row).execute();
        await audit(context, transaction, by, {
          action: "stocktake_opened",
          subject: row.id,
          after: { name, unit, on },
        });
        return ok(takeOf(row));
      }),
    ...counting(context),
    closeStockTake: (take, lines, by) =>
      changing(context, async (transaction) => {
        const open = await openTake(transaction, take);
        if (!open.ok) return open;
        const closedAt = clock.now();
        await transaction
          .updateTable("stock_takes")
          .set({ closed_at: closedAt })
          .where("id", "=", take)
          .execute();
        await transaction
          .insertInto("stock_lines")
          .values({ take, lines: JSON.stringify(lines) })
          .execute();
        await audit(context, transaction, by, { action: "stocktake_closed", subject: take });
        return ok({ ...open.value, closedAt });
      }),
    async stockLines(take) {
      const row = await db
        .selectFrom("stock_lines")
        .select("lines")
        .where("take", "=", take)
        .executeTakeFirst();
      return row === undefined ? undefined : (JSON.parse(row.lines) as readonly StockLine[]);
    },
  };
}

/** A second look replaces the first. */
function counting(context: RegistryContext): Pick<StockTakes, "countAsset" | "seenOf"> {
  const { db, clock } = context;
  return {
    countAsset: (take, seen, by) =>
      changing(context, async (transaction) => {
        const open = await openTake(transaction, take);
        if (!open.ok) return open;
        const id = await idOf(transaction, seen.asset);
        if (id === undefined) return fail("asset_unknown");
        const row = {
          quantity: seen.quantity,
          condition: seen.condition,
          note: seen.note,
          at: clock.now(),
          by_name: by.name,
        };
        await transaction
          .insertInto("stock_seen")
          .values({ take, asset: id, ...row })
          .onConflict((conflict) => conflict.columns(["take", "asset"]).doUpdateSet(row))
          .execute();
        await tell(context, transaction, by, { asset: id, what: "counted", note: open.value.name });
        return ok({ ...seen, asset: id });
      }),
    async seenOf(take) {
      const rows = await db
        .selectFrom("stock_seen")
        .selectAll()
        .where("take", "=", take)
        .orderBy("at")
        .execute();
      return rows.map(({ asset, quantity, condition, note, at, by_name }) => ({
        asset,
        quantity,
        condition: condition as Seen["condition"],
        note,
        at,
        by: by_name,
      }));
    },
  };
}

const takeOf = (row: Tables["stock_takes"]): StockTake => ({
  id: row.id,
  name: row.name,
  unit: row.unit,
  on: row.day,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
});

async function openTake(db: Connection, id: string): Promise<Result<StockTake>> {
  const row = await db.selectFrom("stock_takes").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return fail("stocktake_unknown");
  return row.closed_at === null ? ok(takeOf(row)) : fail("stocktake_closed", { name: row.name });
}

/** By its id, or by the code on its label. */
async function idOf(db: Connection, given: string): Promise<string | undefined> {
  if ((await assetById(db, given)) !== undefined) return given;
  const row = await db
    .selectFrom("assets")
    .select("id")
    .where("code_key", "=", codeKey(given))
    .where("state", "<>", "liquidated")
    .executeTakeFirst();
  return row?.id;
}
