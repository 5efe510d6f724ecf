import { useState } from "preact/hooks";
import type { InferResponseType } from "hono/client";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { words, wordsAny } from "../state/notify-words.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { ChannelDialog, TestDialog } from "./channel-dialog.tsx";

export type ChannelView = InferResponseType<typeof api.channels.$get>[number];

type Open =
  | { readonly what: "edit"; readonly channel: ChannelView | undefined }
  | { readonly what: "test" | "remove"; readonly channel: ChannelView };

/** The channels of the whole server. */
export function ChannelSection({ changed }: { readonly changed: () => void }) {
  const resource = useResource("channels", () => ask(api.channels.$get()));
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const close = () => setOpen(undefined);
  const done = () => {
    void resource.reload();
    changed();
  };
  return (
    <Section
      title={words("web.notify.channels")}
      actions={
        <button type="button" class="button" onClick={() => setOpen({ what: "edit", channel: undefined })}>
          {words("web.notify.add")}
        </button>
      }
    >
      <p class="quiet small">{words("web.notify.channelsAbout")}</p>
      <View resource={resource} lines={2}>
        {(channels) => (
          <DataTable
            label={words("web.notify.channels")}
            columns={columns(setOpen)}
            rows={channels}
            rowKey={({ id }) => id}
            initial={{ by: "name", descending: false }}
            empty={<Empty body={words("web.notify.none")} />}
          />
        )}
      </View>
      {open?.what === "edit" ? <ChannelDialog channel={open.channel} onClose={close} onDone={done} /> : null}
      {open?.what === "test" ? <TestDialog channel={open.channel} onClose={close} /> : null}
      {open?.what === "remove" ? (
        <Confirm
          title={words("web.notify.removeTitle", { name: open.channel.name })}
          body={words("web.notify.removeBody")}
          action={words("web.notify.remove")}
          done={words("web.notify.removed")}
          request={() => {
            const { id, etag } = open.channel;
            return ask(api.channels[":channel"].$delete({ param: { channel: id } }, ifSeen(etag)));
          }}
          onStale={done}
          onDone={done}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}

function columns(open: (what: Open) => void): readonly Column<ChannelView>[] {
  const kind = (channel: ChannelView) => wordsAny(`web.notify.k.${channel.kind}`);
  const state = ({ enabled }: ChannelView) => words(enabled ? "web.notify.on" : "web.notify.off");
  const button = (what: "edit" | "test" | "remove", channel: ChannelView) => (
    <button type="button" class="button button-plain" onClick={() => open({ what, channel })}>
      {words(`web.notify.${what}`)}
    </button>
  );
  return [
    {
      id: "name",
      label: words("web.notify.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ name }) => <span class="cell-name">{name}</span>,
    },
    { id: "kind", label: words("web.notify.kind"), sort: kind, text: kind, cell: kind },
    { id: "state", label: words("web.notify.state"), sort: state, text: state, cell: state },
    {
      id: "actions",
      label: t("web.col.actions"),
      fixed: "buttons",
      numeric: true,
      sort: () => null,
      text: () => "",
      cell: (channel) => (
        <>
          {button("test", channel)}
          {button("edit", channel)}
          {button("remove", channel)}
        </>
      ),
    },
  ];
}
