import { inForce } from "../../core/assets/in-force.ts";
import { registerTable } from "../../core/assets/import/columns.ts";
import { assetEtag } from "../../core/assets/etag.ts";
import { ontoExisting } from "../../core/assets/import/onto.ts";
import type { ImportContext, ImportPreview } from "../../core/assets/import/preview-types.ts";
import { dateOf } from "../../core/assets/dates.ts";
import type { Asset, AssetFields } from "../../core/assets/types.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import { HOUR, type Instant } from "../../core/clock.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { previewSheet, writeRegister } from "../documents/sheets.ts";
import type { Imported, MadeFile, PlanningDesk, PreviewedRow } from "../planning-port.ts";
import type { Registry, UnitRecord } from "../ports.ts";
import type { DeskParts } from "./desk.ts";

/** The register as a spreadsheet that the import reads again. */
export async function exportFile(
  registry: Registry,
  assets: readonly Asset[],
  format: "xlsx" | "csv",
): Promise<MadeFile> {
  const [units, sites] = await Promise.all([registry.units(), registry.sites()]);
  const names = new Map([...units, ...sites].map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? "";
  const table = registerTable(assets, { unit: nameOf, site: nameOf });
  return {
    name: `so-tai-san.${format}`,
    type: format === "csv" ? CSV : XLSX,
    data: await writeRegister(table, format),
  };
}
const CSV = "text/csv; charset=utf-8";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** How long a preview waits for its "yes", and how many do. */
const KEPT_MS = HOUR;
const MOST_KEPT = 20;

interface Kept {
  readonly at: Instant;
  readonly rows: readonly PreviewedRow[];
  /** It is being taken, or was: by whom and which rows, and what came of it. */
  taken?: { readonly order: string; readonly result: Promise<Result<Imported>> };
}

/** Spreadsheets that become assets: read, looked at by a person, then taken once as they were looked at. */
export function importDesk(
  { registry, clock, newId }: DeskParts,
  tables: () => AssetTables,
): Pick<PlanningDesk, "previewImport" | "takePreview"> {
  const kept = new Map<string, Kept>();
  const tidy = (): void => {
    for (const [token, { at }] of kept) {
      if (kept.size > MOST_KEPT || clock.now() - at > KEPT_MS) kept.delete(token);
    }
  };
  return {
    async previewImport(bytes, { units: visible, unit }) {
      const [units, sites, assets] = await Promise.all([
        registry.units(),
        registry.sites(),
        registry.assets({ liquidated: true }),
      ]);
      const today = dateOf(clock.now());
      const own = assets.filter(({ unit: of }) => visible.has(of));
      const foreign = assets.filter(({ unit: of, state }) => !visible.has(of) && state !== "liquidated");
      const context: ImportContext = {
        units: unitsFor(units, visible),
        sites: sites.filter((site) => visible.has(site.unit)),
        unit,
        // What was liquidated has given its code and its number away.
        existing: own.map(({ id, code, serial, name, state }) =>
          state === "liquidated" ? { id, code: null, serial: null, name } : { id, code, serial, name },
        ),
        elsewhere: foreign.flatMap(({ code }) => code ?? []),
        fixedFrom: inForce(tables().fixedFrom, today)?.value ?? null,
        today,
      };
      const found = await previewSheet(bytes, context);
      if (!found.ok) return found;
      const rows = takenRows(found.value, assets);
      const token = newId();
      kept.set(token, { at: clock.now(), rows });
      tidy();
      return ok({ token, preview: found.value });
    },
    async takePreview(token, order, take) {
      tidy();
      const preview = kept.get(token);
      return preview === undefined ? fail("import_unknown") : takeOnce(preview, order, take);
    },
  };
}

/** A second click comes while the first is at work, or after its answer was lost: neither writes a row twice. */
async function takeOnce(
  preview: Kept,
  order: string,
  take: (rows: readonly PreviewedRow[]) => Promise<Result<Imported>>,
): Promise<Result<Imported>> {
  const before = preview.taken;
  if (before !== undefined) {
    const result = await before.result;
    if (before.order === order || !result.ok) return result;
    return fail("import_done", { added: result.value.added, changed: result.value.changed });
  }
  const result = take(preview.rows);
  preview.taken = { order, result };
  let isTaken = false;
  try {
    isTaken = (await result).ok;
    return await result;
  } finally {
    // What failed wrote nothing, and may be tried again.
    if (!isTaken) delete preview.taken;
  }
}

/** Good rows as they are to be written: one that changes an asset keeps what the sheet has no column for. */
function takenRows(preview: ImportPreview, assets: readonly Asset[]): readonly PreviewedRow[] {
  const columns = new Set(preview.columns.flatMap(({ field }) => field ?? []));
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  return preview.rows.flatMap(({ row, id, fields, unitNamed = false }): PreviewedRow[] => {
    if (fields === null) return [];
    const before = id === null ? undefined : known.get(id);
    if (before === undefined) return [{ row, id, fields }];
    const whole = ontoExisting(fieldsOf(before), fields, columns, unitNamed);
    return [{ row, id, fields: whole, seen: assetEtag(before) }];
  });
}

function fieldsOf(asset: Asset): AssetFields {
  const {
    id: _1,
    state: _2,
    device: _3,
    liquidation: _4,
    repairs: _5,
    createdAt: _6,
    changedAt: _7,
    ...own
  } = asset;
  return own;
}

/** A unit that was merged is a former name of its successor. */
function unitsFor(units: readonly UnitRecord[], visible: ReadonlySet<string>): ImportContext["units"] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const former = new Map<string, string[]>();
  for (const unit of units) {
    if (unit.validTo === null) continue;
    let into = byId.get(unit.parent ?? "");
    while (into !== undefined && into.validTo !== null) into = byId.get(into.parent ?? "");
    if (into === undefined) continue;
    former.set(into.id, [...(former.get(into.id) ?? []), unit.name, unit.name.replace(/ \(cũ\)$/u, "")]);
  }
  return units
    .filter(({ id, validTo }) => visible.has(id) && validTo === null)
    .map(({ id, name }) => ({ id, name, former: former.get(id) ?? [] }));
}
