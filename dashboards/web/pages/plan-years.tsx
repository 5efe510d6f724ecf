import { useEffect, useMemo, useState } from "preact/hooks";
import { sayAction, saySource } from "../../../core/planning/say.ts";
import type { Plan } from "../../../core/planning/scenario.ts";
import type { PlanScenario } from "../../../core/planning/types.ts";
import { budgetOf, eachYear, sumOfYear, yearsOf, type YearSum } from "../../../core/planning/years.ts";
import { readMoney, writeMoney } from "../lib/assets.ts";
import { sayMoney, sayMoneyShort } from "../lib/money.ts";
import { UNDONE, yearLines, type YearLine } from "../lib/plan-years.ts";
import { sorted } from "../lib/table.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Choices, TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Empty } from "../pieces/view.tsx";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { unmetText } from "./plan-parts.tsx";

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
  const done = sums.length === count;
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
      {done ? null : (
        <p class="quiet" role="status">
          {planWords("web.plan.working")}
        </p>
      )}
      <Notes sums={sums} plan={plan} unitNames={unitNames} />
      {done ? <LinesByYear lines={lines} last={sums.at(-1)} unitNames={unitNames} open={open} /> : null}
    </>
  );
}

function YearTable({ sums }: { readonly sums: readonly YearSum[] }) {
  const heads = [
    "web.plan.ceiling",
    "web.plan.cost",
    "web.plan.yearUnspent",
    "web.plan.lines",
    "web.plan.yearLeft",
  ] as const;
  const money = (amount: number) => sayMoney(amount, language.value);
  if (sums.length === 0) return null;
  return (
    <div class="panel table-wide">
      <table class="table" aria-label={planWords("web.plan.years")}>
        <thead>
          <tr>
            <th scope="col">
              <span class="th-plain">{planWords("web.plan.year")}</span>
            </th>
            {heads.map((key) => (
              <th key={key} scope="col" class="numeric">
                <span class="th-plain">{planWords(key)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sums.map(({ year, ceiling, cost, chosen, left, leftCost }) => (
            <tr key={year}>
              <td>{year}</td>
              <td class="numeric">{money(ceiling)}</td>
              <td class="numeric">{money(cost)}</td>
              <td class="numeric">{money(ceiling - cost)}</td>
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

function LinesByYear(
  props: Pick<Props, "unitNames" | "open"> & {
    readonly lines: readonly YearLine[];
    readonly last: YearSum | undefined;
  },
) {
  const { lines, last, unitNames, open } = props;
  const year = last?.year ?? 0;
  return (
    <>
      {last?.left.length === 0 ? <p class="plan-bought">{planWords("web.plan.allDone", { year })}</p> : null}
      <DataTable
        label={planWords("web.plan.yearLines")}
        columns={columns(unitNames, open)}
        rows={lines}
        rowKey={({ candidate }) => candidate.id}
        initial={{ by: "points", descending: true }}
        open={({ candidate }) =>
          () =>
            open(candidate.id)
          }
        groups={{
          of: (line) => line.year,
          // Years are digits, and digits stand before letters.
          order: (rows) => sorted([...new Set(rows.map((line) => line.year))], (a, b) => (a < b ? -1 : 1)),
          heading: (key, rows) => {
            const amount = rows.reduce((sum, { candidate }) => sum + candidate.amount, 0);
            const said = { n: rows.length, amount: sayMoneyShort(amount, language.value) };
            return key === UNDONE
              ? planWords("web.plan.undoneGroup", { ...said, year })
              : planWords("web.plan.yearGroup", { ...said, year: key });
          },
        }}
        empty={<Empty body={planWords("web.plan.nothingIn")} />}
      />
    </>
  );
}

function columns(
  unitNames: ReadonlyMap<string, string>,
  open: (id: string) => void,
): readonly Column<YearLine>[] {
  const yearText = ({ year }: YearLine) => (year === UNDONE ? planWords("web.plan.undone") : year);
  const unitOf = ({ candidate }: YearLine) => unitNames.get(candidate.unit) ?? candidate.unit;
  return [
    { id: "year", label: planWords("web.plan.year"), sort: yearText, text: yearText, cell: yearText },
    {
      id: "item",
      label: planWords("web.plan.col.item"),
      head: true,
      sort: ({ candidate }) => candidate.item,
      text: ({ candidate }) => `${sayAction(language.value, candidate.action)} ${candidate.item}`,
      cell: ({ candidate }) => (
        <button type="button" class="cell-button" onClick={() => open(candidate.id)}>
          <span class="cell-name">
            {candidate.item}
            {candidate.quantity > 1 ? ` × ${candidate.quantity}` : ""}
          </span>
          <span class="cell-under">{sayAction(language.value, candidate.action)}</span>
        </button>
      ),
    },
    { id: "unit", label: planWords("web.plan.unit"), sort: unitOf, text: unitOf, cell: unitOf },
    {
      id: "amount",
      label: planWords("web.plan.col.amount"),
      numeric: true,
      sort: ({ candidate }) => candidate.amount,
      text: ({ candidate }) => String(candidate.amount),
      cell: ({ candidate }) => (
        <span title={saySource(language.value, candidate.source)}>
          {sayMoney(candidate.amount, language.value)}
        </span>
      ),
    },
    {
      id: "points",
      label: planWords("web.plan.col.points"),
      numeric: true,
      sort: ({ candidate }) => candidate.points,
      text: ({ candidate }) => String(candidate.points),
      cell: ({ candidate }) => candidate.points,
    },
  ];
}
