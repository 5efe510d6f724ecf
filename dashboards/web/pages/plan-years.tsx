import { useEffect, useMemo, useState } from "preact/hooks";
import { saySource } from "../../../core/planning/say.ts";
import type { Plan } from "../../../core/planning/scenario.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { budgetOf, eachYear, sumOfYear, yearsOf, type YearSum } from "../../../core/planning/years.ts";
import { readMoney, writeMoney } from "../lib/assets.ts";
import { sayMoney, sayMoneyShort } from "../lib/money.ts";
import { yearLines } from "../lib/plan-years.ts";
import { Choices, TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { unmetText } from "./plan-parts.tsx";
import { LinesByYear } from "./plan-year-lines.tsx";

interface Props {
  readonly scenario: PlanScenario;
  readonly plan: Plan;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly open: (id: string) => void;
}

const COUNTS = ["1", "2", "3", "4", "5"] as const;
type Count = (typeof COUNTS)[number];

/** The plan and the years after it: which line falls into which. Worked out only when somebody asks for more than one. */
export function Years(props: Props) {
  const [count, setCount] = useState<Count>("1");
  return (
    <Section
      title={planWords("web.plan.years")}
      actions={
        <Choices<Count>
          label={planWords("web.plan.yearsOf")}
          value={count}
          onValue={setCount}
          options={COUNTS.map((n) => [n, planWords("web.plan.yearsN", { n })])}
        />
      }
    >
      {count === "1" ? (
        <p class="quiet">{planWords("web.plan.yearsHint")}</p>
      ) : (
        <Worked {...props} count={Number(count)} />
      )}
    </Section>
  );
}

/** How long nothing must move before the years are worked out. */
const QUIET_MS = 400;

/** The years so far; one after the other, so that the page answers in between. */
function useYears(plan: Plan, first: number, totals: readonly number[]): readonly YearSum[] {
  const [sums, setSums] = useState<readonly YearSum[]>([]);
  useEffect(() => {
    setSums([]);
    const years = eachYear(plan.items, yearsOf(plan.rules, first, totals));
    const step = () => {
      const next = years.next();
      if (next.done === true) return;
      setSums((before) => [...before, sumOfYear(next.value)]);
      timer = setTimeout(step);
    };
    let timer = setTimeout(step, QUIET_MS);
    return () => clearTimeout(timer);
  }, [plan, first, totals.join(" ")]);
  return sums;
}

function Worked({ scenario, plan, unitNames, open, count }: Props & { readonly count: number }) {
  const first = scenario.year;
  const own = budgetOf(plan.rules);
  // What is typed, by year; a year without stands at the plan's own.
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const totals = Array.from({ length: count }, (_, at) => readMoney(typed[first + at] ?? "") ?? own);
  const sums = useYears(plan, first, totals);
  const lines = useMemo(() => yearLines(sums, plan.candidates), [sums, plan]);
  const last = sums[count - 1];
  return (
    <>
      <p class="quiet small">{planWords("web.plan.yearsAbout")}</p>
      <div class="filters">
        {Array.from({ length: count - 1 }, (_, at) => first + at + 1).map((year) => (
          <TextField
            key={year}
            label={planWords("web.plan.yearCeiling", { year })}
            type="number"
            value={typed[year] ?? writeMoney(own)}
            onValue={(value) => setTyped((before) => ({ ...before, [year]: value }))}
            mistake={
              readMoney(typed[year] ?? "0") === undefined ? planWords("web.plan.yearMoney") : undefined
            }
          />
        ))}
      </div>
      <YearTable sums={sums} />
      {last === undefined ? (
        <p class="quiet" role="status">
          {planWords("web.plan.working")}
        </p>
      ) : null}
      <Notes sums={sums} plan={plan} unitNames={unitNames} />
      {last === undefined ? null : (
        <>
          <NoSource last={last} plan={plan} />
          <LinesByYear key={count} lines={lines} last={last} unitNames={unitNames} open={open} />
        </>
      )}
    </>
  );
}

function YearTable({ sums }: { readonly sums: readonly YearSum[] }) {
  // The two that follow from the others are not shown on a phone.
  const heads = [
    ["web.plan.ceiling", "numeric less-2"],
    ["web.plan.cost", "numeric"],
    ["web.plan.yearUnspent", "numeric less-2"],
    ["web.plan.linesIn", "numeric"],
    ["web.plan.yearLeft", "numeric"],
  ] as const;
  const money = (amount: number) => sayMoney(amount, language.value);
  if (sums.length === 0) return null;
  return (
    <div class="panel table-wide">
      <table class="table table-beside" aria-label={planWords("web.plan.years")}>
        <thead>
          <tr>
            <th scope="col">
              <span class="th-plain">{planWords("web.plan.year")}</span>
            </th>
            {heads.map(([key, kind]) => (
              <th key={key} scope="col" class={kind}>
                <span class="th-plain">{planWords(key)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sums.map(({ year, ceiling, cost, chosen, left, leftCost }) => (
            <tr key={year}>
              <td>{year}</td>
              <td class="numeric less-2">{money(ceiling)}</td>
              <td class="numeric">{money(cost)}</td>
              <td class="numeric less-2">{money(ceiling - cost)}</td>
              <td class="numeric">{chosen.length}</td>
              <td class="numeric">
                {planWords("web.plan.yearLeftOf", {
                  n: left.length,
                  amount: sayMoneyShort(leftCost, language.value),
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What does not work out in a year. */
function Notes({
  sums,
  plan,
  unitNames,
}: Pick<Props, "plan" | "unitNames"> & { readonly sums: readonly YearSum[] }) {
  return (
    <>
      {sums.flatMap(({ year, unmet, exact }) => [
        ...unmet.map(({ rule, missing }) => {
          const text = unmetText(rule, missing, unitNames, plan.candidates);
          return (
            <Notice key={`${year} ${rule}`} state="bad">
              {planWords("web.plan.yearNote", { year, text })}
            </Notice>
          );
        }),
        exact ? null : (
          <Notice key={year} state="watch">
            {planWords("web.plan.yearNote", { year, text: planWords("web.plan.notExact") })}
          </Notice>
        ),
      ])}
    </>
  );
}

/** Of sources that have no money in any year: they would be left for ever. */
function NoSource({ last, plan }: Pick<Props, "plan"> & { readonly last: YearSum }) {
  const left = new Set(last.left);
  const without = plan.candidates.filter(
    ({ id, source }) => left.has(id) && (plan.rules.ceilings[source] ?? 0) === 0,
  );
  if (without.length === 0) return null;
  const sources = new Set(without.map(({ source }) => saySource(language.value, source)));
  return (
    <Notice state="watch">
      {planWords("web.plan.yearNoSource", { n: without.length, sources: [...sources].join(", ") })}
    </Notice>
  );
}
