import { SECOND } from "../../core/clock.ts";
import type { Call, Expr, Selector, Subquery } from "./ast.ts";
import {
  dropName,
  emptyColumn,
  labelMap,
  mergeColumns,
  NO_LABELS,
  type Column,
  type Context,
  type Grid,
  type LabelMap,
  type Loaded,
  type Value,
} from "./columns.ts";
import { labelJoin, labelReplace } from "./label-functions.ts";
import { NEED_TWO, rangeFunction } from "./range-functions.ts";
import {
  instantColumns,
  load,
  lookingOf,
  seriesOf,
  subqueryGrid,
  windowColumns,
  type Looking,
} from "./select.ts";
import { PromqlError } from "./types.ts";
import { VALUE_FUNCTIONS } from "./vector-functions.ts";

type Evaluate = (expr: Expr, grid: Grid, context: Context) => Promise<Value>;
type Range = Subquery | (Selector & { readonly rangeMs: number });

/** A function call, checked before. Throws PromqlError. */
export async function evaluateCall(
  call: Call,
  grid: Grid,
  context: Context,
  evaluate: Evaluate,
): Promise<Value> {
  const range = call.args.find(isRange);
  if (range !== undefined) return vector(await overRange(call, range, grid, context, evaluate));
  const [first] = call.args;
  if (call.func === "timestamp" && first?.kind === "selector")
    return named(await instantColumns(first, grid, context, true), dropName);
  const args: Value[] = [];
  for (const arg of call.args) args.push(await evaluate(arg, grid, context));
  return special(call, args, grid, context) ?? valueByValue(call, args, grid, context);
}

const isRange = (expr: Expr): expr is Range =>
  expr.kind === "subquery" || (expr.kind === "selector" && expr.rangeMs !== undefined);

const vector = (columns: readonly Column[]): Value => ({ type: "vector", columns });
const named = (columns: readonly Column[], change: (labels: LabelMap) => LabelMap): Value =>
  vector(
    mergeColumns(columns.map(({ labels, values, present }) => ({ labels: change(labels), values, present }))),
  );

const columnsAt = (args: readonly Value[], index: number): readonly Column[] => {
  const value = args[index];
  return value?.type === "vector" ? value.columns : [];
};
const scalarsAt = (args: readonly Value[], index: number): Float64Array => {
  const value = args[index];
  return value?.type === "scalar" ? value.values : new Float64Array();
};
const texts = (args: readonly Value[]) =>
  args.flatMap((value) => (value.type === "string" ? [value.value] : []));

/** Functions that are more than a value of each value; undefined: it is none of them. */
function special(
  { func, args: exprs }: Call,
  args: readonly Value[],
  grid: Grid,
  context: Context,
): Value | undefined {
  const columns = columnsAt(args, 0);
  switch (func) {
    case "time":
      return { type: "scalar", values: secondsOf(grid) };
    case "pi":
      return { type: "scalar", values: new Float64Array(grid.count).fill(Math.PI) };
    case "vector":
      return vector([everywhere(scalarsAt(args, 0), grid, context)]);
    case "scalar":
      return { type: "scalar", values: single(columns, grid) };
    case "timestamp":
      return named(
        columns.map(({ labels, present }) => ({ labels, values: secondsOf(grid), present })),
        dropName,
      );
    case "absent":
      return vector([absence(columns, absentLabels(exprs[0]), grid, context)]);
    case "sort":
    case "sort_desc":
      return vector(sorted(columns, grid, func === "sort_desc"));
    case "label_replace":
      return named(columns, labelReplace(texts(args)));
    case "label_join":
      return named(columns, labelJoin(texts(args)));
    default:
      return undefined;
  }
}

async function valueByValue(
  { func }: Call,
  args: readonly Value[],
  grid: Grid,
  { budget, ...rest }: Context,
): Promise<Value> {
  const apply = VALUE_FUNCTIONS.get(func);
  if (apply === undefined) throw new Error(`no function ${func}`);
  // Those of dates are about now when nothing is given.
  const columns =
    args.length === 0 ? [everywhere(secondsOf(grid), grid, { budget, ...rest })] : columnsAt(args, 0);
  const [one, two] = [scalarsAt(args, 1), scalarsAt(args, 2)];
  const out: Column[] = [];
  for (const { labels, values, present } of columns) {
    const column = emptyColumn(dropName(labels), grid.count, budget);
    for (let i = 0; i < grid.count; i += 1) {
      if (present[i] !== 1) continue;
      const value = apply(values[i] ?? 0, one[i], two[i]);
      if (value === undefined) continue;
      column.values[i] = value;
      column.present[i] = 1;
    }
    out.push(column);
    if (budget.spend(grid.count * 2)) await budget.breathe();
  }
  return vector(mergeColumns(out));
}

function everywhere(values: Float64Array, { count }: Grid, { budget }: Context): Column {
  budget.cells(count);
  return { labels: NO_LABELS, values, present: new Uint8Array(count).fill(1) };
}

/** The value of the only series at each step; NaN where there is none or several. */
function single(columns: readonly Column[], { count }: Grid): Float64Array {
  const out = new Float64Array(count).fill(Number.NaN);
  const found = new Uint32Array(count);
  for (const { values, present } of columns)
    for (let i = 0; i < count; i += 1) {
      if (present[i] !== 1) continue;
      found[i] = (found[i] ?? 0) + 1;
      out[i] = found[i] === 1 ? (values[i] ?? 0) : Number.NaN;
    }
  return out;
}

/** 1 at the steps at which no column has a value. */
function absence(columns: readonly Column[], labels: LabelMap, { count }: Grid, { budget }: Context): Column {
  const out = emptyColumn(labels, count, budget);
  out.values.fill(1);
  out.present.fill(1);
  for (const { present } of columns)
    for (let i = 0; i < count; i += 1) if (present[i] === 1) out.present[i] = 0;
  return out;
}

/** What absent() can say about the series that it misses: labels that exactly one matcher fixes. */
function absentLabels(expr: Expr | undefined): LabelMap {
  if (expr?.kind !== "selector") return NO_LABELS;
  const { matchers } = expr;
  return labelMap(
    matchers
      .filter(
        ({ name, op }) =>
          op === "=" && name !== "__name__" && matchers.filter((other) => other.name === name).length === 1,
      )
      .map(({ name, value }) => [name, value]),
  );
}

/** Only an instant query has an order; NaN comes last either way. */
function sorted(columns: readonly Column[], { count }: Grid, descending: boolean): readonly Column[] {
  if (count !== 1) return columns;
  return columns.toSorted((a, b) => {
    const [left, right] = [a.values[0] ?? 0, b.values[0] ?? 0];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return left === right ? 0 : left < right === descending ? 1 : -1;
  });
}

/** Seconds of each step. */
function secondsOf({ start, step, count }: Grid): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (start + step * i) / SECOND);
}

async function overRange(
  { func, args }: Call,
  range: Range,
  grid: Grid,
  context: Context,
  evaluate: Evaluate,
): Promise<readonly Column[]> {
  const looking = lookingOf(range, grid, context);
  const series =
    range.kind === "selector"
      ? await load(range, grid, context, func)
      : await subquery(range, looking, context, evaluate);
  const scalar = args.find((arg) => !isRange(arg));
  const given = scalar === undefined ? undefined : await evaluate(scalar, grid, context);
  const scalars = given?.type === "scalar" ? given.values : undefined;
  const absent = func === "absent_over_time";
  const apply = absent
    ? () => 1
    : rangeFunction(func, (step) => scalars?.[step] ?? Number.NaN, context.semantics);
  if (apply === undefined) throw new Error(`no function ${func}`);
  const least = NEED_TWO.has(func) ? 2 : 1;
  const columns = await windowColumns(series, { looking, rangeMs: range.rangeMs, apply, least }, context);
  if (absent) return [absence(columns, absentLabels(range), grid, context)];
  // These give samples as they are, so they keep the name.
  if (func === "last_over_time" || func === "first_over_time") return columns;
  return mergeColumns(
    columns.map(({ labels, values, present }) => ({ labels: dropName(labels), values, present })),
  );
}

/** The series that a subquery stands for: its expression at its own steps over all windows. */
export async function subquery(
  expr: Subquery,
  looking: Looking,
  context: Context,
  evaluate: Evaluate,
): Promise<readonly Loaded[]> {
  const grid = subqueryGrid(expr, looking, context);
  if (grid.count > context.limits.subquerySteps)
    throw new PromqlError(
      "execution",
      `subquery has ${grid.count} steps, more than the limit of ${context.limits.subquerySteps}`,
    );
  const value = await evaluate(expr.expr, grid, context);
  return seriesOf(value.type === "vector" ? value.columns : [], grid, context);
}
