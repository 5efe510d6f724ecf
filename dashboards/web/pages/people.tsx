import { useState } from "preact/hooks";
import type { Me, UnitView } from "../../../core/wire/views.ts";
import { mayChange } from "../lib/states.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { later } from "../pieces/later.tsx";
import { Section } from "../pieces/page-head.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { me } from "../state/session.ts";
import { words as about } from "../state/second-words.ts";
import { words } from "../state/store-words.ts";
import { FactorRuleDialog, RemoveFactorDialog } from "./people-factor.tsx";
import {
  AddPersonDialog,
  EditPersonDialog,
  RemovePersonDialog,
  ResetPasswordDialog,
} from "./people-dialogs.tsx";

const PersonNotifyDialog = later(async () => (await import("./person-notify.tsx")).PersonNotifyDialog, true);

type Open =
  | { readonly what: "add" | "rule" }
  | { readonly what: "edit" | "notify" | "reset" | "factor" | "remove"; readonly person: Me };

/** Who may sign in. */
export function PeopleSection({ units }: { readonly units: readonly UnitView[] }) {
  const resource = useResource("accounts", () => ask(api.accounts.$get()));
  const reached = useReached();
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const ends = { onClose: () => setOpen(undefined), onDone: () => void resource.reload() };
  return (
    <Section
      title={words("web.people.title")}
      actions={
        <>
          {me.value?.unit === null ? (
            <button type="button" class="button" onClick={() => setOpen({ what: "rule" })}>
              {about("web.people.rule")}
            </button>
          ) : null}
          <button type="button" class="button" onClick={() => setOpen({ what: "add" })}>
            {words("web.people.add")}
          </button>
        </>
      }
    >
      <p class="quiet small">{words("web.people.about")}</p>
      <View resource={resource} lines={3}>
        {(people) => (
          <DataTable
            label={words("web.people.title")}
            columns={columns(units, reached.of, setOpen)}
            rows={people}
            rowKey={({ id }) => id}
            initial={{ by: "name", descending: false }}
            empty={null}
          />
        )}
      </View>
      <Opened open={open} units={units} ends={ends} told={() => void reached.reload()} />
    </Section>
  );
}

/** The dialog that is open. */
function Opened(props: {
  readonly open: Open | undefined;
  readonly units: readonly UnitView[];
  readonly ends: { readonly onClose: () => void; readonly onDone: () => void };
  readonly told: () => void;
}) {
  const { open, units, ends } = props;
  switch (open?.what) {
    case undefined:
      return null;
    case "add":
      return <AddPersonDialog {...ends} units={units} />;
    case "rule":
      return <FactorRuleDialog {...ends} />;
    case "edit":
      return <EditPersonDialog {...ends} units={units} person={open.person} />;
    case "notify":
      return <PersonNotifyDialog {...ends} onDone={props.told} person={open.person} />;
    case "reset":
      return <ResetPasswordDialog {...ends} person={open.person} />;
    case "factor":
      return <RemoveFactorDialog {...ends} person={open.person} />;
    case "remove":
      return <RemovePersonDialog {...ends} person={open.person} />;
  }
}

/** Who is told something anywhere; undefined until that is known. */
function useReached() {
  const resource = useResource("who is told", () => ask(api.subscriptions.$get()));
  const ids = resource.data.value?.subscriptions.flatMap(({ person, addresses }) =>
    Object.values(addresses).some((address) => address !== "") ? [person] : [],
  );
  return { of: ids === undefined ? undefined : new Set(ids), reload: () => resource.reload() };
}
type Reached = ReturnType<typeof useReached>["of"];

function columns(
  units: readonly UnitView[],
  reached: Reached,
  open: (what: Open) => void,
): readonly Column<Me>[] {
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
          <span class="cell-under">{underName(person, reached)}</span>
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

function underName({ id, username, role, passwordDue, secondFactor }: Me, reached: Reached): string {
  return [
    username,
    ...(id === me.value?.id ? [words("web.people.you")] : []),
    ...(passwordDue === true ? [words("web.people.due")] : []),
    ...(secondFactor === "on" ? [about("web.people.factorOn")] : []),
    ...(secondFactor === "due" ? [about("web.people.factorDue")] : []),
    // Of those who look after the network: whoever reads only may not want to be told anything.
    ...(mayChange(role) && reached?.has(id) === false ? [about("web.people.unreached")] : []),
  ].join(" · ");
}

/** People of all units are left to those who see all of them; nobody removes themselves. */
function Actions({ person, open }: { readonly person: Me; readonly open: (what: Open) => void }) {
  if (person.unit === null && me.value?.unit !== null) return null;
  const { name } = person;
  const own = person.id === me.value?.id;
  const button = (what: Exclude<Open["what"], "add" | "rule">, label: string, title: string) => (
    <button
      type="button"
      class="button button-plain"
      aria-label={title}
      onClick={() => open({ what, person })}
    >
      {label}
    </button>
  );
  const usual = (what: "edit" | "reset" | "remove") =>
    button(what, words(`web.people.${what}`), words(`web.people.${what}Of`, { name }));
  if (own) return usual("edit");
  return (
    <>
      {usual("edit")}
      {button("notify", about("web.people.notify"), about("web.people.notifyOf", { name }))}
      {usual("reset")}
      {person.secondFactor === "on"
        ? button("factor", about("web.people.factorRemove"), about("web.people.factorRemoveOf", { name }))
        : null}
      {usual("remove")}
    </>
  );
}
