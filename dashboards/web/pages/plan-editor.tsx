import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Candidate, PlanScenario } from "../../../core/planning/types.ts";
import { quickPlanOf, type Plan } from "../../../core/planning/scenario.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { candidatesFrom, counterUnitsOf, priceNormsOf, type CandidatesView } from "../lib/candidates.ts";
import { linesOf } from "../lib/plan-state.ts";
import { later } from "../pieces/later.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { plansApi, unitsOf, type PlanDetail } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { useEditedPlan } from "./edited-plan.ts";
import { Ceilings } from "./plan-ceilings.tsx";
import { Documents } from "./plan-documents.tsx";
import { Sensitivity, Sums } from "./plan-parts.tsx";
import { PlanLines } from "./plan-lines.tsx";

const Versions = later(async () => (await import("./plan-versions.tsx")).Versions);
const Compare = later(async () => (await import("./plan-compare.tsx")).Compare);
const Years = later(async () => (await import("./plan-years.tsx")).Years);
const PlanNotices = later(async () => (await import("./plan-notices.tsx")).PlanNotices, true);
const RemoveDialog = later(async () => (await import("./plan-confirm.tsx")).RemoveDialog, true);
const LineDialog = later(async () => (await import("./plan-line.tsx")).LineDialog, true);

interface Data {
  readonly detail: PlanDetail;
  readonly view: CandidatesView;
  readonly candidates: readonly Candidate[];
  readonly units: readonly UnitView[];
  readonly unitNames: ReadonlyMap<string, string>;
}
/** What could be bought changes with the evidence, not under the hand of a person who plans. */
const REFRESH_MS = 30 * 60_000;

export function PlanPage({ id }: { readonly id: string }) {
  const resource = useResource<Data>(
    `plan ${id}`,
    async () => {
      const detail = await plansApi.get(id);
      if (!detail.ok) return detail;
      const { plan } = detail.value;
      const [view, units] = await Promise.all([plansApi.candidates(plan.units, plan.year), unitsOf()]);
      if (!view.ok) return view;
      const seen = units.ok ? units.value : [];
      const unitNames = new Map([...seen, ...view.value.units].map((unit) => [unit.id, unit.name]));
      const candidates = candidatesFrom(view.value);
      const value = { detail: detail.value, view: view.value, candidates, units: seen, unitNames };
      return { ok: true, value };
    },
    REFRESH_MS,
  );
  return (
    <View resource={resource} lines={14}>
      {(data) => <Editor {...data} reload={() => void resource.reload()} />}
    </View>
  );
}

/** At most one plan a frame: a slider tells more often than a screen can show. */
function useFramed<T>(value: T): T {
  const [shown, setShown] = useState(value);
  const wanted = useRef(value);
  const frame = useRef(0);
  wanted.current = value;
  useEffect(() => {
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      setShown(wanted.current);
    });
  }, [value]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return shown;
}

/** The plan of a scenario, worked out when something of it changed. */
const usePlan = (candidates: readonly Candidate[], scenario: PlanScenario, view: CandidatesView): Plan =>
  useMemo(
    () => quickPlanOf(candidates, scenario, counterUnitsOf(view), priceNormsOf(view)),
    [candidates, scenario, view],
  );

function Editor(props: Data & { readonly reload: () => void }) {
  const { detail, view, candidates, units, unitNames, reload } = props;
  const edited = useEditedPlan(detail.plan, reload);
  const { scenario, setScenario, changed, save, busy, refusal } = edited;
  const [line, setLine] = useState<string | undefined>(undefined);
  const [removing, setRemoving] = useState(false);
  const framed = useFramed(scenario);
  const plan = usePlan(candidates, framed, view);
  const lines = useMemo(() => linesOf(plan, framed), [plan, framed]);
  return (
    <>
      <Head
        scenario={scenario}
        unitNames={unitNames}
        busy={busy}
        changed={changed}
        save={() => void save()}
        remove={() => setRemoving(true)}
      />
      {refusal}
      <PlanNotices edited={edited} units={units} />
      <Ceilings scenario={scenario} plan={plan} onScenario={setScenario} />
      <Sums lines={lines} plan={plan} scenario={framed} unitNames={unitNames} />
      <PlanLines
        lines={lines}
        scenario={scenario}
        onScenario={setScenario}
        unitNames={unitNames}
        open={setLine}
      />
      <Sensitivity plan={plan} unitNames={unitNames} />
      <Years scenario={framed} plan={plan} unitNames={unitNames} open={setLine} />
      <Documents scenario={detail.plan} units={units} before={save} busy={busy} />
      <Versions
        plan={scenario.id}
        etag={edited.etag}
        versions={detail.versions}
        units={units}
        before={save}
        reload={reload}
      />
      <Compare scenario={framed} plan={plan} view={view} unitNames={unitNames} />
      {line === undefined ? null : (
        <LineDialog
          id={line}
          plan={plan}
          original={candidates.find(({ id }) => id === line)}
          scenario={scenario}
          onScenario={setScenario}
          view={view}
          unitNames={unitNames}
          onClose={() => setLine(undefined)}
        />
      )}
      {removing ? <RemoveDialog edited={edited} onClose={() => setRemoving(false)} /> : null}
    </>
  );
}

function Head(props: {
  readonly scenario: PlanScenario;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly busy: boolean;
  readonly changed: boolean;
  readonly save: () => void;
  readonly remove: () => void;
}) {
  const { scenario, unitNames, changed } = props;
  return (
    <PageHead
      title={scenario.name}
      crumbs={<a href="/plans">{planWords("web.plan.title")}</a>}
      under={planWords("web.plan.covers", {
        year: scenario.year,
        units: scenario.units.map((unit) => unitNames.get(unit) ?? unit).join(", "),
      })}
      actions={
        mayEdit() ? (
          <>
            <button
              type="button"
              class="button button-main"
              disabled={props.busy || !changed}
              onClick={props.save}
            >
              {planWords(changed ? "web.plan.save" : "web.plan.allSaved")}
            </button>
            <button type="button" class="button" onClick={props.remove}>
              {planWords("web.plan.remove")}
            </button>
          </>
        ) : undefined
      }
    />
  );
}
