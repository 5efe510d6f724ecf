import { isWorkingTime } from "../../core/alerting/calendar.ts";
import { DAY, MINUTE, type Clock } from "../../core/clock.ts";
import { deviceEtag } from "../../core/etag.ts";
import { isFresh, newestOf, siteState } from "../../core/state.ts";
import type {
  DeviceSummary,
  DeviceView,
  Overview,
  SiteSummary,
  SiteView,
  TargetView,
  UnitView,
} from "../../core/wire/views.ts";
import type {
  AgentRecord,
  DeviceRecord,
  Registry,
  SampleStore,
  SiteRecord,
  TargetRecord,
  UnitRecord,
} from "../ports.ts";
import type { ApiPorts, Visible } from "./context.ts";
import { agentView, deviceSummary, lanView, partViews, portViews, targetView } from "./parts.ts";
import { toLatest } from "./latest.ts";

/** Answers of the API, put together from registry and store. */
export interface Views {
  overview(visible: Visible): Promise<Overview>;
  units(visible: Visible): Promise<UnitView[]>;
  site(site: SiteRecord): Promise<SiteView>;
  devices(visible: Visible): Promise<DeviceSummary[]>;
  device(device: DeviceRecord): Promise<DeviceView>;
}

export interface ViewPorts {
  readonly registry: Registry;
  readonly store: SampleStore;
  readonly clock: Clock;
  readonly alerting: Pick<ApiPorts["alerting"], "calendar">;
}

const EVENTS_SHOWN = 50;
/** What was thrown away longer ago needs nobody any more. */
const DROPPED_SHOWN = 7 * DAY;
/** Kinds of which a device has one at most. */
const OWN_KINDS = ["device", "host", "ups", "printer"];
const NO_FACTS = {
  name: null,
  description: null,
  objectId: null,
  location: null,
  contact: null,
  readAt: null,
};

interface SiteContent {
  readonly devices: readonly DeviceRecord[];
  readonly targets: readonly TargetRecord[];
  readonly agents: readonly AgentRecord[];
}

export function createViews(ports: ViewPorts): Views {
  return {
    overview: (visible) => overview(ports, visible),
    units: (visible) => unitsOnly(ports, visible),
    site: (site) => siteView(ports, site),
    devices: (visible) => devices(ports, visible),
    device: (device) => deviceView(ports, device),
  };
}

async function overview(ports: ViewPorts, visible: Visible): Promise<Overview> {
  const { registry, clock } = ports;
  const units = (await registry.units()).filter(({ id }) => visible.has(id));
  const sites = (await registry.sites()).filter(({ unit }) => visible.has(unit));
  const bySite = await contentBySite(registry);
  const summaries = sites.map((site) => summarize(ports, site, bySite(site.id)).summary);
  return {
    now: clock.now(),
    newest: newestTime(summaries),
    office: officeOf(ports),
    units: units.map((unit) => unitOf(unit, visible, summaries)),
  };
}

function officeOf({ alerting, clock }: ViewPorts): boolean | null {
  const calendar = alerting.calendar();
  return calendar === undefined ? null : isWorkingTime(calendar, clock.now());
}

/** For those who read papers and not the network: names, and who belongs to whom. */
async function unitsOnly({ registry }: ViewPorts, visible: Visible): Promise<UnitView[]> {
  const units = (await registry.units()).filter(({ id }) => visible.has(id));
  return units.map((unit) => unitOf(unit, visible, []));
}

const unitOf = (
  { id, name, kind, parent, validFrom, validTo }: UnitRecord,
  visible: Visible,
  sites: readonly UnitView["sites"][number][],
): UnitView => ({
  id,
  name,
  kind,
  // A parent that the person may not see does not exist for them.
  parent: parent !== null && visible.has(parent) ? parent : null,
  validFrom,
  validTo,
  sites: sites.filter((site) => site.unit === id),
});

async function siteView(ports: ViewPorts, site: SiteRecord): Promise<SiteView> {
  const { registry, store, clock } = ports;
  const [inSite, targets, agents, leases, units, dropped] = await Promise.all([
    registry.devices(site.id),
    registry.targets(site.id),
    registry.agents(site.id),
    registry.leases(),
    registry.units(),
    registry.dropped(site.id, clock.now() - DROPPED_SHOWN),
  ]);
  const now = clock.now();
  const { summary, deviceList, targetList } = summarize(ports, site, { devices: inSite, targets, agents });
  return {
    ...summary,
    now,
    office: officeOf(ports),
    unitName: units.find(({ id }) => id === site.unit)?.name ?? "",
    deviceList,
    targetList,
    agentList: agents.map((agent) => agentView(agent, store, leases.get(site.id) === agent.id, now)),
    dropped: [...dropped].map(([device, points]) => ({ device, points })),
  };
}

async function devices({ registry, store, clock }: ViewPorts, visible: Visible): Promise<DeviceSummary[]> {
  const sites = (await registry.sites()).filter(({ unit }) => visible.has(unit));
  const seen = new Set(sites.map(({ id }) => id));
  const agents = new Map((await registry.agents()).map((agent) => [agent.id, agent]));
  const now = clock.now();
  return (await registry.devices())
    .filter(({ site }) => seen.has(site))
    .map((device) => deviceSummary(device, agents.get(device.agent ?? ""), store, now));
}

async function deviceView({ registry, store, clock }: ViewPorts, device: DeviceRecord): Promise<DeviceView> {
  const { id, identity } = device;
  const [site, agent, ports, events, leases, [lan], [printer]] = await Promise.all([
    registry.site(device.site),
    device.agent === null ? undefined : registry.agent(device.agent),
    registry.ports(device.id),
    registry.events(device.id, EVENTS_SHOWN),
    registry.leases(),
    registry.details("lan", { device: id }),
    registry.details("printer", { device: id }),
  ]);
  const now = clock.now();
  const stored = store.entities(device.site);
  return {
    ...deviceSummary(device, agent, store, now),
    now,
    siteName: site?.name ?? "",
    facts: device.facts ?? NO_FACTS,
    inventory: device.inventory?.value ?? null,
    inventoryAt: device.inventory?.at ?? null,
    entities: OWN_KINDS.map((kind) => `${kind}:${device.id}`).filter((one) => store.last(one) !== undefined),
    host: toLatest(store.last(`host:${device.id}`)),
    agentView:
      agent === undefined ? null : agentView(agent, store, leases.get(device.site) === agent.id, now),
    ports: portViews(device.id, ports, stored, store, now),
    volumes: partViews(id, "volume", stored, store),
    sensors: partViews(id, "sensor", stored, store),
    supplies: partViews(id, "supply", stored, store),
    ups: toLatest(store.last(`ups:${id}`)),
    printer: toLatest(store.last(`printer:${id}`)),
    identity,
    lan: lan === undefined ? null : lanView(lan),
    printerFacts: printer === undefined ? null : { at: printer.at, value: printer.value },
    events: [...events],
    etag: deviceEtag(device),
  };
}

async function contentBySite(registry: Registry): Promise<(site: string) => SiteContent> {
  const [devices, targets, agents] = await Promise.all([
    registry.devices(),
    registry.targets(),
    registry.agents(),
  ]);
  const group = <T extends { readonly site: string }>(all: readonly T[]) =>
    Map.groupBy(all, ({ site }) => site);
  const [byDevices, byTargets, byAgents] = [group(devices), group(targets), group(agents)];
  return (site) => ({
    devices: byDevices.get(site) ?? [],
    targets: byTargets.get(site) ?? [],
    agents: byAgents.get(site) ?? [],
  });
}

function summarize(
  { store, clock }: ViewPorts,
  site: SiteRecord,
  { devices, targets, agents }: SiteContent,
): { summary: SiteSummary; deviceList: DeviceSummary[]; targetList: TargetView[] } {
  const now = clock.now();
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const deviceList = devices.map((device) =>
    deviceSummary(device, device.agent === null ? undefined : byId.get(device.agent), store, now),
  );
  const targetList = targets.map((target) => targetView(target, store, now));
  const live = agents.filter(({ revokedAt }) => revokedAt === null);
  const shared = [...deviceList.filter(({ agent }) => agent === null), ...targetList];
  const summary: SiteSummary = {
    ...site,
    state: siteState({
      shared: shared.map(({ state }) => state),
      pcs: deviceList.filter(({ agent }) => agent !== null).map(({ state }) => state),
    }),
    newest: newestTime([...deviceList, ...targetList]),
    agents: {
      total: live.length,
      heard: live.filter(({ lastSeen }) => isFresh(lastSeen, MINUTE, now)).length,
    },
    devices: count(deviceList),
    targets: count(targetList),
  };
  return { summary, deviceList, targetList };
}

function count(all: readonly { readonly state: string }[]) {
  const of = (state: string) => all.filter((one) => one.state === state).length;
  return { total: all.length, good: of("good"), bad: of("bad"), unknown: of("unknown") };
}

function newestTime(all: readonly { readonly newest: number | null }[]): number | null {
  return newestOf(
    Object.fromEntries(
      all.flatMap(({ newest }, index) => (newest === null ? [] : [[index, { value: 0, at: newest }]])),
    ),
  );
}
