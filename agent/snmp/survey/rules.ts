import { cleanText } from "../../../core/text.ts";
import type { SnmpValue } from "../protocol.ts";
import { textOf } from "../ports.ts";
import type { Row } from "../walk.ts";
import type { Ask } from "./ask.ts";
import type { Knowledge, NameSource, Number_, NumberSource, Only, RowFilter, When } from "./knowledge.ts";
import { numberOf } from "./numbers.ts";
import type { Known } from "./part.ts";

/**
 * Reads what the rules of `config/devices` ask for. What the parts of a survey use of it:
 *
 *     const rules = await rulesFor(ask, known, (entry) => entry.sensors); // those whose `when` holds, surest first
 *     const rows = await readRule(ask, { numbers: { value: rule.value }, name: rule.name, only: rule.only });
 *     for (const { index, name, numbers } of rows) … // numbers.value is there or not; name is words, text or undefined
 *     const volts = await readNumber(ask, rule.inputVolts); // a scalar, or the first row of a column that has one
 *     const found = await readFirst(ask, rules, sourcesOf, read); // what the first rule that gives anything gives
 *
 * An OID that ends in .0 (or `scalar: true`) is read once, any other is a column. Columns of one rule that share a
 * table entry are read together, columns of different tables are joined by their row's index, scalars go with every
 * row; a rule of scalars alone has one row, "0". All rules are probed first, in as few requests as they fit, and
 * only what is there is read. Values go through `numberOf` (numbers.ts); what is none is missing in the row.
 */
export interface RuleSources<N extends string> {
  readonly numbers: Readonly<Partial<Record<N, Number_ | undefined>>>;
  readonly name?: NameSource | undefined;
  /** Rows that do not fit are left out. */
  readonly only?: Only | undefined;
}

export interface RuleRow<N extends string> {
  /** The row's index; "0" for a rule of scalars. */
  readonly index: string;
  readonly name: string | undefined;
  readonly numbers: Readonly<Partial<Record<N, number>>>;
}

/** More than any device has of what the rules are for. */
const MOST_ROWS = 512;
const MOST_NAME = 64;

/** The rules of one kind that hold for the device, those of the surest knowledge first. */
export async function rulesFor<R extends { readonly when?: When }>(
  ask: Ask,
  known: Pick<Known, "knowledge" | "objectId" | "description">,
  of: (entry: Knowledge) => readonly R[] | undefined,
): Promise<readonly R[]> {
  const rules = known.knowledge
    .flatMap((entry) => of(entry) ?? [])
    .map((rule) => ofModel(rule, known.objectId))
    .filter((rule) => rule !== undefined);
  const hold = await Promise.all(rules.map(({ when }) => holds(ask, known, when)));
  return rules.filter((_, i) => hold[i] === true);
}

/** The rule with "{objectId}" filled in, or undefined where the device's is too short. */
function ofModel<T>(rule: T, objectId: string): T | undefined {
  if (!JSON.stringify(rule).includes("{objectId")) return rule;
  let fits = true;
  const filled = JSON.stringify(rule).replaceAll(
    /\{objectId(?::(\d+))?\}/g,
    (_, count: string | undefined) => {
      const arcs = objectId.split(".");
      const wanted = count === undefined ? arcs.length : Number(count);
      if (arcs.length < Math.max(wanted, 8)) fits = false;
      return arcs.slice(0, wanted).join(".");
    },
  );
  return fits ? (JSON.parse(filled) as T) : undefined;
}

/** Whether everything that a rule demands of the device is so. */
export async function holds(
  ask: Ask,
  { objectId, description }: Pick<Known, "objectId" | "description">,
  when: When | undefined,
): Promise<boolean> {
  if (when === undefined) return true;
  if (when.objectId !== undefined) {
    const below = [when.objectId].flat().some((oid) => objectId === oid || objectId.startsWith(`${oid}.`));
    if (!below) return false;
  }
  if (when.description !== undefined && !patternOf(when.description).test(description)) return false;
  if (when.has === undefined) return true;
  return isScalar({ oid: when.has }) ? (await getOne(ask, when.has)) !== undefined : await ask.has(when.has);
}

/**
 * What the first rule gives that gives anything, and the rules after it that count besides (`also`). The others cost
 * no more than a look whether they are there.
 */
export async function readFirst<R extends { readonly also?: boolean }, T>(
  ask: Ask,
  rules: readonly R[],
  sourcesOf: (rule: R) => RuleSources<string>,
  read: (rule: R) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const there = await Promise.all(rules.map((rule) => isThere(ask, Object.values(sourcesOf(rule).numbers))));
  const found: T[] = [];
  for (const [i, rule] of rules.entries()) {
    if (there[i] === true && (found.length === 0 || rule.also === true)) found.push(...(await read(rule)));
  }
  return found;
}

/** Whether the device has anything of what a rule reads. */
export async function isThere(ask: Ask, numbers: readonly (Number_ | undefined)[]): Promise<boolean> {
  const sources = numbers.flatMap((source) => (source === undefined ? [] : alternativesOf(source)));
  const scalars = sources.filter(isScalar);
  const tables = byEntry(sources.filter((source) => !isScalar(source)).map(({ oid }) => oid));
  const [got, has] = await Promise.all([
    Promise.all(scalars.map(({ oid }) => getOne(ask, oid))),
    Promise.all(tables.map((columns) => ask.has(commonOid(columns)))),
  ]);
  // A scalar total does not make rows of a table that is not there.
  return tables.length > 0 ? has.some(Boolean) : got.some((value) => value !== undefined);
}

/** The rows of one rule, in the device's order. */
export async function readRule<N extends string>(
  ask: Ask,
  { numbers, name, only }: RuleSources<N>,
): Promise<readonly RuleRow<N>[]> {
  const wanted = (Object.keys(numbers) as N[]).flatMap((key) => {
    const source = numbers[key];
    return source === undefined ? [] : alternativesOf(source).map((one) => ({ key, source: one }));
  });
  const filters = only === undefined ? [] : [only].flat();
  const sides = [...(typeof name === "object" ? [name] : []), ...filters.filter((filter) => "oid" in filter)];
  const columns = wanted.filter(({ source }) => !isScalar(source)).map(({ source }) => source.oid);
  const entries = new Set(columns.map(entryOf));
  const besides = sides.map(({ oid }) => oid).filter((oid) => entries.has(entryOf(oid)));
  const [scalars, tables] = await Promise.all([
    readScalars(ask, [...wanted.map(({ source }) => source), ...sides].filter(isScalar)),
    readTables(ask, [...columns, ...besides]),
  ]);
  const indexes = columns.length === 0 ? new Set(["0"]) : indexesOf(columns, tables);
  const elsewhere = sides.filter((side) => !isScalar(side) && !entries.has(entryOf(side.oid)));
  const found =
    (index: string): ValueOf =>
    (source) =>
      isScalar(source) ? scalars.get(source.oid) : tables.get(source.oid)?.get(index)?.[source.oid];
  const rows: Found<N>[] = [];
  for (const index of indexes) {
    const valueOf = found(index);
    if (!filters.every((filter) => elsewhere.includes(filter as Side) || fits(filter, index, valueOf)))
      continue;
    const read: Partial<Record<N, number>> = {};
    for (const { key, source } of wanted) {
      const number = read[key] ?? numberOf(valueOf(source), source);
      if (number !== undefined) read[key] = number;
    }
    if (Object.keys(read).length > 0) rows.push({ index, valueOf, numbers: read });
  }
  const joined = await readElsewhere(ask, elsewhere, rows);
  return rows.flatMap(({ index, valueOf, numbers: read }) => {
    const anywhere: ValueOf = (source) => joined.get(instanceOf(source, index)) ?? valueOf(source);
    const fitting = filters.every((filter) => fits(filter, index, anywhere));
    return fitting ? [{ index, name: nameOf(name, index, anywhere), numbers: read }] : [];
  });
}

type Side = Extract<NameSource | RowFilter, { readonly oid: string }>;
type ValueOf = (source: {
  readonly oid: string;
  readonly arcs?: number;
  readonly scalar?: boolean;
}) => SnmpValue | undefined;

interface Found<N extends string> {
  readonly index: string;
  readonly valueOf: ValueOf;
  readonly numbers: Partial<Record<N, number>>;
}

/** Values of other tables (names, mostly): of these few rows only, for such tables may be long. */
async function readElsewhere(
  ask: Ask,
  sides: readonly Side[],
  rows: readonly { readonly index: string }[],
): Promise<ReadonlyMap<string, SnmpValue>> {
  const oids = rows.flatMap(({ index }) => sides.map((side) => instanceOf(side, index)));
  return readScalars(
    ask,
    [...new Set(oids)].map((oid) => ({ oid })),
  );
}

/** Of another table: its row is found by the index, or by the first arcs of it. */
const instanceOf = ({ oid, arcs }: { readonly oid: string; readonly arcs?: number }, index: string): string =>
  `${oid}.${arcs === undefined ? index : index.split(".").slice(0, arcs).join(".")}`;

/** A scalar, or the first value of a column that is a number. */
export async function readNumber(ask: Ask, source: Number_ | undefined): Promise<number | undefined> {
  if (source === undefined) return undefined;
  const [row] = await readRule(ask, { numbers: { value: source } });
  return row?.numbers.value;
}

const alternativesOf = (source: Number_): readonly NumberSource[] =>
  [source].flat().map((one) => (typeof one === "string" ? { oid: one } : one));
const isScalar = ({
  oid,
  scalar,
}: {
  readonly oid: string;
  readonly scalar?: boolean | undefined;
}): boolean => scalar === true || oid.endsWith(".0");

async function getOne(ask: Ask, oid: string): Promise<SnmpValue | undefined> {
  return (await ask.get({ value: oid })).value;
}

async function readScalars(
  ask: Ask,
  sources: readonly { readonly oid: string }[],
): Promise<ReadonlyMap<string, SnmpValue>> {
  const got = await ask.get(Object.fromEntries(sources.map(({ oid }) => [oid, oid])));
  return new Map(Object.entries(got).flatMap(([oid, value]) => (value === undefined ? [] : [[oid, value]])));
}

type Rows = ReadonlyMap<string, Row<string>>;

/** By column; those of one table entry together. */
async function readTables(ask: Ask, columns: readonly string[]): Promise<ReadonlyMap<string, Rows>> {
  const groups = byEntry(columns);
  const tables = await Promise.all(
    groups.map((oids) =>
      ask.table(Object.fromEntries(oids.map((oid) => [oid, oid])), { maxRows: MOST_ROWS }),
    ),
  );
  return new Map(groups.flatMap((oids, i) => oids.map((oid) => [oid, tables[i] ?? new Map()] as const)));
}

const entryOf = (oid: string): string => oid.slice(0, oid.lastIndexOf("."));

function byEntry(oids: readonly string[]): readonly (readonly string[])[] {
  const groups = Map.groupBy(new Set(oids), entryOf);
  return [...groups.values()];
}

/** As `ask.table` looks for them. */
function commonOid(columns: readonly string[]): string {
  const [first = ""] = columns;
  return columns.length > 1 ? entryOf(first) : first;
}

function indexesOf(columns: readonly string[], tables: ReadonlyMap<string, Rows>): ReadonlySet<string> {
  const indexes = new Set<string>();
  for (const oid of columns) for (const index of tables.get(oid)?.keys() ?? []) indexes.add(index);
  return indexes;
}

function fits(filter: RowFilter, index: string, valueOf: ValueOf): boolean {
  if ("index" in filter) return patternOf(filter.index).test(index);
  const text = plainText(valueOf(filter));
  return text !== undefined && patternOf(filter.match).test(text);
}

function nameOf(name: NameSource | undefined, index: string, valueOf: ValueOf): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name === "string") return filledIn(name, index, "");
  const text = textOf(valueOf(name), MOST_NAME);
  return text === undefined ? undefined : filledIn(name.text ?? "{text}", index, text);
}

function filledIn(template: string, index: string, text: string): string {
  const words = template
    .replaceAll("{index}", () => index)
    .replaceAll("{indexText}", () => indexText(index))
    .replaceAll("{text}", () => text);
  return cleanText(words, MOST_NAME);
}

/** "2.97.98" spells "ab"; an index that spells nothing stays as it is. */
function indexText(index: string): string {
  const [length, ...codes] = index.split(".").map(Number);
  const spells = length === codes.length && codes.every((code) => code > 0x20 && code < 0x7f);
  return spells && length > 0 ? String.fromCharCode(...codes) : index;
}

/** What a pattern is held against: a text, a number's digits, an OID. */
function plainText(value: SnmpValue | undefined): string | undefined {
  if (value === undefined || value.type === "absent" || value.type === "end") return undefined;
  if (value.type === "octets") return textOf(value, 255) ?? "";
  return value.type === "opaque" ? undefined : String(value.value);
}

const patterns = new Map<string, RegExp>();
/** Compiled once; no case. Patterns come from our own files. */
function patternOf(pattern: string): RegExp {
  const compiled = patterns.get(pattern) ?? new RegExp(pattern, "i");
  patterns.set(pattern, compiled);
  return compiled;
}
