import * as z from "zod";
import {
  ASSET_CATEGORIES,
  ASSET_STATES,
  CONDITIONS,
  FUNDING_SOURCES,
  LIQUIDATION_GROUNDS,
} from "../assets/types.ts";
import { codeText, serialText } from "../assets/placeholders.ts";
import { LINK_KEYS } from "../assets/reconcile.ts";
import { cleanText } from "../text.ts";

/**
 * The register of assets on the public API. `READ`: everybody but where `server/api/access.ts` says less (labels, suggestions:
 * administrator, officer, viewer); `WRITE`: administrator, officer; `MONEY`: the accountant too, of a record the money only; all of
 * it cut to the units of the person who asks. Where an answer has an `etag`, PUT, PATCH and DELETE of the same thing take it
 * as `If-Match: "…"` and refuse with 409 `changed_since` when somebody else changed it in between; of a profile that is not
 * there yet it is `"none"`. Without the header the last writer wins.
 *
 * | Route | |
 * |---|---|
 * | GET /api/assets?unit=&liquidated=1 | READ: {@link assetView}[]; `unit` with its subtree |
 * | POST /api/assets | WRITE: {@link assetAdded} → {@link assetView} |
 * | GET /api/assets/:asset | READ: {@link assetDetail} (history, photos, wear, findings, device) |
 * | PATCH /api/assets/:asset | MONEY: parts of {@link assetInput} → {@link assetView} |
 * | PUT /api/assets/:asset/device | WRITE: {@link linkInput} → {@link assetView} |
 * | POST /api/assets/:asset/repairs | WRITE: {@link repairInput} → {@link assetView} |
 * | POST /api/assets/:asset/photos | WRITE: the bytes, content-type image/jpeg, png or webp, ≤ 1 MiB → `{id}` |
 * | GET, DELETE /api/asset-photos/:photo | READ: the bytes; WRITE |
 * | POST /api/asset-transfers | WRITE: {@link transferInput} → `{moved}` |
 * | POST /api/asset-liquidations | MONEY: {@link liquidationInput} → `{done}` |
 * | PUT /api/asset-liquidations | MONEY: {@link liquidationInput} → `{done}`: the decision's number comes later, or something was wrong; `If-Match` of a single asset |
 * | GET /api/asset-suggestions?unit= | READ: {@link linkSuggestion}[] |
 * | POST /api/asset-import/preview?unit= | WRITE: the bytes of an .xlsx or .csv, ≤ 16 MiB → {@link importPreviewView} |
 * | POST /api/asset-import | WRITE: {@link importCommit} → `{added, changed}` |
 * | GET /api/asset-export?format=xlsx or csv&unit= | READ: a file |
 * | GET /api/asset-labels?unit=&assets=a,b | READ: a page to print |
 * | POST /api/asset-labels | READ: a form with `assets=a,b`: the same of thousands |
 * | GET /api/asset-wear?year=&unit= | READ: {@link wearRowView}[]; what is not run yet is computed (`saved: false`) |
 * | POST /api/asset-wear | MONEY: {@link wearRun} → `{written, kept}`; idempotent |
 * | GET /api/asset-tables | READ: {@link tablesView} (norms, prices, wear, support with their marks) |
 * | GET /api/unit-profiles · PUT /api/unit-profiles/:unit | READ · WRITE: {@link unitProfileView} |
 * | POST /api/units/:unit/merge | GOVERN, see `organisation.ts`: the unit ends, its sites, assets, people and settings go over |
 * | GET, POST /api/stocktakes?unit= | READ {@link stockTakeView}[]; WRITE {@link stockTakeInput} |
 * | GET /api/stocktakes/:take | READ: {@link stockTakeDetail} |
 * | PUT /api/stocktakes/:take/seen | WRITE: {@link seenInput} (asset: id or code, as a label says it) |
 * | POST /api/stocktakes/:take/close | WRITE |
 * | GET /api/stocktakes/:take/document?book=fixed or tool | READ: C53-HD as .xlsx |
 */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const dateText = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "server.reason.date");
/** Of a line of a plan: `replace:ASSET`, `add:UNIT:desktop`, `license:replace:ASSET:office`. */
export const candidateId = z.string().regex(/^[A-Za-z0-9:_-]{1,300}$/);
const instant = z.number();
const text = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((given) => cleanText(given, max));
/** Empty is "not known". */
const optionalText = (max: number) =>
  text(max)
    .transform((given) => (given === "" ? null : given))
    .nullable();
/** "N/A" or "-" in place of a number is "not known", too. */
const numberText = (max: number, read: (given: string) => string | null) =>
  text(max)
    .transform((given) => read(given))
    .nullable();
const dong = z.int().min(0).max(9_999_999_999_999);

const traits = z.strictObject({
  cpu: text(100).optional(),
  ramGb: z.number().min(0).max(10_000).optional(),
  disk: z.enum(["hdd", "ssd"]).optional(),
  os: text(100).optional(),
  office: text(100).optional(),
  managed: z.boolean().optional(),
  portMbps: z.int().min(1).max(1_000_000).optional(),
  ports: z.int().min(1).max(1_000).optional(),
  batteryOn: dateText.optional(),
});

/** What a person writes of an asset; for a change, any part of it. */
export const assetInput = z.strictObject({
  unit: id,
  site: id.nullable(),
  book: z.enum(["fixed", "tool"]),
  category: z.enum(ASSET_CATEGORIES),
  code: numberText(50, codeText),
  name: text(200).refine((given) => given.length > 0, "empty"),
  vendor: optionalText(100),
  model: optionalText(100),
  serial: numberText(100, serialText),
  mac: z
    .string()
    .regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/)
    .nullable(),
  quantity: z.int().min(1).max(100_000),
  room: optionalText(100),
  person: optionalText(100),
  oneStop: z.boolean(),
  inUseOn: dateText.nullable(),
  originalValue: dong.nullable(),
  fundingSource: z.enum(FUNDING_SOURCES).nullable(),
  supplier: optionalText(200),
  warrantyUntil: dateText.nullable(),
  condition: z.enum(CONDITIONS).nullable(),
  notes: optionalText(2_000),
  traits,
});
export const assetChange = assetInput.partial();
/** `line`: of a frozen plan, what it was bought as. */
export const assetAdded = assetInput.extend({
  line: z.strictObject({ version: id, candidate: candidateId }).optional(),
});
export const linkInput = z.strictObject({ device: id.nullable() });
export const repairInput = z.strictObject({
  on: dateText,
  what: text(500).refine((given) => given.length > 0, "empty"),
  cost: dong.nullable(),
});
const assetIds = z.array(id).min(1).max(5_000);
export const transferInput = z.strictObject({
  assets: assetIds,
  unit: id,
  site: id.nullable(),
  on: dateText,
  note: optionalText(500),
});
export const liquidationInput = z.strictObject({
  assets: assetIds,
  on: dateText,
  ground: z.enum(LIQUIDATION_GROUNDS),
  decision: optionalText(100),
});
export const importCommit = z.strictObject({
  /** As the preview gave it; good for an hour. */
  token: id,
  /** Rows (numbers of the sheet) that shall not be taken. */
  leaveOut: z.array(z.int().min(1)).max(50_000),
});
export const wearRun = z.strictObject({ year: z.int().min(1990).max(2100), unit: id.optional() });
export const stockTakeInput = z.strictObject({
  name: text(200).refine((given) => given.length > 0, "empty"),
  unit: id,
  on: dateText,
});
export const seenInput = z.strictObject({
  asset: text(64).refine((given) => given.length > 0, "empty"),
  quantity: z.int().min(0).max(100_000),
  condition: z.enum(CONDITIONS).nullable(),
  note: optionalText(500),
});
const short = optionalText(200);
const count = z.int().min(0).max(100_000).nullable();
export const unitProfileInput = z.strictObject({
  staff: count,
  leaders: count,
  counters: count,
  superior: short,
  agency: short,
  abbreviation: short,
  place: short,
  budgetCode: short,
  signAuthority: short,
  signTitle: short,
  signName: short,
  recipients: z.array(text(200)).max(20),
});

/** Which version of the record this is. */
const etag = z.string();
export const unitProfileView = unitProfileInput.extend({ unit: z.string(), etag });
export type UnitProfileView = z.infer<typeof unitProfileView>;

export const assetView = assetInput.extend({
  id: z.string(),
  state: z.enum(ASSET_STATES),
  device: z.string().nullable(),
  liquidation: z
    .object({ on: z.string(), ground: z.enum(LIQUIDATION_GROUNDS), decision: z.string().nullable() })
    .nullable(),
  repairs: z.array(z.object({ on: z.string(), what: z.string(), cost: z.number().nullable() })),
  createdAt: instant,
  changedAt: instant,
  etag,
  unitName: z.string(),
  siteName: z.string().nullable(),
  deviceName: z.string().nullable(),
  /** đồng in the books at the end of last year; null: cannot be said. */
  remaining: z.number().nullable(),
});
export type AssetView = z.infer<typeof assetView>;

/** As `core/assets/findings.ts` has it; sentences: `core/assets/say.ts`. */
export const findingView = z.object({
  id: z.string(),
  kind: z.string(),
  level: z.enum(["act", "soon", "watch", "mend", "fine"]),
  unit: z.string(),
  asset: z.string().nullable(),
  category: z.string().nullable(),
  since: z.string().nullable(),
  basis: z.enum(["measured", "inferred", "recorded"]),
  confidence: z.number(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  evidence: z.array(z.looseObject({ kind: z.string() })),
});
export const wearRowView = z.object({
  asset: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  unit: z.string(),
  unitName: z.string(),
  category: z.enum(ASSET_CATEGORIES),
  inUseOn: z.string().nullable(),
  originalValue: z.number().nullable(),
  year: z.number(),
  /** per cent a year; null: no row of the table, or a saved row. */
  percent: z.number().nullable(),
  /** Whether somebody checked the rate at its source; null: no rate. */
  verified: z.boolean().nullable(),
  /** null: cannot be said (no value, no date). */
  amount: z.number().nullable(),
  accumulated: z.number().nullable(),
  remaining: z.number().nullable(),
  /** It stands as the yearly run wrote it. */
  saved: z.boolean(),
});
export type WearRowView = z.infer<typeof wearRowView>;

export const assetDetail = z.object({
  asset: assetView,
  history: z.array(
    z.object({
      at: instant,
      by: z.string(),
      what: z.string(),
      changes: z.record(z.string(), z.array(z.unknown())),
      note: z.string().nullable(),
    }),
  ),
  photos: z.array(z.object({ id: z.string(), at: instant, bytes: z.number() })),
  wear: z.array(wearRowView),
  findings: z.array(findingView),
  /** The line of a frozen plan that it was bought as; null: none is noted, or it is a plan that one does not see. */
  boughtAs: z
    .object({
      plan: z.string(),
      planName: z.string(),
      version: z.string(),
      versionName: z.string(),
      candidate: z.string(),
      item: z.string(),
    })
    .nullable(),
});
export type AssetDetail = z.infer<typeof assetDetail>;

export const linkSuggestion = z.object({
  asset: z.string(),
  assetName: z.string(),
  /** For `If-Match` when it is confirmed. */
  assetEtag: etag,
  device: z.string(),
  deviceName: z.string(),
  /** What both say. */
  by: z.enum(LINK_KEYS),
  value: z.string(),
  /** Another asset or device would fit too: a person must look. */
  ambiguous: z.boolean(),
});

/** What is read out of a spreadsheet: `ImportPreview` of `core/assets/import/preview-types.ts`. Nothing is written yet. */
export const importPreviewView = z.object({ token: z.string(), preview: z.looseObject({}) });
export const tablesView = z.looseObject({});

export const stockTakeView = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  unitName: z.string(),
  on: z.string(),
  openedAt: instant,
  closedAt: instant.nullable(),
});
export const stockTakeDetail = z.object({
  take: stockTakeView,
  assets: z.array(assetView),
  seen: z.array(seenInput.extend({ at: instant, by: z.string() })),
});
export type StockTakeDetail = z.infer<typeof stockTakeDetail>;
