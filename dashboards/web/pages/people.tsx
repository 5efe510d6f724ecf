import { useState } from "preact/hooks";
import type { Me, UnitView } from "../../../core/wire/views.ts";
import { checkAccount, type AccountForm } from "../lib/account-form.ts";
import type { Mistakes } from "../lib/forms.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { words } from "../state/store-words.ts";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";
import { unitOptions } from "./organisation-dialogs.tsx";

/** Who may sign in. */
export function PeopleSection({ units }: { readonly units: readonly UnitView[] }) {
  const resource = useResource("accounts", () => ask(api.accounts.$get()));
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title={words("web.people.title")}
      actions={
        <button type="button" class="button" onClick={() => setAdding(true)}>
          {words("web.people.add")}
        </button>
      }
    >
      <p class="quiet small">{words("web.people.about")}</p>
      <View resource={resource} lines={3}>
        {(people) => (
          <DataTable
            label={words("web.people.title")}
            columns={columns(units)}
            rows={people}
            rowKey={({ id }) => id}
            initial={{ by: "name", descending: false }}
            empty={null}
          />
        )}
      </View>
      {adding ? (
        <PersonDialog units={units} onClose={() => setAdding(false)} onDone={() => void resource.reload()} />
      ) : null}
    </Section>
  );
}

function columns(units: readonly UnitView[]): readonly Column<Me>[] {
  const roleText = ({ role }: Me) => t(`web.role.${role}`);
  const unitText = ({ unit }: Me) =>
    unit === null
      ? words("web.people.allUnits")
      : (units.find(({ id }) => id === unit)?.name ?? words("web.people.unknownUnit"));
  return [
    {
      id: "name",
      label: words("web.people.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ name, username }) => (
        <>
          <span class="cell-name">{name}</span>
          <span class="cell-under">{username}</span>
        </>
      ),
    },
    { id: "role", label: words("web.people.role"), sort: roleText, text: roleText, cell: roleText },
    { id: "unit", label: words("web.people.unit"), sort: unitText, text: unitText, cell: unitText },
  ];
}

const ROLES = ["officer", "leader", "accountant", "viewer", "administrator"] as const;

function PersonDialog(props: {
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const empty: AccountForm = {
    name: "",
    username: "",
    password: "",
    again: "",
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
          <Name {...fields} />
          <Rights {...fields} units={props.units} />
          <Password {...fields} />
        </div>
        <FormFoot busy={busy} action={words("web.people.add")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

interface Fields {
  readonly form: AccountForm;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<AccountForm>) => void;
}

const Name = ({ form, mistakes, set }: Fields) => (
  <div class="pair">
    <TextField
      label={t("web.field.fullName")}
      value={form.name}
      onValue={(name) => set({ name })}
      mistake={mistakes["name"]}
      autofocus
    />
    <TextField
      label={t("web.field.username")}
      autocomplete="off"
      hint={t("web.field.usernameRule")}
      value={form.username}
      onValue={(username) => set({ username })}
      mistake={mistakes["username"]}
    />
  </div>
);

function Rights({ form, set, units }: Fields & { readonly units: readonly UnitView[] }) {
  // Who sees a part of the tree only, adds people there.
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
        options={[...everything, ...unitOptions(units)]}
      />
    </div>
  );
}

const Password = ({ form, mistakes, set }: Fields) => (
  <div class="pair">
    <TextField
      label={t("web.field.password")}
      type="password"
      autocomplete="new-password"
      hint={t("web.field.passwordRule")}
      value={form.password}
      onValue={(password) => set({ password })}
      mistake={mistakes["password"]}
    />
    <TextField
      label={t("web.field.passwordAgain")}
      type="password"
      autocomplete="new-password"
      value={form.again}
      onValue={(again) => set({ again })}
      mistake={mistakes["again"]}
    />
  </div>
);
