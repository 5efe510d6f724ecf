import type { Grouping } from "./ast.ts";
import {
  dropLabels,
  emptyColumn,
  keepLabels,
  keyOf,
  labelMap,
  type Column,
  type Context,
  type LabelMap,
} from "./columns.ts";
import { quantileOf } from "./statistics.ts";
import { formatValue, PromqlError } from "./types.ts";

interface Group {
  readonly labels: LabelMap;
  readonly members: Column[];
}

export interface AggregateParams {
  readonly op: string;
  readonly grouping: Grouping;
  readonly count: number;
  /** The scalar parameter at each step. */
  readonly param: Float64Array | undefined;
  /** The parameter of count_values. */
  readonly label: string | undefined;
}

/** @throws PromqlError execution */
export async function aggregate(
  columns: readonly Column[],
  params: AggregateParams,
  context: Context,
): Promise<readonly Column[]> {
  const { label } = params;
  // The label that shall hold the value is overwritten before the series are put into groups.
  const given =
    label === undefined
      ? columns
      : columns.map(({ labels, values, present }) => ({
          labels: dropLabels(labels, [label]),
          values,
          present,
        }));
  const groups = groupsOf(given, params.grouping);
  const out: Column[] = [];
  for (const group of groups) {
    if (params.op === "topk" || params.op === "bottomk") out.push(...(await best(group, params, context)));
    else if (params.op === "count_values") out.push(...(await countValues(group, params, context)));
    else if (params.op === "quantile") out.push(await quantile(group, params, context));
    else out.push(await reduce(group, params, context));
  }
  return out;
}

function groupsOf(columns: readonly Column[], { labels: names, without }: Grouping): Group[] {
  const groups = new Map<string, Group>();
  for (const column of columns) {
    const labels = without
      ? dropLabels(column.labels, [...names, "__name__"])
      : keepLabels(column.labels, names);
    const key = keyOf(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, members: [column] });
    else group.members.push(column);
  }
  return [...groups.values()];
}

/** What a group has gathered so far at each step. */
interface State {
  readonly value: Float64Array;
  readonly rest: Float64Array;
  readonly count: Float64Array;
}

/** One more value `v` at step `i`; `count` is already one higher. */
type Add = (state: State, i: number, v: number) => void;
type Finish = (state: State, i: number) => number;

const addUp: Add = ({ value, rest }, i, v) => {
  const before = value[i] ?? 0;
  const total = before + v;
  if (!Number.isFinite(total)) rest[i] = 0;
  else rest[i] = (rest[i] ?? 0) + (Math.abs(before) >= Math.abs(v) ? before - total + v : v - total + before);
  value[i] = total;
};
const welford: Add = ({ value, rest, count }, i, v) => {
  const distance = v - (value[i] ?? 0);
  const mean = (value[i] ?? 0) + distance / (count[i] ?? 1);
  value[i] = mean;
  rest[i] = (rest[i] ?? 0) + distance * (v - mean);
};
const extreme =
  (better: (v: number, best: number) => boolean): Add =>
  ({ value, count }, i, v) => {
    const best = value[i] ?? 0;
    if (count[i] === 1 || better(v, best) || Number.isNaN(best)) value[i] = v;
  };
const total: Finish = ({ value, rest }, i) => (value[i] ?? 0) + (rest[i] ?? 0);
const spread: Finish = ({ rest, count }, i) => (rest[i] ?? 0) / (count[i] ?? 1);
const kept: Finish = ({ value }, i) => value[i] ?? 0;

const REDUCERS: Readonly<Record<string, readonly [Add, Finish]>> = {
  sum: [addUp, total],
  avg: [addUp, (state, i) => total(state, i) / (state.count[i] ?? 1)],
  min: [extreme((v, best) => v < best), kept],
  max: [extreme((v, best) => v > best), kept],
  count: [() => {}, ({ count }, i) => count[i] ?? 0],
  group: [() => {}, () => 1],
  stddev: [welford, (state, i) => Math.sqrt(spread(state, i))],
  stdvar: [welford, spread],
};

async function reduce(
  { labels, members }: Group,
  { op, count: steps }: AggregateParams,
  { budget }: Context,
): Promise<Column> {
  const reducer = REDUCERS[op];
  if (reducer === undefined) throw new Error(`no reducer for ${op}`);
  const [add, finish] = reducer;
  const out = emptyColumn(labels, steps, budget);
  const state: State = {
    value: new Float64Array(steps),
    rest: new Float64Array(steps),
    count: new Float64Array(steps),
  };
  for (const { values, present } of members) {
    for (let i = 0; i < steps; i += 1) {
      if (present[i] !== 1) continue;
      state.count[i] = (state.count[i] ?? 0) + 1;
      add(state, i, values[i] ?? 0);
    }
    if (budget.spend(steps)) await budget.breathe();
  }
  for (let i = 0; i < steps; i += 1) {
    if (state.count[i] === 0) continue;
    out.present[i] = 1;
    out.values[i] = finish(state, i);
  }
  return out;
}

async function quantile(
  { labels, members }: Group,
  { count, param }: AggregateParams,
  { budget }: Context,
): Promise<Column> {
  const out = emptyColumn(labels, count, budget);
  const room = new Float64Array(members.length);
  for (let i = 0; i < count; i += 1) {
    let found = 0;
    for (const { values, present } of members) {
      if (present[i] !== 1) continue;
      room[found] = values[i] ?? 0;
      found += 1;
    }
    if (budget.spend(members.length * 4)) await budget.breathe();
    if (found === 0) continue;
    out.present[i] = 1;
    out.values[i] = quantileOf(param?.[i] ?? Number.NaN, room.subarray(0, found));
  }
  return out;
}

/** topk and bottomk: the best members keep their labels. */
async function best(
  { members }: Group,
  { op, count, param }: AggregateParams,
  { budget }: Context,
): Promise<readonly Column[]> {
  const sign = op === "topk" ? -1 : 1;
  // By the order of coming in, which for the first step is the order of an instant query's answer.
  const out = new Map<Column, Column>();
  for (let i = 0; i < count; i += 1) {
    const k = wholeNumber(param?.[i] ?? Number.NaN);
    if (budget.spend(members.length * 8)) await budget.breathe();
    if (k < 1) continue;
    const candidates = members
      .filter(({ present }) => present[i] === 1)
      .toSorted((a, b) => byValue(a, b, i, sign));
    for (const member of candidates.slice(0, k)) {
      const column = out.get(member) ?? emptyColumn(member.labels, count, budget);
      out.set(member, column);
      column.present[i] = 1;
      column.values[i] = member.values[i] ?? 0;
    }
  }
  return [...out.values()];
}

/** NaN is worse than everything; equals stay in their order. */
function byValue(a: Column, b: Column, i: number, sign: number): number {
  const [left, right] = [a.values[i] ?? 0, b.values[i] ?? 0];
  const nans = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  return nans === 0 ? sign * (left - right) || 0 : nans;
}

/** @throws PromqlError execution for what Go could not make an integer of */
function wholeNumber(k: number): number {
  if (!Number.isFinite(k) || Math.abs(k) > Number.MAX_SAFE_INTEGER)
    throw new PromqlError("execution", `Scalar value ${formatValue(k)} overflows int64`);
  return Math.trunc(k);
}

async function countValues(
  { labels, members }: Group,
  { count, label, grouping }: AggregateParams,
  { budget }: Context,
): Promise<readonly Column[]> {
  if (label === undefined || !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label))
    throw new PromqlError("execution", `invalid label name ${JSON.stringify(label)}`);
  // `without` the very label: all values are counted together.
  const hidden = grouping.without && grouping.labels.includes(label);
  const labelsOf = (value: number) => (hidden ? labels : labelMap([...labels, [label, formatValue(value)]]));
  const out = new Map<number, Column>();
  for (const { values, present } of members) {
    for (let i = 0; i < count; i += 1) {
      if (present[i] !== 1) continue;
      const value = hidden ? 0 : (values[i] ?? 0);
      const column = out.get(value) ?? emptyColumn(labelsOf(value), count, budget);
      out.set(value, column);
      column.present[i] = 1;
      column.values[i] = (column.values[i] ?? 0) + 1;
    }
    if (budget.spend(count * 4)) await budget.breathe();
  }
  return [...out.values()];
}
