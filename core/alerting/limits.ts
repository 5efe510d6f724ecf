import { ruleKind, type RuleId, type RuleUnit } from "./catalogue.ts";
import type { RuleSettings } from "./types.ts";

/** What a threshold may be, in the rule's own unit. Pure; form and server ask the same. */

const MOST = 1e12;
const MOST_OF: Partial<Readonly<Record<RuleUnit, number>>> = { ratio: 1, percent: 100 };

/** The largest threshold that a rule can have, in its unit; undefined where its value is yes or no. */
export function largestLimit(rule: RuleId): number | undefined {
  const { unit } = ruleKind(rule);
  return unit === "state" ? undefined : (MOST_OF[unit] ?? MOST);
}

/**
 * Whether it can be a threshold: more than nothing, because every reading is at least that, and below 100 per cent where
 * less is worse, because nothing would ever be good again.
 */
export function isLimit(rule: RuleId, raise: number): boolean {
  const largest = largestLimit(rule);
  if (largest === undefined || !Number.isFinite(raise)) return false;
  return raise > 0 && (ruleKind(rule).worse === "above" ? raise <= largest : raise < largest);
}

/** From where it is good again when only the threshold is set otherwise: the same share of it, within what can be. */
export function clearOf(rule: RuleId, usual: Pick<RuleSettings, "raise" | "clear">, raise: number): number {
  const share = usual.raise === 0 ? 1 : usual.clear / usual.raise;
  return Math.min(raise * share, largestLimit(rule) ?? MOST);
}

/** Good lies on the other side of bad, or at it. */
export const isOrdered = (rule: RuleId, { raise, clear }: Pick<RuleSettings, "raise" | "clear">): boolean =>
  ruleKind(rule).worse === "above" ? clear <= raise : clear >= raise;
