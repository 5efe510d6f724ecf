import { useState } from "preact/hooks";
import type { PlanView } from "../../../core/wire/plans.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { formatDateTime } from "../../../core/format.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { planHref } from "../lib/router.ts";
import { unitTree } from "../lib/units.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { TextField } from "../pieces/field.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { PlanTabs } from "../pieces/plan-tabs.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { fileHref, plansApi, unitsOf } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { NewPlanDialog, thisYear } from "./plan-dialog.tsx";

interface Data {
  readonly plans: readonly PlanView[];
  readonly units: readonly UnitView[];
}

export function PlansPage() {
  const [open, setOpen] = useState(false);
  const resource = useResource<Data>(
    "plans",
    async () => {
      const [plans, units] = await Promise.all([plansApi.list(), unitsOf()]);
      if (!plans.ok) return plans;
      return units.ok ? { ok: true, value: { plans: plans.value, units: units.value } } : units;
    },
    60_000,
  );
  return (
    <>
      <PageHead
        title={planWords("web.plan.title")}
        under={planWords("web.plan.about")}
        actions={
          mayEdit() ? (
            <button type="button" class="button button-main" onClick={() => setOpen(true)}>
              {planWords("web.plan.add")}
            </button>
          ) : undefined
        }
      />
      <PlanTabs />
      <View resource={resource}>
        {({ plans, units }) => (
          <>
            <DataTable
              label={planWords("web.plan.title")}
              columns={columns(units)}
              rows={plans}
              rowKey={({ id }) => id}
              initial={{ by: "changed", descending: true }}
              open={({ id }) => planHref(id)}
              empty={<Empty body={planWords("web.plan.none")} />}
            />
            <UnitDocuments units={units} />
            {open ? <NewPlanDialog units={units} onClose={() => setOpen(false)} /> : null}
          </>
        )}
      </View>
    </>
  );
}

/** All money of a plan: its total ceiling, or the ceilings of its sources together. */
const moneyOf = ({ ceilings, total }: PlanView): number => {
  const sum = Object.values(ceilings).reduce<number>((all, one) => all + (one ?? 0), 0);
  return total === null ? sum : Math.min(total, sum);
};

function columns(units: readonly UnitView[]): readonly Column<PlanView>[] {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const covers = (plan: PlanView) => plan.units.map((unit) => names.get(unit) ?? unit).join(", ");
  return [
    {
      id: "name",
      label: planWords("web.plan.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <a class="cell-name" href={planHref(id)}>
          {name}
        </a>
      ),
    },
    {
      id: "year",
      label: planWords("web.plan.year"),
      numeric: true,
      sort: ({ year }) => year,
      text: ({ year }) => String(year),
      cell: ({ year }) => year,
    },
    { id: "units", label: planWords("web.plan.units"), sort: covers, text: covers, cell: covers },
    {
      id: "money",
      label: planWords("web.plan.ceiling"),
      numeric: true,
      sort: moneyOf,
      text: (plan) => String(moneyOf(plan)),
      cell: (plan) => sayMoneyShort(moneyOf(plan), language.value),
    },
    {
      id: "changed",
      label: planWords("web.plan.changed"),
      sort: ({ changedAt }) => changedAt,
      text: ({ changedAt }) => formatDateTime(changedAt, locale.value),
      cell: ({ changedAt, changedBy }) => `${formatDateTime(changedAt, locale.value)} · ${changedBy}`,
    },
  ];
}

/** Not merged into another, and at the top. */
const isNow = ({ parent, validTo }: UnitView): boolean => parent === null && validTo === null;

const DOCUMENTS = ["demand", "wear", "yearReport", "yearFigures"] as const;

/** Papers that need no plan: of one unit and a year. */
function UnitDocuments({ units }: { readonly units: readonly UnitView[] }) {
  const [unit, setUnit] = useState((units.find(isNow) ?? units[0])?.id ?? "");
  const [year, setYear] = useState(String(thisYear()));
  if (unit === "") return null;
  return (
    <Section title={planWords("web.plan.documents")}>
      <div class="panel panel-body">
        <div class="filters">
          <label class="field">
            {planWords("web.plan.unit")}
            <select class="input" value={unit} onChange={(event) => setUnit(event.currentTarget.value)}>
              {unitTree(units).map(({ unit: { id, name }, depth }) => (
                <option key={id} value={id}>
                  {"\u00A0\u00A0".repeat(depth) + name}
                </option>
              ))}
            </select>
          </label>
          <TextField
            label={planWords("web.plan.year")}
            type="number"
            value={year}
            onValue={(value) => setYear(value.replaceAll(/\D/g, "").slice(0, 4))}
          />
        </div>
        <div class="button-row">
          {DOCUMENTS.map((kind) => (
            <a
              key={kind}
              class="button"
              download=""
              href={fileHref(`unit-documents/${kind}`, { unit, year })}
            >
              {planWords(`web.plan.document.${kind}`)}
            </a>
          ))}
        </div>
      </div>
    </Section>
  );
}
