import type { UnitView } from "../../../core/wire/views.ts";
import { dayOf, readMoney } from "../lib/assets.ts";
import type { Checked, Mistakes } from "../lib/forms.ts";
import { planHref } from "../lib/router.ts";
import { unitTree } from "../lib/units.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { plansApi, type PlanBody } from "../state/assets-api.ts";
import { now as clock } from "../state/clock.ts";
import { navigate } from "../state/location.ts";
import { planWords } from "../state/plan-words.ts";
import { locale } from "../state/preferences.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

export const thisYear = (): number =>
  Number(dayOf(clock.value ?? Date.now(), locale.value.timeZone).slice(0, 4));

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

function firstForm(units: readonly UnitView[]): Form {
  const year = thisYear() + 1;
  const now = units.filter(({ parent, validTo }) => parent === null && validTo === null);
  const name = planWords("web.plan.nameOf", { year });
  return { name, year: String(year), units: now.map(({ id }) => id), ceiling: "500.000.000" };
}

/** A scenario to begin with: a year, units, and what the commune has. */
export function NewPlanDialog({
  units,
  onClose,
}: {
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
}) {
  const { form, mistakes, set, submit } = useForm<Form, PlanBody>(firstForm(units), check);
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

/** Units that are there today. */
function UnitBoxes(props: {
  readonly units: readonly UnitView[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}) {
  const { chosen, onChosen } = props;
  const units = props.units.filter(({ validTo }) => validTo === null);
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
