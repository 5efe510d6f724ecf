import { useState } from "preact/hooks";
import { windowEnd } from "../../../core/alerting/maintenance.ts";
import type { Instant } from "../../../core/clock.ts";
import { formatDate, formatDateTime } from "../../../core/format.ts";
import type { MaintenanceView } from "../../../core/wire/alerts.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { MaintenanceDialog } from "./maintenance-dialog.tsx";

/** Times in which people work on things: nothing of the place is told meanwhile. */
export function MaintenanceSection() {
  const resource = useResource("maintenance", () => ask(api.maintenance.$get()));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<MaintenanceView | undefined>(undefined);
  const reload = () => void resource.reload();
  return (
    <Section
      title={words("web.maintenance.title")}
      actions={
        mayEdit() ? (
          <button type="button" class="button" onClick={() => setAdding(true)}>
            {words("web.maintenance.add")}
          </button>
        ) : null
      }
    >
      <p class="quiet small">{words("web.maintenance.about")}</p>
      <View resource={resource} lines={2}>
        {(windows) => (
          <DataTable
            label={words("web.maintenance.title")}
            columns={columns(setRemoving)}
            rows={windows}
            rowKey={({ id }) => id}
            initial={{ by: "state", descending: false }}
            empty={<Empty body={words("web.maintenance.none")} />}
          />
        )}
      </View>
      {adding ? <MaintenanceDialog onClose={() => setAdding(false)} onDone={reload} /> : null}
      {removing === undefined ? null : (
        <RemoveDialog window={removing} onDone={reload} onClose={() => setRemoving(undefined)} />
      )}
    </Section>
  );
}

type When = "now" | "next" | "over";
const WHEN: readonly When[] = ["now", "next", "over"];

/** Whether people work there now, will, or did. */
function whenOf(window: MaintenanceView, now: Instant): When {
  if (windowEnd(window, now) !== undefined) return "now";
  const { from, to, repeats } = window;
  if (now < from) return "next";
  if (repeats === null) return now < to ? "next" : "over";
  return repeats.until === null || now < repeats.until ? "next" : "over";
}
const here = (window: MaintenanceView): When => whenOf(window, slowNow.value ?? 0);

/** One that goes on is ended, any other removed: what follows differs. */
function RemoveDialog(props: {
  readonly window: MaintenanceView;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { window } = props;
  const [what] = useState(here(window) === "now" ? ("stop" as const) : ("remove" as const));
  return (
    <Confirm
      title={words(`web.maintenance.${what}Title`)}
      body={words(`web.maintenance.${what}Body`)}
      action={words(`web.maintenance.${what}`)}
      done={words(what === "stop" ? "web.maintenance.stopped" : "web.maintenance.removed")}
      request={() => ask(api.maintenance[":window"].$delete({ param: { window: window.id } }))}
      onDone={props.onDone}
      onClose={props.onClose}
    />
  );
}

function everyText({ repeats }: Pick<MaintenanceView, "repeats">): string {
  const every = wordsAny(`web.maintenance.${repeats?.every ?? "once"}`);
  if (repeats === null || repeats.until === null) return every;
  return words("web.maintenance.untilText", { every, day: formatDate(repeats.until, locale.value) });
}

function columns(remove: (window: MaintenanceView) => void): readonly Column<MaintenanceView>[] {
  const at = (time: Instant) => formatDateTime(time, locale.value);
  const plain = (
    id: string,
    label: string,
    text: (window: MaintenanceView) => string,
    sort: (window: MaintenanceView) => string | number = text,
  ): Column<MaintenanceView> => ({ id, label, sort, text, cell: text });
  return [
    { ...plain("where", words("web.maintenance.where"), ({ scopeName }) => scopeName), head: true },
    {
      ...plain(
        "state",
        words("web.maintenance.state"),
        (window) => words(`web.maintenance.${here(window)}`),
        (window) => WHEN.indexOf(here(window)) * 1e14 + window.from,
      ),
      cell: (window) => (
        <span class={`mark mark-${here(window) === "now" ? "watch" : "unknown"}`}>
          <Shape state={here(window) === "now" ? "watch" : "unknown"} />
          {words(`web.maintenance.${here(window)}`)}
        </span>
      ),
    },
    plain(
      "start",
      words("web.maintenance.start"),
      ({ from }) => at(from),
      ({ from }) => from,
    ),
    plain(
      "end",
      words("web.maintenance.end"),
      ({ to }) => at(to),
      ({ to }) => to,
    ),
    plain("repeats", words("web.maintenance.repeats"), everyText),
    {
      ...plain("reason", words("web.maintenance.reason"), ({ reason }) => reason),
      blank: ({ reason }) => reason === "",
    },
    ...(mayEdit()
      ? [
          {
            id: "remove",
            label: t("web.col.actions"),
            fixed: "buttons" as const,
            sort: () => null,
            text: () => "",
            cell: (window: MaintenanceView) => (
              <button type="button" class="button button-plain" onClick={() => remove(window)}>
                {words(here(window) === "now" ? "web.maintenance.stop" : "web.maintenance.remove")}
              </button>
            ),
          },
        ]
      : []),
  ];
}
