import { aggregate } from "./aggregate.ts";
import { SET_OPERATORS, type Aggregate, type Binary, type Expr, type Selector } from "./ast.ts";
import { operatorOf, setOperation, vectorScalar, vectorVector } from "./binary.ts";
import { evaluateCall, subquery } from "./calls.ts";
import {
  sortedByLabels,
  dropName,
  mergeColumns,
  toLabels,
  type Column,
  type Context,
  type Grid,
  type Value,
} from "./columns.ts";
import { instantColumns, load, lookingOf } from "./select.ts";
import { PromqlError, type Answer, type MatrixRow } from "./types.ts";

/** The expression (checked before) at each step of the grid. Throws PromqlError. */
export async function evaluate(expr: Expr, grid: Grid, context: Context): Promise<Value> {
  switch (expr.kind) {
    case "number":
      context.budget.cells(grid.count);
      return { type: "scalar", values: new Float64Array(grid.count).fill(expr.value) };
    case "string":
      return { type: "string", value: expr.value };
    case "selector":
      return { type: "vector", columns: await instantColumns(expr, grid, context) };
    case "unary":
      return negate(await evaluate(expr.expr, grid, context), expr.negative, context);
    case "call":
      return evaluateCall(expr, grid, context, evaluate);
    case "aggregate":
      return evaluateAggregate(expr, grid, context);
    case "binary":
      return evaluateBinary(expr, grid, context);
    case "subquery":
      throw new Error("a range vector is evaluated by the function around it");
  }
}

function negate(value: Value, negative: boolean, { budget }: Context): Value {
  if (!negative || value.type === "string") return value;
  if (value.type === "scalar") return { type: "scalar", values: value.values.map((one) => -one) };
  const columns = value.columns.map(({ labels, values, present }): Column => {
    budget.cells(values.length);
    return { labels: dropName(labels), values: values.map((one) => -one), present };
  });
  return { type: "vector", columns: mergeColumns(columns) };
}

async function evaluateAggregate(
  { op, param, expr, grouping }: Aggregate,
  grid: Grid,
  context: Context,
): Promise<Value> {
  const value = await evaluate(expr, grid, context);
  const given = param === undefined ? undefined : await evaluate(param, grid, context);
  const params = {
    op,
    grouping,
    count: grid.count,
    param: given?.type === "scalar" ? given.values : undefined,
    label: given?.type === "string" ? given.value : undefined,
  };
  return { type: "vector", columns: await aggregate(columnsOf(value), params, context) };
}

function columnsOf(value: Value): readonly Column[] {
  if (value.type !== "vector") throw new Error(`a ${value.type} where a vector was checked`);
  return value.columns;
}

async function evaluateBinary(expr: Binary, grid: Grid, context: Context): Promise<Value> {
  const left = await evaluate(expr.left, grid, context);
  const right = await evaluate(expr.right, grid, context);
  if (left.type === "scalar" && right.type === "scalar") {
    const operate = operatorOf(expr.op);
    context.budget.cells(grid.count);
    return { type: "scalar", values: left.values.map((value, i) => operate(value, right.values[i] ?? 0)) };
  }
  const columns =
    left.type === "scalar"
      ? await vectorScalar(expr, columnsOf(right), { scalars: left.values, swapped: true }, context)
      : right.type === "scalar"
        ? await vectorScalar(expr, columnsOf(left), { scalars: right.values, swapped: false }, context)
        : SET_OPERATORS.has(expr.op)
          ? await setOperation(expr, columnsOf(left), columnsOf(right), context)
          : await vectorVector(expr, columnsOf(left), columnsOf(right), context);
  return { type: "vector", columns: mergeColumns(columns) };
}

/** @throws PromqlError */
export async function evaluateInstant(expr: Expr, context: Context): Promise<Answer> {
  const at = context.from;
  const grid: Grid = { start: at, step: 0, count: 1 };
  if (expr.kind === "subquery" || (expr.kind === "selector" && expr.rangeMs !== undefined))
    return { resultType: "matrix", result: await rangeVector(expr, grid, context) };
  const value = await evaluate(expr, grid, context);
  if (value.type === "string") return { resultType: "string", result: { at, value: value.value } };
  if (value.type === "scalar")
    return { resultType: "scalar", result: { at, value: value.values[0] ?? Number.NaN } };
  const present = value.columns.filter((column) => column.present[0] === 1);
  return {
    resultType: "vector",
    result: present.map(({ labels, values }) => ({ labels: toLabels(labels), at, value: values[0] ?? 0 })),
  };
}

/** A range vector by itself: the samples within the window, as they are. */
async function rangeVector(
  expr: Selector | Extract<Expr, { kind: "subquery" }>,
  grid: Grid,
  context: Context,
): Promise<readonly MatrixRow[]> {
  const looking = lookingOf(expr, grid, context);
  const rangeMs = expr.rangeMs ?? 0;
  const first = looking.first - rangeMs + (context.semantics === "v3" ? 1 : 0);
  const series =
    expr.kind === "selector"
      ? await load(expr, grid, context)
      : await subquery(expr, looking, context, evaluate);
  return series.flatMap(({ labels, at, values }) => {
    const lo = at.findIndex((time) => time >= first);
    const hi = at.findLastIndex((time) => time <= looking.first) + 1;
    if (lo < 0 || hi <= lo) return [];
    return [{ labels: toLabels(labels), at: at.subarray(lo, hi), values: values.subarray(lo, hi) }];
  });
}

/** @throws PromqlError */
export async function evaluateRange(expr: Expr, grid: Grid, context: Context): Promise<Answer> {
  if (
    expr.kind === "string" ||
    expr.kind === "subquery" ||
    (expr.kind === "selector" && expr.rangeMs !== undefined)
  )
    throw new PromqlError(
      "bad_data",
      `invalid expression type "${expr.kind === "string" ? "string" : "range vector"}" for range query, must be Scalar or instant Vector`,
    );
  const value = await evaluate(expr, grid, context);
  if (value.type === "string") throw new Error("a string is refused above");
  const columns: readonly Column[] =
    value.type === "scalar"
      ? [{ labels: new Map(), values: value.values, present: new Uint8Array(grid.count).fill(1) }]
      : value.columns;
  const rows: MatrixRow[] = [];
  for (const series of sortedByLabels(columns)) {
    const row = rowOf(series, grid);
    if (row.at.length > 0) rows.push(row);
    if (context.budget.spend(grid.count)) await context.budget.breathe();
  }
  return { resultType: "matrix", result: rows };
}

function rowOf({ labels, values, present }: Column, grid: Grid): MatrixRow {
  let count = 0;
  for (const one of present) count += one;
  const row = { labels: toLabels(labels), at: new Float64Array(count), values: new Float64Array(count) };
  let next = 0;
  for (let i = 0; i < grid.count; i += 1) {
    if (present[i] !== 1) continue;
    row.at[next] = grid.start + grid.step * i;
    row.values[next] = values[i] ?? 0;
    next += 1;
  }
  return row;
}
