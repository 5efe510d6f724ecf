import { useEffect, useState } from "preact/hooks";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { resumed, sameScenario } from "../lib/plan-draft.ts";
import { bodyOf, scenarioOf } from "../lib/plan-state.ts";
import type { Answer } from "../lib/problem.ts";
import { isStale, rebasedPlan } from "../lib/rebase.ts";
import { useSending } from "../pieces/dialog.tsx";
import { plansApi } from "../state/assets-api.ts";
import { keptDraft } from "../state/plan-drafts.ts";
import { planWords } from "../state/plan-words.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { useKeptPlan } from "./kept-plan.ts";

/**
 * The plan that a person turns over, and the version that it rests on. Somebody else's save is never overwritten unseen: the
 * page then becomes the new version with this person's changes on top, and asks to be saved again. So it does where changes
 * that were not saved are found again.
 */
export function useEditedPlan(plan: PlanView, reload: () => void) {
  const [opened] = useState(() => resumed(plan, mayEdit() ? keptDraft(plan.id) : undefined));
  const [base, setBase] = useState(plan);
  const [scenario, setScenario] = useState<PlanScenario>(opened.scenario);
  const [mixedWith, setMixedWith] = useState(opened.mixedWith);
  const { busy, refusal, send } = useSending();
  const changed = !sameScenario(scenario, scenarioOf(base));
  const forget = useKeptPlan(base, scenario, changed && mayEdit());
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
  const drop = () => {
    setScenario(scenarioOf(base));
    setMixedWith(undefined);
  };
  return { scenario, setScenario, changed, etag: base.etag, mixedWith, busy, refusal, save, drop, forget };
}
export type EditedPlan = ReturnType<typeof useEditedPlan>;
