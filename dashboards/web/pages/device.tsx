import { useState } from "preact/hooks";
import { MINUTE } from "../../../core/clock.ts";
import type { DeviceView, State } from "../../../core/wire/views.ts";
import type { Preset, RangeChoice } from "../lib/chart-data.ts";
import { deviceNewest, silenceOf } from "../lib/attention.ts";
import { refreshDevice } from "../lib/live.ts";
import { siteHref } from "../lib/router.ts";
import { isComputer, lastAnswer } from "../lib/states.ts";
import { Confirm } from "../pieces/dialog.tsx";
import { ExportButton } from "../pieces/export-button.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead, Section } from "../pieces/page-head.tsx";
import { chosenRange, RangePicker } from "../pieces/range-picker.tsx";
import { Notice, StateMark } from "../pieces/state-mark.tsx";
import { View } from "../pieces/view.tsx";
import { api, ask, ifSeen } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { useLive, useNewest } from "../state/live.ts";
import { navigate } from "../state/location.ts";
import { locale, t } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { makeText } from "../state/texts.ts";
import { DeviceLoad, HostCharts, UpsCharts, VolumeSection } from "./charts.tsx";
import { deviceMark } from "./device-columns.tsx";
import { NeighbourSection, PrinterSection, SensorSection, UpsSection } from "./equipment.tsx";
import { Events } from "./events.tsx";
import { DeviceFacts, InventoryPanel } from "./facts.tsx";
import { PortSection } from "./ports.tsx";

const EditDeviceDialog = later(async () => (await import("./device-dialog.tsx")).EditDeviceDialog, true);

const Health = later(async () => (await import("./health.tsx")).Health, true);

/** A device, or a PC with an agent: the same head, ports and events; between them what each of the two has. */
export function DevicePage({ id }: { readonly id: string }) {
  const resource = useResource(`device ${id}`, () =>
    ask(api.devices[":device"].$get({ param: { device: id } })),
  );
  useLive(
    { device: id },
    {
      news: (news) => resource.change((device) => refreshDevice(device, news)),
      opened: () => void resource.reload(),
    },
  );
  const data = resource.data.value;
  useNewest(data === undefined ? undefined : deviceNewest(data));
  return (
    <View resource={resource} lines={10}>
      {(device) => <Content key={id} device={device} reload={() => void resource.reload()} />}
    </View>
  );
}

/** A PC enrolled just now has minutes of data: an hour would show a dot at the edge. */
const YOUNG = 30 * MINUTE;
const firstRange = ({ agentView, now }: DeviceView): Preset =>
  agentView !== null && now - agentView.enrolledAt < YOUNG ? "15m" : "1h";

/** A device that was never read is no bad news yet. */
function silenceState(device: DeviceView): State {
  if (device.state === "bad") return "bad";
  return lastAnswer(device) === null ? "unknown" : "watch";
}

/** It was read, and told of none: a UPS, say. */
const hasNoPorts = ({ ports, identity }: DeviceView) => ports.length === 0 && identity !== null;

function Content({ device, reload }: { readonly device: DeviceView; readonly reload: () => void }) {
  const computer = isComputer(device);
  const range = chosenRange(firstRange(device));
  const silence = silenceOf(device, slowNow.value ?? device.now, locale.value);
  const kind = [t(`web.class.${device.class}`), device.address, makeText(device)].filter(Boolean).join(" · ");
  return (
    <>
      <PageHead
        title={device.name}
        crumbs={
          <>
            <a href="/">{t("web.rail.today")}</a> / <a href={siteHref(device.site)}>{device.siteName}</a>
          </>
        }
        under={
          <>
            <StateMark mark={deviceMark(device)} />
            <span>{kind}</span>
          </>
        }
        actions={
          <>
            <ExportButton what={{ device: device.id }} name={device.name} range={range} />
            {mayEdit() && !computer ? <Actions device={device} reload={reload} /> : null}
          </>
        }
      />
      {silence === undefined ? null : <Notice state={silenceState(device)}>{silence}</Notice>}
      <Health site={device.site} device={device.id} />
      {computer ? null : <DeviceFacts device={device} />}
      <div class="section">
        <RangePicker choice={range} />
      </div>
      {computer ? <HostCharts device={device} range={range} /> : null}
      <UpsSection device={device} charts={<UpsCharts device={device} range={range} />} />
      <PrinterSection device={device} />
      {hasNoPorts(device) ? null : (
        <PortSection
          device={device}
          title={computer ? t("web.device.cards") : t("web.device.ports")}
          range={range}
        />
      )}
      {computer ? <InventoryPanel device={device} /> : <Equipment device={device} range={range} />}
      <Section title={t("web.device.events")}>
        <Events events={device.events} />
      </Section>
    </>
  );
}

/** What a polled device tells besides its ports. */
function Equipment(props: { readonly device: DeviceView; readonly range: RangeChoice }) {
  const { device, range } = props;
  return (
    <>
      <NeighbourSection device={device} />
      <DeviceLoad device={device} range={range} />
      <SensorSection device={device} />
      <VolumeSection device={device} />
    </>
  );
}

function Actions({ device, reload }: { readonly device: DeviceView; readonly reload: () => void }) {
  const [open, setOpen] = useState<"edit" | "remove" | undefined>(undefined);
  const close = () => setOpen(undefined);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen("edit")}>
        {t("web.device.edit")}
      </button>
      <button type="button" class="button" onClick={() => setOpen("remove")}>
        {t("web.device.remove")}
      </button>
      {open === "edit" ? <EditDeviceDialog device={device} onClose={close} onDone={reload} /> : null}
      {open === "remove" ? (
        <Confirm
          title={t("web.device.removeTitle", { name: device.name })}
          body={t("web.device.removeBody")}
          action={t("web.device.remove")}
          done={t("web.device.removed", { name: device.name })}
          request={() =>
            ask(api.devices[":device"].$delete({ param: { device: device.id } }, ifSeen(device.etag)))
          }
          onStale={reload}
          onDone={() => navigate(siteHref(device.site), true)}
          onClose={close}
        />
      ) : null}
    </>
  );
}
