import { buildTopology } from "../core/topology/build.ts";
import type {
  Capability,
  DeviceEvidence,
  HostEvidence,
  NeighbourRow,
  PortEvidence,
  SiteEvidence,
  StpEvidence,
  StpPort,
  Topology,
} from "../core/topology/types.ts";
import type { LanFacts } from "../core/wire/survey.ts";
import { classOf, nameOf } from "./device-names.ts";
import type { Detail, DeviceRecord, PortRecord, Registry } from "./ports.ts";

/** The map of a site from what its devices said last, and when the newest table was read; null when none ever was. */
export async function siteTopology(
  registry: Pick<Registry, "devices" | "details" | "ports">,
  site: string,
): Promise<{ readonly topology: Topology; readonly readAt: number | null }> {
  const [devices, lans] = await Promise.all([registry.devices(site), registry.details("lan", { site })]);
  const byDevice = new Map(lans.map((lan) => [lan.device, lan]));
  const ports = await Promise.all(devices.map(({ id }) => registry.ports(id)));
  const evidence: SiteEvidence = {
    devices: devices.flatMap((device, i) =>
      device.agent === null ? [deviceEvidence(device, ports[i] ?? [], byDevice.get(device.id))] : [],
    ),
    hosts: devices.flatMap((device, i) =>
      device.agent === null ? [] : [hostEvidence(device, ports[i] ?? [])],
    ),
  };
  const readAt = lans.length === 0 ? null : Math.max(...lans.map(({ at }) => at));
  return { topology: buildTopology(evidence), readAt };
}

/** The topology has a word of its own for access points, and none for "unknown". */
function classFor(device: DeviceRecord): DeviceEvidence["deviceClass"] {
  const known = classOf(device);
  if (known === "unknown") return undefined;
  return known === "access_point" ? "wireless" : known;
}

function deviceEvidence(
  device: DeviceRecord,
  ports: readonly PortRecord[],
  lan: Detail<"lan"> | undefined,
): DeviceEvidence {
  const deviceClass = classFor(device);
  const base = device.identity?.value.baseMac;
  const macs = new Set([...(base === undefined ? [] : [base]), ...ports.flatMap(({ mac }) => mac ?? [])]);
  const partOf = partFinder(ports);
  const bridgePorts = new Map(
    lan?.value.stp?.ports.map(({ ifIndex, bridgePort }) => [ifIndex, bridgePort] as const),
  );
  return {
    id: device.id,
    name: nameOf(device, undefined),
    ...(deviceClass === undefined ? {} : { deviceClass }),
    macs: [...macs],
    ips: device.address === null ? [] : [device.address],
    ports: ports.map((port) => portEvidence(port, bridgePorts.get(port.ifIndex))),
    ...(lan === undefined ? {} : { readAt: lan.at, ...tables(lan.value, partOf) }),
  };
}

type PartOf = (row: {
  readonly port?: string | undefined;
  readonly ifIndex?: number | undefined;
}) => string | undefined;

/** Tables name ports by ifIndex and by name; both lead to the part under which the port keeps its history. */
function partFinder(ports: readonly PortRecord[]): PartOf {
  const byIndex = new Map(ports.map(({ ifIndex, part }) => [ifIndex, part]));
  const byName = new Map(
    ports.flatMap(({ name, descr, part }) => [[descr, part] as const, [name, part] as const]),
  );
  return ({ port, ifIndex }) =>
    (ifIndex === undefined ? undefined : byIndex.get(ifIndex)) ?? byName.get(port) ?? port;
}

function portEvidence(
  { part, ifIndex, name, mac, ifType }: PortRecord,
  bridgePort: number | undefined,
): PortEvidence {
  return {
    part,
    name,
    ...(ifIndex === undefined ? {} : { ifIndex, ...(bridgePort === undefined ? {} : { bridgePort }) }),
    ...(mac === undefined ? {} : { mac }),
    ...(ifType === undefined ? {} : { ifType }),
  };
}

function tables(
  { neighbours, forwarding, arp, stp }: LanFacts,
  partOf: PartOf,
): Pick<DeviceEvidence, "neighbours" | "forwarding" | "arp" | "stp"> {
  return {
    neighbours: neighbours.flatMap((row): NeighbourRow[] => {
      const localPort = partOf({ port: row.localPort, ifIndex: row.localIfIndex });
      if (localPort === undefined) return [];
      const { protocol, remoteChassis, remoteName, remotePort, remoteAddress, capabilities } = row;
      return [
        {
          localPort,
          protocol,
          ...(remoteChassis === undefined ? {} : { remoteChassisId: remoteChassis }),
          ...(remoteName === undefined ? {} : { remoteName }),
          ...(remotePort === undefined ? {} : { remotePort }),
          ...(remoteAddress === undefined ? {} : { remoteAddress }),
          capabilities: (capabilities ?? []).flatMap((word) => CAPABILITIES[word] ?? []),
        },
      ];
    }),
    forwarding: forwarding.flatMap((row) => {
      const port = partOf(row);
      if (port === undefined) return [];
      const status = row.own === true ? ("self" as const) : ("learned" as const);
      return [{ mac: row.mac, port, status, ...(row.vlan === undefined ? {} : { vlan: row.vlan }) }];
    }),
    arp: arp.map(({ ip, mac }) => ({ ip, mac })),
    ...(stp === undefined ? {} : { stp: stpEvidence(stp, partOf) }),
  };
}

/** Words of LLDP and CDP for what the other side is. */
const CAPABILITIES: Readonly<Record<string, Capability>> = {
  bridge: "bridge",
  switch: "bridge",
  router: "router",
  wlanAccessPoint: "wireless",
  wireless: "wireless",
  telephone: "phone",
  phone: "phone",
  stationOnly: "station",
  station: "station",
};

/** BRIDGE-MIB dot1dStpPortState: 1 disabled … 6 broken. */
const STATES: readonly StpPort["state"][] = [
  "disabled",
  "blocking",
  "listening",
  "learning",
  "forwarding",
  "broken",
];

function stpEvidence(stp: NonNullable<LanFacts["stp"]>, partOf: PartOf): StpEvidence {
  const rootPort = stp.ports.find(({ bridgePort }) => bridgePort === stp.rootPort);
  const rootPart = rootPort === undefined ? undefined : partOf(rootPort);
  return {
    ...(stp.bridge === undefined ? {} : { bridgeId: stp.bridge }),
    ...(stp.root === undefined ? {} : { rootId: stp.root }),
    ...(rootPart === undefined ? {} : { rootPort: rootPart }),
    ports: stp.ports.flatMap((row): StpPort[] => {
      const [port, state] = [partOf(row), STATES[row.state - 1]];
      if (port === undefined || state === undefined) return [];
      const { designatedBridge } = row;
      if (designatedBridge === undefined) return [{ port, state }];
      const designatedPort = portIdOf(row.designatedPort);
      return [{ port, state, designatedBridge, ...(designatedPort === undefined ? {} : { designatedPort }) }];
    }),
  };
}

/** dot1dStpPortDesignatedPort: two bytes, as the survey writes them. */
const portIdOf = (hex: string | undefined): number | undefined =>
  hex !== undefined && /^[0-9a-f]{4}$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;

function hostEvidence(device: DeviceRecord, ports: readonly PortRecord[]): HostEvidence {
  const { inventory } = device;
  const cards = inventory?.value.cards ?? [];
  const macs = new Set([...cards.map(({ mac }) => mac), ...ports.map(({ mac }) => mac)]);
  return {
    id: device.id,
    name: nameOf(device, undefined),
    interfaces: [...macs].flatMap((mac) => {
      if (mac === undefined) return [];
      const ips = cards.filter((card) => card.mac === mac).flatMap(({ addresses }) => addresses);
      return [{ mac, ips }];
    }),
    ...(inventory === null ? {} : { readAt: inventory.at }),
  };
}
