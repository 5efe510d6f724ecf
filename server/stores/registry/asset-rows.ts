import type { Transaction } from "kysely";
import type { Asset, AssetFields } from "../../../core/assets/types.ts";
import { fail, type Result } from "../../../core/result.ts";
import type { AssetEvent } from "../../assets-port.ts";
import type { Actor } from "../../people-port.ts";
import type { RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Rows of the register to records and back. */

type Connection = Db | Transaction<Tables>;

export function assetOf(row: Tables["assets"]): Asset {
  const fields = JSON.parse(row.fields) as AssetFields;
  return {
    ...fields,
    id: row.id,
    // The column is what moves; the document keeps the rest.
    unit: row.unit,
    state: row.state,
    device: row.device,
    liquidation: row.liquidation === null ? null : (JSON.parse(row.liquidation) as Asset["liquidation"]),
    repairs: JSON.parse(row.repairs) as Asset["repairs"],
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

/** How codes are compared: people write "MT 01", "mt01". */
export const codeKey = (code: string | null): string | null =>
  code === null ? null : code.normalize("NFC").toLowerCase().replaceAll(/\s+/g, "");

export async function assetById(db: Connection, id: string): Promise<Asset | undefined> {
  const row = await db.selectFrom("assets").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : assetOf(row);
}

/** Those of the ids that are there, by id; asked in portions that every database takes. */
export async function assetsById(
  db: Connection,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Asset>> {
  const found = new Map<string, Asset>();
  for (let start = 0; start < ids.length; start += PORTION) {
    const rows = await db
      .selectFrom("assets")
      .selectAll()
      .where("id", "in", ids.slice(start, start + PORTION))
      .execute();
    for (const row of rows) found.set(row.id, assetOf(row));
  }
  return found;
}
export const PORTION = 500;

export const hasUnit = async (db: Connection, unit: string): Promise<boolean> =>
  (await db.selectFrom("units").select("id").where("id", "=", unit).executeTakeFirst()) !== undefined;

/** The fault when there is no such unit, or the site is no site of it. */
export async function misplaced(
  db: Connection,
  { unit, site }: Pick<AssetFields, "unit" | "site">,
): Promise<Result<never> | undefined> {
  if (!(await hasUnit(db, unit))) return fail("unit_unknown");
  if (site === null) return undefined;
  const row = await db.selectFrom("sites").select("unit").where("id", "=", site).executeTakeFirst();
  if (row === undefined) return fail("site_unknown");
  return row.unit === unit
    ? undefined
    : fail("bad_input", { field: "site", reason: "server.reason.site_unit" });
}

/** The fault when another thing that is still there has this code. */
export async function codeTaken(
  db: Connection,
  code: string | null,
  except: string | null,
): Promise<Result<never> | undefined> {
  const key = codeKey(code);
  if (key === null || code === null) return undefined;
  const row = await db
    .selectFrom("assets")
    .selectAll()
    .where("code_key", "=", key)
    .where("state", "<>", "liquidated")
    .where("id", "<>", except ?? "")
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : fail("asset_code_taken", { asset: row.id, code, name: assetOf(row).name });
}

type Changes = AssetEvent["changes"];

/** Field → [before, after], of those that differ. */
export function changesOf(before: object, after: object): Changes {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const [name, value] of Object.entries(after)) {
    const old = (before as Record<string, unknown>)[name] ?? null;
    if (JSON.stringify(old) !== JSON.stringify(value ?? null)) changes[name] = [old, value ?? null];
  }
  return changes;
}

/** A line of the thing's own story, in the transaction of the change. */
export async function tell(
  { clock, newId }: RegistryContext,
  transaction: Transaction<Tables>,
  by: Actor,
  event: Pick<AssetEvent, "what"> & {
    readonly asset: string;
    readonly changes?: Changes;
    readonly note?: string | null;
  },
): Promise<void> {
  await transaction
    .insertInto("asset_events")
    .values({
      id: newId(),
      asset: event.asset,
      at: clock.now(),
      by_name: by.name,
      what: event.what,
      changes: JSON.stringify(event.changes ?? {}),
      note: event.note ?? null,
    })
    .execute();
}
