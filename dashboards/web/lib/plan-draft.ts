import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { scenarioOf } from "./plan-state.ts";
import { rebasedPlan } from "./rebase.ts";

/** Changes of a plan that are not saved yet, and the version that they rest on. Pure. */
export interface PlanDraft {
  readonly etag: string;
  readonly base: PlanScenario;
  readonly mine: PlanScenario;
}

export const sameScenario = (a: PlanScenario, b: PlanScenario): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** What was kept of this plan; undefined where there is nothing, or what an older version of the page wrote. */
export function readDraft(text: string | null, plan: string): PlanDraft | undefined {
  if (text === null) return undefined;
  try {
    const { etag, base, mine } = JSON.parse(text) as Partial<PlanDraft>;
    const whole = typeof etag === "string" && isOf(base, plan) && isOf(mine, plan);
    return whole ? { etag, base, mine } : undefined;
  } catch {
    return undefined;
  }
}

const LISTS = ["units", "must", "never"] as const;
const PARTS = ["ceilings", "edits"] as const;

function isOf(scenario: PlanScenario | undefined, plan: string): scenario is PlanScenario {
  if (scenario?.id !== plan) return false;
  const parts = scenario as unknown as Readonly<Record<string, unknown>>;
  return (
    LISTS.every((name) => Array.isArray(parts[name])) &&
    PARTS.every((name) => typeof parts[name] === "object" && parts[name] !== null)
  );
}

/** The plan as it is opened: with what was not saved on top, of whatever version it is by now. */
export function resumed(
  plan: PlanView,
  draft: PlanDraft | undefined,
): { readonly scenario: PlanScenario; readonly mixedWith: string | undefined } {
  const saved = scenarioOf(plan);
  if (draft === undefined) return { scenario: saved, mixedWith: undefined };
  if (draft.etag === plan.etag) return { scenario: draft.mine, mixedWith: undefined };
  const scenario = rebasedPlan(draft.mine, draft.base, saved);
  return { scenario, mixedWith: sameScenario(scenario, saved) ? undefined : plan.changedBy };
}
