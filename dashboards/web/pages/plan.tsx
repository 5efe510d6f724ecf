import { useState } from "preact/hooks";
import type { PlanView } from "../../../core/wire/plans.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { formatDateTime } from "../../../core/format.ts";
import { dayOf, readMoney } from "../lib/assets.ts";
import type { Checked, Mistakes } from "../lib/forms.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { planHref } from "../lib/router.ts";
import { unitTree } from "../lib/units.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { PlanTabs } from "../pieces/plan-tabs.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { fileHref, plansApi, unitsOf, type PlanBody } from "../state/assets-api.ts";
import { now } from "../state/clock.ts";
import { navigate } from "../state/location.ts";
import { planWords } from "../state/plan-words.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

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
            {open ? <NewDialog units={units} onClose={() => setOpen(false)} /> : null}
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

const thisYear = (): number => Number(dayOf(now.value ?? Date.now(), locale.value.timeZone).slice(0, 4));

interface Form {
  readonly name: string;
  readonly year: string;
  readonly units: readonly string[];
  readonly ceiling: string;
}

function check(form: Form): Checked<PlanBody> {
  const [year, ceiling] = [Number(form.year), readMoney(form.ceiling)];
  const mistakes: Mistakes = {};
  if (form.name.trim() === "") mistakes["name"] = { key: "web.mistake.required" };
  if (!/^20\d\d$/.test(form.year.trim()) || year < 2020)
    mistakes["year"] = { key: "web.mistake.count", params: { min: 2020, max: 2099 } };
  if (ceiling === undefined) mistakes["ceiling"] = { key: "web.mistake.money" };
  if (form.units.length === 0) mistakes["units"] = { key: "web.mistake.required" };
  if (Object.keys(mistakes).length > 0) return { ok: false, mistakes };
  return {
    ok: true,
    value: {
      name: form.name.trim(),
      year,
      units: form.units,
      ceilings: { commune: ceiling ?? 0 },
      total: null,
      must: [],
      never: [],
      edits: {},
    },
  };
}

function NewDialog({
  units,
  onClose,
}: {
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
}) {
  const next = thisYear() + 1;
  const first = units.find(({ parent }) => !units.some(({ id }) => id === parent));
  const { form, mistakes, set, submit } = useForm<Form, PlanBody>(
    {
      name: planWords("web.plan.nameOf", { year: next }),
      year: String(next),
      units: first === undefined ? [] : [first.id],
      ceiling: "500.000.000",
    },
    check,
  );
  const { busy, refusal, onSubmit } = useSubmit(
    { onClose, onDone: () => {} },
    submit,
    async (plan) => {
      const answer = await plansApi.add(plan);
      if (answer.ok) navigate(planHref(answer.value.id));
      return answer;
    },
    ({ name }) => planWords("web.plan.saved", { name }),
  );
  return (
    <Dialog title={planWords("web.plan.add")} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <div class="pair pair-keep">
            <TextField
              label={planWords("web.plan.name")}
              value={form.name}
              onValue={(name) => set({ name })}
              mistake={mistakes["name"]}
              autofocus
            />
            <TextField
              label={planWords("web.plan.year")}
              type="number"
              value={form.year}
              onValue={(year) => set({ year })}
              mistake={mistakes["year"]}
            />
          </div>
          <TextField
            label={planWords("web.plan.firstCeiling")}
            value={form.ceiling}
            onValue={(ceiling) => set({ ceiling })}
            mistake={mistakes["ceiling"]}
            hint={planWords("web.plan.firstCeilingHint")}
          />
          <UnitBoxes units={units} chosen={form.units} onChosen={(chosen) => set({ units: chosen })} />
          {mistakes["units"] === undefined ? null : (
            <p class="field-mistake" role="alert">
              {planWords("web.plan.unitsRequired")}
            </p>
          )}
        </div>
        <FormFoot busy={busy} action={planWords("web.plan.add")} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function UnitBoxes(props: {
  readonly units: readonly UnitView[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}) {
  const { units, chosen, onChosen } = props;
  return (
    <fieldset class="unit-boxes">
      <legend>{planWords("web.plan.units")}</legend>
      {unitTree(units).map(({ unit, depth }) => (
        <label key={unit.id} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(unit.id)}
            onChange={(event) =>
              onChosen(
                event.currentTarget.checked ? [...chosen, unit.id] : chosen.filter((one) => one !== unit.id),
              )
            }
          />
          {"\u00A0\u00A0\u00A0".repeat(depth)}
          {unit.name}
        </label>
      ))}
    </fieldset>
  );
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
