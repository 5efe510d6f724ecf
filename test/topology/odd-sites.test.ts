import { describe, expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import { buildTopology } from "../../core/topology/build.ts";
import type { DeviceEvidence, NeighbourRow, SiteEvidence, Topology } from "../../core/topology/types.ts";
import { whereIs } from "../../core/topology/where-is.ts";
import { NOW, drawn, evidenceOf, network } from "./network.ts";

/** One switch and what its tables say; ports 1 to 24. */
function oneSwitch(more: Partial<DeviceEvidence>, rest: Partial<SiteEvidence> = {}): Topology {
  const ports = Array.from({ length: 24 }, (_, i) => ({
    part: String(i + 1),
    bridgePort: i + 1,
    operUp: true,
  }));
  const device: DeviceEvidence = {
    id: "SW1",
    name: "SW1",
    deviceClass: "switch",
    macs: ["00:1b:54:00:00:01"],
    readAt: NOW,
    ports,
    ...more,
  };
  return buildTopology({
    devices: [device, ...(rest.devices ?? [])],
    hosts: rest.hosts ?? [],
    ...hintsOf(rest),
  });
}
const hintsOf = ({ hints }: Partial<SiteEvidence>) => (hints === undefined ? {} : { hints });
const learned = (port: string, ...macs: string[]) =>
  macs.map((mac) => ({ mac, port, status: "learned" as const }));
const station = (n: number) => `a4:bb:6d:00:00:${n.toString(16).padStart(2, "0")}`;
const lldp = (localPort: string, more: Partial<NeighbourRow>): NeighbourRow => ({
  localPort,
  protocol: "lldp",
  ...more,
});

describe("several addresses on one port", () => {
  test("a phone and its PC are no unmanaged switch: by class, by hint, by LLDP", () => {
    const forwarding = learned("5", station(1), station(2));
    const wanted = [
      `mac:${station(1)} - mac:${station(2)} (inferred)`,
      `SW1/5 - mac:${station(1)} (inferred)`,
    ];
    const hinted = oneSwitch({ forwarding }, { hints: [{ mac: station(1), kind: "phone" }] });
    expect(drawn(hinted)).toEqual(wanted.toSorted());
    expect(whereIs(hinted, station(2))).toMatchObject({ port: "5", behind: `mac:${station(1)}` });
    expect(whereIs(hinted, station(1))?.behind).toBeUndefined();
    const heard = oneSwitch({
      forwarding,
      neighbours: [
        lldp("5", { remoteChassisId: station(1), remoteName: "tel", capabilities: ["bridge", "phone"] }),
      ],
    });
    expect(drawn(heard)).toEqual([
      `SW1/5 - n:${station(1)}`,
      `mac:${station(2)} - n:${station(1)} (inferred)`,
    ]);
    const both = oneSwitch({
      forwarding,
      neighbours: [
        lldp("5", { remoteChassisId: station(1), capabilities: ["phone"] }),
        lldp("5", { remoteChassisId: station(2), capabilities: ["station"] }),
      ],
    });
    expect(drawn(both)).toEqual([`SW1/5 - n:${station(1)}`, `n:${station(1)} - n:${station(2)} (inferred)`]);
  });

  test("two strangers in two VLANs are taken for a phone with a PC, three for an unmanaged switch", () => {
    const rows = [
      { mac: station(1), port: "5", vlan: 10 },
      { mac: station(2), port: "5", vlan: 20 },
    ];
    const kinds = (topology: Topology) => topology.nodes.flatMap(({ hidden }) => hidden ?? []);
    expect(kinds(oneSwitch({ forwarding: rows }))).toEqual(["phone"]);
    expect(kinds(oneSwitch({ forwarding: [...rows, { mac: station(3), port: "5", vlan: 20 }] }))).toEqual([
      "unmanaged",
    ]);
  });

  test("virtual machines hang on the one real machine among them", () => {
    const guests = ["00:50:56:00:00:01", "00:0c:29:00:00:02"];
    const topology = oneSwitch({ forwarding: learned("7", station(1), ...guests) });
    expect(drawn(topology)).toEqual(
      [`SW1/7 - mac:${station(1)}`, ...guests.map((mac) => `mac:${mac} - mac:${station(1)}`)]
        .map((link) => `${link} (inferred)`)
        .toSorted(),
    );
    const alone = oneSwitch({ forwarding: learned("7", ...guests) });
    expect(alone.nodes.find(({ kind }) => kind === "hidden")?.hidden).toBe("hypervisor");
  });

  test("made-up addresses and a PC's Wi-Fi card mean Wi-Fi, even where there is only one", () => {
    const topology = oneSwitch({
      forwarding: learned("3", "da:a1:19:00:00:01", "7e:22:33:00:00:02", station(1)),
    });
    expect(topology.nodes.find(({ kind }) => kind === "hidden")?.hidden).toBe("wireless");
    const laptop = { id: "PC1", name: "PC1", interfaces: [{ mac: station(9), wireless: true }], readAt: NOW };
    const one = oneSwitch({ forwarding: learned("3", station(9)) }, { hosts: [laptop] });
    expect(drawn(one)).toContain("PC1 - wireless@SW1/3 (inferred)");
  });

  test("the addresses of one PC, and the shared address of two routers, are no second machine", () => {
    const pc = {
      id: "PC1",
      name: "PC1",
      interfaces: [{ mac: station(1) }, { mac: station(2) }],
      readAt: NOW,
    };
    const forwarding = learned("4", station(1), station(2), "00:00:5e:00:01:0a");
    expect(drawn(oneSwitch({ forwarding }, { hosts: [pc] }))).toEqual(["PC1 - SW1/4 (inferred)"]);
  });
});

describe("neighbours that the inventory does not know", () => {
  test("become nodes of their own, one for LLDP and CDP together", () => {
    const topology = oneSwitch({
      neighbours: [
        lldp("1", {
          remoteChassisId: "00-11-22-33-44-55",
          remoteName: "core.example",
          remotePort: "Gi1/0/3",
        }),
        { ...lldp("1", { remoteChassisId: "core", remoteAddress: "10.9.9.9" }), protocol: "cdp" },
        lldp("2", { remoteChassisId: "00:11:22:33:44:66" }),
        lldp("3", { remoteName: "only a name" }),
        lldp("", { remoteName: "no port" }),
      ],
    });
    expect(drawn(topology)).toEqual([
      "SW1/1 - n:00:11:22:33:44:55/Gi1/0/3",
      "SW1/2 - n:00:11:22:33:44:66",
      "SW1/3 - n:SW1/3|only a name",
    ]);
    expect(topology.nodes.filter(({ kind }) => kind === "neighbour").map(({ name }) => name)).toEqual([
      "core",
      "00:11:22:33:44:66",
      "only a name",
      "no port",
    ]);
    expect(topology.links[0]?.evidence.map(({ kind }) => kind)).toEqual(["cdp", "lldp"]);
  });

  test("two switches that hear the same stranger are joined by it, not by a cable", () => {
    const net = network("SW1/1 - SW9/1\nSW9/2 - SW2/1\nSW1/2 - PC1\nSW2/2 - PC2\nSW1/24 - R1");
    const { devices, hosts } = evidenceOf(net);
    const known = { hosts, devices: devices.filter(({ id }) => id !== "SW9") };
    const stranger = net.nodes.find(({ name }) => name === "SW9")?.mac ?? "";
    const links = drawn(buildTopology(known));
    expect(links.filter((link) => link.includes("n:"))).toEqual([
      `SW1/1 - n:${stranger}/1`,
      `SW2/1 - n:${stranger}/2`,
    ]);
    expect(links).toHaveLength(5);
  });

  test("neighbours of one name but different addresses stay apart, and none is taken for the device of that name", () => {
    const rows = ["1", "2"].map((port) =>
      lldp(port, { remoteChassisId: `00:99:88:00:00:0${port}`, remoteName: "SW1" }),
    );
    expect(drawn(oneSwitch({ neighbours: rows }))).toEqual([
      "SW1/1 - n:00:99:88:00:00:01",
      "SW1/2 - n:00:99:88:00:00:02",
    ]);
  });

  test("two cables to one stranger are one link", () => {
    const rows = ["1", "2"].map((port) =>
      lldp(port, { remoteChassisId: "00:99:88:00:00:01", remotePort: `e${port}` }),
    );
    const [link, ...more] = oneSwitch({ neighbours: rows }).links;
    expect(more).toEqual([]);
    expect(link?.ends.map(({ members }) => members)).toEqual([
      ["1", "2"],
      ["e1", "e2"],
    ]);
  });
});

test("CDP that came through a managed switch is no cable", () => {
  const net = network("SW1/1 - SW2/1\nSW2/2 - SW3/1\nSW1/24 - R1\nSW3/5 - PC1\nSW2/5 - PC2");
  const site = evidenceOf(net, { lldp: false });
  const cdp = (localPort: string, name: string, remotePort: string): NeighbourRow => ({
    localPort,
    protocol: "cdp",
    remoteChassisId: name,
    remotePort,
  });
  const heard: Record<string, NeighbourRow[]> = { SW1: [cdp("1", "SW3", "1")], SW3: [cdp("1", "SW1", "1")] };
  const devices = site.devices.map((d) => Object.assign({ ...d }, { neighbours: heard[d.id] ?? [] }));
  const links = drawn(buildTopology({ ...site, devices }));
  expect(links.filter((link) => /SW.*SW/.test(link))).toEqual([
    "SW1/1 - SW2/1 (inferred)",
    "SW2/2 - SW3/1 (inferred)",
  ]);
});

describe("loops", () => {
  test("a switch that meets itself, by LLDP, by its own address, or by its own hello", () => {
    const kinds = (more: Partial<DeviceEvidence>) =>
      oneSwitch(more).loops.map(({ kind, ports, blocked }) => [kind, ports.join(), blocked]);
    const own = "00:1b:54:00:00:01";
    expect(
      kinds({ neighbours: [lldp("3", { remoteChassisId: own }), lldp("4", { remoteChassisId: own })] }),
    ).toEqual([["self", "3,4", false]]);
    expect(kinds({ forwarding: [{ mac: own, port: "3", status: "learned" }] })).toEqual([
      ["self", "3", false],
    ]);
    expect(kinds({ forwarding: [{ mac: own, port: "3", status: "self" }] })).toEqual([]);
    const id = "80:00:00:1b:54:00:00:01";
    const row = (port: string, state: "blocking" | "forwarding", designatedPort: number) => ({
      port,
      state,
      designatedBridge: id,
      designatedPort,
    });
    expect(
      kinds({ stp: { bridgeId: id, ports: [row("3", "forwarding", 0x8003), row("4", "blocking", 0x8003)] } }),
    ).toEqual([["self", "4", true]]);
  });

  test("addresses that jump between two ports; not one laptop, and not Wi-Fi clients that roam", () => {
    const jump = (mac: string, a: string, b: string) =>
      [a, b, a].map((port, i) => ({ mac, port, at: NOW - (2 - i) * 5 * MINUTE }));
    const several = [...jump(station(1), "3", "4"), ...jump(station(2), "4", "3")];
    expect(oneSwitch({ forwarding: several }).loops).toMatchObject([
      { kind: "flapping", ports: ["3", "4"], says: { params: { count: 2 } } },
    ]);
    expect(oneSwitch({ forwarding: jump(station(1), "3", "4") }).loops).toEqual([]);
    const points = ["3", "4"].map((port) =>
      lldp(port, { remoteChassisId: `74:83:c2:00:00:0${port}`, capabilities: ["wireless"] }),
    );
    expect(oneSwitch({ forwarding: several, neighbours: points }).loops).toEqual([]);
  });
});

test("nothing known gives an empty map", () => {
  expect(buildTopology({ devices: [], hosts: [] })).toEqual({
    nodes: [],
    links: [],
    placements: [],
    uplinks: {},
    loops: [],
  });
});
