import { COMPARISONS, type Binary, type Matching } from "./ast.ts";
import {
  dropLabels,
  dropName,
  emptyColumn,
  keepLabels,
  keyOf,
  labelMap,
  NO_LABELS,
  toLabels,
  type Column,
  type Context,
  type LabelMap,
} from "./columns.ts";
import { PromqlError } from "./types.ts";

type Operate = (left: number, right: number) => number;

/** Go's math.Pow says 1 where the platform says NaN. */
const power: Operate = (left, right) =>
  left === 1 || (left === -1 && Math.abs(right) === Infinity) ? 1 : left ** right;

const OPERATORS: Readonly<Record<string, Operate>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": power,
  atan2: Math.atan2,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
};

export function operatorOf(op: string): Operate {
  const operate = OPERATORS[op];
  if (operate === undefined) throw new Error(`no operator ${op}`);
  return operate;
}

/** A comparison without `bool` keeps the vector's value (and its name) where it holds, and nothing where not. */
const filters = ({ op, bool }: Binary) => COMPARISONS.has(op) && !bool;

/** A vector with a scalar on its right, or (`swapped`) on its left. */
export async function vectorScalar(
  expr: Binary,
  columns: readonly Column[],
  { scalars, swapped }: { readonly scalars: Float64Array; readonly swapped: boolean },
  { budget }: Context,
): Promise<readonly Column[]> {
  const operate = operatorOf(expr.op);
  const filter = filters(expr);
  const out: Column[] = [];
  for (const { labels, values, present } of columns) {
    const column = emptyColumn(filter ? labels : dropName(labels), values.length, budget);
    for (let i = 0; i < values.length; i += 1) {
      if (present[i] !== 1) continue;
      const [value, scalar] = [values[i] ?? 0, scalars[i] ?? 0];
      const result = swapped ? operate(scalar, value) : operate(value, scalar);
      if (filter && result === 0) continue;
      column.values[i] = filter ? value : result;
      column.present[i] = 1;
    }
    out.push(column);
    if (budget.spend(values.length * 2)) await budget.breathe();
  }
  return out;
}

const ALL: Matching = { on: false, labels: [], many: undefined, include: [] };

const signatureOf = ({ on, labels: names }: Matching, labels: LabelMap): LabelMap =>
  on ? keepLabels(labels, names) : dropLabels(labels, [...names, "__name__"]);

function bySignature(columns: readonly Column[], matching: Matching): Map<string, Column[]> {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const key = keyOf(signatureOf(matching, column.labels));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups;
}

/** Vector with vector: arithmetic and comparisons. */
export async function vectorVector(
  expr: Binary,
  left: readonly Column[],
  right: readonly Column[],
  { budget }: Context,
): Promise<readonly Column[]> {
  const matching = expr.matching ?? ALL;
  const swapped = matching.many === "right";
  const [many, one] = swapped ? [right, left] : [left, right];
  const groups = bySignature(one, matching);
  const asked = anywhere(many);
  for (const group of groups.values())
    if (group.length > 1) refuseManyToMany(group, asked, { swapped, matching });
  const out: Column[] = [];
  const taken = new Map<string, Uint8Array>();
  for (const column of many) {
    const key = keyOf(signatureOf(matching, column.labels));
    const group = groups.get(key);
    if (group === undefined) continue;
    for (const other of group) {
      const result = combine(expr, column, other, { swapped, matching, budget });
      if (matching.many === undefined) claim(taken, key, result.present, ONE_TO_ONE);
      out.push(result);
      if (budget.spend(column.values.length * 3)) await budget.breathe();
    }
  }
  return matching.many === undefined ? out : refuseEqual(out);
}

interface Combining {
  readonly swapped: boolean;
  readonly matching: Matching;
  readonly budget: Context["budget"];
}

function combine(expr: Binary, many: Column, one: Column, { swapped, matching, budget }: Combining): Column {
  const operate = operatorOf(expr.op);
  const filter = filters(expr);
  const out = emptyColumn(
    resultLabels(many.labels, one.labels, matching, !filter),
    many.values.length,
    budget,
  );
  for (let i = 0; i < out.values.length; i += 1) {
    if (many.present[i] !== 1 || one.present[i] !== 1) continue;
    const [a, b] = [many.values[i] ?? 0, one.values[i] ?? 0];
    const result = swapped ? operate(b, a) : operate(a, b);
    if (filter && result === 0) continue;
    // What a comparison lets through is the value on the left.
    out.values[i] = filter ? (swapped ? b : a) : result;
    out.present[i] = 1;
  }
  return out;
}

function resultLabels(
  many: LabelMap,
  one: LabelMap,
  { on, labels, many: side, include }: Matching,
  unnamed: boolean,
): LabelMap {
  let result = unnamed ? dropName(many) : many;
  if (side === undefined) result = on ? keepLabels(result, labels) : dropLabels(result, labels);
  if (include.length === 0) return result;
  const entries = [...result].filter(([name]) => !include.includes(name));
  return labelMap([...entries, ...include.map((name) => [name, one.get(name) ?? ""] as const)]);
}

/** The steps at which any column has a value. */
function anywhere(columns: readonly Column[]): Uint8Array {
  const sum = new Uint8Array(columns[0]?.present.length ?? 0);
  for (const { present } of columns) for (let i = 0; i < sum.length; i += 1) if (present[i] === 1) sum[i] = 1;
  return sum;
}

/** The side that has one: at no step may there be two of the same labels, as long as the other side has anything. */
function refuseManyToMany(
  group: readonly Column[],
  asked: Uint8Array,
  { swapped, matching }: { readonly swapped: boolean; readonly matching: Matching },
): void {
  const seen = new Uint8Array(asked.length);
  for (const { present } of group)
    for (let i = 0; i < seen.length; i += 1) {
      if (present[i] !== 1 || asked[i] !== 1) continue;
      if (seen[i] === 1) {
        const labels = JSON.stringify(toLabels(signatureOf(matching, group[0]?.labels ?? NO_LABELS)));
        throw new PromqlError(
          "execution",
          `found duplicate series for the match group ${labels} on the ${swapped ? "left" : "right"} hand-side of the operation;many-to-many matching not allowed: matching labels must be unique on one side`,
        );
      }
      seen[i] = 1;
    }
}

/** Many to one: labels taken over may make series equal. */
function refuseEqual(columns: readonly Column[]): readonly Column[] {
  const taken = new Map<string, Uint8Array>();
  for (const { labels, present } of columns)
    claim(
      taken,
      keyOf(labels),
      present,
      "multiple matches for labels: grouping labels must ensure unique matches",
    );
  return columns;
}

/** One to one: at no step may two series of a side find the same partner. */
const ONE_TO_ONE =
  "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)";

/** Steps that a key has taken may not be taken again. */
function claim(taken: Map<string, Uint8Array>, key: string, present: Uint8Array, message: string): void {
  const before = taken.get(key);
  if (before === undefined) {
    taken.set(key, present.slice());
    return;
  }
  for (let i = 0; i < present.length; i += 1) {
    if (present[i] !== 1) continue;
    if (before[i] === 1) throw new PromqlError("execution", message);
    before[i] = 1;
  }
}

/** and, or, unless: by whether the other side has any series of the same labels at the step. */
export async function setOperation(
  { op, matching = ALL }: Pick<Binary, "op" | "matching">,
  left: readonly Column[],
  right: readonly Column[],
  context: Context,
): Promise<readonly Column[]> {
  const [kept, asked, other] = op === "or" ? [left, right, left] : [[], left, right];
  return [...kept, ...(await whereOther(asked, other, { matching, has: op === "and" }, context))];
}

/** Values of columns at the steps at which the others have (or have not) something of the same signature. */
async function whereOther(
  columns: readonly Column[],
  others: readonly Column[],
  { matching, has }: { readonly matching: Matching; readonly has: boolean },
  { budget }: Context,
): Promise<readonly Column[]> {
  const groups = bySignature(others, matching);
  const presence = new Map([...groups].map(([key, group]) => [key, anywhere(group)]));
  const out: Column[] = [];
  for (const { labels, values, present } of columns) {
    const other = presence.get(keyOf(signatureOf(matching, labels)));
    const column = emptyColumn(labels, values.length, budget);
    for (let i = 0; i < values.length; i += 1) {
      if (present[i] !== 1 || (other?.[i] === 1) !== has) continue;
      column.present[i] = 1;
      column.values[i] = values[i] ?? 0;
    }
    out.push(column);
    if (budget.spend(values.length * 2)) await budget.breathe();
  }
  return out;
}
