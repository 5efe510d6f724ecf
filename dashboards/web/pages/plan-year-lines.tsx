import { useState } from "preact/hooks";
import { sayAction } from "../../../core/planning/say.ts";
import type { YearSum } from "../../../core/planning/years.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { UNDONE, type YearLine } from "../lib/plan-years.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Choices } from "../pieces/field.tsx";
import { Empty } from "../pieces/view.tsx";
import { planWords } from "../state/plan-words.ts";
import { language } from "../state/preferences.ts";
import { amountColumn } from "./plan-lines.tsx";

const ALL = "all";

/** The lines of all years or of one, and what the last year leaves. */
export function LinesByYear(props: {
  readonly lines: readonly YearLine[];
  readonly last: YearSum;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly open: (id: string) => void;
}) {
  const { lines, last, unitNames, open } = props;
  const [shown, setShown] = useState(ALL);
  const years = [...new Set(lines.map((line) => line.year))];
  const rows = lines.filter((line) => shown === ALL || line.year === shown);
  const { year, left, leftCost } = last;
  const undone = { n: left.length, amount: sayMoneyShort(leftCost, language.value), year };
  return (
    <>
      <p class="plan-bought">
        {left.length === 0
          ? planWords("web.plan.allDone", { year })
          : `${planWords("web.plan.undoneGroup", undone)}.`}
      </p>
      <div class="filters">
        <Choices
          label={planWords("web.plan.yearShown")}
          value={shown}
          onValue={setShown}
          options={[
            [ALL, planWords("web.plan.yearAll")],
            ...years.map((one) => [one, one === UNDONE ? planWords("web.plan.undone") : one] as const),
          ]}
        />
      </div>
      <DataTable
        label={planWords("web.plan.yearLines")}
        columns={columns(unitNames, open)}
        rows={rows}
        rowKey={({ candidate }) => candidate.id}
        initial={{ by: "points", descending: true }}
        open={({ candidate }) =>
          () =>
            open(candidate.id)
          }
        groups={{
          of: (line) => line.year,
          order: () => years,
          heading: (key, of) => {
            const amount = of.reduce((sum, { candidate }) => sum + candidate.amount, 0);
            const said = { n: of.length, amount: sayMoneyShort(amount, language.value) };
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
    amountColumn(),
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
