import { useState } from "preact/hooks";
import type { PlanView } from "../../../core/wire/plans.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { formatDateTime } from "../../../core/format.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { planHref } from "../lib/router.ts";
import { moneyOf } from "../lib/plan-state.ts";
import { firstUnit } from "../lib/units.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { PlanTabs } from "../pieces/plan-tabs.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { fileHref, plansApi, unitsOf } from "../state/assets-api.ts";
import { planWords } from "../state/plan-words.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { unitOptions } from "./asset-filters.tsx";
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
              empty={<Empty body={planWords(mayEdit() ? "web.plan.none" : "web.plan.noneYet")} />}
            />
            <UnitDocuments units={units} />
            {open ? <NewPlanDialog units={units} onClose={() => setOpen(false)} /> : null}
          </>
        )}
      </View>
    </>
  );
}

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

/** As the server takes them. */
const YEARS = { first: 1990, last: 2100 } as const;
const DOCUMENTS = ["demand", "wear", "yearReport", "yearFigures"] as const;

/** Papers that need no plan: of one unit and a year. */
function UnitDocuments({ units }: { readonly units: readonly UnitView[] }) {
  const [unit, setUnit] = useState(firstUnit(units)?.id ?? "");
  const [year, setYear] = useState(String(thisYear()));
  if (unit === "") return null;
  const known = Number(year) >= YEARS.first && Number(year) <= YEARS.last;
  return (
    <Section title={planWords("web.plan.documents")}>
      <div class="panel panel-body">
        <div class="filters">
          <SelectField
            label={planWords("web.plan.unit")}
            value={unit}
            onValue={setUnit}
            options={unitOptions(units)}
          />
          <TextField
            label={planWords("web.plan.year")}
            type="number"
            value={year}
            onValue={(value) => setYear(value.replaceAll(/\D/g, "").slice(0, 4))}
            mistake={
              known ? undefined : { key: "web.mistake.count", params: { min: YEARS.first, max: YEARS.last } }
            }
          />
        </div>
        <div class="button-row">
          {DOCUMENTS.map((kind) => (
            <a
              key={kind}
              class="button"
              download=""
              aria-disabled={!known}
              {...(known ? { href: fileHref(`unit-documents/${kind}`, { unit, year }) } : {})}
            >
              {planWords(`web.plan.document.${kind}`)}
            </a>
          ))}
        </div>
      </div>
    </Section>
  );
}
