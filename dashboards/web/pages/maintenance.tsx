import { useState } from "preact/hooks";
import type { Instant } from "../../../core/clock.ts";
import { formatDateTime } from "../../../core/format.ts";
import type { MaintenanceView } from "../../../core/wire/alerts.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
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
            initial={{ by: "start", descending: true }}
            empty={<Empty body={words("web.maintenance.none")} />}
          />
        )}
      </View>
      {adding ? <MaintenanceDialog onClose={() => setAdding(false)} onDone={reload} /> : null}
      {removing === undefined ? null : (
        <Confirm
          title={words("web.maintenance.removeTitle")}
          body={words("web.maintenance.removeBody")}
          action={words("web.maintenance.remove")}
          done={words("web.maintenance.removed")}
          request={() => ask(api.maintenance[":window"].$delete({ param: { window: removing.id } }))}
          onDone={reload}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Section>
  );
}

const every = ({ repeats }: Pick<MaintenanceView, "repeats">): string =>
  wordsAny(`web.maintenance.${repeats?.every ?? "once"}`);

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
    plain("repeats", words("web.maintenance.repeats"), every),
    plain("reason", words("web.maintenance.reason"), ({ reason }) => reason),
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
                {words("web.maintenance.remove")}
              </button>
            ),
          },
        ]
      : []),
  ];
}
