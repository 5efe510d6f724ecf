import type { UnitView } from "../../../core/wire/views.ts";
import { checkName, type Checked } from "../lib/forms.ts";
import { unitTree } from "../lib/units.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { me } from "../state/session.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

interface Props {
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export const UNIT_KINDS = ["province", "cluster", "commune", "department"] as const;
type Kind = (typeof UNIT_KINDS)[number];

/** Units by name, indented as they hang together (no-break spaces: a list box swallows others). */
export const unitOptions = (units: readonly UnitView[]) =>
  unitTree(units).map(({ unit, depth }) => [unit.id, `${"\u00A0".repeat(depth * 3)}${unit.name}`] as const);

function named<Form extends { readonly name: string }, Body>(
  toBody: (form: Form & { readonly name: string }) => Body,
) {
  return (form: Form): Checked<Body> => {
    const mistake = checkName(form.name);
    return mistake === undefined
      ? { ok: true, value: toBody({ ...form, name: form.name.trim() }) }
      : { ok: false, mistakes: { name: mistake } };
  };
}

export function UnitDialog(props: Props) {
  // Who sees a part of the tree only, adds below that part.
  const root = me.value?.unit ?? "";
  const empty: { name: string; kind: Kind; parent: string } = { name: "", kind: "commune", parent: root };
  const { form, mistakes, set, submit } = useForm(
    empty,
    named(({ name, kind, parent }) => ({ name, kind, parent: parent === "" ? null : parent })),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.units.$post({ json })),
    ({ name }) => t("web.settings.added", { name }),
  );
  return (
    <Dialog title={t("web.settings.addUnitTitle")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={t("web.field.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            hint={t("web.settings.unitHint")}
            mistake={mistakes["name"]}
            autofocus
          />
          <div class="pair">
            <SelectField
              label={t("web.field.kind")}
              value={form.kind}
              onValue={(kind) => set({ kind })}
              options={UNIT_KINDS.map((kind) => [kind, t(`web.kind.${kind}`)] as const)}
            />
            <SelectField
              label={t("web.field.parent")}
              value={form.parent}
              onValue={(parent) => set({ parent })}
              options={[
                ...(root === "" ? [["", t("web.field.parentNone")] as const] : []),
                ...unitOptions(props.units),
              ]}
            />
          </div>
        </div>
        <FormFoot busy={busy} action={t("web.device.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

export function SiteDialog(props: Props) {
  const { form, mistakes, set, submit } = useForm(
    { name: "", unit: props.units[0]?.id ?? "" },
    named(({ name, unit }) => ({ name, unit })),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.sites.$post({ json })),
    ({ name }) => t("web.settings.added", { name }),
  );
  return (
    <Dialog title={t("web.settings.addSiteTitle")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <SelectField
            label={t("web.field.unit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={unitOptions(props.units)}
          />
          <TextField
            label={t("web.field.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            hint={t("web.settings.siteHint")}
            mistake={mistakes["name"]}
            autofocus
          />
        </div>
        <FormFoot busy={busy} action={t("web.device.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}
