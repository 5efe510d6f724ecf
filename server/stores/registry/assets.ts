import { setImmediate as nextTurn } from "node:timers/promises";
import type { Transaction } from "kysely";
import { assetEtag } from "../../../core/assets/etag.ts";
import type { Asset, AssetFields } from "../../../core/assets/types.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { AssetRegister, ImportRow, PlanLine } from "../../assets-port.ts";
import type { Actor } from "../../people-port.ts";
import { asOfDay } from "./as-of-day.ts";
import { assetMoves } from "./asset-moves.ts";
import { assetPhotos } from "./asset-photos.ts";
import {
  assetById,
  assetOf,
  assetsById,
  changesOf,
  codeKey,
  codeTaken,
  misplaced,
  PORTION,
  tell,
} from "./asset-rows.ts";
import { audit, type RegistryContext } from "./context.ts";
import { changing } from "./changing.ts";
import { noteBought } from "./plan-assets.ts";
import { changedSince, lastTeller } from "./still.ts";
import type { Tables } from "./tables.ts";
import { unitProfiles } from "./unit-profiles.ts";

type Tx = Transaction<Tables>;

/** The register of assets; every change is in the audit and in the thing's own story. */
export function assetRegister(context: RegistryContext): AssetRegister {
  const { db } = context;
  return {
    async assets({ units, liquidated = false }) {
      let query = db.selectFrom("assets").selectAll();
      if (units !== undefined) {
        if (units.length === 0) return [];
        query = query.where("unit", "in", [...units]);
      }
      if (!liquidated) query = query.where("state", "<>", "liquidated");
      return (await query.execute()).map(assetOf).toSorted(inOrder);
    },
    asset: (id) => assetById(db, id),
    async assetHistory(id) {
      const rows = await db
        .selectFrom("asset_events")
        .selectAll()
        .where("asset", "=", id)
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .execute();
      return rows.map(({ at, by_name, what, changes, note }) => ({
        at,
        by: by_name,
        what: what as "changed",
        changes: JSON.parse(changes) as Record<string, readonly [unknown, unknown]>,
        note,
      }));
    },
    addAsset: (fields, by, line) =>
      changing(context, async (transaction) => {
        const added = await insert(context, transaction, fields, by, { what: "added", line });
        if (!added.ok || line === undefined) return added;
        const noted = await noteBought(transaction, added.value.id, line);
        return noted.ok ? added : noted;
      }),
    changeAsset: (id, change, by, seen) =>
      changing(context, (transaction) =>
        alter(context, transaction, { id, change, what: "changed", seen }, by),
      ),
    importAssets: (rows, by) => changing(context, (transaction) => importAll(context, transaction, rows, by)),
    ...asOfDay(context),
    ...assetMoves(context),
    ...assetPhotos(context),
    ...unitProfiles(context),
  };
}

const inOrder = (a: Asset, b: Asset): number =>
  compare(a.unit, b.unit) ||
  compare(a.category, b.category) ||
  a.name.localeCompare(b.name, "vi") ||
  compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function insert(
  context: RegistryContext,
  transaction: Tx,
  fields: AssetFields,
  by: Actor,
  { what, line }: { readonly what: "added" | "imported"; readonly line?: PlanLine | undefined },
): Promise<Result<Asset>> {
  const refused = (await misplaced(transaction, fields)) ?? (await codeTaken(transaction, fields.code, null));
  if (refused !== undefined) return refused;
  const id = context.newId();
  const now = context.clock.now();
  const row: Tables["assets"] = {
    id,
    unit: fields.unit,
    state: "in_use",
    device: null,
    code_key: codeKey(fields.code),
    fields: JSON.stringify(fields),
    liquidation: null,
    repairs: "[]",
    created_at: now,
    changed_at: now,
  };
  await transaction.insertInto("assets").values(row).execute();
  await tell(context, transaction, by, { asset: id, what });
  if (what === "added")
    await audit(context, transaction, by, {
      action: "asset_added",
      subject: id,
      after: line === undefined ? fields : { ...fields, line },
    });
  return ok(assetOf(row));
}

interface Alteration {
  readonly id: string;
  readonly change: Partial<AssetFields>;
  readonly what: "changed" | "imported";
  readonly seen?: string | undefined;
}

async function alter(
  context: RegistryContext,
  transaction: Tx,
  { id, change, what, seen }: Alteration,
  by: Actor,
): Promise<Result<Asset>> {
  const row = await transaction.selectFrom("assets").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return fail("asset_unknown");
  if (row.state === "liquidated") return fail("asset_liquidated");
  const before = JSON.parse(row.fields) as AssetFields;
  const after: AssetFields = { ...before, unit: row.unit, ...change };
  const stays = after.unit === row.unit && after.site === before.site;
  const refused =
    (await changedSince(seen, assetEtag(assetOf(row)), () => lastTeller(transaction, id))) ??
    (stays ? undefined : await misplaced(transaction, after)) ??
    (await codeTaken(transaction, after.code, id));
  if (refused !== undefined) return refused;
  const changes = changesOf({ ...before, unit: row.unit }, after);
  if (Object.keys(changes).length === 0) return ok(assetOf(row));
  const next = {
    unit: after.unit,
    code_key: codeKey(after.code),
    fields: JSON.stringify(after),
    changed_at: context.clock.now(),
  };
  await transaction.updateTable("assets").set(next).where("id", "=", id).execute();
  await tell(context, transaction, by, { asset: id, what, changes });
  if (what === "changed")
    await audit(context, transaction, by, { action: "asset_changed", subject: id, before, after });
  return ok(assetOf({ ...row, ...next }));
}

const ROWS_AT_ONCE = 100;

/**
 * Takes codes away from the things that get another one, so that codes can change places among rows, whatever their order.
 * Each of these rows then writes its own; what is taken in the end takes everything back.
 */
async function freeCodes(transaction: Tx, rows: readonly ImportRow[]): Promise<void> {
  const ids = rows.flatMap(({ id }) => id ?? []);
  const known = await assetsById(transaction, ids);
  const moving = rows.flatMap(({ id, fields }) => {
    const before = id === null ? undefined : known.get(id);
    return before === undefined || before.code === null || codeKey(before.code) === codeKey(fields.code)
      ? []
      : [before.id];
  });
  for (let start = 0; start < moving.length; start += PORTION) {
    await transaction
      .updateTable("assets")
      .set({ code_key: null })
      .where("id", "in", moving.slice(start, start + PORTION))
      .where("state", "<>", "liquidated")
      .execute();
  }
}

/** All rows or none. */
async function importAll(
  context: RegistryContext,
  transaction: Tx,
  rows: readonly ImportRow[],
  by: Actor,
): Promise<Result<{ readonly added: number; readonly changed: number }>> {
  let added = 0;
  let altered = 0;
  await freeCodes(transaction, rows);
  for (const [place, { id, fields, seen }] of rows.entries()) {
    // SQLite answers at once: without this, 20,000 rows would keep the server from everything else for seconds.
    if (place % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
    const done =
      id === null
        ? await insert(context, transaction, fields, by, { what: "imported" })
        : await alter(context, transaction, { id, change: fields, what: "imported", seen }, by);
    if (!done.ok) return done;
    if (id === null) added += 1;
    else altered += 1;
  }
  await audit(context, transaction, by, {
    action: "assets_imported",
    subject: "assets",
    after: { added, changed: altered },
  });
  return ok({ added, changed: altered });
}
