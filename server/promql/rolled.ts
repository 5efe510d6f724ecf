import type { Instant } from "../../core/clock.ts";
import type { Window } from "./select.ts";
import type { Rolled } from "./types.ts";

/** Where readings are gone: what a roll-up, which lies at the end of its hour or day, says of a moment or a window within it. */

/** The roll-up that stands for a moment; `next` is the first sample after it. Undefined: readings stand there, or nothing does. */
export function standing(
  at: Float64Array,
  { spans }: Rolled,
  next: number,
  moment: Instant,
): number | undefined {
  if ((spans[next - 1] ?? 0) > 0 && at[next - 1] === moment) return next - 1;
  const span = spans[next] ?? 0;
  return span > 0 && (at[next] ?? Infinity) - span < moment ? next : undefined;
}

/**
 * A window that is too short to hold as many roll-ups as its function needs: the roll-up that stands for its end (or ends in it)
 * and, where two are needed, the one right before it. All others stay as they are, but for those in which readings begin.
 */
export function widened(window: Window, rolled: Rolled, least: 1 | 2): Window {
  const { at, lo, hi, begin, end } = window;
  if (hi - lo >= least) return least === 1 ? window : reachingBack(window, rolled);
  const last = standing(at, rolled, hi, end) ?? ended(window, rolled);
  if (last === undefined) return window;
  const span = rolled.spans[last] ?? 0;
  const share = (end - begin) / span;
  if (least === 1) return { ...window, lo: last, hi: last + 1, share };
  const [from, to] = [at[last - 1], at[last] ?? 0];
  // Across hours without readings nobody knows when it was counted.
  if (from === undefined || to - from !== span) return window;
  return { ...window, lo: last - 1, hi: last + 1, begin: from, end: to, share };
}

/** The roll-up that ends in a window. */
const ended = ({ lo, hi }: Window, { spans }: Rolled): number | undefined =>
  hi > lo && (spans[hi - 1] ?? 0) > 0 ? hi - 1 : undefined;

/** One roll-up beside readings is hours or days away from the one before it: what was counted up to it is known with that. */
function reachingBack(window: Window, { spans }: Rolled): Window {
  const { at, lo, begin, end } = window;
  const [span = 0, next = 0, before] = [spans[lo], spans[lo + 1], at[lo - 1]];
  if (span === 0 || next > 0 || before === undefined || (at[lo] ?? 0) - before !== span) return window;
  return { ...window, lo: lo - 1, begin: before, share: (end - begin) / (end - before) };
}
