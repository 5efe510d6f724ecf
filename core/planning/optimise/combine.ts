import type { Move } from "./blocks.ts";
import { amountAt, into, sorted } from "./lists.ts";
import {
  byWorth,
  hopeful,
  lastWithin,
  nothing,
  plus,
  thinned,
  working,
  type State,
  type States,
  type Within,
} from "./states.ts";

/** What is left to decide: moves whose `use` is beyond the cheapest of them, by live row. */
export type Core = readonly Move[];

/** Something that is to be joined in, and the most that it may spend by row. */
interface Part {
  readonly reach: readonly number[];
  /** Classes that are decided one after the other. */
  readonly classes: readonly Core[];
  /** Or what is left of several parts after a row was finished. */
  readonly states: readonly State[] | undefined;
  /** All of it draws on the same rows by the same amount (one source): a frontier of one dimension. */
  readonly alike: boolean;
}

/**
 * The best plan of the core that keeps the room and loses at most `gap`, by elimination of one row after the other
 * (bucket elimination, Dechter 1999): all that draws on the row is joined, then the row is finished and dropped, and of
 * what differed in that row only the best is kept. Sources that share few things are so nearly independent; classes
 * that draw on one source are a frontier (cost → points), each of their own.
 */
export function combine(
  core: readonly Core[],
  room: readonly number[],
  given: readonly number[],
  bounds: Pick<Within, "gap" | "most" | "work">,
): { readonly state: State | undefined; readonly exact: boolean } {
  const prices = [...given];
  let parts = partsOf(core, room.length);
  let exact = true;
  for (const open = new Set(room.keys()); open.size > 0;) {
    const row = nextRow(parts, open);
    open.delete(row);
    const touching = parts.filter(({ reach }) => amountAt(reach, row) > 0);
    const rest = parts.filter((part) => !touching.includes(part));
    const joined = joinAll(touching, rest, { ...bounds, room, prices });
    const { states: left, exact: all } = finish(joined.states, row, {
      ...bounds,
      room,
      prices,
      others: reachOfAll(rest, room.length),
    });
    exact &&= joined.exact && all;
    // Of a row that is finished nothing is worth anything any more.
    prices[row] = 0;
    if (left.length === 0) return { state: undefined, exact };
    parts = [...rest, { reach: mostOf(left, room.length), classes: [], states: left, alike: false }];
  }
  let state = nothing(room.length);
  for (const choices of parts.flatMap(({ classes, states }) => (states === undefined ? classes : [states]))) {
    const [best] = sorted(
      choices.map((move) => plus(nothing(room.length), move)),
      byWorth,
    );
    if (best !== undefined) state = plus(state, best);
  }
  return { state, exact };
}

/** All ways to decide the parts. Frontiers last: the last on finished rows is a single look-up for each state. */
function joinAll(parts: readonly Part[], rest: readonly Part[], within: Omit<Within, "others">): States {
  const rows = within.room.length;
  const ordered = sorted(parts, (a, b) => Number(a.alike) - Number(b.alike) || widthOf(b) - widthOf(a));
  let states: readonly State[] = [nothing(rows)];
  let exact = true;
  for (const [at, part] of ordered.entries()) {
    const outside = [...rest, ...ordered.filter((other) => other !== part)];
    const own =
      part.states === undefined
        ? enumerate(part.classes, { ...within, others: reachOfAll(outside, rows) })
        : { states: part.states, exact: true };
    const others = reachOfAll([...rest, ...ordered.slice(at + 1)], rows);
    const join = part.alike ? joinFrontier : joinEach;
    const joined = thinned(join(states, own.states, { ...within, others }), { ...within, others });
    states = joined.states;
    exact &&= joined.exact && own.exact;
  }
  return { states, exact };
}

function partsOf(core: readonly Core[], rows: number): readonly Part[] {
  const alike = new Map<string, Core[]>();
  const mixed = new Map<string, Core[]>();
  for (const moves of core) {
    const key = alikeKey(moves);
    if (key === undefined) into(mixed, String(drawn(mostOf(moves, rows))), moves);
    else into(alike, key, moves);
  }
  const part = (classes: readonly Core[], is: boolean): Part => ({
    reach: reachOf(classes, rows),
    classes,
    states: undefined,
    alike: is,
  });
  return [
    ...[...mixed.values()].map((classes) => part(classes, false)),
    ...[...alike.values()].map((classes) => part(classes, true)),
  ];
}

/** The rows of which something is used. */
const drawn = (use: readonly number[]): readonly number[] =>
  use.flatMap((amount, row) => (amount > 0 ? [row] : []));

/** The rows that all moves draw on by the same amount, or `undefined`. */
function alikeKey(moves: Core): string | undefined {
  let key: string | undefined;
  for (const { use } of moves) {
    const rows = drawn(use);
    const [first] = rows;
    if (first === undefined) continue;
    if (rows.some((row) => use[row] !== use[first])) return undefined;
    if (key !== undefined && key !== String(rows)) return undefined;
    key = String(rows);
  }
  return key ?? "";
}

const mostOf = (moves: readonly { readonly use: readonly number[] }[], rows: number): number[] =>
  Array.from({ length: rows }, (_, row) =>
    moves.reduce((most, { use }) => Math.max(most, amountAt(use, row)), 0),
  );
const sum = (lists: readonly (readonly number[])[], rows: number): number[] =>
  Array.from({ length: rows }, (_, row) => lists.reduce((all, list) => all + amountAt(list, row), 0));
const reachOf = (classes: readonly Core[], rows: number): number[] =>
  sum(
    classes.map((moves) => mostOf(moves, rows)),
    rows,
  );
const reachOfAll = (parts: readonly Part[], rows: number): number[] =>
  sum(
    parts.map(({ reach }) => reach),
    rows,
  );
const widthOf = ({ reach }: Part): number => reach.filter((most) => most > 0).length;

/** The row whose elimination leaves the fewest other rows joined. */
function nextRow(parts: readonly Part[], open: ReadonlySet<number>): number {
  let best = -1;
  let least = Infinity;
  for (const row of open) {
    const touching = parts.filter(({ reach }) => amountAt(reach, row) > 0);
    const width = [...open].filter((other) => touching.some(({ reach }) => (reach[other] ?? 0) > 0)).length;
    if (width < least) {
      best = row;
      least = width;
    }
  }
  return best;
}

/** All ways to decide the classes, in order: those whose other moves lose most first, because they branch least. */
function enumerate(classes: readonly Core[], within: Within): States {
  const rows = within.room.length;
  const second = (moves: Core): number =>
    sorted(
      moves.map((move) => move.loss),
      (a, b) => a - b,
    )[1] ?? 0;
  const ordered = sorted(
    classes.map((moves) => ({ moves, most: mostOf(moves, rows), second: second(moves) })),
    (a, b) => b.second - a.second,
  );
  const others = sum([within.others, ...ordered.map(({ most }) => most)], rows);
  let states: readonly State[] = [nothing(rows)];
  let exact = true;
  for (const { moves, most } of ordered) {
    for (let row = 0; row < rows; row += 1) others[row] = amountAt(others, row) - amountAt(most, row);
    const next = thinned(joinEach(states, moves, { ...within, others }), within);
    states = next.states;
    exact &&= next.exact;
  }
  return { states, exact };
}

function joinEach(states: readonly State[], moves: readonly (Move | State)[], within: Within): State[] {
  const joined: State[] = [];
  for (const state of states) {
    if (!working(within, moves.length, joined)) break;
    for (const move of moves) if (hopeful(state, move, within)) joined.push(plus(state, move));
  }
  return joined;
}

/** As `joinEach`, of a frontier: only its part that fits, and spends enough. */
function joinFrontier(states: readonly State[], frontier: readonly State[], within: Within): State[] {
  const joined: State[] = [];
  const rows = drawn(frontier.at(-1)?.use ?? []);
  const spent = ({ use }: State): number => amountAt(use, rows[0] ?? 0);
  const done = rows.every((row) => amountAt(within.others, row) === 0);
  for (const state of states) {
    if (!working(within, 1, joined)) break;
    let room = Infinity;
    for (const row of rows) room = Math.min(room, amountAt(within.room, row) - amountAt(state.use, row));
    for (
      let at = rows.length === 0 ? frontier.length - 1 : lastWithin(frontier, room, spent);
      at >= 0;
      at -= 1
    ) {
      const part = frontier[at];
      if (part === undefined || !worthwhile(state, part, rows, within)) break;
      if (hopeful(state, part, within)) joined.push(plus(state, part));
      if (done) break;
    }
  }
  return joined;
}

/** Whether what stays unspent does not lose more than the gap already; the less a part spends, the more does. */
function worthwhile(state: State, other: State, rows: readonly number[], within: Within): boolean {
  for (const row of rows) {
    const idle =
      amountAt(within.room, row) -
      amountAt(state.use, row) -
      amountAt(other.use, row) -
      amountAt(within.others, row);
    if (idle * amountAt(within.prices, row) + state.loss > within.gap) return false;
  }
  return true;
}

/** Nothing draws on the row any more: what stays unspent of it is lost, and it is dropped. */
function finish(states: readonly State[], row: number, within: Within): States {
  const finished: State[] = [];
  const none = nothing(within.room.length);
  for (const state of states) {
    if (!hopeful(state, none, within)) continue;
    const loss =
      state.loss + (amountAt(within.room, row) - amountAt(state.use, row)) * amountAt(within.prices, row);
    finished.push({ ...state, loss, use: state.use.map((amount, at) => (at === row ? 0 : amount)) });
  }
  return thinned(finished, within);
}
