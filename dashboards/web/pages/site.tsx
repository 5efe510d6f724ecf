import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { DeviceSummary, SiteView } from "../../../core/wire/views.ts";
import { siteViewAttention } from "../lib/attention.ts";
import { refreshSite } from "../lib/live.ts";
import { deviceHref, discoveryHref, mapHref } from "../lib/router.ts";
import { isComputer, siteMark } from "../lib/states.ts";
import { AttentionList } from "../pieces/attention-list.tsx";
import { DataTable } from "../pieces/data-table.tsx";
import { ExportButton } from "../pieces/export-button.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { Notice, StateMark } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { useLive, useNewest } from "../state/live.ts";
import { locale, t } from "../state/preferences.ts";
import { useResource, type Resource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import {
  addressColumn,
  classColumn,
  cpuColumn,
  makeColumn,
  memoryColumn,
  nameColumn,
  newestColumn,
  stateColumn,
  uptimeColumn,
} from "./device-columns.tsx";
import { TargetDialog, TokenDialog } from "./dialogs.tsx";
import { AgentTable, TargetTable } from "./site-tables.tsx";

const AddDeviceDialog = later(async () => (await import("./device-dialog.tsx")).AddDeviceDialog, true);

const Health = later(async () => (await import("./health.tsx")).Health, true);

export function SitePage({ id }: { readonly id: string }) {
  const resource = useResource(`site ${id}`, () => ask(api.sites[":site"].$get({ param: { site: id } })));
  useLive(
    { site: id },
    {
      news: (news) => resource.change((site) => refreshSite(site, news)),
      opened: () => void resource.reload(),
    },
  );
  const data = resource.data.value;
  useNewest(data?.newest);
  return (
    <View resource={resource} lines={10}>
      {(site) => <Content site={site} resource={resource} />}
    </View>
  );
}

type Adding = "device" | "target" | "agent";

function Content({ site, resource }: { readonly site: SiteView; readonly resource: Resource<SiteView> }) {
  const [adding, setAdding] = useState<Adding | undefined>(undefined);
  const close = () => setAdding(undefined);
  const reload = () => void resource.reload();
  const add = (what: Adding, label: string, main = false) =>
    mayEdit() ? (
      <button type="button" class={main ? "button button-main" : "button"} onClick={() => setAdding(what)}>
        {label}
      </button>
    ) : null;
  const attention = siteViewAttention(site, slowNow.value ?? site.now, locale.value);
  return (
    <>
      <PageHead
        title={site.name}
        crumbs={
          <>
            <a href="/">{t("web.rail.today")}</a> / <span>{site.unitName}</span>
          </>
        }
        under={<StateMark mark={siteMark(site)} />}
        actions={
          <>
            <a class="button" href={mapHref(site.id)}>
              {t("web.site.map")}
            </a>
            <a class="button" href={discoveryHref(site.id)}>
              {t("web.site.discovery")}
            </a>
            <ExportButton what={{ site: site.id }} name={site.name} />
            {add("agent", t("web.site.addAgent"), site.agentList.length === 0)}
          </>
        }
      />
      {attention.length > 0 ? (
        <AttentionList entries={attention} />
      ) : (
        <Notice state="good">{t("web.attention.calmSite")}</Notice>
      )}
      <Health site={site.id} />
      <DeviceTables devices={site.deviceList} add={add("device", t("web.site.addDevice"))} />
      <Section title={t("web.site.targets")} actions={add("target", t("web.site.addTarget"))}>
        <TargetTable targets={site.targetList} onChange={reload} />
      </Section>
      <Section title={t("web.site.agents")}>
        <AgentTable agents={site.agentList} onChange={reload} />
      </Section>
      {adding === "device" ? <AddDeviceDialog site={site.id} onClose={close} onDone={reload} /> : null}
      {adding === "target" ? <TargetDialog site={site.id} onClose={close} onDone={reload} /> : null}
      {adding === "agent" ? <TokenDialog site={site.id} siteName={site.name} onClose={close} /> : null}
    </>
  );
}

function DeviceTables(props: {
  readonly devices: readonly DeviceSummary[];
  readonly add: ComponentChildren;
}) {
  return (
    <>
      <Section title={t("web.site.devices")} actions={props.add}>
        <DataTable
          label={t("web.site.devices")}
          columns={[
            stateColumn(),
            nameColumn(),
            classColumn(),
            addressColumn(),
            makeColumn(),
            uptimeColumn(),
            newestColumn(),
          ]}
          rows={props.devices.filter((device) => !isComputer(device))}
          rowKey={({ id }) => id}
          initial={{ by: "state", descending: false }}
          open={({ id }) => deviceHref(id)}
          empty={<Empty body={t("web.site.noDevices")} />}
        />
      </Section>
      <Section title={t("web.site.computers")}>
        <DataTable
          label={t("web.site.computers")}
          columns={[
            stateColumn(),
            nameColumn(),
            makeColumn(),
            cpuColumn(),
            memoryColumn(),
            uptimeColumn(),
            newestColumn(),
          ]}
          rows={props.devices.filter(isComputer)}
          rowKey={({ id }) => id}
          initial={{ by: "state", descending: false }}
          open={({ id }) => deviceHref(id)}
          empty={<Empty body={t("web.site.noComputers")} />}
        />
      </Section>
    </>
  );
}
