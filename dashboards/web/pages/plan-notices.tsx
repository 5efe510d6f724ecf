import { useState } from "preact/hooks";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { mergedUnits, withSuccessors } from "../lib/plan-units.ts";
import { Notice } from "../pieces/state-mark.tsx";
import { words } from "../state/organisation-words.ts";
import { planWords } from "../state/plan-words.ts";
import { mayEdit } from "../state/session.ts";
import type { EditedPlan } from "./edited-plan.ts";
import { DropDialog } from "./plan-confirm.tsx";

/** What a person should know of the plan before they go on with it. */
export function PlanNotices({
  edited,
  units,
}: {
  readonly edited: EditedPlan;
  readonly units: readonly UnitView[];
}) {
  return (
    <>
      <Unsaved edited={edited} />
      <MergedUnits scenario={edited.scenario} units={units} onScenario={edited.setScenario} />
    </>
  );
}

function Unsaved({ edited }: { readonly edited: EditedPlan }) {
  const { changed, mixedWith } = edited;
  const [dropping, setDropping] = useState(false);
  if (!changed || !mayEdit()) return null;
  return (
    <>
      <Notice state="watch">
        {mixedWith === undefined
          ? planWords("web.plan.unsaved")
          : planWords("web.plan.mixed", { name: mixedWith })}{" "}
        <button type="button" class="button button-plain" onClick={() => setDropping(true)}>
          {planWords("web.plan.drop")}
        </button>
      </Notice>
      {dropping ? <DropDialog edited={edited} onClose={() => setDropping(false)} /> : null}
    </>
  );
}

/** A plan that names units which have ended finds nothing there any more: says so, and puts their successors in their place. */
function MergedUnits(props: {
  readonly scenario: PlanScenario;
  readonly units: readonly UnitView[];
  readonly onScenario: (scenario: PlanScenario) => void;
}) {
  const { scenario, units, onScenario } = props;
  const merged = mergedUnits(scenario, units);
  if (merged.length === 0) return null;
  return (
    <Notice state="watch">
      {merged
        .map(({ from, into }) => words("web.unit.planMerged", { from: from.name, into: into.name }))
        .join(" ")}{" "}
      {mayEdit() ? (
        <button
          type="button"
          class="button button-plain"
          onClick={() => onScenario(withSuccessors(scenario, merged))}
        >
          {words("web.unit.planSuccessor")}
        </button>
      ) : undefined}
    </Notice>
  );
}
