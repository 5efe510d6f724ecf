import type { Instant } from "../../core/clock.ts";
import type {
  Capability,
  DeviceClass,
  DeviceEvidence,
  ForwardingRow,
  HostEvidence,
  NeighbourRow,
  SiteEvidence,
  StpPort,
  Topology,
} from "../../core/topology/types.ts";

/**
 * A drawn network and what its devices would say of it. One cable a line: `SW1/24 - SW2/1`; `x` in place of `-` is a
 * cable that STP blocks at its left end. The letters of a name say what it is; only SW has numbered ports.
 */
export interface Network {
  readonly nodes: readonly Node[];
  readonly cables: readonly Cable[];
}
export interface Node {
  readonly name: string;
  readonly kind: Kind;
  readonly mac: string;
  readonly ip: string;
}
export interface Cable {
  readonly a: End;
  readonly b: End;
  readonly blocked: boolean;
}
export interface End {
  readonly node: string;
  readonly port: string;
}
/** SW managed, U unmanaged, AP access point, R router, PC with an agent, PR known printer, PH phone, ST and VM strangers. */
export type Kind = "SW" | "U" | "AP" | "R" | "PC" | "PR" | "PH" | "ST" | "VM";

export const NOW: Instant = 1_800_000_000_000;

export function network(drawing: string): Network {
  const lines = drawing.split("\n").map((line) => line.trim());
  const cables = lines.filter((line) => line !== "").map(readCable);
  const names = [...new Set(cables.flatMap(({ a, b }) => [a.node, b.node]))].toSorted();
  return { nodes: names.map(makeNode), cables };
}

function readCable(line: string): Cable {
  const [, left = "", sign = "", right = ""] = /^(\S+) ([-x]) (\S+)$/.exec(line) ?? [];
  if (left === "") throw new RangeError(`not a cable: ${line}`);
  return { a: readEnd(left), b: readEnd(right), blocked: sign === "x" };
}

function readEnd(text: string): End {
  const [node = "", port = ""] = text.split("/");
  return { node, port };
}

const OUI: Partial<Record<Kind, string>> = { VM: "00:50:56", AP: "74:83:c2", R: "cc:2d:e0", SW: "00:1b:54" };

function makeNode(name: string, number: number): Node {
  const kind = (/^[A-Z]+/.exec(name)?.[0] ?? "ST") as Kind;
  const octets = [number >> 8, number & 0xff].map((octet) => octet.toString(16).padStart(2, "0"));
  const ip = `10.1.${number >> 8}.${number & 0xff}`;
  return { name, kind, mac: `${OUI[kind] ?? "a4:bb:6d"}:${octets.join(":")}:00`, ip };
}

export interface Talk {
  /** Who has no forwarding table to show, who speaks no LLDP. By default all SW show tables, and SW and AP speak. */
  readonly noTable?: readonly string[];
  readonly noLldp?: readonly string[];
  readonly lldp?: boolean;
  readonly stp?: boolean;
  /** Unmanaged switches pass LLDP on. */
  readonly lldpThroughU?: boolean;
  /** Aggregates: `{ SW1: { Po1: ["1", "2"] } }`; only one of their cables carries frames here. */
  readonly lags?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Switches whose own addresses nobody learned. */
  readonly unseen?: readonly string[];
}

/** The evidence that this network gives when every table is full. */
export function evidenceOf(net: Network, talk: Talk = {}): SiteEvidence {
  const kinds = (...wanted: Kind[]) => net.nodes.filter(({ kind }) => wanted.includes(kind));
  return {
    devices: kinds("SW", "AP", "R", "PR", "PH").map((node) => deviceOf(net, node, talk)),
    hosts: kinds("PC").map((node): HostEvidence => {
      return {
        id: node.name,
        name: node.name,
        interfaces: [{ mac: node.mac, ips: [node.ip], up: true }],
        readAt: NOW,
      };
    }),
  };
}

const CLASSES: Partial<Record<Kind, DeviceClass>> = {
  SW: "switch",
  AP: "wireless",
  R: "router",
  PR: "printer",
  PH: "phone",
};

function deviceOf(net: Network, node: Node, talk: Talk): DeviceEvidence {
  const deviceClass = CLASSES[node.kind];
  const base = {
    id: node.name,
    name: node.name,
    ...(deviceClass !== undefined && { deviceClass }),
    macs: [node.mac],
    ips: [node.ip],
    readAt: NOW,
  };
  const silent = talk.lldp === false || talk.noLldp?.includes(node.name) === true;
  if (node.kind !== "SW") return base;
  const lags = talk.lags?.[node.name] ?? {};
  const cabled = [...new Set(endsOf(net, node.name).map(({ here }) => here.port))];
  const ports = [...cabled, "40", "41", ...Object.keys(lags)].map((part) => {
    const lag = Object.keys(lags).find((name) => lags[name]?.includes(part));
    return {
      part,
      name: part,
      operUp: part !== "41",
      ...(/^\d+$/.test(part) && { bridgePort: Number(part) }),
      ...(part in lags && { ifType: 161 }),
      ...(lag !== undefined && { lag }),
    };
  });
  return {
    ...base,
    ports,
    ...(talk.noTable?.includes(node.name) !== true && { forwarding: tableOf(net, node, talk) }),
    ...(!silent && { neighbours: neighboursOf(net, node, talk) }),
    ...(talk.stp === true && {
      stp: { bridgeId: `8000${node.mac.replaceAll(":", "")}`, ports: stpOf(net, node) },
    }),
  };
}

interface Connection {
  readonly here: End;
  readonly far: End;
  readonly blocked: boolean;
  readonly blockedHere: boolean;
}
const connections = new WeakMap<Network, Map<string, Connection[]>>();

/** The cables at a node: its own end and the far one. */
export function endsOf(net: Network, name: string): readonly Connection[] {
  let all = connections.get(net);
  if (all === undefined) {
    all = new Map(net.nodes.map((node) => [node.name, []]));
    for (const { a, b, blocked } of net.cables) {
      all.get(a.node)?.push({ here: a, far: b, blocked, blockedHere: blocked });
      all.get(b.node)?.push({ here: b, far: a, blocked, blockedHere: false });
    }
    connections.set(net, all);
  }
  return all.get(name) ?? [];
}

/** Everything that is reached through an end without coming back through the node. */
export function behind(net: Network, from: string, first: string): Set<string> {
  const seen = new Set([from, first]);
  for (const name of seen) {
    if (name === from) continue;
    for (const { far, blocked } of endsOf(net, name)) if (!blocked) seen.add(far.node);
  }
  seen.delete(from);
  return seen;
}

function tableOf(net: Network, node: Node, talk: Talk): ForwardingRow[] {
  const lags = talk.lags?.[node.name] ?? {};
  const macs = new Map(net.nodes.map(({ name, mac }) => [name, mac]));
  const unseen = new Set(talk.unseen);
  const rows = endsOf(net, node.name).flatMap(({ here, far, blocked }) => {
    if (blocked) return [];
    const port = Object.keys(lags).find((name) => lags[name]?.includes(here.port)) ?? here.port;
    const names = [...behind(net, node.name, far.node)];
    const seen = names.filter((name) => !name.startsWith("U") && !unseen.has(name));
    return seen.map((name) => `${macs.get(name) ?? ""} ${port}`);
  });
  return [...new Set(rows)].map((row) => {
    const [mac = "", port = ""] = row.split(" ");
    return { mac, port };
  });
}

const CAPABILITIES: Partial<Record<Kind, Capability>> = { SW: "bridge", AP: "wireless" };

function neighboursOf(net: Network, node: Node, talk: Talk): NeighbourRow[] {
  return endsOf(net, node.name).flatMap(({ here, far }) =>
    speakersAt(net, node.name, far, talk).map((end): NeighbourRow => {
      const other = net.nodes.find(({ name }) => name === end.node);
      const capability = CAPABILITIES[other?.kind ?? "ST"];
      return {
        localPort: here.port,
        protocol: "lldp",
        remoteChassisId: other?.mac ?? "",
        remoteName: end.node,
        ...(end.port !== "" && { remotePort: end.port }),
        ...(capability !== undefined && { capabilities: [capability] }),
      };
    }),
  );
}

/** Who speaks LLDP on the cable: the far end, or those behind an unmanaged switch. */
function speakersAt(net: Network, from: string, far: End, talk: Talk): End[] {
  if (far.node.startsWith("U")) {
    if (talk.lldpThroughU !== true) return [];
    return endsOf(net, far.node).flatMap((next) =>
      next.far.node === from ? [] : speakersAt(net, far.node, next.far, talk),
    );
  }
  return /^(?:SW|AP)/.test(far.node) && talk.noLldp?.includes(far.node) !== true ? [far] : [];
}

function stpOf(net: Network, node: Node): StpPort[] {
  return endsOf(net, node.name)
    .filter(({ blockedHere }) => blockedHere)
    .map(({ here, far }) => {
      const mac = net.nodes.find(({ name }) => name === far.node)?.mac ?? "";
      const designatedBridge = `8000${mac.replaceAll(":", "")}`;
      return {
        port: here.port,
        state: "blocking",
        designatedBridge,
        designatedPort: 0x8000 | Number(far.port),
      };
    });
}

/**
 * Links as text, sorted: `SW1/24 - SW2/1`, with ` (backup)` or ` (inferred)` behind. Hidden nodes show as their kind and
 * the port they were found on: `unmanaged@SW1/2`.
 */
export function drawn(topology: Topology): string[] {
  const hidden = new Map(topology.nodes.map(({ id, hidden }) => [id, hidden]));
  const node = (id: string) => {
    const kind = hidden.get(id);
    return kind === undefined ? id.replace(/^neighbour:/, "n:") : `${kind}@${id.slice("hidden:".length)}`;
  };
  return topology.links
    .map(({ ends, state, confidence }) => {
      const text = ends.map((end) => node(end.node) + (end.port === undefined ? "" : `/${end.port}`));
      const marks = `${confidence === "inferred" ? " (inferred)" : ""}${state === "backup" ? " (backup)" : ""}`;
      return `${text.toSorted().join(" - ")}${marks}`;
    })
    .toSorted();
}
