import { both, type Move, type Trail } from "./blocks.ts";
import { amountAt, sorted } from "./lists.ts";

/** A part of a plan. */
export interface State {
  /** By live row, beyond what is spent in any case; of a row that is finished: 0. */
  readonly use: readonly number[];
  readonly points: number;
  readonly cost: number;
  readonly loss: number;
  readonly trail: Trail | undefined;
}
export interface Within {
  readonly room: readonly number[];
  /** Points per đồng by row: what unspent money loses. */
  readonly prices: readonly number[];
  readonly gap: number;
  /** The most that everything else may still spend, by row. */
  readonly others: readonly number[];
  /** Beyond so many states at once those that lose least are kept, and nothing is proven. */
  readonly most: number;
  /** States that may still be made; when there are none left, few are kept. */
  readonly work: { left: number };
}
export interface States {
  readonly states: readonly State[];
  readonly exact: boolean;
}
export const nothing = (rows: number): State => ({
  use: Array.from({ length: rows }, () => 0),
  points: 0,
  cost: 0,
  loss: 0,
  trail: undefined,
});

export function plus(state: State, move: Move | State): State {
  const use = Array.from(state.use);
  for (let row = 0; row < use.length; row += 1) use[row] = amountAt(use, row) + amountAt(move.use, row);
  return {
    use,
    points: state.points + move.points,
    cost: state.cost + move.cost,
    loss: state.loss + move.loss,
    trail: both(state.trail, move.trail),
  };
}

/** Whether both together can still end within the room, and within the gap once unspent money is counted. */
export function hopeful(state: State, move: Move | State, within: Within): boolean {
  const { room, prices, others, gap } = within;
  let lost = state.loss + move.loss;
  if (lost > gap) return false;
  for (let row = 0; row < room.length; row += 1) {
    const left = amountAt(room, row) - amountAt(state.use, row) - amountAt(move.use, row);
    if (left < 0) return false;
    const idle = left - amountAt(others, row);
    if (idle > 0) lost += idle * amountAt(prices, row);
  }
  return lost <= gap;
}

export const byWorth = (a: State, b: State): number => b.points - a.points || a.cost - b.cost;

/** So many are kept for a quick look. */
export const FEW = 300;

/** Counts tries, of which many are quick; false when far beyond what was allowed, or what memory holds. */
export function working({ work }: Within, tries: number, made: readonly State[]): boolean {
  work.left -= 1 + tries / 16;
  if (made.length > MOST_MADE) work.left = -OVERTIME;
  return work.left > -OVERTIME;
}
const MOST_MADE = 1_500_000;
const OVERTIME = 1_000_000;

/** Without states that another beats: at most as much of every row, and worth as much; at most as many as may be kept. */
export function thinned(states: readonly State[], within: Within): States {
  within.work.left -= states.length;
  const rows = (states[0]?.use ?? []).flatMap((_, row) =>
    states.some((state) => amountAt(state.use, row) > 0) ? [row] : [],
  );
  const kept =
    rows.length < 3 ? stairs(states, rows[0] ?? 0, rows[1] ?? rows[0] ?? 0) : distinct(states, rows);
  const open = within.work.left > 0;
  const most = open ? within.most : FEW;
  return kept.length <= most ? { states: kept, exact: open } : { states: sample(kept, most), exact: false };
}

/** Those that lose least, half of them spread evenly from the cheap to the dear. */
function sample(states: readonly State[], most: number): readonly State[] {
  const costs = states.map(({ cost }) => cost);
  const low = costs.reduce((a, b) => Math.min(a, b), Infinity);
  const width = (2 * (costs.reduce((a, b) => Math.max(a, b), low) - low) + 1) / most;
  const ordered = sorted(states, (a, b) => a.loss - b.loss);
  const kept = new Set<State>();
  const seen = new Set<number>();
  for (const state of ordered) {
    const bucket = Math.floor((state.cost - low) / width);
    if (!seen.has(bucket)) kept.add(state);
    seen.add(bucket);
  }
  for (const state of ordered) if (kept.size < most) kept.add(state);
  return states.filter((state) => kept.has(state));
}

/** The maxima of three criteria by a sweep (Kung, Luccio & Preparata 1975): rising in `first`, a staircase over `second`. */
function stairs(states: readonly State[], first: number, second: number): readonly State[] {
  const step = (state: State): number => amountAt(state.use, second);
  const ordered = sorted(
    states,
    (a, b) => amountAt(a.use, first) - amountAt(b.use, first) || step(a) - step(b) || byWorth(a, b),
  );
  const kept: State[] = [];
  const stair: State[] = [];
  for (const state of ordered) {
    const at = lastWithin(stair, step(state), step);
    const under = stair[at];
    if (under !== undefined && byWorth(under, state) <= 0) continue;
    let beaten = at + 1;
    for (let next = stair[beaten]; next !== undefined && byWorth(state, next) <= 0; next = stair[beaten])
      beaten += 1;
    const same = under !== undefined && step(under) === step(state) ? 0 : 1;
    stair.splice(at + same, beaten - at - same, state);
    kept.push(state);
  }
  return kept;
}

/** The last of `states`, rising in `step`, that is at most `most`; -1: none. */
export function lastWithin(states: readonly State[], most: number, step: (state: State) => number): number {
  let [low, high] = [0, states.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const state = states[middle];
    if (state !== undefined && step(state) <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function distinct(states: readonly State[], rows: readonly number[]): readonly State[] {
  const byUse = (a: State, b: State): number => {
    for (const row of rows) {
      const difference = amountAt(a.use, row) - amountAt(b.use, row);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const kept: State[] = [];
  for (const state of sorted(states, (a, b) => byUse(a, b) || byWorth(a, b))) {
    const last = kept.at(-1);
    if (last === undefined || byUse(last, state) !== 0) kept.push(state);
  }
  return kept;
}
