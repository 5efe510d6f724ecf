import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildTopology } from "../../core/topology/build.ts";
import { isRedundancy, isStation } from "../../core/topology/mac.ts";
import type { DeviceEvidence, Topology, TopologyNode } from "../../core/topology/types.ts";
import { readRecorded } from "./recorded.ts";

/** Recordings of real devices, each a site of its own, and the links that another program found in them. */
const CORPUS = join(import.meta.dirname, "../../../shared/corpus");
const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) console.warn(`SKIPPED: no corpus of recordings at ${CORPUS}`);

interface Truth {
  readonly recording: string;
  readonly links?: readonly TrueLink[];
}
interface TrueLink {
  readonly protocol: string;
  readonly localIfName?: string;
  readonly localIfDescr?: string;
  readonly remoteHostname: string;
}

const TABLES =
  /^(?:1\.0\.8802\.1\.1\.2\.1\.4\.1\.1|1\.3\.6\.1\.4\.1\.9\.9\.23\.1\.2\.1\.1|1\.3\.6\.1\.2\.1\.17\.(?:4\.3|7\.1\.2\.2))\./m;

function recordings(): Map<string, DeviceEvidence> {
  const folder = join(CORPUS, "recordings");
  const devices = new Map<string, DeviceEvidence>();
  for (const file of readdirSync(folder).toSorted()) {
    const name = file.replace(/\.snmprec$/, "");
    const text = readFileSync(join(folder, file), "utf8");
    if (!name.includes("@") && TABLES.test(text)) devices.set(name, readRecorded(name, text));
  }
  return devices;
}

const portOf = ({ ports = [] }: DeviceEvidence, { localIfName, localIfDescr }: TrueLink) =>
  (ports.find(({ part }) => part === localIfName) ?? ports.find(({ name }) => name === localIfDescr))?.part;

/** What the rows on a port call a neighbour of the map. */
function namesOf(device: DeviceEvidence, port: string, { name, macs }: TopologyNode): string[] {
  const rows = (device.neighbours ?? []).filter(
    ({ localPort, remoteChassisId = "", remoteName }) =>
      localPort === port && (macs.includes(remoteChassisId) || [remoteName, remoteChassisId].includes(name)),
  );
  return [name, ...rows.flatMap((row) => [row.remoteName ?? "", row.remoteChassisId ?? ""])];
}

/** Neighbours that the map shows on a port, straight or through something unseen. */
function neighboursOn({ nodes, links }: Topology, id: string, port: string): TopologyNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const next = (from: string) =>
    links.flatMap(({ ends: [a, b] }) => (a.node === from ? [b.node] : b.node === from ? [a.node] : []));
  const first = links.flatMap(({ ends: [a, b] }) => {
    const here = a.node === id ? a : b.node === id ? b : undefined;
    const far = here === a ? b : a;
    return here !== undefined && [here.port, ...(here.members ?? [])].includes(port) ? [far.node] : [];
  });
  const reached = new Set(first);
  for (const node of reached) {
    if (byId.get(node)?.kind !== "hidden" && byId.get(node)?.deviceClass !== "phone") continue;
    for (const other of next(node)) if (other !== id) reached.add(other);
  }
  return [...reached].flatMap((node) => byId.get(node) ?? []).filter(({ kind }) => kind !== "hidden");
}

describe.skipIf(!hasCorpus)("recordings with neighbour or forwarding tables", () => {
  const devices = hasCorpus ? recordings() : new Map<string, DeviceEvidence>();
  const truths = hasCorpus
    ? readFileSync(join(CORPUS, "truth.jsonl"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Truth)
    : [];

  test("every neighbour that another program found with a local port is in the map, on that port", () => {
    let checked = 0;
    const missing: string[] = [];
    for (const { recording, links = [] } of truths) {
      const device = devices.get(recording);
      if (device === undefined) continue;
      const topology = buildTopology({ devices: [device], hosts: [] });
      const named = new Set(
        (device.neighbours ?? []).flatMap((row) => [row.remoteName ?? "", row.remoteChassisId ?? ""]),
      );
      const here = links.filter(({ protocol }) => protocol === "lldp" || protocol === "cdp");
      for (const [port, wanted] of Map.groupBy(here, (link) => portOf(device, link))) {
        if (port === undefined) continue;
        checked += wanted.length;
        const nodes = neighboursOn(topology, recording, port);
        const names = new Set(nodes.flatMap((node) => namesOf(device, port, node)));
        // Who has no name is called by its description there: then only the number is held.
        const nameless = wanted.filter(({ remoteHostname }) => !named.has(remoteHostname));
        const unmet = wanted.filter((link) => !nameless.includes(link) && !names.has(link.remoteHostname));
        const count = new Set(wanted.map(({ remoteHostname }) => remoteHostname)).size;
        if (unmet.length > 0 || nodes.length < (nameless.length > 0 ? Math.min(count, 1) : 1)) {
          missing.push(`${recording} ${port}: ${unmet.map((link) => link.remoteHostname).join(", ")}`);
        }
      }
    }
    expect(checked).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  test("no neighbour is in the map that no table holds, and none of the tables' is left out", () => {
    for (const [name, device] of devices) {
      const topology = buildTopology({ devices: [device], hosts: [] });
      const ports = new Set((device.neighbours ?? []).map(({ localPort }) => localPort));
      const strangers = topology.nodes.filter(({ kind }) => kind === "neighbour");
      expect(strangers.length, name).toBeLessThanOrEqual(device.neighbours?.length ?? 0);
      const measured = topology.links.filter(({ confidence }) => confidence === "measured");
      expect(measured.length, name).toBeLessThanOrEqual(ports.size);
      const linked = new Set(topology.links.flatMap(({ ends }) => ends.map(({ node }) => node)));
      expect(
        strangers.filter(({ id }) => !linked.has(id)).map(({ id }) => id),
        name,
      ).toEqual([]);
    }
  });

  test("every learned address has a place, on a port that the table names for it", () => {
    let checked = 0;
    for (const [name, device] of devices) {
      const { placements } = buildTopology({ devices: [device], hosts: [] });
      const rows = (device.forwarding ?? []).filter(
        ({ mac, status }) => status !== "self" && isStation(mac) && !isRedundancy(mac),
      );
      const own = new Set([...device.macs, ...(device.ports ?? []).map(({ mac }) => mac)]);
      const wanted = Map.groupBy(
        rows.filter(({ mac }) => !own.has(mac)),
        ({ mac }) => mac,
      );
      const placed = new Map(
        placements.flatMap((place) => (place.mac === undefined ? [] : [[place.mac, place]])),
      );
      for (const [mac, seen] of wanted) {
        checked++;
        const place = placed.get(mac);
        const port = (device.ports ?? []).find(({ part }) => part === place?.port);
        expect(
          seen.map((row) => row.port),
          `${name} ${mac}`,
        ).toContain(port?.part ?? place?.port);
      }
    }
    expect(checked).toBeGreaterThan(500);
  });
});
