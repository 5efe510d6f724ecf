import { useState } from "preact/hooks";
import { formatCount } from "../../../core/format.ts";
import { compareScenarios, quickPlanOf, type Plan } from "../../../core/planning/scenario.ts";
import { saySource } from "../../../core/planning/say.ts";
import { FUNDING_SOURCES } from "../../../core/assets/types.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { candidatesFrom, counterUnitsOf, priceNormsOf, type CandidatesView } from "../lib/candidates.ts";
import { capital, sayMoney } from "../lib/money.ts";
import { moneyOf, scenarioOf } from "../lib/plan-state.ts";
import { SelectField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { plansApi } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { LineList } from "./plan-parts.tsx";

interface Props {
  readonly scenario: PlanScenario;
  readonly plan: Plan;
  readonly view: CandidatesView;
  readonly unitNames: ReadonlyMap<string, string>;
}

/** This scenario beside another one. */
export function Compare(props: Props) {
  const resource = useResource("plans to compare", plansApi.list, 300_000);
  const [other, setOther] = useState("");
  const others = (resource.data.value ?? []).filter(({ id }) => id !== props.scenario.id);
  const chosen = others.find(({ id }) => id === other);
  if (others.length === 0) return null;
  return (
    <Section title={planWords("web.plan.sideBySide")}>
      <div class="filters">
        <SelectField
          label={planWords("web.plan.otherPlan")}
          value={other}
          onValue={setOther}
          options={[
            ["", planWords("web.plan.choose")],
            ...others.map(({ id, name, year }) => [id, `${name} (${year})`] as const),
          ]}
        />
      </div>
      {chosen === undefined ? null : <Beside key={chosen.id} {...props} other={chosen} />}
    </Section>
  );
}

function Beside({ other, ...props }: Props & { readonly other: PlanView }) {
  const resource = useResource(
    `compare ${other.id}`,
    () => plansApi.candidates(other.units, other.year),
    30 * 60_000,
  );
  return (
    <View resource={resource}>
      {(view) => {
        const scenario = scenarioOf(other);
        const plan = quickPlanOf(candidatesFrom(view), scenario, counterUnitsOf(view), priceNormsOf(view));
        return <Table {...props} other={{ scenario, plan, view }} />;
      }}
    </View>
  );
}

function Table({ scenario, plan, unitNames, other }: Props & { readonly other: Omit<Props, "unitNames"> }) {
  const difference = compareScenarios(plan, other.plan);
  const names = new Map([...other.view.units.map(({ id, name }) => [id, name] as const), ...unitNames]);
  const sides = [
    { side: { scenario, plan }, only: new Set(difference.onlyA) },
    { side: other, only: new Set(difference.onlyB) },
  ];
  const both = difference.both.length;
  return (
    <>
      <div class="panel table-wide">
        <table class="table table-beside" aria-label={planWords("web.plan.sideBySide")}>
          <thead>
            <tr>
              <th scope="col">
                <span class="th-plain" />
              </th>
              {sides.map(({ side }) => (
                <th key={side.scenario.id} scope="col" class="numeric">
                  <span class="th-plain">{side.scenario.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figuresOf({ scenario, plan }, other, both).map(([label, ...figures]) => (
              <tr key={label}>
                <td>{capital(label)}</td>
                {figures.map((figure, i) => (
                  <td key={i} class="numeric">
                    {figure}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {difference.onlyA.length + difference.onlyB.length === 0 ? (
        <p class="plan-bought">{planWords("web.plan.sameLines", { n: both })}</p>
      ) : (
        <div class="plan-sums">
          {sides.map(({ side, only }) => (
            <div key={side.scenario.id} class="panel panel-body">
              <h3>{planWords("web.plan.onlyIn", { name: side.scenario.name, n: only.size })}</h3>
              {only.size === 0 ? (
                <p class="quiet">{planWords("web.plan.nothing")}</p>
              ) : (
                <LineList lines={side.plan.candidates.filter(({ id }) => only.has(id))} unitNames={names} />
              )}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

type Side = Pick<Props, "scenario" | "plan">;

/** Ceilings, costs and points of both. */
function figuresOf(a: Side, b: Side, both: number): readonly (readonly [string, string, string])[] {
  const row = (label: string, of: (side: Side) => string) => [label, of(a), of(b)] as const;
  const money = (of: (side: Side) => number) => (side: Side) => sayMoney(of(side), language.value);
  const count = (of: (side: Side) => number) => (side: Side) => formatCount(of(side), language.value);
  return [
    row(
      planWords("web.plan.ceiling"),
      money(({ scenario }) => moneyOf(scenario)),
    ),
    row(
      planWords("web.plan.cost"),
      money(({ plan }) => plan.choice.cost),
    ),
    ...FUNDING_SOURCES.filter((source) =>
      [a, b].some(({ plan }) => plan.choice.bySource[source] !== undefined),
    ).map((source) =>
      row(
        saySource(language.value, source),
        money(({ plan }) => plan.choice.bySource[source] ?? 0),
      ),
    ),
    row(
      planWords("web.plan.linesIn"),
      count(({ plan }) => plan.choice.chosen.length),
    ),
    row(
      planWords("web.plan.bothHave"),
      count(() => both),
    ),
    row(
      planWords("web.plan.pointsIn"),
      count(({ plan }) => plan.choice.points),
    ),
  ];
}
