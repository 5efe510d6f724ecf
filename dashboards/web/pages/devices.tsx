import type { DeviceSummary, Overview } from "../../../core/wire/views.ts";
import { deviceHref, siteHref } from "../lib/router.ts";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { useNewest } from "../state/live.ts";
import { t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import {
  addressColumn,
  classColumn,
  makeColumn,
  nameColumn,
  newestColumn,
  stateColumn,
} from "./device-columns.tsx";

interface Listed {
  readonly devices: readonly DeviceSummary[];
  readonly siteNames: ReadonlyMap<string, string>;
}

const siteNamesOf = ({ units }: Overview) =>
  new Map(units.flatMap(({ sites }) => sites.map(({ id, name }) => [id, name] as const)));

export function DevicesPage() {
  const resource = useResource<Listed>("devices", async () => {
    const [devices, overview] = await Promise.all([ask(api.devices.$get()), ask(api.overview.$get())]);
    if (!devices.ok) return devices;
    if (!overview.ok) return overview;
    return { ok: true, value: { devices: devices.value, siteNames: siteNamesOf(overview.value) } };
  });
  const { data } = resource;
  useNewest(
    data.value?.devices.reduce<number | null>(
      (all, { newest }) => Math.max(all ?? 0, newest ?? 0) || null,
      null,
    ),
  );
  return (
    <>
      <PageHead title={t("web.devices.title")} />
      <View resource={resource} lines={12}>
        {({ devices, siteNames }) => (
          <DataTable
            label={t("web.devices.title")}
            columns={columns(siteNames)}
            rows={devices}
            rowKey={({ id }) => id}
            initial={{ by: "state", descending: false }}
            open={({ id }) => deviceHref(id)}
            empty={<Empty title={t("web.devices.emptyTitle")} body={t("web.devices.empty")} />}
          />
        )}
      </View>
    </>
  );
}

function columns(siteNames: ReadonlyMap<string, string>): readonly Column<DeviceSummary>[] {
  const siteName = ({ site }: DeviceSummary) => siteNames.get(site) ?? "";
  return [
    stateColumn(),
    nameColumn(),
    classColumn(),
    addressColumn(),
    makeColumn(),
    {
      id: "site",
      label: t("web.col.site"),
      sort: siteName,
      text: siteName,
      cell: (device) => <a href={siteHref(device.site)}>{siteName(device)}</a>,
    },
    newestColumn(),
  ];
}
