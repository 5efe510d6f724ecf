import type { Me, UnitView } from "../../../core/wire/views.ts";
import {
  checkAccount,
  checkAccountChange,
  checkGivenPassword,
  NO_PASSWORD,
  type AccountForm,
  type Rights,
} from "../lib/account-form.ts";
import { NameFields, PasswordFields } from "../pieces/account-fields.tsx";
import { livingUnits } from "../lib/units.ts";
import { Confirm, Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { askWho, me } from "../state/session.ts";
import { words as about } from "../state/second-words.ts";
import { words } from "../state/store-words.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { unitOptions } from "./organisation-dialogs.tsx";

interface Props {
  readonly onClose: () => void;
  readonly onDone: () => void;
}
interface OfUnits extends Props {
  readonly units: readonly UnitView[];
}
interface OfPerson extends Props {
  readonly person: Me;
}

export function AddPersonDialog(props: OfUnits) {
  const empty: AccountForm = {
    name: "",
    username: "",
    ...NO_PASSWORD,
    role: "officer",
    unit: me.value?.unit ?? "",
  };
  const { submit, ...fields } = useForm(empty, checkAccount);
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.accounts.$post({ json })),
    ({ name }) => words("web.people.added", { name }),
  );
  return (
    <Dialog title={words("web.people.add")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <NameFields {...fields} own={false} beside />
          <RightFields {...fields} units={props.units} />
          <PasswordFields {...fields} label={words("web.people.oneTime")} beside />
        </div>
        <FormFoot busy={busy} action={words("web.people.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** Name, role, unit; the user name stays, for the history names people by it. */
export function EditPersonDialog(props: OfUnits & OfPerson) {
  const { person } = props;
  const { form, mistakes, set, submit } = useForm(
    { name: person.name, role: person.role, unit: person.unit ?? "" },
    checkAccountChange,
  );
  const { busy, refusal, onSubmit } = useSubmit(
    {
      onClose: props.onClose,
      onDone: () => {
        props.onDone();
        // One's own rights decide which pages there are.
        if (person.id === me.value?.id) void askWho();
      },
    },
    submit,
    (json) => ask(api.accounts[":person"].$patch({ param: { person: person.id }, json })),
    ({ name }, taken) => withTaken(words("web.people.saved", { name }), name, taken),
  );
  return (
    <Dialog title={words("web.people.editOf", { name: person.name })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={t("web.field.fullName")}
            value={form.name}
            onValue={(name) => set({ name })}
            mistake={mistakes["name"]}
            hint={`${t("web.field.username")}: ${person.username}`}
            autofocus
          />
          <RightFields form={form} set={set} units={props.units} />
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

export function ResetPasswordDialog(props: OfPerson) {
  const { name, id } = props.person;
  const { submit, ...fields } = useForm(NO_PASSWORD, checkGivenPassword);
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (json) => ask(api.accounts[":person"].password.$put({ param: { person: id }, json })),
    () => words("web.people.wasReset", { name }),
  );
  return (
    <Dialog title={words("web.people.resetOf", { name })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <p>{words("web.people.resetBody", { name })}</p>
          <PasswordFields {...fields} label={words("web.people.oneTime")} beside autofocus />
        </div>
        <FormFoot busy={busy} action={words("web.people.reset")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

export function RemovePersonDialog(props: OfPerson) {
  const { name, id } = props.person;
  return (
    <Confirm
      title={words("web.people.removeTitle", { name })}
      body={words("web.people.removeBody", { name })}
      action={words("web.people.remove")}
      done={(taken) => withTaken(words("web.people.removed", { name }), name, taken)}
      request={() => ask(api.accounts[":person"].$delete({ param: { person: id } }))}
      onDone={props.onDone}
      onClose={props.onClose}
    />
  );
}

/** What was done, and what is the person's no longer. */
const withTaken = (
  done: string,
  name: string,
  { alerts, tokens, enrolments }: Readonly<Record<"alerts" | "tokens" | "enrolments", number>>,
): string =>
  [
    done,
    ...(alerts > 0 ? [words("web.people.alertsTaken", { name, n: alerts })] : []),
    ...(tokens > 0 ? [words("web.people.tokensTaken", { name, n: tokens })] : []),
    ...(enrolments > 0 ? [about("web.people.enrolmentsTaken", { name, n: enrolments })] : []),
  ].join(" ");

const ROLES = ["officer", "leader", "accountant", "viewer", "administrator"] as const;

function RightFields(props: {
  readonly form: Rights;
  readonly set: (change: Partial<Rights>) => void;
  readonly units: readonly UnitView[];
}) {
  const { form, set, units } = props;
  // Who sees a part of the tree only, has people of that part.
  const everything = me.value?.unit === null ? [["", words("web.people.allUnits")] as const] : [];
  return (
    <div class="pair">
      <SelectField
        label={words("web.people.role")}
        value={form.role}
        onValue={(role) => set({ role })}
        options={ROLES.map((role) => [role, t(`web.role.${role}`)] as const)}
        hint={words(`web.people.may.${form.role}`)}
      />
      <SelectField
        label={words("web.people.unit")}
        value={form.unit}
        onValue={(unit) => set({ unit })}
        options={[...everything, ...unitOptions(livingUnits(units, form.unit))]}
      />
    </div>
  );
}
