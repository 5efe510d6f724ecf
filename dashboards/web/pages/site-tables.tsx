import { useState } from "preact/hooks";
import type { AgentView, TargetView } from "../../../core/wire/views.ts";
import { deviceHref } from "../lib/router.ts";
import { computerMark, markOf, stateRank, type Mark } from "../lib/states.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { ExportButton } from "../pieces/export-button.tsx";
import { LastHour } from "../pieces/sparkline.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Moment, Now } from "../pieces/value.tsx";
import { Empty } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { t, tAny } from "../state/preferences.ts";
import { mayEdit } from "../state/session.ts";
import { bytesText, momentText, msText, nowOf, nowText, percentText } from "../state/texts.ts";

/** Each sparkline is a question of its own; a long table does without. */
const MOST_SPARKS = 24;

const lossText = (ratio: number) => percentText(ratio * 100);

/** A latest reading as a numeric column. */
function reading<Row extends { readonly latest: TargetView["latest"] }>(
  id: string,
  label: string,
  field: string,
  format: (value: number) => string,
): Column<Row> {
  return {
    id,
    label,
    numeric: true,
    sort: ({ latest }) => nowOf(latest, field),
    text: ({ latest }) => nowText(latest, field, format),
    cell: ({ latest }) => <Now reading={latest[field]} format={format} />,
  };
}

function targetColumns(count: number, remove: (target: TargetView) => void): readonly Column<TargetView>[] {
  return [
    {
      id: "state",
      label: t("web.col.state"),
      sort: ({ state }) => stateRank(state),
      text: ({ state }) => tAny(markOf(state).word),
      cell: ({ state }) => <StateMark mark={markOf(state)} />,
    },
    {
      id: "name",
      label: t("web.col.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ name }) => <span class="cell-name">{name}</span>,
    },
    {
      id: "address",
      label: t("web.col.address"),
      sort: ({ address }) => address,
      text: ({ address }) => address,
      cell: ({ address }) => address,
    },
    reading("rtt", t("web.col.rtt"), "rtt_avg", msText),
    ...(count > MOST_SPARKS
      ? []
      : [
          {
            id: "hour",
            label: t("web.col.lastHour"),
            fixed: "drawing" as const,
            cell: ({ entity }: TargetView) => <LastHour entity={entity} series="rtt_avg:avg" />,
            sort: () => null,
            text: () => "",
          },
        ]),
    reading("loss", t("web.col.loss"), "loss", lossText),
    reading("jitter", t("web.col.jitter"), "jitter", msText),
    {
      id: "newest",
      label: t("web.col.newest"),
      sort: ({ newest }) => newest,
      text: ({ newest }) => momentText(newest),
      cell: ({ newest }) => <Moment at={newest} />,
    },
    targetActions(remove),
  ];
}

/** Everybody may take figures out; some may take the target away. */
const targetActions = (remove: (target: TargetView) => void): Column<TargetView> => ({
  id: "actions",
  label: t("web.col.actions"),
  fixed: "buttons",
  numeric: true,
  sort: () => null,
  text: () => "",
  cell: (target) => (
    <>
      <ExportButton what={{ entity: target.entity }} name={target.name} plain />
      {mayEdit() ? (
        <button type="button" class="button button-plain" onClick={() => remove(target)}>
          {t("web.target.remove")}
        </button>
      ) : null}
    </>
  ),
});

export function TargetTable(props: {
  readonly targets: readonly TargetView[];
  readonly onChange: () => void;
}) {
  const [removing, setRemoving] = useState<TargetView | undefined>(undefined);
  return (
    <>
      <DataTable
        label={t("web.site.targets")}
        columns={targetColumns(props.targets.length, setRemoving)}
        rows={props.targets}
        rowKey={({ id }) => id}
        initial={{ by: "state", descending: false }}
        empty={<Empty body={t("web.site.noTargets")} />}
      />
      {removing === undefined ? null : (
        <Confirm
          title={t("web.target.removeTitle", { name: removing.name })}
          body={t("web.target.removeBody", { address: removing.address })}
          action={t("web.target.remove")}
          done={t("web.target.removed", { name: removing.name })}
          request={() => ask(api.targets[":target"].$delete({ param: { target: removing.id } }))}
          onDone={props.onChange}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}

/** One button a row, for those who may. */
function actions<Row>(
  label: string,
  act: (row: Row) => void,
  when: (row: Row) => boolean = () => true,
): Column<Row>[] {
  if (!mayEdit()) return [];
  return [
    {
      id: "actions",
      label: t("web.col.actions"),
      fixed: "buttons",
      numeric: true,
      sort: () => null,
      text: () => "",
      cell: (row) =>
        when(row) ? (
          <button type="button" class="button button-plain" onClick={() => act(row)}>
            {label}
          </button>
        ) : null,
      blank: (row) => !when(row),
    },
  ];
}

export function agentMark({ revokedAt, state }: AgentView): Mark {
  if (revokedAt !== null) return { state: "off", word: "web.state.revoked" };
  return state === "good" ? { state, word: "web.state.sending" } : computerMark(state);
}

type AgentRow = AgentView & { readonly siteName?: string };

const duty = ({ polls }: AgentRow) => (polls ? t("web.site.polls") : t("web.site.ownOnly"));

function agentColumns(withSite: boolean, revoke: (agent: AgentRow) => void): readonly Column<AgentRow>[] {
  return [
    {
      id: "state",
      label: t("web.col.state"),
      sort: (agent) => (agent.revokedAt === null ? stateRank(agent.state) : 9),
      text: (agent) => tAny(agentMark(agent).word),
      cell: (agent) => <StateMark mark={agentMark(agent)} />,
    },
    {
      id: "host",
      label: t("web.col.host"),
      head: true,
      sort: ({ hostname }) => hostname,
      text: ({ hostname }) => hostname,
      cell: ({ hostname, device }) => (
        <a class="cell-name" href={deviceHref(device)}>
          {hostname}
        </a>
      ),
    },
    ...(withSite
      ? [
          {
            id: "site",
            label: t("web.col.site"),
            sort: ({ siteName }: AgentRow) => siteName,
            text: ({ siteName }: AgentRow) => siteName ?? "",
            cell: ({ siteName }: AgentRow) => siteName,
          },
        ]
      : []),
    { id: "duty", label: t("web.col.role"), sort: duty, text: duty, cell: duty },
    {
      id: "version",
      label: t("web.col.version"),
      rank: 2,
      sort: ({ version }) => version,
      text: ({ version }) => version,
      cell: ({ version }) => version,
    },
    reading("spool", t("web.col.spool"), "spool_bytes", bytesText),
    {
      id: "seen",
      label: t("web.col.lastSeen"),
      sort: ({ lastSeen }) => lastSeen,
      text: ({ lastSeen }) => momentText(lastSeen),
      cell: ({ lastSeen }) => <Moment at={lastSeen} />,
    },
    ...actions<AgentRow>(t("web.agent.revoke"), revoke, ({ revokedAt }) => revokedAt === null),
  ];
}

export function AgentTable(props: { readonly agents: readonly AgentRow[]; readonly onChange: () => void }) {
  const [revoking, setRevoking] = useState<AgentRow | undefined>(undefined);
  return (
    <>
      <DataTable
        label={t("web.site.agents")}
        columns={agentColumns(
          props.agents.some(({ siteName }) => siteName !== undefined),
          setRevoking,
        )}
        rows={props.agents}
        rowKey={({ id }) => id}
        initial={{ by: "state", descending: false }}
        empty={<Empty body={t("web.site.noAgents")} />}
      />
      {revoking === undefined ? null : (
        <Confirm
          title={t("web.agent.revokeTitle", { host: revoking.hostname })}
          body={t("web.agent.revokeBody")}
          action={t("web.agent.revoke")}
          done={t("web.agent.revoked", { host: revoking.hostname })}
          request={() => ask(api.agents[":agent"].revoke.$post({ param: { agent: revoking.id } }))}
          onDone={props.onChange}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </>
  );
}
