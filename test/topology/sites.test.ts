import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../core/clock.ts";
import { sayAny } from "../../core/messages/say.ts";
import { buildTopology } from "../../core/topology/build.ts";
import type { DeviceEvidence, SiteEvidence } from "../../core/topology/types.ts";
import { whereIs } from "../../core/topology/where-is.ts";
import { type Talk, NOW, drawn, evidenceOf, network } from "./network.ts";

const mapOf = (drawing: string, talk: Talk = {}) => buildTopology(evidenceOf(network(drawing), talk));
const sentence = (says: { key: string; params: Record<string, string | number> } | undefined) =>
  says === undefined ? undefined : sayAny("en", says.key, says.params);
const macOf = (drawing: string, name: string) =>
  network(drawing).nodes.find((node) => node.name === name)?.mac ?? "";

function changed(
  site: SiteEvidence,
  id: string,
  change: (device: DeviceEvidence) => Partial<DeviceEvidence>,
) {
  const devices = site.devices.map((device) =>
    device.id === id ? Object.assign({ ...device }, change(device)) : device,
  );
  return { ...site, devices };
}

const OFFICE = `
  R1 - SW1/24
  SW1/1 - SW2/24
  SW1/2 - U1
  U1 - PC1
  U1 - PC2
  SW2/1 - PC3
  SW2/2 - PR1`;
const OFFICE_LINKS = [
  "PC1 - unmanaged@SW1/2 (inferred)",
  "PC2 - unmanaged@SW1/2 (inferred)",
  "PC3 - SW2/1 (inferred)",
  "PR1 - SW2/2 (inferred)",
  "R1 - SW1/24 (inferred)",
  "SW1/2 - unmanaged@SW1/2 (inferred)",
];

test("an office with two switches and an unmanaged one under a desk", () => {
  const topology = mapOf(OFFICE);
  expect(drawn(topology)).toEqual([...OFFICE_LINKS, "SW1/1 - SW2/24"].toSorted());
  expect(topology.uplinks).toEqual({ SW1: ["24"], SW2: ["24"] });
  expect(topology.loops).toEqual([]);
  const place = whereIs(topology, "PC3");
  expect(place).toMatchObject({ device: "SW2", port: "1", exact: true, stale: false, at: NOW, since: NOW });
  expect(sentence(place?.says)).toBe("PC3 is on port 1 of SW2.");
  expect(place?.evidence.map(({ detail }) => sentence(detail))[0]).toBe(
    `SW2 sees PC3 (${macOf(OFFICE, "PC3")}) on port 1`,
  );
  expect(whereIs(topology, macOf(OFFICE, "PC3").toUpperCase().replaceAll(":", "-"))).toEqual(place);
  expect(whereIs(topology, "PC1")).toMatchObject({ device: "SW1", port: "2", behind: "hidden:SW1/2" });
  expect(whereIs(topology, "SW2")).toMatchObject({ device: "SW1", port: "1", confidence: "measured" });
  expect(whereIs(topology, "no such")).toBeUndefined();
  const hidden = topology.nodes.find(({ kind }) => kind === "hidden");
  expect(sentence(hidden?.says)).toContain("unmanaged switch behind SW1 (2): 2 devices");
});

test("the same office from forwarding tables alone", () => {
  const topology = mapOf(OFFICE, { lldp: false });
  expect(drawn(topology)).toEqual([...OFFICE_LINKS, "SW1/1 - SW2/24 (inferred)"].toSorted());
  expect(topology.uplinks).toEqual({ SW1: ["24"], SW2: ["24"] });
});

test("the switch that hears its neighbour is enough for a measured link", () => {
  expect(drawn(mapOf(OFFICE, { noLldp: ["SW2"] }))).not.toContain("SW1/1 - SW2/24");
  const oneEnd = changed(evidenceOf(network(OFFICE)), "SW2", () => ({ neighbours: [] }));
  expect(drawn(buildTopology(oneEnd))).toContain("SW1/1 - SW2/24");
});

const MIDDLE = `
  R1 - SW1/24
  SW1/1 - U1
  U1 - SW2/24
  U1 - SW3/24
  U1 - PC9
  SW2/1 - PC3
  SW3/1 - PC4`;
const MIDDLE_LINKS = [
  "PC3 - SW2/1 (inferred)",
  "PC4 - SW3/1 (inferred)",
  "PC9 - unmanaged@SW1/1 (inferred)",
  "R1 - SW1/24 (inferred)",
  "SW1/1 - unmanaged@SW1/1 (inferred)",
  "SW2/24 - unmanaged@SW1/1 (inferred)",
  "SW3/24 - unmanaged@SW1/1 (inferred)",
];

test("an unmanaged switch in the middle of managed ones, whether it passes LLDP on or not", () => {
  expect(drawn(mapOf(MIDDLE))).toEqual(MIDDLE_LINKS);
  const heard = mapOf(MIDDLE, { lldpThroughU: true });
  expect(drawn(heard)).toEqual(MIDDLE_LINKS);
  expect(heard.uplinks).toEqual({ SW1: ["24"], SW2: ["24"], SW3: ["24"] });
});

test("several LLDP neighbours on one port betray an unmanaged switch without any forwarding table", () => {
  const talk = { lldpThroughU: true, noTable: ["SW1", "SW2", "SW3"] };
  expect(drawn(mapOf(MIDDLE, talk))).not.toContain("SW1/1 - SW2/24");
  const one = mapOf(MIDDLE, { lldpThroughU: true, noTable: ["SW2", "SW3"] });
  expect(drawn(one)).toContain("SW2/24 - unmanaged@SW1/1 (inferred)");
  expect(drawn(one)).toContain("SW3/24 - unmanaged@SW1/1 (inferred)");
});

const RING = `
  R1 - SW1/24
  SW1/1 - SW2/1
  SW2/2 x SW3/2
  SW3/1 - SW1/2
  SW2/5 - PC1
  SW3/5 - PC2`;

test("a ring held by STP: the blocked link is a spare one, by LLDP or by STP alone", () => {
  const common = ["PC1 - SW2/5 (inferred)", "PC2 - SW3/5 (inferred)", "R1 - SW1/24 (inferred)"];
  const named = mapOf(RING, { stp: true });
  expect(drawn(named)).toEqual(
    [...common, "SW1/1 - SW2/1", "SW1/2 - SW3/1", "SW2/2 - SW3/2 (backup)"].toSorted(),
  );
  expect(named.loops).toEqual([]);
  expect(named.uplinks).toEqual({ SW1: ["24"], SW2: ["1"], SW3: ["1"] });
  const quiet = mapOf(RING, { stp: true, lldp: false });
  expect(drawn(quiet)).toEqual(
    [
      ...common,
      "SW1/1 - SW2/1 (inferred)",
      "SW1/2 - SW3/1 (inferred)",
      "SW2/2 - SW3/2 (inferred) (backup)",
    ].toSorted(),
  );
});

test("a ring of which no port is known to be blocked is said to be one, and PCs keep their ports", () => {
  const topology = mapOf(RING);
  expect(topology.loops.map(({ kind, blocked }) => ({ kind, blocked }))).toEqual([
    { kind: "ring", blocked: false },
  ]);
  expect(whereIs(topology, "PC2")).toMatchObject({ device: "SW3", port: "5", exact: true });
});

test("a PC that moved while a switch was silent: the newest table wins, the old one is kept as evidence", () => {
  const pc3 = macOf(OFFICE, "PC3");
  const site = changed(evidenceOf(network(OFFICE)), "SW2", (device) => ({
    readAt: NOW - 2 * HOUR,
    forwarding: device.forwarding ?? [],
  }));
  const moved = changed(site, "SW1", ({ forwarding = [] }) => ({
    forwarding: [...forwarding.filter(({ mac }) => mac !== pc3), { mac: pc3, port: "40" }],
  }));
  const topology = buildTopology(moved);
  const place = whereIs(topology, "PC3");
  expect(place).toMatchObject({ device: "SW1", port: "40", exact: true, stale: false, at: NOW });
  expect(place?.against).toMatchObject([{ device: "SW2", port: "1", at: NOW - 2 * HOUR }]);
  expect(drawn(topology)).toContain("PC3 - SW1/40 (inferred)");
  expect(drawn(topology).filter((link) => link.includes("unmanaged"))).toHaveLength(3);
  // Before it moved, the silent switch's table was still the best there was.
  expect(whereIs(buildTopology(site), "PC3")).toMatchObject({
    device: "SW2",
    port: "1",
    stale: true,
    exact: true,
  });
});

test("earlier readings of one switch say since when, and leave no ghost of a second device on the port", () => {
  const [pc3, pr1] = [macOf(OFFICE, "PC3"), macOf(OFFICE, "PR1")];
  const earlier = (minutes: number, mac: string, port: string) => ({ mac, port, at: NOW - minutes * MINUTE });
  const site = changed(evidenceOf(network(OFFICE)), "SW2", ({ forwarding = [] }) => ({
    forwarding: [
      ...forwarding,
      earlier(120, pc3, "2"),
      earlier(60, pc3, "1"),
      earlier(30, pc3, "1"),
      earlier(60, "a4:bb:6d:77:00:01", "1"),
    ],
  }));
  const topology = buildTopology(site);
  expect(whereIs(topology, pc3)).toMatchObject({ port: "1", at: NOW, since: NOW - HOUR });
  expect(whereIs(topology, pc3)?.against).toMatchObject([{ device: "SW2", port: "2", at: NOW - 2 * HOUR }]);
  expect(whereIs(topology, pr1)).toMatchObject({ port: "2", exact: true });
  expect(whereIs(topology, "a4:bb:6d:77:00:01")).toMatchObject({ port: "1", stale: true });
  expect(drawn(topology)).toEqual([...OFFICE_LINKS, "SW1/1 - SW2/24"].toSorted());
});

const BRIDGE = `
  R1 - SW1/24
  SW1/1 - AP1
  AP1 - AP2
  AP2 - SW2/1
  SW2/2 - PC1
  SW2/3 - PC2
  SW1/2 - PC3`;

test("a Wi-Fi bridge between two buildings is a chain, not an unmanaged switch", () => {
  expect(drawn(mapOf(BRIDGE))).toEqual([
    "AP1 - AP2 (inferred)",
    "AP1 - SW1/1",
    "AP2 - SW2/1",
    "PC1 - SW2/2 (inferred)",
    "PC2 - SW2/3 (inferred)",
    "PC3 - SW1/2 (inferred)",
    "R1 - SW1/24 (inferred)",
  ]);
  expect(mapOf(BRIDGE).uplinks).toEqual({ SW1: ["24"], SW2: ["1"] });
  // Without LLDP the order of the two is not known, and is not claimed.
  const quiet = drawn(mapOf(BRIDGE, { lldp: false }));
  expect(quiet.filter((link) => link.includes("AP"))).toEqual([
    "AP1 - unclear@SW1/1 (inferred)",
    "AP2 - unclear@SW1/1 (inferred)",
  ]);
});

test("many addresses behind an access point are its Wi-Fi clients", () => {
  const drawing = `
    R1 - SW1/24
    SW1/3 - AP1
    AP1 - ST1
    AP1 - ST2
    AP1 - PC5
    SW1/1 - PC1`;
  for (const lldp of [true, false]) {
    const topology = mapOf(drawing, { lldp });
    expect(topology.nodes.filter(({ kind }) => kind === "hidden")).toEqual([]);
    const place = whereIs(topology, "PC5");
    expect(place).toMatchObject({ device: "SW1", port: "3", behind: "AP1" });
    expect(sentence(place?.says)).toBe("PC5 is behind port 3 of SW1, through AP1.");
  }
});

test("two cables that are one aggregate are one link with its members", () => {
  const drawing = `
    R1 - SW1/24
    SW1/1 - SW2/1
    SW1/2 - SW2/2
    SW2/9 - PC1`;
  const lags = { SW1: { Po1: ["1", "2"] }, SW2: { Po7: ["1", "2"] } };
  const topology = mapOf(drawing, { lags });
  expect(drawn(topology)).toEqual(["PC1 - SW2/9 (inferred)", "R1 - SW1/24 (inferred)", "SW1/Po1 - SW2/Po7"]);
  expect(
    topology.links.find(({ confidence }) => confidence === "measured")?.ends.map((e) => e.members),
  ).toEqual([
    ["1", "2"],
    ["1", "2"],
  ]);
  expect(topology.loops).toEqual([]);
  // Switches that do not tell what belongs to the aggregate: the neighbour tables do.
  const plain = evidenceOf(network(drawing), { lags });
  const untold = {
    ...plain,
    devices: plain.devices.map((device) =>
      device.ports === undefined
        ? device
        : Object.assign(
            { ...device },
            {
              ports: device.ports.map(({ part, name, operUp }) => ({
                part,
                ...(name && { name }),
                ...(operUp !== undefined && { operUp }),
              })),
            },
          ),
    ),
  };
  expect(drawn(buildTopology(untold))).toEqual(drawn(topology));
});

test("one switch silent: what hangs behind it is known to, what hangs on which of its ports is not", () => {
  const topology = mapOf(OFFICE, { noTable: ["SW2"], lldp: false });
  expect(whereIs(topology, "PC3")).toMatchObject({ device: "SW1", port: "1", behind: "SW2" });
  expect(drawn(topology)).toContain("SW1/1 - SW2 (inferred)");
  expect(drawn(topology)).toContain("PC3 - SW2 (inferred)");
  const gone = mapOf(OFFICE, { noTable: ["SW1", "SW2"], lldp: false });
  expect(drawn(gone)).toEqual([]);
});

test("a router on a stick: ARP gives a printer that is known by IP only its address, and so its port", () => {
  const site = evidenceOf(network(OFFICE));
  const pr1 = macOf(OFFICE, "PR1");
  const ip = network(OFFICE).nodes.find(({ name }) => name === "PR1")?.ip ?? "";
  const nameless = changed(site, "PR1", () => ({ macs: [] }));
  expect(whereIs(buildTopology(nameless), "PR1")).toBeUndefined();
  const known = changed(nameless, "R1", () => ({ arp: [{ ip, mac: pr1, at: NOW }] }));
  // Router and printer are in other VLANs; the router's address shows in both.
  const router = macOf(OFFICE, "R1");
  const tagged = changed(known, "SW2", ({ forwarding = [] }) => ({
    forwarding: [...forwarding.map((row) => ({ ...row, vlan: 10 })), { mac: router, port: "24", vlan: 20 }],
  }));
  const topology = buildTopology(tagged);
  expect(whereIs(topology, "PR1")).toMatchObject({ device: "SW2", port: "2", exact: true });
  expect(drawn(topology)).toEqual([...OFFICE_LINKS, "SW1/1 - SW2/24"].toSorted());
});

test("an office without a managed switch: those that answer each other share something unmanaged", () => {
  const site = evidenceOf(network("R1 - U1\nU1 - PC1\nU1 - PC2\nU1 - PR1"));
  const everyone = site.devices.map(({ macs, ips }) => ({ ip: ips?.[0] ?? "", mac: macs[0] ?? "" }));
  const hosts = site.hosts.map((host) =>
    Object.assign({ ...host }, { arp: everyone, gateway: everyone[1]?.ip ?? "" }),
  );
  const topology = buildTopology({ ...site, hosts });
  expect(drawn(topology)).toEqual(["PC1", "PC2", "PR1", "R1"].map((name) => `${name} - lan@PC1 (inferred)`));
  expect(topology.links.every(({ evidence }) => evidence[0]?.kind === "arp")).toBe(true);
  const wireless = hosts.map((host) =>
    Object.assign(
      { ...host },
      { interfaces: host.interfaces.map((card) => ({ mac: card.mac, wireless: true })) },
    ),
  );
  expect(drawn(buildTopology({ ...site, hosts: wireless }))).toEqual([]);
});
