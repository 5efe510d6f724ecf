import { useEffect, useState } from "preact/hooks";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { bodyOf, scenarioOf } from "../lib/plan-state.ts";
import type { Answer } from "../lib/problem.ts";
import { isStale, rebasedPlan } from "../lib/rebase.ts";
import { useSending } from "../pieces/dialog.tsx";
import { plansApi } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { toast } from "../state/toasts.ts";

/**
 * The plan that a person turns over, and the version that it rests on. Somebody else's save is never overwritten unseen: the
 * page then becomes the new version with this person's changes on top, and asks to be saved again.
 */
export function useEditedPlan(plan: PlanView, reload: () => void) {
  const [base, setBase] = useState(plan);
  const [scenario, setScenario] = useState<PlanScenario>(scenarioOf(plan));
  const [mixedWith, setMixedWith] = useState<string | undefined>(undefined);
  const { busy, refusal, send } = useSending();
  const changed = JSON.stringify(scenario) !== JSON.stringify(scenarioOf(base));
  useEffect(() => {
    if (changed || plan.etag === base.etag || plan.changedAt < base.changedAt) return;
    setBase(plan);
    setScenario(scenarioOf(plan));
  }, [plan]);
  const settle = async (answer: Answer<PlanView>): Promise<Answer<PlanView>> => {
    const fresh = isStale(answer) ? await plansApi.get(scenario.id) : undefined;
    if (fresh?.ok === true) {
      const theirs = fresh.value.plan;
      setScenario((mine) => rebasedPlan(mine, scenarioOf(base), scenarioOf(theirs)));
      setBase(theirs);
      setMixedWith(theirs.changedBy);
    }
    return answer;
  };
  const save = async (): Promise<boolean> => {
    if (!changed) return true;
    const done = await send(async () =>
      settle(await plansApi.save(scenario.id, bodyOf(scenario), base.etag)),
    );
    if (done === undefined) return false;
    setBase(done);
    setScenario((now) => (now === scenario ? scenarioOf(done) : now));
    setMixedWith(undefined);
    toast(planWords("web.plan.saved", { name: scenario.name }));
    reload();
    return true;
  };
  return { scenario, setScenario, changed, etag: base.etag, mixedWith, busy, refusal, save };
}
