import { textOf } from "../../ports.ts";
import { indexIn } from "../../oid.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask } from "../ask.ts";
import type { IdentityRule, Knowledge, TextSource, When } from "../knowledge.ts";
import type { Known } from "../part.ts";
import { enterpriseOf } from "../system.ts";
import type { Evidence } from "./evidence.ts";
import { macFrom } from "./plausible.ts";

/** What a maker's rules say. Each list in the order of the rules: the first plausible value is the one. */
export interface Ruled {
  readonly class: { readonly sure?: IdentityRule["class"]; readonly usual?: IdentityRule["class"] };
  readonly vendor: string | undefined;
  readonly texts: Readonly<Record<TextField, readonly Said[]>>;
}

export interface Said {
  readonly text: string;
  readonly from: string;
}

export type TextField = "model" | "version" | "serial" | "baseMac";
export const TEXT_FIELDS: readonly TextField[] = ["model", "version", "serial", "baseMac"];

/** A column of which the first rows are empty is read so far. */
const MOST_ROWS = 16;

/** Reads what the maker's rules name. Everything is asked for at once. */
export async function readRules(
  ask: Ask,
  known: Known,
  maker: Knowledge | undefined,
  evidence: Promise<Evidence>,
): Promise<Ruled> {
  const rules = maker?.identity ?? [];
  const fits = await Promise.all(rules.map((rule) => holds(ask, known, rule.when)));
  const fitting = rules.filter((_, i) => fits[i]);
  const sayings = await Promise.all(
    TEXT_FIELDS.map(async (field) => {
      const sources = fitting.flatMap((rule) => rule[field] ?? []);
      const found = await Promise.all(sources.map((source) => readSource(ask, known, source, evidence, field)));
      return [field, found.flat()] as const;
    }),
  );
  const sure = fitting.find((rule) => rule.class !== undefined && rule.when !== undefined)?.class;
  const usual = fitting.find((rule) => rule.class !== undefined && rule.when === undefined)?.class;
  return {
    class: { ...(sure === undefined ? {} : { sure }), ...(usual === undefined ? {} : { usual }) },
    vendor: fitting.find((rule) => rule.vendor !== undefined)?.vendor,
    texts: Object.fromEntries(sayings) as Record<TextField, readonly Said[]>,
  };
}

async function holds(ask: Ask, known: Known, when: When | undefined): Promise<boolean> {
  if (when === undefined) return true;
  const { objectId, description, has } = when;
  if (objectId !== undefined && ![objectId].flat().some((oid) => within(known.objectId, oid))) return false;
  if (description !== undefined && !new RegExp(description, "i").test(known.description)) return false;
  return has === undefined || (mayHave(known, has) && (await ask.has(has)));
}

const within = (oid: string, tree: string) => oid === tree || oid.startsWith(`${tree}.`);

/** Of enterprises that the device has nothing of, nothing need be asked. */
function mayHave({ enterprises }: Known, oid: string): boolean {
  const enterprise = enterpriseOf(oid);
  return enterprise === undefined || enterprises.has(enterprise) || enterprises.size >= MANY_ENTERPRISES;
}

/** As many as are looked for (system.ts): there may be more. */
const MANY_ENTERPRISES = 12;

async function readSource(
  ask: Ask,
  known: Known,
  source: TextSource,
  evidence: Promise<Evidence>,
  field: TextField,
): Promise<readonly Said[]> {
  const form = (text: string | undefined, pattern: string | undefined, from: string): readonly Said[] => {
    const value = formed(text, pattern, source.as);
    return value === undefined ? [] : [{ text: value, from }];
  };
  if ("text" in source) return form(source.text, undefined, "rule");
  if ("description" in source) return form(known.description, source.description, "sysDescr");
  if ("entity" in source) {
    const { chassis } = await evidence;
    return form(chassis?.[source.entity], source.match, `entPhysical ${source.entity}`);
  }
  if (!mayHave(known, source.oid)) return [];
  const value = await readOid(ask, source.oid);
  const text = field === "baseMac" ? macFrom(value) : wordsOf(value);
  return form(text, source.match, source.oid);
}

/** A scalar or full instance; where there is none at the OID itself, it is a column. */
async function readOid(ask: Ask, oid: string): Promise<SnmpValue | undefined> {
  if (oid.endsWith(".0")) return (await ask.get({ value: oid })).value;
  const [{ value }, next] = await Promise.all([ask.get({ value: oid }), ask.next(oid)]);
  if (value !== undefined) return value;
  if (next === undefined || indexIn(oid, next.oid) === undefined) return undefined;
  if (wordsOf(next.value) !== undefined) return next.value;
  const rows = await ask.table({ value: oid }, { maxRows: MOST_ROWS });
  return [...rows.values()].find((row) => wordsOf(row.value) !== undefined)?.value;
}

/** Texts, and numbers as their digits. */
function wordsOf(value: SnmpValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.type === "octets") return textOf(value, 255);
  if (value.type === "oid") return value.value;
  return "value" in value && typeof value.value === "number" ? String(value.value) : undefined;
}

function formed(text: string | undefined, pattern: string | undefined, as: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const groups = pattern === undefined ? [text, text] : new RegExp(pattern, "i").exec(text);
  if (groups === null) return undefined;
  const value = as?.replaceAll(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? "") ?? groups[1] ?? groups[0];
  return value?.trim() === "" ? undefined : value?.trim();
}
