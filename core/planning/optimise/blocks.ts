import type { Option } from "./classes.ts";
import { amountAt, sorted } from "./lists.ts";

/**
 * What is decided together: one class, or several that share minimums. Exactly one option of each class is taken, and
 * of each minimum in `rows` at least `need`.
 */
export interface Block {
  readonly classes: readonly (readonly Option[])[];
  readonly rows: readonly number[];
  readonly need: readonly number[];
}
/** One way to decide a block. `loss`: what it is worth less than the best way, at the prices of money. */
export interface Move {
  readonly use: readonly number[];
  readonly points: number;
  readonly cost: number;
  readonly loss: number;
  readonly trail: Trail | undefined;
}
/** Which options were taken: a tree, shared between the many states of the dynamic programme. */
export interface Trail {
  readonly option: Option | undefined;
  readonly left: Trail | undefined;
  readonly right: Trail | undefined;
}
export const leaf = (option: Option): Trail => ({ option, left: undefined, right: undefined });
export const both = (left: Trail | undefined, right: Trail | undefined): Trail | undefined =>
  left === undefined ? right : right === undefined ? left : { option: undefined, left, right };
export function optionsAlong(trail: Trail | undefined): readonly Option[] {
  const found: Option[] = [];
  const open = [trail];
  for (let at = open.pop(); at !== undefined || open.length > 0; at = open.pop()) {
    if (at === undefined) continue;
    if (at.option !== undefined) found.push(at.option);
    open.push(at.left, at.right);
  }
  return found;
}

/** Points less what the money would earn elsewhere: the Lagrangian value at `prices` (points per đồng by row). */
export function valueOf(option: Option, prices: readonly number[]): number {
  let value = option.points;
  for (let row = 0; row < prices.length; row += 1) value -= amountAt(prices, row) * amountAt(option.use, row);
  return value;
}

/** How many of each minimum are still needed, as one number. */
function lower(block: Block, code: number, option: Option): number {
  let next = 0;
  let radix = 1;
  for (const [at, row] of block.rows.entries()) {
    const size = amountAt(block.need, at) + 1;
    const left = Math.floor(code / radix) % size;
    next += radix * Math.max(0, left - amountAt(option.counts, row));
    radix *= size;
  }
  return next;
}
const codes = (block: Block): number => block.need.reduce((product, need) => product * (need + 1), 1);

/** `[class][code]`: the best value of that class and all after it when so much is still needed; -Infinity: impossible. */
function tableOf(block: Block, prices: readonly number[]): readonly (readonly number[])[] {
  const size = codes(block);
  let after: readonly number[] = Array.from({ length: size }, (_, code) => (code === 0 ? 0 : -Infinity));
  const table = [after];
  for (const [, options] of sorted(block.classes.entries(), ([a], [b]) => b - a)) {
    const here: number[] = [];
    for (let code = 0; code < size; code += 1) {
      let best = -Infinity;
      for (const option of options) {
        best = Math.max(best, valueOf(option, prices) + (after[lower(block, code, option)] ?? -Infinity));
      }
      here.push(best);
    }
    table.push(here);
    after = here;
  }
  return table.reverse();
}

/** The option worth most by `value`; of those alike the cheapest, then the first. -Infinity is none. */
function bestBy(options: readonly Option[], value: (option: Option) => number): Option | undefined {
  let best: Option | undefined;
  let most = -Infinity;
  for (const option of options) {
    const worth = value(option);
    if (worth > most || (worth === most && best !== undefined && option.cost < best.cost)) {
      best = option;
      most = worth;
    }
  }
  return best;
}

/** The best way to decide a block at these prices; `undefined` when its minimums cannot be met at all. */
export function bestOf(block: Block, prices: readonly number[]): readonly Option[] | undefined {
  if (block.rows.length === 0) {
    const best = bestBy(block.classes[0] ?? [], (option) => valueOf(option, prices));
    return best === undefined ? undefined : [best];
  }
  const table = tableOf(block, prices);
  const picked: Option[] = [];
  let code = codes(block) - 1;
  for (const [at, options] of block.classes.entries()) {
    const after = table[at + 1] ?? [];
    const needed = code;
    const best = bestBy(
      options,
      (option) => valueOf(option, prices) + (after[lower(block, needed, option)] ?? -Infinity),
    );
    if (best === undefined) return undefined;
    picked.push(best);
    code = lower(block, code, best);
  }
  return picked;
}

/** All ways to decide a block that lose at most `gap`, without those that another beats. */
export function movesOf(block: Block, prices: readonly number[], gap: number): readonly Move[] {
  const table = tableOf(block, prices);
  const full = codes(block) - 1;
  const best = table[0]?.[full] ?? -Infinity;
  const nothing: Move = { use: prices.map(() => 0), points: 0, cost: 0, loss: 0, trail: undefined };
  let states = [{ code: full, value: 0, move: nothing }];
  for (const [at, options] of block.classes.entries()) {
    const next: typeof states = [];
    for (const state of states) {
      for (const option of options) {
        const code = lower(block, state.code, option);
        const value = state.value + valueOf(option, prices);
        const loss = Math.max(0, best - value - (table[at + 1]?.[code] ?? -Infinity));
        if (loss <= gap) next.push({ code, value, move: add(state.move, option, loss) });
      }
    }
    states = at === 0 ? next : thin(next);
  }
  return states.map((state) => state.move);
}

const add = (move: Move, option: Option, loss: number): Move => ({
  use: move.use.map((amount, row) => amount + amountAt(option.use, row)),
  points: move.points + option.points,
  cost: move.cost + option.cost,
  loss,
  trail: both(move.trail, leaf(option)),
});

/** Dominance among states that still need the same. */
function thin<S extends { readonly code: number; readonly move: Move }>(states: readonly S[]): S[] {
  const kept: S[] = [];
  for (const state of sorted(states, (a, b) => b.move.points - a.move.points || a.move.cost - b.move.cost)) {
    const beaten = kept.some(
      ({ code, move }) =>
        code === state.code && move.use.every((amount, row) => amount <= amountAt(state.move.use, row)),
    );
    if (!beaten) kept.push(state);
  }
  return kept;
}
