import { useEffect, useMemo, useState } from "preact/hooks";
import { shift, type Plan, type Shift } from "../../../core/planning/scenario.ts";
import { formatCount } from "../../../core/format.ts";
import { saySource } from "../../../core/planning/say.ts";
import type { FundingSource } from "../../../core/assets/types.ts";
import type { Candidate, PlanScenario } from "../../../core/planning/types.ts";
import { sayMoney, sayMoneyShort } from "../lib/money.ts";
import { byUnit, grouped, type PlanLine } from "../lib/plan-state.ts";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";

interface SumsProps {
  readonly lines: readonly PlanLine[];
  readonly plan: Plan;
  readonly scenario: PlanScenario;
  readonly unitNames: ReadonlyMap<string, string>;
}

/** What it costs, by source and unit, and what does not work out. */
export function Sums({ lines, plan, scenario, unitNames }: SumsProps) {
  const { choice } = plan;
  const chosen = lines.filter((line) => line.in);
  const figures = [
    [formatCount(chosen.length, language.value), planWords("web.plan.linesIn")],
    [sayMoney(choice.cost, language.value), planWords("web.plan.cost")],
    [formatCount(choice.points, language.value), planWords("web.plan.pointsIn")],
  ] as const;
  const warnings = chosen.reduce((sum, { candidate }) => sum + candidate.warnings.length, 0);
  const gone = plan.gone.length;
  return (
    <>
      <div class="panel figures" aria-live="polite">
        {figures.map(([figure, label]) => (
          <span key={label} class="figure">
            <strong>{figure}</strong>
            {label}
          </span>
        ))}
        {warnings === 0 ? null : (
          <span class="figure">{planWords("web.plan.warningsIn", { n: warnings })}</span>
        )}
      </div>
      {choice.unmet.map(({ rule, missing }) => (
        <Notice key={rule} state="bad">
          {unmetText(rule, missing, unitNames, plan.candidates)}
        </Notice>
      ))}
      {gone === 0 ? null : <Notice state="watch">{planWords("web.plan.gone", { n: gone })}</Notice>}
      {plan.unpriced.length === 0 ? null : (
        <Notice state="watch">{planWords("web.plan.unpriced", { n: plan.unpriced.length })}</Notice>
      )}
      {choice.exact ? null : <Notice state="watch">{planWords("web.plan.notExact")}</Notice>}
      <div class="plan-sums">
        <SumTable
          title={planWords("web.plan.bySource")}
          rows={Object.entries(choice.bySource).map(([source, amount]) => [
            saySource(language.value, source as FundingSource),
            amount,
            scenario.ceilings[source as FundingSource] ?? 0,
          ])}
        />
        <SumTable
          title={planWords("web.plan.byUnit")}
          rows={byUnit(lines).map(({ unit, amount, lines: count }) => [
            planWords("web.plan.unitLines", { unit: unitNames.get(unit) ?? unit, n: count }),
            amount,
            undefined,
          ])}
        />
      </div>
    </>
  );
}

/** What a plan cannot do for its money. */
export function unmetText(
  rule: string,
  missing: number,
  unitNames: ReadonlyMap<string, string>,
  candidates: readonly Candidate[],
): string {
  const [kind, unit = ""] = rule.split(":");
  if (kind === "counters")
    return planWords("web.plan.unmetCounters", { unit: unitNames.get(unit) ?? unit, n: missing });
  const line = candidates.find(({ id }) => id === rule);
  return planWords("web.plan.unmetMust", { item: line?.item ?? rule });
}

function SumTable(props: {
  readonly title: string;
  readonly rows: readonly (readonly [string, number, number | undefined])[];
}) {
  if (props.rows.length === 0) return null;
  return (
    <div class="panel table-wide">
      <table class="table" aria-label={props.title}>
        <thead>
          <tr>
            <th scope="col">
              <span class="th-plain">{props.title}</span>
            </th>
            <th scope="col" class="numeric">
              <span class="th-plain">{planWords("web.plan.cost")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map(([name, amount, of]) => (
            <tr key={name}>
              <td>{name}</td>
              <td class="numeric">
                {sayMoney(amount, language.value)}
                {of === undefined ? null : (
                  <span class="cell-under">
                    {planWords("web.plan.of", { ceiling: sayMoneyShort(of, language.value) })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How long nothing must move before the two other plans are worked out. */
const QUIET_MS = 400;

/** What a fifth less or more of every ceiling would change. */
export function Sensitivity({ plan, unitNames }: Pick<SumsProps, "plan" | "unitNames">) {
  const [shifts, setShifts] = useState<readonly [Shift, Shift] | undefined>(undefined);
  useEffect(() => {
    setShifts(undefined);
    const timer = setTimeout(() => setShifts([shift(plan, 80), shift(plan, 120)]), QUIET_MS);
    return () => clearTimeout(timer);
  }, [plan]);
  return (
    <Section title={planWords("web.plan.sensitivity")}>
      <div class="plan-sums">
        {(["less", "more"] as const).map((way, i) => (
          <div key={way} class="panel panel-body">
            <h3>{planWords(`web.plan.${way}20`)}</h3>
            {shifts === undefined ? (
              <p class="quiet" role="status">
                {planWords("web.plan.working")}
              </p>
            ) : (
              <ShiftLists shift={shifts[i] ?? shifts[0]} plan={plan} unitNames={unitNames} />
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}

function ShiftLists(props: {
  readonly shift: Shift;
  readonly plan: Plan;
  readonly unitNames: ReadonlyMap<string, string>;
}) {
  const { choice, fallsOut, comesIn } = props.shift;
  const byId = useMemo(() => new Map(props.plan.candidates.map((one) => [one.id, one])), [props.plan]);
  const points = choice.points - props.plan.choice.points;
  return (
    <>
      <p>
        {planWords("web.plan.shift", {
          cost: sayMoneyShort(choice.cost, language.value),
          points: points > 0 ? `+${points}` : String(points).replace("-", "\u2212"),
        })}
      </p>
      {(
        [
          ["web.plan.comesIn", comesIn],
          ["web.plan.fallsOut", fallsOut],
        ] as const
      ).map(([key, ids]) =>
        ids.length === 0 ? null : (
          <div key={key}>
            <strong>{planWords(key, { n: ids.length })}</strong>
            <LineList lines={ids.flatMap((id) => byId.get(id) ?? [])} unitNames={props.unitNames} />
          </div>
        ),
      )}
    </>
  );
}

const MOST = 12;

/** Lines in few words: those of one item and unit together. */
export function LineList(props: {
  readonly lines: readonly Candidate[];
  readonly unitNames: ReadonlyMap<string, string>;
}) {
  const groups = grouped(props.lines);
  const rest = groups.slice(MOST).reduce((sum, { lines }) => sum + lines, 0);
  return (
    <ul class="plain-list small">
      {groups.slice(0, MOST).map(({ item, unit, quantity, amount }) => (
        <li key={`${unit} ${item}`}>
          {planWords("web.plan.group", {
            item: quantity > 1 ? `${item} × ${quantity}` : item,
            unit: props.unitNames.get(unit) ?? unit,
            amount: sayMoneyShort(amount, language.value),
          })}
        </li>
      ))}
      {rest > 0 ? <li>{planWords("web.plan.andMore", { n: rest })}</li> : null}
    </ul>
  );
}
