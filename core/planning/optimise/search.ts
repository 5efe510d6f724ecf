import { bestOf, leaf, movesOf, optionsAlong, valueOf, type Block, type Move } from "./blocks.ts";
import { withoutBeaten, type Option } from "./classes.ts";
import { combine } from "./combine.ts";
import { amountAt, divisor, sorted } from "./lists.ts";
import { pricesOf } from "./prices.ts";
import { byWorth, FEW, nothing, plus, type State, type Within } from "./states.ts";

export interface Solution {
  /** One of every class. */
  readonly options: readonly Option[];
  readonly points: number;
  readonly cost: number;
  readonly exact: boolean;
}

/**
 * The plan with the most points, and of those the cheapest, that keeps every limit; `undefined` when none does.
 *
 * Every plan's points are the bound less what it loses: at the prices of money, each option that is not its class's
 * best loses something (≥ 0), and so does money left over of a source whose price is not 0. So all plans that lose at
 * most `gap` are made only of options that lose at most `gap`: most classes have one such option and are decided (the
 * core: Balas & Zemel 1980; Pisinger 1995), the rest is enumerated by dynamic programming over states (cost by row,
 * points), without what is beaten or loses more. The gap begins at the highest points that the bound allows and widens
 * until a plan is found within it: then nothing better, nor as good and cheaper, was left out.
 */
export function search(
  given: readonly Block[],
  ceilings: readonly number[],
  sources: number,
): Solution | undefined {
  const decided: Option[] = [];
  const blocks: Block[] = [];
  for (const block of given) {
    const classes = block.classes.map((options) => withoutBeaten(options, block.rows));
    const [only] = classes[0] ?? [];
    if (block.rows.length === 0 && classes[0]?.length === 1 && only !== undefined) decided.push(only);
    else blocks.push({ ...block, classes });
  }
  const left = ceilings.map((limit, row) =>
    decided.reduce((rest, { use }) => rest - amountAt(use, row), limit),
  );
  if (left.some((limit) => limit < 0)) return undefined;
  const rest = searchOpen(
    blocks,
    left.map((limit, row) => roundedDown(limit, blocks, row)),
    sources,
  );
  if (rest === undefined) return undefined;
  return {
    options: [...decided, ...rest.options],
    points: decided.reduce((sum, { points }) => sum + points, rest.points),
    cost: decided.reduce((sum, { cost }) => sum + cost, rest.cost),
    exact: rest.exact,
  };
}

function searchOpen(
  blocks: readonly Block[],
  limits: readonly number[],
  sources: number,
): Solution | undefined {
  const start = pricesOf(blocks, limits);
  if (start === undefined) return undefined;
  const { prices, bound } = start;
  const step = commonOf(blocks, ({ points }) => Math.abs(points)) || 1;
  const blur = 1e-9 * (1 + Math.abs(bound));
  const choices = blocks.map((block) => choicesOf(block, prices));
  const least = leastPoints(blocks);
  const work = { left: MOST_WORK };
  const level = (gap: number, most: number): Level => within(choices, limits, prices, { gap, most, work });
  let target = Math.floor((bound + blur) / step) * step;
  let best: State | undefined;
  for (;;) {
    // A quick look first: what it finds narrows the gap.
    const quick = level(bound - target + blur, FEW);
    best = worthMore(quick.state, best);
    target = Math.max(target, pointsOf(best));
    const gap = bound - target + blur;
    const cheapest = cheapestWithin(gap, { blocks, limits, prices, sources });
    if (pointsOf(best) >= target && (best?.cost ?? Infinity) < cheapest) return solutionOf(best, true);
    const { state, exact } = quick.exact ? quick : level(gap, MOST);
    best = worthMore(state, best);
    if (pointsOf(best) >= target || target <= least || !exact) return solutionOf(best, exact);
    const wider = Math.max(step, Math.ceil(((bound - target) * 0.4) / step) * step);
    target = Math.max(least, target - wider, pointsOf(best));
  }
}
const pointsOf = (state: State | undefined): number => state?.points ?? -Infinity;
/** States at once, and in all: some seconds. Beyond, the best that was found is the answer, not proven. */
const MOST = 300_000;
const MOST_WORK = 12_000_000;

/**
 * What costs less than this is the cheapest of all within the gap: there, money with a price can be left over only so
 * far, so where all money has one (each source's, or that of the total), so much is spent at least.
 */
function cheapestWithin(
  gap: number,
  {
    blocks,
    limits,
    prices,
    sources,
  }: {
    readonly blocks: readonly Block[];
    readonly limits: readonly number[];
    readonly prices: readonly number[];
    readonly sources: number;
  },
): number {
  const spent = (rows: readonly number[]): number => {
    const price = rows.reduce((low, row) => Math.min(low, amountAt(prices, row)), Infinity);
    return price > 0 ? rows.reduce((sum, row) => sum + amountAt(limits, row), -gap / price) : 0;
  };
  const total = limits.length > sources ? spent([sources]) : 0;
  const each = spent(Array.from({ length: sources }, (_, row) => row));
  return Math.max(total, each) + commonOf(blocks, (option) => option.cost);
}

const worthMore = (a: State | undefined, b: State | undefined): State | undefined =>
  a !== undefined && (b === undefined || byWorth(a, b) < 0) ? a : b;
const solutionOf = (state: State | undefined, exact: boolean): Solution | undefined =>
  state === undefined
    ? undefined
    : { options: optionsAlong(state.trail), points: state.points, cost: state.cost, exact };

const leastPoints = (blocks: readonly Block[]): number =>
  blocks.reduce(
    (sum, { classes }) =>
      classes.reduce(
        (all, options) => all + options.reduce((low, { points }) => Math.min(low, points), Infinity),
        sum,
      ),
    0,
  );

/** What is spent is a multiple of what the costs have in common, so the rest of a limit is out of reach. */
function roundedDown(limit: number, blocks: readonly Block[], row: number): number {
  const common = commonOf(blocks, ({ use }) => amountAt(use, row));
  return common === 0 ? limit : Math.floor(limit / common) * common;
}
function commonOf(blocks: readonly Block[], of: (option: Option) => number): number {
  let common = 0;
  for (const { classes } of blocks) {
    for (const options of classes) for (const option of options) common = divisor(common, of(option));
  }
  return common;
}

/** How a block can be decided: its best way, and all that lose at most a gap. */
interface Choices {
  readonly best: Move | undefined;
  /** What its next best way loses. */
  readonly second: number;
  readonly within: (gap: number) => readonly Move[];
}

function choicesOf(block: Block, prices: readonly number[]): Choices {
  // Of a block with minimums there are too many to list beyond the gap.
  if (block.rows.length > 0) {
    return { best: undefined, second: 0, within: (gap) => movesOf(block, prices, gap) };
  }
  const [top] = bestOf(block, prices) ?? [];
  const most = top === undefined ? 0 : valueOf(top, prices);
  const moves = sorted(
    (block.classes[0] ?? []).map((option) => ({
      use: option.use,
      points: option.points,
      cost: option.cost,
      loss: Math.max(0, most - valueOf(option, prices)),
      trail: leaf(option),
    })),
    (a, b) => a.loss - b.loss,
  );
  return {
    best: moves[0],
    second: moves[1]?.loss ?? Infinity,
    within: (gap) => moves.filter((move) => move.loss <= gap),
  };
}

interface Level {
  readonly state: State | undefined;
  readonly exact: boolean;
}
/** The best plan that loses at most `gap`, or some plan that fits, or none. */
function within(
  choices: readonly Choices[],
  limits: readonly number[],
  prices: readonly number[],
  bounds: Pick<Within, "gap" | "most" | "work">,
): Level {
  const { gap } = bounds;
  const room = [...limits];
  const spread = limits.map(() => 0);
  let decided = nothing(0);
  const core: { readonly moves: readonly Move[]; readonly low: readonly number[] }[] = [];
  for (const { best, second, within } of choices) {
    const moves = second <= gap || best === undefined ? within(gap) : [best];
    const [first] = moves;
    if (first === undefined) return { state: undefined, exact: true };
    if (moves.length === 1) decided = plus(decided, first);
    const low = moves.length === 1 ? first.use : limits.map((_, row) => extreme(moves, row, Math.min));
    subtract(room, low);
    if (moves.length === 1) continue;
    subtract(spread, low);
    subtract(
      spread,
      limits.map((_, row) => -extreme(moves, row, Math.max)),
    );
    core.push({ moves, low });
  }
  if (room.some((amount) => amount < 0)) return { state: undefined, exact: true };
  // A ceiling that nothing left to decide can reach need not be watched.
  const live = limits.flatMap((_, row) => (amountAt(spread, row) > amountAt(room, row) ? [row] : []));
  const beyond = (move: Move, low: readonly number[]): Move => ({
    ...move,
    use: live.map((row) => amountAt(move.use, row) - amountAt(low, row)),
  });
  const { state, exact } = combine(
    core.map(({ moves, low }) => moves.map((move) => beyond(move, low))),
    live.map((row) => amountAt(room, row)),
    live.map((row) => amountAt(prices, row)),
    bounds,
  );
  return { state: state === undefined ? undefined : plus(decided, state), exact };
}

function subtract(from: number[], amounts: readonly number[]): void {
  for (let row = 0; row < from.length; row += 1) from[row] = amountAt(from, row) - amountAt(amounts, row);
}

const extreme = (moves: readonly Move[], row: number, of: (a: number, b: number) => number): number =>
  moves.reduce((most, { use }) => of(most, amountAt(use, row)), amountAt(moves[0]?.use ?? [], row));
