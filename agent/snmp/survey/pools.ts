import type { MemoryPool } from "../../../core/survey.ts";
import type { Ask } from "./ask.ts";
import type { Knowledge, PoolRule } from "./knowledge.ts";
import type { Known } from "./part.ts";
import { readFirst, readRule, rulesFor, type RuleRow, type RuleSources } from "./rules.ts";

/** Memory and storage have the same shape. */
export type Pool = MemoryPool;

/** What rules of the device's maker find; empty when there are none. */
export async function readPools(
  ask: Ask,
  known: Known,
  of: (entry: Knowledge) => readonly PoolRule[] | undefined,
  defaultName: string,
): Promise<readonly Pool[]> {
  const rules = await rulesFor(ask, known, of);
  return readFirst(ask, rules, sourcesOf, async (rule) =>
    (await readRule(ask, sourcesOf(rule))).flatMap((row) => ofRow(row, defaultName)),
  );
}

type Field = "total" | "used" | "free" | "percent" | "freePercent";

const sourcesOf = ({ total, used, free, percent, freePercent, name, only }: PoolRule): RuleSources<Field> => ({
  numbers: { total, used, free, percent, freePercent },
  name,
  only,
});

function ofRow({ name, numbers }: RuleRow<Field>, defaultName: string): readonly Pool[] {
  const { freePercent } = numbers;
  const percent = numbers.percent ?? (freePercent === undefined ? undefined : 100 - freePercent);
  const pool = poolOf(name ?? defaultName, { ...numbers, percent });
  return pool === undefined ? [] : [pool];
}

/** As the device gives them: any two of the sizes, or a percentage, or both. Bytes. */
export interface Sizes {
  readonly total?: number | undefined;
  readonly used?: number | undefined;
  readonly free?: number | undefined;
  readonly percent?: number | undefined;
}

/** A pool whose sizes can be; undefined for one of which nothing is known, or of size zero. */
export function poolOf(name: string, { free, ...given }: Sizes): Pool | undefined {
  const used = given.used ?? (given.total === undefined || free === undefined ? undefined : given.total - free);
  const total = given.total ?? (used === undefined || free === undefined ? undefined : used + free);
  if (total !== undefined && total <= 0) return undefined;
  const sizes = total === undefined || used === undefined || used < 0 || used > total ? undefined : { total, used };
  const percent = sizes === undefined ? given.percent : (100 * sizes.used) / sizes.total;
  if (percent === undefined || percent < 0 || percent > 100) return undefined;
  return {
    name,
    ...(total === undefined ? {} : { totalBytes: total }),
    ...bytesUsed(total, sizes?.used, percent),
    percent: Math.round(percent * 10) / 10,
  };
}

function bytesUsed(total: number | undefined, used: number | undefined, percent: number): { usedBytes?: number } {
  if (used !== undefined) return { usedBytes: used };
  return total === undefined ? {} : { usedBytes: Math.round((total * percent) / 100) };
}
