import { textOf } from "../../ports.ts";
import { indexIn } from "../../oid.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask } from "../ask.ts";
import type { IdentityRule, TextSource } from "../knowledge.ts";
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

/** Reads what rules name. Everything is asked for at once. */
export async function readRules(
  ask: Ask,
  known: Known,
  rules: readonly IdentityRule[],
  evidence: Promise<Evidence>,
): Promise<Ruled> {
  const fits = await Promise.all(rules.map((rule) => holds(ask, known, rule.when)));
  const fitting = rules.filter((_, i) => fits[i]);
  const texts = await Promise.all(
    TEXT_FIELDS.map(async (field) => {
      const sources = fitting.flatMap((rule) => rule[field] ?? []);
      const found = await Promise.all(
        sources.map((source) => readSource(ask, known, source, evidence, field)),
      );
      return [field, found.flat()] as const;
    }),
  );
  const sure = fitting.find((rule) => rule.class !== undefined && rule.when !== undefined)?.class;
  const usual = fitting.find((rule) => rule.class !== undefined && rule.when === undefined)?.class;
  return {
    class: { ...(sure === undefined ? {} : { sure }), ...(usual === undefined ? {} : { usual }) },
    vendor: fitting.find((rule) => rule.vendor !== undefined)?.vendor,
    texts: { model: [], version: [], serial: [], baseMac: [], ...Object.fromEntries(texts) },
  };
}

async function holds(ask: Ask, known: Known, when: IdentityRule["when"]): Promise<boolean> {
  if (when === undefined) return true;
  const { objectId, description, has, says } = when;
  if (objectId !== undefined && ![objectId].flat().some((oid) => within(known.objectId, oid))) return false;
  if (description !== undefined && !new RegExp(description, "i").test(known.description)) return false;
  if (has !== undefined && !(mayHave(known, has) && (await ask.has(has)))) return false;
  return says === undefined || (await sayings(ask, known, says, "model")).length > 0;
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
  return sayings(ask, known, source, field);
}

/** What is said at an OID, of which the first that fits. */
async function sayings(
  ask: Ask,
  known: Known,
  source: { readonly oid: string; readonly match?: string; readonly as?: string },
  field: TextField,
): Promise<readonly Said[]> {
  const oid = filledIn(source.oid, known.objectId);
  if (oid === undefined || !mayHave(known, oid)) return [];
  for (const value of await readOid(ask, oid, source.match)) {
    const text = formed(textIn(value, field), source.match, source.as);
    if (text !== undefined) return [{ text, from: oid }];
  }
  return [];
}

/** Makers that give every model its own tree: "{objectId}" is sysObjectID, "{objectId:10}" its first ten numbers. */
function filledIn(oid: string, objectId: string): string | undefined {
  const [, arcs] = /^\{objectId(?::(\d+))?\}/.exec(oid) ?? [undefined, undefined];
  if (!oid.startsWith("{")) return oid;
  if (objectId === "") return undefined;
  const base = arcs === undefined ? objectId : objectId.split(".").slice(0, Number(arcs)).join(".");
  return `${base}${oid.slice(oid.indexOf("}") + 1)}`;
}

/** Six bytes that are no text are an address: some number their devices by it. */
function textIn(value: SnmpValue | undefined, field: TextField): string | undefined {
  if (field === "baseMac") return macFrom(value);
  const isAddress = field === "serial" && value?.type === "octets" && value.value.length === 6;
  return isAddress && !value.value.every((byte) => byte > 32 && byte < 127) ? macFrom(value) : wordsOf(value);
}

/**
 * A scalar or full instance; where there is none at the OID itself, it is a column: its first value, or its first few
 * where that is not the one that is looked for.
 */
async function readOid(ask: Ask, oid: string, match: string | undefined): Promise<readonly SnmpValue[]> {
  if (oid.endsWith(".0")) return [(await ask.get({ value: oid })).value ?? []].flat();
  const [{ value }, next] = await Promise.all([ask.get({ value: oid }), ask.next(oid)]);
  if (value !== undefined) return [value];
  if (next === undefined || indexIn(oid, next.oid) === undefined) return [];
  if (formed(wordsOf(next.value), match, undefined) !== undefined) return [next.value];
  const rows = await ask.table({ value: oid }, { maxRows: MOST_ROWS });
  return [...rows.values()].flatMap((row) => row.value ?? []);
}

/** Texts, and numbers as their digits. */
function wordsOf(value: SnmpValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.type === "octets") return textOf(value, 255);
  if (value.type === "oid") return value.value;
  return "value" in value && typeof value.value === "number" ? String(value.value) : undefined;
}

function formed(
  text: string | undefined,
  pattern: string | undefined,
  as: string | undefined,
): string | undefined {
  if (text === undefined) return undefined;
  const groups = pattern === undefined ? [text, text] : new RegExp(pattern, "i").exec(text);
  if (groups === null) return undefined;
  const value =
    as?.replaceAll(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? "") ?? groups[1] ?? groups[0];
  return value?.trim() === "" ? undefined : value?.trim();
}
