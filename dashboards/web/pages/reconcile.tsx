import type { AssetView } from "../../../core/wire/assets.ts";
import type { DeviceSummary } from "../../../core/wire/views.ts";
import type { LinkSuggestion } from "../lib/assets.ts";
import { assetHref, deviceHref } from "../lib/router.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { useSending } from "../pieces/dialog.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";
import { assetColumns } from "./asset-columns.tsx";
import { addressColumn, classColumn, makeColumn, nameColumn } from "./device-columns.tsx";

interface Data {
  readonly suggestions: readonly LinkSuggestion[];
  readonly assets: readonly AssetView[];
  readonly devices: readonly DeviceSummary[];
}

/** The books beside the network: what is the same thing, what only one of the two knows. */
export function ReconcilePage() {
  const resource = useResource<Data>(
    "reconcile",
    async () => {
      const [suggestions, assets, devices] = await Promise.all([
        assetsApi.suggestions(),
        assetsApi.list(),
        ask(api.devices.$get()),
      ]);
      if (!suggestions.ok) return suggestions;
      if (!assets.ok) return assets;
      if (!devices.ok) return devices;
      const value = { suggestions: suggestions.value, assets: assets.value, devices: devices.value };
      return { ok: true, value };
    },
    60_000,
  );
  return (
    <>
      <PageHead title={words("web.asset.reconcile.title")} under={words("web.asset.reconcile.about")} />
      <AssetTabs />
      <View resource={resource} lines={10}>
        {(data) => <Sides {...data} reload={() => void resource.reload()} />}
      </View>
    </>
  );
}

/** Kinds of assets that could be on the network: the others need no device. */
const NETWORKED: ReadonlySet<string> = new Set([
  "desktop",
  "laptop",
  "server",
  "nas",
  "printer",
  "multifunction",
  "copier",
  "switch",
  "router",
  "firewall",
  "access_point",
  "ups",
  "camera",
  "conference",
]);

function Sides({ suggestions, assets, devices, reload }: Data & { readonly reload: () => void }) {
  const linked = new Set(assets.flatMap(({ device }) => (device === null ? [] : [device])));
  const alone = devices.filter(({ id }) => !linked.has(id));
  const unmatched = assets.filter(({ device, category }) => device === null && NETWORKED.has(category));
  return (
    <>
      <Suggestions suggestions={suggestions} reload={reload} />
      <Section title={words("web.asset.reconcile.devices", { n: alone.length })}>
        <p class="quiet small">{words("web.asset.reconcile.devicesAbout")}</p>
        <DataTable
          label={words("web.asset.reconcile.devices", { n: alone.length })}
          columns={[nameColumn(), classColumn(), addressColumn(), makeColumn()]}
          rows={alone}
          rowKey={({ id }) => id}
          initial={{ by: "name", descending: false }}
          open={({ id }) => deviceHref(id)}
          empty={<Empty body={words("web.asset.reconcile.devicesNone")} />}
        />
      </Section>
      <Section title={words("web.asset.reconcile.assets", { n: unmatched.length })}>
        <p class="quiet small">{words("web.asset.reconcile.assetsAbout")}</p>
        <DataTable
          label={words("web.asset.reconcile.assets", { n: unmatched.length })}
          columns={assetColumns(undefined)}
          rows={unmatched}
          rowKey={({ id }) => id}
          initial={{ by: "unit", descending: false }}
          open={({ id }) => assetHref(id)}
          empty={<Empty body={words("web.asset.reconcile.assetsNone")} />}
        />
      </Section>
    </>
  );
}

function Suggestions(props: {
  readonly suggestions: readonly LinkSuggestion[];
  readonly reload: () => void;
}) {
  const { busy, refusal, send } = useSending();
  const certain = props.suggestions.filter(({ ambiguous, by }) => !ambiguous && by !== "name");
  const confirm = async (ones: readonly LinkSuggestion[]) => {
    let done = 0;
    for (const { asset, device, assetEtag } of ones) {
      // One after the other: a refusal names the pair that it is about, and what was confirmed stays.
      if ((await send(() => assetsApi.link(asset, device, assetEtag))) === undefined) break;
      done += 1;
    }
    if (done > 0) toast(words("web.asset.reconcile.done", { n: done }));
    props.reload();
  };
  return (
    <Section
      title={words("web.asset.reconcile.suggestions", { n: props.suggestions.length })}
      actions={
        mayEdit() && certain.length > 1 ? (
          <button
            type="button"
            class="button button-main"
            disabled={busy}
            onClick={() => void confirm(certain)}
          >
            {words("web.asset.reconcile.confirmAll", { n: certain.length })}
          </button>
        ) : undefined
      }
    >
      {refusal}
      {props.suggestions.some(({ ambiguous }) => ambiguous) ? (
        <Notice state="watch">{words("web.asset.reconcile.ambiguousAbout")}</Notice>
      ) : null}
      <DataTable
        label={words("web.asset.reconcile.suggestions", { n: props.suggestions.length })}
        columns={suggestionColumns(busy, (one) => void confirm([one]))}
        rows={props.suggestions}
        rowKey={({ asset, device }) => `${asset} ${device}`}
        initial={{ by: "sure", descending: false }}
        empty={<Empty body={words("web.asset.reconcile.none")} />}
      />
    </Section>
  );
}

function suggestionColumns(
  busy: boolean,
  confirm: (one: LinkSuggestion) => void,
): readonly Column<LinkSuggestion>[] {
  const why = ({ by, value }: LinkSuggestion) => `${words(`web.asset.by.${by}`)}: ${value}`;
  const columns: Column<LinkSuggestion>[] = [
    {
      id: "asset",
      label: words("web.asset.col.asset"),
      head: true,
      sort: ({ assetName }) => assetName,
      text: ({ assetName }) => assetName,
      cell: ({ asset, assetName }) => (
        <a class="cell-name" href={assetHref(asset)}>
          {assetName}
        </a>
      ),
    },
    {
      id: "device",
      label: words("web.asset.col.device"),
      sort: ({ deviceName }) => deviceName,
      text: ({ deviceName }) => deviceName,
      cell: ({ device, deviceName }) => <a href={deviceHref(device)}>{deviceName}</a>,
    },
    { id: "why", label: words("web.asset.col.why"), sort: why, text: why, cell: why },
    {
      id: "sure",
      label: words("web.asset.col.sure"),
      sort: ({ ambiguous, by }) => (ambiguous ? 2 : by === "name" ? 1 : 0),
      text: ({ ambiguous }) => words(ambiguous ? "web.asset.ambiguous" : "web.asset.unique"),
      cell: ({ ambiguous }) => words(ambiguous ? "web.asset.ambiguous" : "web.asset.unique"),
    },
  ];
  if (!mayEdit()) return columns;
  return [
    ...columns,
    {
      id: "actions",
      label: words("web.asset.confirm"),
      fixed: "buttons",
      numeric: true,
      sort: () => null,
      text: () => "",
      cell: (one) => (
        <button
          type="button"
          class="button"
          disabled={busy}
          aria-label={`${words("web.asset.confirm")}: ${one.assetName} = ${one.deviceName}`}
          onClick={() => confirm(one)}
        >
          {words("web.asset.confirm")}
        </button>
      ),
    },
  ];
}
