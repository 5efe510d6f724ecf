import { useState } from "preact/hooks";
import { compareScenarios, quickPlanOf, type Plan } from "../../../core/planning/scenario.ts";
import { saySource } from "../../../core/planning/say.ts";
import { FUNDING_SOURCES } from "../../../core/assets/types.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import type { PlanView } from "../../../core/wire/plans.ts";
import { candidatesFrom, counterUnitsOf, type CandidatesView } from "../lib/candidates.ts";
import { sayMoney } from "../lib/money.ts";
import { scenarioOf } from "../lib/plan-state.ts";
import { SelectField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { plansApi } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";

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
        const plan = quickPlanOf(candidatesFrom(view), scenario, counterUnitsOf(view));
        return <Table {...props} other={{ scenario, plan, view }} />;
      }}
    </View>
  );
}

function Table({
  scenario,
  plan,
  view,
  unitNames,
  other,
}: Props & { readonly other: Omit<Props, "unitNames"> }) {
  const difference = compareScenarios(plan, other.plan);
  const names = new Map(
    [...view.candidates, ...other.view.candidates].map((one) => [
      one.id,
      `${one.item}, ${unitNames.get(one.unit) ?? other.view.units.find(({ id }) => id === one.unit)?.name ?? one.unit}`,
    ]),
  );
  const rows = figuresOf({ scenario, plan }, other);
  return (
    <div class="panel table-wide">
      <table class="table" aria-label={planWords("web.plan.sideBySide")}>
        <thead>
          <tr>
            <th scope="col">
              <span class="th-plain" />
            </th>
            {[scenario, other.scenario].map(({ id, name }) => (
              <th key={id} scope="col" class="numeric">
                <span class="th-plain">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, a, b]) => (
            <tr key={label}>
              <td>{label}</td>
              <td class="numeric">{a}</td>
              <td class="numeric">{b}</td>
            </tr>
          ))}
          <tr>
            <td>{planWords("web.plan.onlyHere")}</td>
            {[difference.onlyA, difference.onlyB].map((ids, i) => (
              <td key={i}>
                <Names ids={ids} names={names} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

type Side = Pick<Props, "scenario" | "plan">;

/** Ceilings, costs and points of both. */
function figuresOf({ scenario, plan }: Side, other: Side): readonly (readonly [string, string, string])[] {
  return [
    [
      planWords("web.plan.ceiling"),
      ...([scenario, other.scenario].map(({ ceilings }) =>
        sayMoney(
          Object.values(ceilings).reduce((sum, one) => sum + (one ?? 0), 0),
          language.value,
        ),
      ) as [string, string]),
    ],
    [
      planWords("web.plan.cost"),
      sayMoney(plan.choice.cost, language.value),
      sayMoney(other.plan.choice.cost, language.value),
    ],
    ...FUNDING_SOURCES.filter(
      (source) =>
        plan.choice.bySource[source] !== undefined || other.plan.choice.bySource[source] !== undefined,
    ).map(
      (source) =>
        [
          saySource(language.value, source),
          sayMoney(plan.choice.bySource[source] ?? 0, language.value),
          sayMoney(other.plan.choice.bySource[source] ?? 0, language.value),
        ] as const,
    ),
    [
      planWords("web.plan.linesIn"),
      String(plan.choice.chosen.length),
      String(other.plan.choice.chosen.length),
    ],
    [planWords("web.plan.pointsIn"), String(plan.choice.points), String(other.plan.choice.points)],
  ];
}

const MOST = 15;
function Names(props: { readonly ids: readonly string[]; readonly names: ReadonlyMap<string, string> }) {
  const { ids, names } = props;
  if (ids.length === 0) return <span class="quiet">{planWords("web.plan.nothing")}</span>;
  return (
    <ul class="plain-list small">
      {ids.slice(0, MOST).map((id) => (
        <li key={id}>{names.get(id) ?? id}</li>
      ))}
      {ids.length > MOST ? <li>{planWords("web.plan.andMore", { n: ids.length - MOST })}</li> : null}
    </ul>
  );
}
