import { useState } from "preact/hooks";
import type { FoundView } from "../../../core/wire/discovery.ts";
import { isReadable } from "../lib/discovery.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { Empty } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t } from "../state/preferences.ts";
import { words } from "../state/discovery-words.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import {
  addressColumn,
  firstSeenColumn,
  foundName,
  lastSeenColumn,
  macColumn,
  makerColumn,
  nameColumn,
  presenceColumn,
  readableColumn,
} from "./discovery-columns.tsx";

interface TableProps {
  readonly site: string;
  readonly rows: readonly FoundView[];
  readonly onChange: () => void;
}

/** The server takes so many at once. */
const MOST_AT_ONCE = 100;

/** What a person can decide about found things; each says what became of it. */
function useDecisions({ site, onChange }: Pick<TableProps, "site" | "onChange">) {
  const { busy, refusal, send } = useSending();
  const param = { site };
  return {
    busy,
    refusal,
    async accept(found: readonly string[], said?: string) {
      const json = { found: [...found].slice(0, MOST_AT_ONCE) };
      const answer = await send(() => ask(api.sites[":site"].discovery.accept.$post({ param, json })));
      if (answer === undefined) return;
      const [n, refused] = [answer.accepted, answer.refused.length];
      if (refused > 0) toast(words("web.discovery.acceptedSome", { n, refused }));
      else toast(said ?? words("web.discovery.accepted", { n }));
      onChange();
    },
    async ignore(found: readonly string[], ignored: boolean) {
      const some = [...found].slice(0, MOST_AT_ONCE);
      const json = { found: some, ignored };
      const answer = await send(() => ask(api.sites[":site"].discovery.ignore.$post({ param, json })));
      if (answer === undefined) return;
      toast(
        ignored ? words("web.discovery.ignoredDone", { n: some.length }) : words("web.discovery.shownDone"),
      );
      onChange();
    },
  };
}
type Decisions = ReturnType<typeof useDecisions>;

/** What nobody has decided about, one by one or many at once. */
export function NewTable(props: TableProps & { readonly empty: string }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const decisions = useDecisions(props);
  const { rows } = props;
  const still = rows.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const choose = (ids: readonly string[]) => setChosen(new Set(ids));
  return (
    <>
      {decisions.refusal}
      {mayEdit() && rows.length > 1 ? (
        <Bulk rows={rows} chosen={still} choose={choose} decisions={decisions} />
      ) : null}
      <DataTable
        label={words("web.discovery.new")}
        columns={[
          mayEdit() && rows.length > 1 ? choiceColumn(chosen, toggle) : nameColumn(),
          addressColumn(),
          makerColumn(),
          macColumn(),
          readableColumn(),
          firstSeenColumn(),
          ...buttons(decisions, newButtons),
        ]}
        rows={rows}
        rowKey={({ id }) => id}
        initial={{ by: "readable", descending: false }}
        empty={<Empty body={props.empty} />}
      />
    </>
  );
}

function Bulk(props: {
  readonly rows: readonly FoundView[];
  readonly chosen: readonly string[];
  readonly choose: (ids: readonly string[]) => void;
  readonly decisions: Decisions;
}) {
  const { rows, chosen, choose, decisions } = props;
  const readable = rows.filter(isReadable).map(({ id }) => id);
  if (chosen.length === 0) {
    return readable.length === 0 ? null : (
      <div class="button-row discovery-bulk">
        <button type="button" class="button" onClick={() => choose(readable)}>
          {words("web.discovery.selectAll", { n: readable.length })}
        </button>
      </div>
    );
  }
  return (
    <div class="button-row discovery-bulk">
      <button
        type="button"
        class="button button-main"
        disabled={decisions.busy}
        onClick={() => void decisions.accept(chosen)}
      >
        {words("web.discovery.acceptMany", { n: chosen.length })}
      </button>
      <button
        type="button"
        class="button"
        disabled={decisions.busy}
        onClick={() => void decisions.ignore(chosen, true)}
      >
        {words("web.discovery.ignoreMany", { n: chosen.length })}
      </button>
      <button type="button" class="button button-plain" onClick={() => choose([])}>
        {words("web.discovery.selectNone")}
      </button>
    </div>
  );
}

/** The name with a box before it, where many are decided about at once. */
const choiceColumn = (chosen: ReadonlySet<string>, toggle: (id: string) => void): Column<FoundView> => {
  const column = nameColumn();
  return {
    ...column,
    cell: (found) => (
      <span class="discovery-choice">
        <input
          type="checkbox"
          aria-label={words("web.discovery.select", { name: foundName(found) })}
          checked={chosen.has(found.id)}
          onChange={() => toggle(found.id)}
        />
        {column.cell(found)}
      </span>
    ),
  };
};

interface RowButton {
  readonly label: string;
  readonly act: () => Promise<void>;
}

/** Buttons at the end of a row, for those who may decide. */
function buttons(
  decisions: Decisions,
  of: (found: FoundView, decisions: Decisions) => readonly RowButton[],
): Column<FoundView>[] {
  if (!mayEdit()) return [];
  return [
    {
      id: "actions",
      label: t("web.col.actions"),
      fixed: "buttons",
      numeric: true,
      sort: () => null,
      text: () => "",
      blank: (found) => of(found, decisions).length === 0,
      cell: (found) => (
        <span class="nowrap">
          {of(found, decisions).map(({ label, act }) => (
            <button
              key={label}
              type="button"
              class="button button-plain"
              disabled={decisions.busy}
              aria-label={`${label}: ${foundName(found)}`}
              onClick={() => void act()}
            >
              {label}
            </button>
          ))}
        </span>
      ),
    },
  ];
}

const newButtons = ({ id }: FoundView, decisions: Decisions): readonly RowButton[] => [
  { label: words("web.discovery.accept"), act: () => decisions.accept([id]) },
  { label: words("web.discovery.ignore"), act: () => decisions.ignore([id], true) },
];

const movedButtons = (found: FoundView, decisions: Decisions): readonly RowButton[] =>
  found.movedFrom === null
    ? []
    : [
        {
          label: words("web.discovery.takeAddress"),
          act: () =>
            decisions.accept([found.id], words("web.discovery.addressTaken", { address: found.address })),
        },
      ];

const ignoredButtons = ({ id }: FoundView, decisions: Decisions): readonly RowButton[] => [
  { label: words("web.discovery.show"), act: () => decisions.ignore([id], false) },
];

/** Devices and PCs that the sweep met again. */
export function KnownTable(props: TableProps) {
  const decisions = useDecisions(props);
  return (
    <>
      {decisions.refusal}
      <DataTable
        label={words("web.discovery.known")}
        columns={[
          presenceColumn(),
          nameColumn(),
          addressColumn(),
          makerColumn(),
          macColumn(),
          lastSeenColumn(),
          ...(props.rows.some(({ movedFrom }) => movedFrom !== null) ? buttons(decisions, movedButtons) : []),
        ]}
        rows={props.rows}
        rowKey={({ id }) => id}
        initial={{ by: "state", descending: false }}
        empty={<Empty body={words("web.discovery.knownEmpty")} />}
      />
    </>
  );
}

export function IgnoredTable(props: TableProps) {
  const decisions = useDecisions(props);
  return (
    <>
      {decisions.refusal}
      <DataTable
        label={words("web.discovery.ignored")}
        columns={[
          nameColumn(),
          addressColumn(),
          makerColumn(),
          macColumn(),
          lastSeenColumn(),
          ...buttons(decisions, ignoredButtons),
        ]}
        rows={props.rows}
        rowKey={({ id }) => id}
        initial={{ by: "name", descending: false }}
        empty={null}
      />
    </>
  );
}
