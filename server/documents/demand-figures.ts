import type { DemandCell } from "./input.ts";

/** What a unit needs of one kind of thing, and how it is made up. null: it cannot be said. */
export interface Demand {
  readonly need: number | null;
  /** What makes up for the liquidated. */
  readonly replace: number | null;
  readonly add: number | null;
}

/**
 * Need = max(0, norm − (in use − to be liquidated)), and so many of it are replacements as are liquidated; the rest is added.
 * Without a norm what the unit asks for (`wanted`, the number it shall have) stands for the norm.
 */
export function demandOf({ norm, have, liquidate, wanted }: DemandCell): Demand {
  const target = norm ?? wanted;
  if (target === null) return { need: null, replace: null, add: null };
  const need = Math.max(0, target - (have - liquidate));
  const replace = Math.min(need, liquidate);
  return { need, replace, add: need - replace };
}
