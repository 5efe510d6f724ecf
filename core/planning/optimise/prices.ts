import { bestOf, valueOf, type Block } from "./blocks.ts";
import type { Option } from "./classes.ts";
import { amountAt } from "./lists.ts";

export interface Prices {
  /** Points per đồng, by row; 0 where money is left over. */
  readonly prices: readonly number[];
  /** No choice is worth more than this. */
  readonly bound: number;
}

/**
 * The prices of money that make the Lagrangian bound lowest, which is the bound of the linear relaxation (Dantzig 1957;
 * Sinha & Zoltners 1979 for classes). Found by column generation (Dantzig & Wolfe 1960): a revised simplex with one row
 * per ceiling and one for "exactly one plan", whose columns are whole plans. Any prices ≥ 0 give a true bound, so
 * rounding in here costs time only, never exactness. `undefined`: no plan fits, not even a fractional one.
 */
export function pricesOf(blocks: readonly Block[], limits: readonly number[]): Prices | undefined {
  const { found, ghost, proven } = generate(blocks, limits);
  if (!proven || ghost <= NO_GHOST) return found;
  // A plan that is worth much and spends a đồng too much may stand beside a millionth of the plan that does not exist:
  // only where points do not count it is sure that nothing fits.
  const fits = generate(withoutPoints(blocks), limits);
  return fits.proven && fits.ghost > MUCH_GHOST ? undefined : found;
}
const NO_GHOST = 1e-12;
const MUCH_GHOST = 1e-9;

const withoutPoints = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map(({ classes, rows, need }) => ({
    classes: classes.map((options) => options.map((option) => Object.assign({}, option, { points: 0 }))),
    rows,
    need,
  }));

interface Generated {
  readonly found: Prices | undefined;
  /** How much of the plan that does not exist is left. */
  readonly ghost: number;
  readonly proven: boolean;
}

function generate(blocks: readonly Block[], limits: readonly number[]): Generated {
  const rows = limits.length;
  const scale = limits.map((limit) => Math.max(limit, 1));
  const big =
    1 +
    4 *
      blocks.reduce(
        (sum, { classes }) => sum + classes.reduce((all, options) => all + largest(options), 0),
        0,
      );
  const basis = slackBasis(
    limits.map((limit, row) => limit / amountAt(scale, row)),
    big,
  );
  let found: Prices | undefined;
  let proven = false;
  for (let round = 0; !proven && round < 60 + 60 * rows; round += 1) {
    const dual = dualOf(basis);
    const prices = limits.map((_, row) => Math.max(0, amountAt(dual, row) / amountAt(scale, row)));
    const column = planColumn(blocks, prices, scale);
    if (column === undefined) return { found: undefined, ghost: 1, proven: true };
    const bound = prices.reduce((sum, price, row) => sum + price * amountAt(limits, row), column.value);
    if (found === undefined || bound < found.bound) found = { prices, bound };
    const negative = dual.findIndex((price, row) => row < rows && price < -1e-9 * big);
    if (negative >= 0)
      enter(
        basis,
        dual.map((_, row) => (row === negative ? 1 : 0)),
        0,
      );
    else if (column.value - amountAt(dual, rows) > 1e-12 * big) enter(basis, column.use, column.points);
    else proven = true;
  }
  const ghost = basis.ghost.reduce((sum, is, at) => sum + (is ? amountAt(basis.amounts, at) : 0), 0);
  return { found, ghost, proven };
}

const largest = (options: readonly Option[]): number =>
  options.reduce((most, { points }) => Math.max(most, Math.abs(points)), 0);

interface Basis {
  readonly inverse: number[][];
  /** Of each basic column: its points, how much of it, and whether it is the plan that does not exist. */
  readonly worth: number[];
  readonly amounts: number[];
  readonly ghost: boolean[];
}

/** All money unspent, and a plan that does not exist, which must leave. */
function slackBasis(limits: readonly number[], big: number): Basis {
  const amounts = [...limits, 1];
  const last = limits.length;
  return {
    inverse: amounts.map((_, i) => amounts.map((__, j) => (i === j ? 1 : 0))),
    worth: amounts.map((_, i) => (i === last ? -big : 0)),
    amounts,
    ghost: amounts.map((_, i) => i === last),
  };
}
const dualOf = ({ inverse, worth }: Basis): number[] =>
  worth.map((_, j) => inverse.reduce((sum, line, i) => sum + amountAt(worth, i) * amountAt(line, j), 0));

function planColumn(
  blocks: readonly Block[],
  prices: readonly number[],
  scale: readonly number[],
): { use: number[]; points: number; value: number } | undefined {
  const use = scale.map(() => 0);
  let points = 0;
  let value = 0;
  for (const block of blocks) {
    const best = bestOf(block, prices);
    if (best === undefined) return undefined;
    for (const option of best) {
      points += option.points;
      value += valueOf(option, prices);
      for (let row = 0; row < use.length; row += 1) use[row] = amountAt(use, row) + amountAt(option.use, row);
    }
  }
  return { use: [...use.map((amount, row) => amount / amountAt(scale, row)), 1], points, value };
}

/** Brings a column into the basis, for that which is used up first. */
function enter(basis: Basis, entering: readonly number[], points: number): void {
  const { inverse, worth, amounts, ghost } = basis;
  const column = inverse.map((line) =>
    line.reduce((sum, factor, j) => sum + factor * amountAt(entering, j), 0),
  );
  let leaving = -1;
  let least = Infinity;
  for (const [i, factor] of column.entries()) {
    const ratio = amountAt(amounts, i) / factor;
    if (factor > 1e-11 && ratio < least) {
      least = ratio;
      leaving = i;
    }
  }
  const line = (inverse[leaving] ?? []).map((one) => one / amountAt(column, leaving));
  if (leaving < 0) return;
  for (const [i, other] of inverse.entries()) {
    const times = amountAt(column, i);
    for (let j = 0; j < other.length; j += 1) other[j] = amountAt(other, j) - times * amountAt(line, j);
    amounts[i] = Math.max(0, amountAt(amounts, i) - times * least);
  }
  inverse[leaving] = line;
  amounts[leaving] = least;
  worth[leaving] = points;
  ghost[leaving] = false;
}
