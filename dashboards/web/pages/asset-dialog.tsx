import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { ASSET_CATEGORIES, CONDITIONS, FUNDING_SOURCES } from "../../../core/assets/types.ts";
import {
  changesOf,
  checkAsset,
  emptyAsset,
  formOf,
  newAsset,
  takenOf,
  type AssetForm,
  type Purchase,
  type Taken,
} from "../lib/asset-form.ts";
import { dayOf } from "../lib/assets.ts";
import type { Mistake, Mistakes } from "../lib/forms.ts";
import { firstUnit } from "../lib/units.ts";
import { useState } from "preact/hooks";
import { Dialog } from "../pieces/dialog.tsx";
import { LongField, SelectField, TextField } from "../pieces/field.tsx";
import { assetsApi, recordOf } from "../state/assets-api.ts";
import { categoryText, conditionText, sourceText, words } from "../state/asset-words.ts";
import { now } from "../state/clock.ts";
import { locale, t } from "../state/preferences.ts";
import { useRebase } from "../state/rebase.ts";
import { mayEdit } from "../state/session.ts";
import { unitOptions } from "./asset-filters.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** One asset of the register, new or changed. */
export function AssetDialog(props: {
  readonly units: readonly UnitView[];
  readonly unit?: string;
  readonly asset?: AssetView;
  readonly purchase?: Purchase;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { asset, units } = props;
  const [taken, setTaken] = useState<Taken | undefined>(undefined);
  const today = dayOf(now.value ?? Date.now(), locale.value.timeZone);
  const { seen, clashes, settle } = useRebase(asset, (one) =>
    one === undefined ? emptyAsset("") : formOf(one),
  );
  const { form, mistakes, set, submit } = useForm(
    asset === undefined
      ? newAsset(props.unit || (firstUnit(units)?.id ?? ""), props.purchase)
      : formOf(asset),
    (typed: AssetForm) => checkAsset(typed, today, seen),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    async (fields) => {
      const sent = await (seen === undefined
        ? assetsApi.add(fields, props.purchase?.line)
        : assetsApi.change(seen.id, changesOf(seen, fields), seen.etag));
      const answer = await settle(sent, { form, set }, () => recordOf(seen?.id ?? ""));
      setTaken(takenOf(answer, form.code));
      return answer;
    },
    ({ name }) => words("web.asset.saved", { name }),
  );
  const title =
    asset === undefined ? words("web.asset.addTitle") : words("web.asset.editTitle", { name: asset.name });
  const codeTaken = taken?.code === form.code ? taken : undefined;
  const code: Mistake | undefined =
    codeTaken === undefined
      ? mistakes["code"]
      : { key: "web.mistake.server", params: { says: codeTaken.says } };
  const fields = {
    form,
    mistakes: { ...clashes, ...mistakes, ...(code === undefined ? {} : { code }) },
    set,
  };
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {codeTaken === undefined ? refusal : null}
          <Parts {...fields} units={units} />
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** An accountant sees the money alone. */
const Parts = ({ units, ...fields }: Fields & { readonly units: readonly UnitView[] }) => (
  <>
    {mayEdit() ? [<What {...fields} />, <Where {...fields} units={units} />] : null}
    <Money {...fields} />
    {mayEdit() ? [<Books {...fields} />, <Inside {...fields} />] : null}
  </>
);

interface Fields {
  readonly form: AssetForm;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<AssetForm>) => void;
}
type TextName = {
  [Name in keyof AssetForm]: AssetForm[Name] extends string
    ? string extends AssetForm[Name]
      ? Name
      : never
    : never;
}[keyof AssetForm];

function Text(
  props: Fields & {
    readonly name: TextName;
    readonly label: string;
    readonly hint?: string;
    readonly autofocus?: boolean;
    readonly optional?: boolean;
    readonly number?: boolean;
    readonly most?: number;
  },
) {
  const { form, mistakes, set, name, label, hint } = props;
  return (
    <TextField
      label={label}
      value={form[name]}
      onValue={(value) => set({ [name]: value })}
      mistake={mistakes[name]}
      optional={props.optional ?? true}
      hint={hint}
      maxLength={props.most ?? 100}
      {...(props.number === true ? { type: "number" as const } : {})}
      {...(props.autofocus === true ? { autofocus: true } : {})}
    />
  );
}

function What(fields: Fields) {
  const { form, set } = fields;
  return (
    <>
      <div class="pair">
        <Text
          {...fields}
          name="name"
          label={words("web.asset.col.name")}
          optional={false}
          most={200}
          autofocus
        />
        <Text {...fields} name="code" label={words("web.asset.col.code")} most={50} />
      </div>
      <div class="pair">
        <SelectField
          label={words("web.asset.col.category")}
          value={form.category}
          onValue={(category) => set({ category })}
          options={ASSET_CATEGORIES.map((one) => [one, categoryText(one)] as const)}
        />
        <SelectField
          label={words("web.asset.col.book")}
          value={form.book}
          onValue={(book) => set({ book })}
          options={[
            ["fixed", words("web.asset.book.fixed")],
            ["tool", words("web.asset.book.tool")],
          ]}
        />
      </div>
      <div class="pair">
        <Text {...fields} name="vendor" label={words("web.asset.field.vendor")} />
        <Text {...fields} name="model" label={words("web.asset.field.model")} />
      </div>
      <div class="pair">
        <Text
          {...fields}
          name="serial"
          label={words("web.asset.field.serial")}
          hint={words("web.asset.serialHint")}
        />
        <Text {...fields} name="mac" label={words("web.asset.field.mac")} />
      </div>
    </>
  );
}

function Where(fields: Fields & { readonly units: readonly UnitView[] }) {
  const { form, set, mistakes, units } = fields;
  return (
    <>
      <div class="pair">
        <SelectField
          label={words("web.asset.col.unit")}
          value={form.unit}
          onValue={(unit) => set({ unit })}
          options={unitOptions(units)}
          mistake={mistakes["unit"]}
        />
        <Text {...fields} name="room" label={words("web.asset.field.room")} />
      </div>
      <div class="pair">
        <Text {...fields} name="person" label={words("web.asset.field.person")} />
        <Text {...fields} name="quantity" label={words("web.asset.field.quantity")} optional={false} number />
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={form.oneStop}
          onChange={(event) => set({ oneStop: event.currentTarget.checked })}
        />
        {words("web.asset.field.oneStop")}
      </label>
    </>
  );
}

/** What an accountant may change, too. */
function Money(fields: Fields) {
  const { form, set } = fields;
  return (
    <>
      <div class="pair">
        <Text
          {...fields}
          name="inUseOn"
          label={words("web.asset.field.inUseOn")}
          hint={words("web.asset.dateHint")}
        />
        <Text
          {...fields}
          name="originalValue"
          label={words("web.asset.field.originalValue")}
          hint={words("web.asset.moneyHint")}
        />
      </div>
      <SelectField
        label={words("web.asset.field.fundingSource")}
        value={form.fundingSource}
        onValue={(fundingSource) => set({ fundingSource })}
        options={[notWritten(), ...FUNDING_SOURCES.map((one) => [one, sourceText(one)] as const)]}
      />
    </>
  );
}

const notWritten = () => ["", words("web.asset.notWritten")] as const;

function Books(fields: Fields) {
  const { form, set } = fields;
  return (
    <>
      <div class="pair">
        <SelectField
          label={words("web.asset.col.condition")}
          value={form.condition}
          onValue={(condition) => set({ condition })}
          options={[notWritten(), ...CONDITIONS.map((one) => [one, conditionText(one)] as const)]}
        />
        <Text {...fields} name="supplier" label={words("web.asset.field.supplier")} most={200} />
      </div>
      <Text
        {...fields}
        name="warrantyUntil"
        label={words("web.asset.field.warrantyUntil")}
        hint={words("web.asset.dateHint")}
      />
      <LongField
        label={words("web.asset.field.notes")}
        value={form.notes}
        onValue={(notes) => set({ notes })}
        maxLength={2_000}
        optional
      />
    </>
  );
}

/** What no agent tells of a PC; of little use for other things. */
function Inside(fields: Fields) {
  const { category } = fields.form;
  if (category !== "desktop" && category !== "laptop" && category !== "server") return null;
  return (
    <>
      <p class="field-hint">{words("web.asset.insideHint")}</p>
      <div class="pair">
        <Text {...fields} name="cpu" label={words("web.asset.field.cpu")} />
        <Text {...fields} name="ramGb" label={words("web.asset.field.ramGb")} number />
      </div>
      <div class="pair">
        <Text {...fields} name="os" label={words("web.asset.field.os")} />
        <Text {...fields} name="office" label={words("web.asset.field.office")} />
      </div>
    </>
  );
}
