import type { AlertState, Calendar } from "../../core/alerting/types.ts";
import type { AlertFact, AssetEvidence, DeviceEvidence, PcEvidence } from "../../core/assets/evidence.ts";
import { dateOf } from "../../core/assets/dates.ts";
import type { Asset } from "../../core/assets/types.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import type { Inventory } from "../../core/wire/block.ts";
import type { Assets } from "../assets-port.ts";
import { classOf, nameOf } from "../device-names.ts";
import { namesOf } from "../names.ts";
import type { Evidence } from "../planning-port.ts";
import type { AgentRecord, DeviceRecord, Registry, SampleStore } from "../ports.ts";
import { hostLoads, pagesOf, portEvidence, portFacts, type Measured } from "./asset-evidence-metrics.ts";
import { unitEvidence } from "./asset-evidence-units.ts";

export interface EvidencePorts {
  readonly registry: Registry & Assets;
  readonly store: SampleStore;
  readonly calendar: Calendar;
}
const YEAR = 365 * DAY;
/** More alerts than 5,000 devices have in a bad year; what is older than these is not looked at. */
const MOST_ALERTS = 50_000;

/**
 * Everything that findings may rest on, of all units: the register, what devices say of themselves, the alerts of twelve
 * months, and figures of the metric store. A value that was not measured is absent. Reads only; bounded.
 */
export async function gatherEvidence(
  { registry, store, calendar }: EvidencePorts,
  now: Instant,
): Promise<Evidence> {
  const [assets, devices, agents, records, nameFor] = await Promise.all([
    registry.assets({}),
    registry.devices(),
    registry.agents(),
    registry.alertList({ since: now - YEAR, limit: MOST_ALERTS }),
    namesOf(registry),
  ]);
  const alerts = records.flatMap(({ state }) => (state.firedAt === null ? [] : [state]));
  const byDevice = Map.groupBy(alerts, ({ subject }) => subject.device ?? "");
  const linked = new Set(assets.flatMap(({ device }) => device ?? []));
  const known = devices.filter(({ id }) => linked.has(id));
  const agentOf = new Map(agents.map((agent) => [agent.id, agent]));
  const measured: Measured = { registry, store, now, devices: known, alerts: byDevice };
  const [badPorts, ports, pages, loads] = await Promise.all([
    portEvidence(measured),
    portFacts(measured),
    pagesOf(measured),
    hostLoads(measured),
  ]);
  const deviceOf = new Map(known.map((device) => [device.id, device]));
  const factOf = (state: AlertState) => alertFact(state, nameFor);
  const evidenceOf = (asset: Asset): AssetEvidence => {
    const device = asset.device === null ? undefined : deviceOf.get(asset.device);
    if (device === undefined) return { asset, alerts: [], badPorts: [] };
    const facts = ports.get(device.id);
    const page = pages.get(device.id);
    const ups = upsOf(store, device.id);
    return {
      asset,
      alerts: (byDevice.get(device.id) ?? []).map(factOf),
      badPorts: badPorts.get(device.id) ?? [],
      device: deviceEvidence(device, agentOf.get(device.agent ?? ""), store, facts),
      ...(device.inventory === null
        ? {}
        : { pc: pcEvidence(device.inventory.value, device.inventory.at, loads.get(device.id)) }),
      ...(page === undefined ? {} : { pages: page }),
      ...(ups === undefined ? {} : { ups }),
    };
  };
  return {
    today: dateOf(now),
    assets: assets.map(evidenceOf),
    units: await unitEvidence({ registry, store, now, calendar, agents, devices, alerts, factOf }),
  };
}

function alertFact(state: AlertState, nameFor: (key: string) => string | undefined): AlertFact {
  const { id, rule, severity, subject, since, resolvedAt, worst, evidence, cause, affected } = state;
  return {
    id,
    rule,
    severity,
    subject: subject.key,
    since,
    until: resolvedAt,
    worst,
    inferred: evidence.inferred !== undefined,
    cause,
    hit: evidence.attached ?? affected.map((key) => nameFor(key) ?? key),
  };
}

function deviceEvidence(
  device: DeviceRecord,
  agent: AgentRecord | undefined,
  store: Pick<SampleStore, "last">,
  ports: DeviceEvidence["ports"],
): DeviceEvidence {
  const { id, site, identity, inventory } = device;
  const said = identity?.value;
  const read = inventory?.value;
  return {
    id,
    site,
    name: nameOf(device, agent),
    class: classOf(device),
    ...defined({
      ...(read === undefined ? {} : { vendor: read.maker, model: read.model, serial: read.serial }),
      // What a survey says is nearer to the name plate.
      ...defined({ vendor: said?.vendor, model: said?.model, version: said?.version, serial: said?.serial }),
      ports,
    }),
    lastSeen: lastSeen(device, agent, store),
  };
}

function lastSeen(
  { id, contact }: DeviceRecord,
  agent: AgentRecord | undefined,
  store: Pick<SampleStore, "last">,
): Instant | null {
  const up = store.last(`device:${id}`)?.get("up");
  const heard = [agent?.lastSeen, contact?.ok === true ? contact.at : null, up?.value === 1 ? up.at : null];
  const seen = heard.filter((at) => typeof at === "number");
  return seen.length === 0 ? null : Math.max(...seen);
}

/** Only what is known: an absent value is not an undefined one. */
function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}

function pcEvidence(
  { maker, model, serial, biosDate, cpu, memoryBytes, disks, os }: Inventory,
  readAt: Instant,
  load: { readonly cpuP95?: number; readonly memoryP95Ratio?: number } = {},
): PcEvidence {
  return {
    readAt,
    ...defined({ maker, model, serial, biosDate, cpu: cpu?.name, memoryBytes }),
    disks: (disks ?? []).map(({ name, kind, bytes, health }) =>
      Object.assign({ name }, defined({ kind, bytes, health })),
    ),
    ...(os === undefined
      ? {}
      : {
          os: {
            platform: os.platform,
            ...defined({ name: os.name, version: os.version, build: os.build, installed: os.installed }),
          },
        }),
    ...load,
  };
}

function upsOf(store: Pick<SampleStore, "last">, device: string): AssetEvidence["ups"] {
  const last = store.last(`ups:${device}`);
  if (last === undefined) return undefined;
  return defined({ runtimeS: last.get("runtime")?.value, charge: last.get("charge")?.value });
}
