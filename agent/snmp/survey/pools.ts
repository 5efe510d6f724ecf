import type { MemoryPool } from "../../../core/survey.ts";
import type { Ask } from "./ask.ts";
import type { Knowledge, PoolRule } from "./knowledge.ts";
import type { Known } from "./part.ts";
import { readFirst, readRule, rulesFor, type RuleRow, type RuleSources } from "./rules.ts";

/** Memory and storage have the same shape. */
type Pool = MemoryPool;

/**
 * What the rules of the device's maker find, else what `standard` does (the standard MIBs), else the rules that are a
 * fallback. Empty when there is nothing.
 */
export async function readPools(
  ask: Ask,
  known: Known,
  { of, defaultName, lookAhead, standard }: PoolSources,
): Promise<readonly Pool[]> {
  const rules = await rulesFor(ask, known, of);
  const isFallback = (rule: PoolRule) => rule.fallback === true;
  const [own] = await Promise.all([
    readRules(
      ask,
      rules.filter((rule) => !isFallback(rule)),
      defaultName,
    ),
    // In the same requests as the rules' objects: most devices need the one or the other.
    lookAhead(ask),
  ]);
  const found = await standard(own);
  return found.length > 0 ? found : readRules(ask, rules.filter(isFallback), defaultName);
}

interface PoolSources {
  readonly of: (entry: Knowledge) => readonly PoolRule[] | undefined;
  /** Of a pool that the device has no name for. */
  readonly defaultName: string;
  /** Asks for what `standard` will want to know first; the answer is kept by `ask`. */
  readonly lookAhead: (ask: Ask) => Promise<unknown>;
  readonly standard: (own: readonly Pool[]) => Promise<readonly Pool[]>;
}

/** What rules find whose conditions hold. */
export const readRules = (
  ask: Ask,
  rules: readonly PoolRule[],
  defaultName: string,
): Promise<readonly Pool[]> =>
  readFirst(ask, rules, sourcesOf, async (rule) =>
    (await readRule(ask, sourcesOf(rule))).flatMap((row) => ofRow(row, defaultName)),
  );

type Field = "total" | "used" | "free" | "percent" | "freePercent" | "unit";

const sourcesOf = ({ name, only, ...rule }: PoolRule): RuleSources<Field> => {
  const { total, used, free, percent, freePercent, unit } = rule;
  return { numbers: { total, used, free, percent, freePercent, unit }, name, only };
};

function ofRow({ name, numbers }: RuleRow<Field>, defaultName: string): readonly Pool[] {
  const { freePercent, unit = 1, ...sizes } = numbers;
  const percent = numbers.percent ?? (freePercent === undefined ? undefined : 100 - freePercent);
  const bytes = (size: number | undefined) => (size === undefined ? undefined : size * unit);
  const { total, used, free } = sizes;
  const pool = poolOf(name ?? defaultName, {
    total: bytes(total),
    used: bytes(used),
    free: bytes(free),
    percent,
  });
  return pool === undefined ? [] : [pool];
}

/** As the device gives them: any two of the sizes, or a percentage, or both. Bytes. */
interface Sizes {
  readonly total?: number | undefined;
  readonly used?: number | undefined;
  readonly free?: number | undefined;
  readonly percent?: number | undefined;
}

/** A pool whose sizes can be; undefined for one of which nothing is known, or of size zero. */
export function poolOf(name: string, given: Sizes): Pool | undefined {
  const used = given.used ?? difference(given.total, given.free);
  const total = given.total ?? sum(used, given.free);
  if (total !== undefined && total <= 0) return undefined;
  const percent = percentOf(used, total) ?? given.percent;
  if (percent === undefined || !(percent >= 0 && percent <= 100)) return undefined;
  return { name, ...bytesOf(total, used, percent), percent: Math.round(percent * 10) / 10 };
}

const difference = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a - b;
const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

/** Undefined as well when the sizes contradict each other. */
const percentOf = (used: number | undefined, total: number | undefined): number | undefined =>
  used === undefined || total === undefined || used < 0 || used > total ? undefined : (100 * used) / total;

function bytesOf(
  total: number | undefined,
  used: number | undefined,
  percent: number,
): Omit<Pool, "name" | "percent"> {
  if (total === undefined) return {};
  const consistent = percentOf(used, total) === undefined ? undefined : used;
  return { totalBytes: total, usedBytes: consistent ?? Math.round((total * percent) / 100) };
}
