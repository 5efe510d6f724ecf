import { useState } from "preact/hooks";
import type { Me, UnitView } from "../../../core/wire/views.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { words } from "../state/store-words.ts";
import {
  AddPersonDialog,
  EditPersonDialog,
  RemovePersonDialog,
  ResetPasswordDialog,
} from "./people-dialogs.tsx";

type Open = { readonly what: "add" } | { readonly what: "edit" | "reset" | "remove"; readonly person: Me };

/** Who may sign in. */
export function PeopleSection({ units }: { readonly units: readonly UnitView[] }) {
  const resource = useResource("accounts", () => ask(api.accounts.$get()));
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const ends = { onClose: () => setOpen(undefined), onDone: () => void resource.reload() };
  return (
    <Section
      title={words("web.people.title")}
      actions={
        <button type="button" class="button" onClick={() => setOpen({ what: "add" })}>
          {words("web.people.add")}
        </button>
      }
    >
      <p class="quiet small">{words("web.people.about")}</p>
      <View resource={resource} lines={3}>
        {(people) => (
          <DataTable
            label={words("web.people.title")}
            columns={columns(units, setOpen)}
            rows={people}
            rowKey={({ id }) => id}
            initial={{ by: "name", descending: false }}
            empty={null}
          />
        )}
      </View>
      {open?.what === "add" ? <AddPersonDialog {...ends} units={units} /> : null}
      {open?.what === "edit" ? <EditPersonDialog {...ends} units={units} person={open.person} /> : null}
      {open?.what === "reset" ? <ResetPasswordDialog {...ends} person={open.person} /> : null}
      {open?.what === "remove" ? <RemovePersonDialog {...ends} person={open.person} /> : null}
    </Section>
  );
}

function columns(units: readonly UnitView[], open: (what: Open) => void): readonly Column<Me>[] {
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
      cell: (person) => (
        <>
          <span class="cell-name">{person.name}</span>
          <span class="cell-under">{underName(person)}</span>
        </>
      ),
    },
    { id: "role", label: words("web.people.role"), sort: roleText, text: roleText, cell: roleText },
    { id: "unit", label: words("web.people.unit"), sort: unitText, text: unitText, cell: unitText },
    {
      id: "actions",
      label: t("web.col.actions"),
      fixed: "buttons",
      sort: () => null,
      text: () => "",
      cell: (person) => <Actions person={person} open={open} />,
    },
  ];
}

const underName = ({ id, username, passwordDue }: Me): string =>
  [
    username,
    ...(id === me.value?.id ? [words("web.people.you")] : []),
    ...(passwordDue === true ? [words("web.people.due")] : []),
  ].join(" · ");

/** People of all units are left to those who see all of them; nobody removes themselves. */
function Actions({ person, open }: { readonly person: Me; readonly open: (what: Open) => void }) {
  if (person.unit === null && me.value?.unit !== null) return null;
  const own = person.id === me.value?.id;
  const button = (what: "edit" | "reset" | "remove") => (
    <button
      type="button"
      class="button button-plain"
      aria-label={words(`web.people.${what}Of`, { name: person.name })}
      onClick={() => open({ what, person })}
    >
      {words(`web.people.${what}`)}
    </button>
  );
  return (
    <>
      {button("edit")}
      {own ? null : button("reset")}
      {own ? null : button("remove")}
    </>
  );
}
