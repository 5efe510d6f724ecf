import type { Instant } from "../../core/clock.ts";
import type { LanWatch, ModelDevice, SiteModel } from "../../core/alerting/site-model.ts";
import { buildTopology } from "../../core/topology/build.ts";
import type { Topology } from "../../core/topology/types.ts";
import { evidenceOf, network } from "../topology/network.ts";
import { PCS, SERVICES } from "./world.ts";

/** A site's inventory: eight PCs, a printer, a UPS, and two managed switches or one that nobody can ask. */
export interface SitePlan {
  readonly id: string;
  readonly managed: boolean;
  readonly topology: Topology | undefined;
}

const DRAWING = [
  ...Array.from({ length: 4 }, (_, i) => `SW1/${i + 1} - PC${i + 1}`),
  ...Array.from({ length: 4 }, (_, i) => `SW2/${i + 1} - PC${i + 5}`),
  "SW1/24 - SW2/24",
  "SW1/23 - R1",
  "SW1/22 - PR1",
].join("\n");
const NET = network(DRAWING);
const TOPOLOGY = buildTopology(evidenceOf(NET));
const MACS = new Map(NET.nodes.map(({ name, mac }) => [name, mac]));
const IPS = new Map(NET.nodes.map(({ name, ip }) => [name, ip]));

export const SWITCH_PORTS = ["1", "2", "3", "4", "22", "23", "24"] as const;
export const planSite = (number: number): SitePlan => {
  const managed = number % 2 === 0;
  return { id: `site${number}`, managed, topology: managed ? TOPOLOGY : undefined };
};

/** What changes of the inventory from pass to pass. */
export interface Known {
  readonly enrolledAt: Instant;
  readonly lastSeen: readonly (Instant | undefined)[];
  readonly watch: { readonly at: Instant; readonly value: LanWatch } | undefined;
  readonly contact: ReadonlyMap<string, { readonly at: Instant; readonly ok: boolean }>;
  readonly jam: { readonly at: Instant; readonly errors: readonly string[] } | undefined;
  readonly stp: { readonly at: Instant; readonly count: number } | undefined;
  readonly failing: boolean;
  readonly lease: string | undefined;
}

export function modelOf(plan: SitePlan, known: Known): SiteModel {
  const { id, managed, topology } = plan;
  const shared = managed ? ["SW1", "SW2", "R1", "PR1", "UPS1"] : ["R1", "PR1", "UPS1"];
  return {
    id,
    name: `UBND ${id}`,
    unit: `unit-${id}`,
    units: [`unit-${id}`, "province"],
    devices: [
      ...Array.from({ length: PCS }, (_, i) => pcOf(i, known)),
      ...shared.map((name) => sharedOf(name, known)),
    ],
    targets: [
      { id: "T1", name: "Gateway", address: IPS.get("R1") ?? "" },
      { id: "T2", name: "Province", address: "10.255.0.1" },
    ],
    checks: Array.from({ length: SERVICES }, (_, i) => ({
      id: `S${i + 1}`,
      service: `service${i + 1}`,
      name: `Service ${i + 1}`,
      kind: "http" as const,
    })),
    topology,
    lease: known.lease,
  };
}

const nothing = {
  contact: undefined,
  printer: undefined,
  lanWatch: undefined,
  stpChanges: undefined,
  failingDisks: [],
  supplies: [],
  volumes: [],
  ports: [],
  agent: undefined,
} satisfies Partial<ModelDevice>;

function pcOf(index: number, { lastSeen, watch, failing, enrolledAt }: Known): ModelDevice {
  const name = `PC${index + 1}`;
  return {
    ...nothing,
    id: name,
    name,
    class: "workstation",
    address: IPS.get(name),
    polled: false,
    agent: { id: `agent-${name}`, hostname: name, lastSeen: lastSeen[index], enrolledAt },
    ports: [{ part: "eth0", name: "eth0", alias: undefined, ifType: 6, mac: MACS.get(name) }],
    volumes: ["C:"],
    lanWatch: watch,
    failingDisks: failing && index === 1 ? ["Disk 0"] : [],
    important: false,
  };
}

const CLASSES = { SW1: "switch", SW2: "switch", R1: "router", PR1: "printer", UPS1: "ups" } as const;
function sharedOf(name: string, { contact, jam, stp }: Known): ModelDevice {
  const heard = contact.get(name);
  const isSwitch = name.startsWith("SW");
  return {
    ...nothing,
    id: name,
    name,
    class: name in CLASSES ? CLASSES[name as keyof typeof CLASSES] : "other",
    address: IPS.get(name) ?? "10.1.0.200",
    polled: name !== "R1",
    ports: isSwitch
      ? SWITCH_PORTS.map((part) => ({ part, name: part, alias: undefined, ifType: 6, mac: undefined }))
      : [],
    ...(isSwitch ? { sensors: ["fan1", "temp1"] } : {}),
    supplies: name === "PR1" ? [{ part: "1", name: "Toner", kind: "toner" }] : [],
    contact: heard === undefined ? undefined : { ...heard, fault: heard.ok ? null : "device_silent" },
    printer: name === "PR1" ? jam : undefined,
    stpChanges: name === "SW1" ? stp : undefined,
    // As the server takes it from the class.
    important: isSwitch || name === "R1",
  };
}
