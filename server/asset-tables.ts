import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { isDate } from "../core/assets/dates.ts";
import { FINDING_KINDS } from "../core/assets/findings.ts";
import type { AssetTables } from "../core/assets/tables.ts";
import { ASSET_CATEGORIES } from "../core/assets/types.ts";
import { say, type Language } from "../core/messages/say.ts";
import { parseYaml, readText } from "./alert-rules.ts";

/** The dated tables of `config/` that assets and plans rest on, and one's own files of the same names. */

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** What may lie in it; `documents.yaml` is read by `documents/legal.ts`. */
const NAMES = [
  "wear.yaml",
  "norms.yaml",
  "prices.yaml",
  "plan.yaml",
  "end-of-support.yaml",
  "cpu-generations.yaml",
  "documents.yaml",
] as const;
type TableName = (typeof NAMES)[number];

const SHIPPED = fileURLToPath(new URL("../config/", import.meta.url));

const date = z.string().refine(isDate, "server.reason.date");
const text = z.string().min(1).max(300);
const money = z.int().min(0).max(1e12);
const category = z.enum(ASSET_CATEGORIES);
const sourced = {
  from: date.exactOptional(),
  to: date.exactOptional(),
  source: text,
  verified: z.boolean(),
};

const wearFile = z.strictObject({
  fixedFrom: z.array(z.strictObject({ ...sourced, value: money })),
  rows: z.array(
    z.strictObject({
      ...sourced,
      category,
      years: z.int().min(1).max(100),
      percent: z.number().gt(0).max(100),
    }),
  ),
});
const normsFile = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...sourced,
      category,
      per: z.int().min(1).max(1_000),
      base: z.enum(["staff", "leaders", "counters", "unit"]),
      cap: money.nullable(),
      leaderCap: money.exactOptional(),
      leadersOwn: z.boolean().exactOptional(),
      together: z.array(category).max(10).exactOptional(),
    }),
  ),
  overCap: z.array(
    z.strictObject({ ...sourced, percent: z.number().min(0).max(1_000), by: z.enum(["head", "province"]) }),
  ),
});
const key = z.string().regex(/^[a-z0-9-]{1,60}$/);
const pricesFile = z.strictObject({
  rows: z.array(
    z.strictObject({
      ...sourced,
      key,
      category,
      action: z.enum(["replace", "add", "upgrade", "repair", "license"]),
      vi: text,
      en: text,
      price: money,
      with: z.array(key).max(10).exactOptional(),
    }),
  ),
});
const share = z.number().min(0).max(1e9);
const planFile = z.strictObject({
  weights: z.strictObject({
    oneStop: z.number().min(1).max(10),
    high: z.int().min(0).max(10_000),
    medium: z.int().min(0).max(10_000),
    points: z.strictObject(
      Object.fromEntries(FINDING_KINDS.map((kind) => [kind, z.int().min(0).max(1_000)])) as Record<
        (typeof FINDING_KINDS)[number],
        z.ZodInt
      >,
    ),
  }),
  limits: z.strictObject({
    ramGb: share,
    diskGb: share,
    portErrorRatio: share,
    portPackets: share,
    badPortShare: share,
    printerLifePages: share,
    repairsYear: share,
    faultsYear: share,
    outageHoursMonth: share,
    batteryYears: share,
  }),
});
const supportFile = z.strictObject({
  sources: z.record(z.string().max(60), text),
  rows: z.array(
    z.strictObject({
      kind: z.enum(["os_client", "os_server", "office", "network_os", "switch", "other"]),
      vendor: text,
      product: text,
      label: text,
      version: text,
      build: text.exactOptional(),
      edition: text.exactOptional(),
      models: z.array(text).max(20).exactOptional(),
      released: date.exactOptional(),
      ends: date.nullable(),
      source: text,
      verified: z.boolean().default(true),
    }),
  ),
});
const cpuFile = z.strictObject({
  source: text,
  rows: z.array(
    z.strictObject({
      vendor: z.enum(["Intel", "AMD"]),
      generation: text,
      released: z.string().regex(/^\d{4}-\d{2}$/, "server.reason.date"),
      windows11: z.boolean(),
      age: z.boolean().exactOptional(),
    }),
  ),
  windows11Too: z.array(text).max(200),
});

/** A table under another name than its own would be passed over, and the shipped one taken instead. */
function strangers(own: string, language: Language): readonly string[] {
  if (!existsSync(own)) return [];
  const known: readonly string[] = NAMES;
  return readdirSync(own)
    .filter((name) => /\.ya?ml$/i.test(name) && !known.includes(name))
    .map((name) =>
      say(language, "server.config.table_unknown", { file: join(own, name), known: NAMES.join(", ") }),
    );
}

/**
 * Reads all tables; a file of the same name in `own` (a folder) stands for the shipped one, whole. Mistakes are said with
 * file, row and field, in `language`.
 */
export function readAssetTables(own?: string, language: Language = "vi"): Parsed<AssetTables> {
  const mistakes: string[] = own === undefined ? [] : [...strangers(own, language)];
  const read = <T>(name: TableName, schema: z.ZodType<T>): T | undefined => {
    const mine = own === undefined ? undefined : join(own, name);
    const file = mine !== undefined && existsSync(mine) ? mine : join(SHIPPED, name);
    const content = readText(file, language);
    const parsed = content.ok ? parseYaml(schema, content.value, language, file) : content;
    if (parsed.ok) return parsed.value;
    mistakes.push(...parsed.mistakes);
    return undefined;
  };
  const wear = read("wear.yaml", wearFile);
  const norms = read("norms.yaml", normsFile);
  const prices = read("prices.yaml", pricesFile);
  const plan = read("plan.yaml", planFile);
  const support = read("end-of-support.yaml", supportFile);
  const cpus = read("cpu-generations.yaml", cpuFile);
  if (mistakes.length > 0 || !wear || !norms || !prices || !plan || !support || !cpus)
    return { ok: false, mistakes };
  return {
    ok: true,
    value: {
      wear: wear.rows,
      fixedFrom: wear.fixedFrom,
      norms: norms.rows,
      overCap: norms.overCap,
      prices: prices.rows,
      weights: plan.weights,
      limits: plan.limits,
      // The file names each source once.
      support: support.rows.map((row) =>
        Object.assign(row, { source: support.sources[row.source] ?? row.source }),
      ),
      cpus: cpus.rows.map((row) => Object.assign(row, { source: cpus.source, verified: false })),
      windows11Too: cpus.windows11Too,
    },
  };
}
