import { inForce } from "../../core/assets/in-force.ts";
import { registerTable } from "../../core/assets/import/columns.ts";
import { assetEtag } from "../../core/assets/etag.ts";
import { ontoExisting } from "../../core/assets/import/onto.ts";
import type { ImportContext, ImportPreview } from "../../core/assets/import/preview-types.ts";
import { dateOf } from "../../core/assets/dates.ts";
import type { Asset, AssetFields } from "../../core/assets/types.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import { HOUR, type Instant } from "../../core/clock.ts";
import { ok } from "../../core/result.ts";
import type { ImportRow } from "../assets-port.ts";
import { previewSheet, writeRegister } from "../documents/sheets.ts";
import type { MadeFile, PlanningDesk } from "../planning-port.ts";
import type { Registry, UnitRecord } from "../ports.ts";
import type { DeskParts } from "./desk.ts";

type Row = ImportRow & { readonly row: number };

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

/** Spreadsheets that become assets: read, looked at by a person, then taken as they were looked at. */
export function importDesk(
  { registry, clock, newId }: DeskParts,
  tables: () => AssetTables,
): Pick<PlanningDesk, "previewImport" | "previewed"> {
  const kept = new Map<string, { readonly at: Instant; readonly rows: readonly Row[] }>();
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
      const context: ImportContext = {
        units: unitsFor(units, visible),
        sites: sites.filter((site) => visible.has(site.unit)),
        unit,
        existing: assets
          .filter((asset) => visible.has(asset.unit))
          // What was liquidated has given its code and its number away.
          .map(({ id, code, serial, name, state }) =>
            state === "liquidated" ? { id, code: null, serial: null, name } : { id, code, serial, name },
          ),
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
    previewed(token) {
      tidy();
      return kept.get(token)?.rows;
    },
  };
}

/** Good rows as they are to be written: one that changes an asset keeps what the sheet has no column for. */
function takenRows(preview: ImportPreview, assets: readonly Asset[]): readonly Row[] {
  const columns = new Set(preview.columns.flatMap(({ field }) => field ?? []));
  const known = new Map(assets.map((asset) => [asset.id, asset]));
  return preview.rows.flatMap(({ row, id, fields, unitNamed = false }): Row[] => {
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
