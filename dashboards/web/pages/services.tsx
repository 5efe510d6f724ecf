import type { InferResponseType } from "hono/client";
import { useState } from "preact/hooks";
import { formatCount } from "../../../core/format.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { Section } from "../pieces/page-head.tsx";
import { Shape } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { language, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { words, wordsAny } from "../state/watch-words.ts";
import { ServiceDialog } from "./service-dialog.tsx";

export type ServiceView = InferResponseType<typeof api.services.$get>[number];

type Open =
  | { readonly what: "edit"; readonly service: ServiceView | undefined }
  | { readonly what: "remove"; readonly service: ServiceView };

/** Public services, and whether the sites reach them now. */
export function ServiceSection() {
  const resource = useResource("services", () => ask(api.services.$get()));
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const close = () => setOpen(undefined);
  const reload = () => void resource.reload();
  return (
    <Section
      title={words("web.watch.services")}
      actions={
        mayEdit() ? (
          <button type="button" class="button" onClick={() => setOpen({ what: "edit", service: undefined })}>
            {words("web.watch.add")}
          </button>
        ) : null
      }
    >
      <p class="quiet small">{words("web.watch.about")}</p>
      <View resource={resource} lines={2}>
        {(services) => (
          <DataTable
            label={words("web.watch.services")}
            columns={columns(setOpen)}
            rows={services}
            rowKey={({ id }) => id}
            initial={{ by: "name", descending: false }}
            empty={<Empty body={words("web.watch.none")} />}
          />
        )}
      </View>
      {open?.what === "edit" ? (
        <ServiceDialog service={open.service} onClose={close} onDone={reload} />
      ) : null}
      {open?.what === "remove" ? (
        <Confirm
          title={words("web.watch.removeTitle", { name: open.service.name })}
          body={words("web.watch.removeBody")}
          action={words("web.watch.remove")}
          done={words("web.watch.removed")}
          request={() => {
            const { id, etag } = open.service;
            return ask(api.services[":service"].$delete({ param: { service: id } }, ifSeen(etag)));
          }}
          onStale={reload}
          onDone={reload}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}

function seenText({ sites }: ServiceView): string {
  const known = sites.filter(({ up }) => up !== null);
  if (known.length === 0) return words("web.watch.unseen");
  const up = known.filter((site) => site.up === true).length;
  return words("web.watch.seenOf", {
    up: formatCount(up, language.value),
    known: formatCount(known.length, language.value),
  });
}

function seenState({ sites }: ServiceView): "good" | "watch" | "bad" | "unknown" {
  const known = sites.filter(({ up }) => up !== null);
  const up = known.filter((site) => site.up === true).length;
  if (known.length === 0) return "unknown";
  return up === known.length ? "good" : up === 0 ? "bad" : "watch";
}

function columns(open: (what: Open) => void): readonly Column<ServiceView>[] {
  const kind = (service: ServiceView) => wordsAny(`web.watch.k.${service.kind}`);
  const plain = (id: string, label: string, text: (service: ServiceView) => string): Column<ServiceView> => ({
    id,
    label,
    sort: text,
    text,
    cell: text,
  });
  const button = (what: "edit" | "remove", service: ServiceView) => (
    <button type="button" class="button button-plain" onClick={() => open({ what, service })}>
      {words(`web.watch.${what}`)}
    </button>
  );
  const actions: Column<ServiceView> = {
    id: "actions",
    label: t("web.col.actions"),
    fixed: "buttons",
    sort: () => null,
    text: () => "",
    cell: (service) => (
      <>
        {button("edit", service)}
        {button("remove", service)}
      </>
    ),
  };
  return [
    { ...plain("name", words("web.watch.name"), ({ name }) => name), head: true },
    plain("target", words("web.watch.target"), ({ target }) => target),
    plain("kind", words("web.watch.kind"), kind),
    {
      ...plain("seen", words("web.watch.seen"), seenText),
      cell: (service) => (
        <span class={`mark mark-${seenState(service)}`}>
          <Shape state={seenState(service)} />
          {seenText(service)}
        </span>
      ),
    },
    ...(mayEdit() ? [actions] : []),
  ];
}
