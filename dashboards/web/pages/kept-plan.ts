import { useEffect, useRef } from "preact/hooks";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { scenarioOf } from "../lib/plan-state.ts";
import { keepDraft } from "../state/plan-drafts.ts";
import { planWords } from "../state/plan-words.ts";
import { toast } from "../state/toasts.ts";

/**
 * Keeps changes that are not saved, wherever the person goes: half an hour of planning is not lost by a click. Who leaves the
 * page is told that they are kept, who closes the tab is asked by the browser. Answers how to forget them.
 */
export function useKeptPlan(base: PlanView, mine: PlanScenario, changed: boolean): () => void {
  const kept = useRef(false);
  useEffect(() => {
    const draft = changed ? { etag: base.etag, base: scenarioOf(base), mine } : undefined;
    kept.current = keepDraft(base.id, draft);
  }, [base, mine, changed]);
  useEffect(() => {
    if (!changed) return undefined;
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);
  useEffect(
    () => () => {
      if (kept.current) toast(planWords("web.plan.kept", { name: base.name }));
    },
    [],
  );
  return () => {
    kept.current = keepDraft(base.id, undefined);
  };
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
  // Chrome before 119 asks only when this is set.
  event.returnValue = true;
}
