import { readDraft, type PlanDraft } from "../lib/plan-draft.ts";
import { me } from "./session.ts";

/**
 * Changes of plans that are not saved yet, as long as the tab is open: through other pages, a reload and an ended session. Each
 * person's own, for whoever signs in after them in the same tab.
 */
const keyOf = (plan: string): string => `cayda.plan.${me.value?.id ?? ""}.${plan}`;

export function keptDraft(plan: string): PlanDraft | undefined {
  try {
    return readDraft(sessionStorage.getItem(keyOf(plan)), plan);
  } catch {
    // Storage may be forbidden (private windows, policies).
    return undefined;
  }
}

/** Whether it is kept; undefined: there is nothing to keep any more. */
export function keepDraft(plan: string, draft: PlanDraft | undefined): boolean {
  try {
    if (draft === undefined) sessionStorage.removeItem(keyOf(plan));
    else sessionStorage.setItem(keyOf(plan), JSON.stringify(draft));
    return draft !== undefined;
  } catch {
    return false;
  }
}
