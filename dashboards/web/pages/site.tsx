import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { DeviceSummary, SiteView } from "../../../core/wire/views.ts";
import { calmText } from "../lib/attention.ts";
import { refreshSite } from "../lib/live.ts";
import { deviceHref, discoveryHref, mapHref } from "../lib/router.ts";
import { siteViewAttention } from "../lib/site-attention.ts";
import { isComputer, siteMark } from "../lib/states.ts";
import { AttentionList } from "../pieces/attention-list.tsx";
import { DataTable } from "../pieces/data-table.tsx";
import { ExportButton } from "../pieces/export-button.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { StateMark } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { api, ask } from "../state/api.ts";
import { useLive, useNewest } from "../state/live.ts";
import { locale, t } from "../state/preferences.ts";
import { useResource, type Resource } from "../state/resource.ts";
import { mayEdit, me } from "../state/session.ts";
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

const EditSiteDialog = later(async () => (await import("./organisation-change.tsx")).EditSiteDialog, true);

const EnrolmentTokens = later(async () => (await import("./enrolment-tokens.tsx")).EnrolmentTokens, true);

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

type Adding = "device" | "target" | "agent" | "name";

function Content({ site, resource }: { readonly site: SiteView; readonly resource: Resource<SiteView> }) {
  const [adding, setAdding] = useState<Adding | undefined>(undefined);
  // How often a token may have been made here: the list of them is read again.
  const [made, setMade] = useState(0);
  const close = () => {
    if (adding === "agent") setMade(made + 1);
    setAdding(undefined);
  };
  const reload = () => void resource.reload();
  const add = (what: Adding, label: string, main = false) =>
    mayEdit() ? (
      <button type="button" class={main ? "button button-main" : "button"} onClick={() => setAdding(what)}>
        {label}
      </button>
    ) : null;
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
            {me.value?.role === "administrator" ? add("name", t("web.device.edit")) : null}
            {add("agent", t("web.site.addAgent"), site.agentList.length === 0)}
          </>
        }
      />
      <WhatToSee site={site} fresh={resource.problem.value === undefined} />
      <DeviceTables devices={site.deviceList} add={add("device", t("web.site.addDevice"))} />
      <Section title={t("web.site.targets")} actions={add("target", t("web.site.addTarget"))}>
        <TargetTable targets={site.targetList} onChange={reload} />
      </Section>
      <Section title={t("web.site.agents")}>
        <AgentTable agents={site.agentList} onChange={reload} />
      </Section>
      {mayEdit() ? <EnrolmentTokens site={site.id} made={made} /> : null}
      <Dialogs site={site} adding={adding} onClose={close} onDone={reload} />
    </>
  );
}

interface SeenProps {
  readonly site: SiteView;
  /** Of data that could not be renewed nobody says that all is well. */
  readonly fresh: boolean;
}

function WhatToSee({ site, fresh }: SeenProps) {
  const attention = siteViewAttention(site, locale.value);
  const calm = attention.length === 0 && fresh ? { calm: calmText([site], locale.value, true) } : {};
  return (
    <>
      {attention.length > 0 ? <AttentionList entries={attention} /> : null}
      <Health site={site.id} {...calm} />
    </>
  );
}

function Dialogs(props: {
  readonly site: SiteView;
  readonly adding: Adding | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { site, adding, ...ends } = props;
  switch (adding) {
    case "device":
      return <AddDeviceDialog site={site.id} {...ends} />;
    case "target":
      return <TargetDialog site={site.id} {...ends} />;
    case "agent":
      return <TokenDialog site={site.id} siteName={site.name} onClose={ends.onClose} />;
    case "name":
      return <EditSiteDialog site={site} {...ends} />;
    case undefined:
      return null;
  }
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
