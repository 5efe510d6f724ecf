import { describe, expect, test } from "vitest";
import { fakeClock } from "../test/support/fake-clock.ts";
import type { CheckRecord, ServiceRecord } from "./alerts-port.ts";
import { createLabels } from "./labels.ts";
import type { AgentRecord, DeviceRecord, SiteRecord, TargetRecord, UnitRecord } from "./ports.ts";

const unit = (id: string, name: string): UnitRecord => ({
  id,
  name,
  kind: "commune",
  parent: null,
  validFrom: "2025-07-01",
  validTo: null,
});
const device = (id: string, site: string, about: Partial<DeviceRecord> = {}): DeviceRecord => ({
  id,
  site,
  class: "switch",
  name: null,
  address: null,
  port: 161,
  hasCredential: true,
  agent: null,
  facts: null,
  identity: null,
  inventory: null,
  contact: null,
  ...about,
});
const agent = (id: string, site: string, about: Partial<AgentRecord> = {}): AgentRecord => ({
  id,
  site,
  device: `pc-${id}`,
  hostname: "PC-01",
  platform: "linux",
  version: "0.1.0",
  enrolledAt: 0,
  lastSeen: null,
  revokedAt: null,
  ...about,
});

interface World {
  units: UnitRecord[];
  sites: SiteRecord[];
  devices: DeviceRecord[];
  targets: TargetRecord[];
  agents: AgentRecord[];
  services: ServiceRecord[];
  checks: CheckRecord[];
}

function over(start: Partial<World>) {
  const none = { units: [], sites: [], devices: [], targets: [], agents: [], services: [], checks: [] };
  const world: World = { ...none, ...start };
  const clock = fakeClock(1_700_000_000_000);
  let revision = 0;
  let reads = 0;
  const labels = createLabels({
    clock,
    registry: {
      revision: () => revision,
      async units() {
        reads += 1;
        return world.units;
      },
      sites: async () => world.sites,
      devices: async () => world.devices,
      targets: async () => world.targets,
      agents: async () => world.agents,
      services: async () => world.services,
      checks: async () => world.checks,
    },
  });
  return { world, clock, labels, changed: () => (revision += 1), reads: () => reads };
}
const UNITS = [unit("u1", "Xã A"), unit("u2", "Xã B")];
const SITES = [
  { id: "s1", unit: "u1", name: "Trụ sở" },
  { id: "s2", unit: "u2", name: "Trụ sở" },
  { id: "s3", unit: "u2", name: "Một cửa" },
];

describe("labels of an entity", () => {
  test("say where it is, whose it is, and which part", async () => {
    const { labels } = over({
      units: UNITS,
      sites: SITES,
      devices: [device("d1", "s3", { name: "SW lõi", address: "127.0.0.2" })],
      targets: [{ id: "t1", site: "s3", name: "cổng", address: "127.0.0.1" }],
      agents: [agent("a1", "s3")],
    });
    await labels.refresh();
    const where = { unit: "Xã B", site: "Một cửa", site_id: "s3" };
    const sw = { ...where, device: "SW lõi", device_id: "d1", class: "switch" };
    expect(labels.of("port:d1/Gi0/7")).toEqual({ ...sw, port: "Gi0/7" });
    expect(labels.of("device:d1")).toEqual(sw);
    expect(labels.of("target:t1")).toEqual({ ...where, target: "cổng", target_id: "t1" });
    expect(labels.of("agent:a1")).toEqual({ ...where, agent: "PC-01", agent_id: "a1" });
  });

  test("of a service are its name at every site that looks at it, and of a PC's neighbour the PC's own", async () => {
    const services: ServiceRecord[] = [
      { id: "v1", name: "Một cửa", kind: "http", target: "", unit: "u1", everyMs: 60_000, expect: {} },
    ];
    const checks = [
      { id: "c1", site: "s1", service: "v1" },
      { id: "c3", site: "s3", service: "v1" },
    ];
    const { labels } = over({ units: UNITS, sites: SITES, services, checks, devices: [device("d1", "s3")] });
    await labels.refresh();
    expect(labels.of("service:c1")).toMatchObject({ unit: "Xã A", service: "Một cửa", service_id: "c1" });
    expect(labels.of("service:c3")).toMatchObject({ site_id: "s3", service: "Một cửa", service_id: "c3" });
    expect(labels.of("service:gone")).toEqual({ service_id: "gone" });
    expect(labels.of("peer:d1/gateway")).toMatchObject({ device_id: "d1", peer: "gateway" });
  });

  test("tell sites of one name apart by their units", async () => {
    const { labels } = over({
      units: UNITS,
      sites: SITES,
      devices: [device("d1", "s1"), device("d2", "s2")],
    });
    await labels.refresh();
    expect(labels.of("device:d1")["site"]).toBe("Trụ sở – Xã A");
    expect(labels.of("device:d2")["site"]).toBe("Trụ sở – Xã B");
  });

  test("tell devices of one name in one site apart by address, then by id", async () => {
    const { labels } = over({
      units: UNITS,
      sites: SITES,
      devices: [
        device("d1", "s1", { name: "SW", address: "127.0.0.2" }),
        device("d2", "s1", { name: "SW", address: "127.0.0.3" }),
        device("d3", "s1", { name: "SW", address: "127.0.0.3", port: 1_161 }),
        device("d4", "s2", { name: "SW", address: "127.0.0.2" }),
        device("d5", "s2", { name: "SW (127.0.0.2)" }),
        device("d6", "s1", { address: "127.0.0.9" }),
      ],
    });
    await labels.refresh();
    const name = (id: string) => labels.of(`device:${id}`)["device"];
    expect(["d1", "d2", "d3", "d4", "d5", "d6"].map(name)).toEqual([
      "SW (127.0.0.2)",
      "SW (d2)",
      "SW (d3)",
      "SW",
      "SW (127.0.0.2)",
      "127.0.0.9",
    ]);
  });

  test("give the bare name to the agent that lives", async () => {
    const { labels } = over({
      sites: SITES,
      agents: [agent("a1", "s1", { revokedAt: 5 }), agent("a2", "s1")],
    });
    await labels.refresh();
    expect(labels.of("agent:a1")["agent"]).toBe("PC-01 (a1)");
    expect(labels.of("agent:a2")["agent"]).toBe("PC-01");
  });

  test("of an owner that is gone are its id and the part", async () => {
    const { labels } = over({ units: UNITS, sites: SITES });
    await labels.refresh();
    expect(labels.of("port:gone/1")).toEqual({ device_id: "gone", port: "1" });
    expect(labels.of("target:gone")).toEqual({ target_id: "gone" });
    expect(labels.of("no entity")).toEqual({});
  });
});

describe("refresh", () => {
  test("reads again after a change or a minute, and not otherwise", async () => {
    const { labels, world, clock, changed, reads } = over({ sites: SITES, devices: [device("d1", "s1")] });
    await labels.refresh();
    await labels.refresh();
    expect(reads()).toBe(1);
    world.devices = [device("d1", "s1", { name: "mới" })];
    changed();
    await Promise.all([labels.refresh(), labels.refresh()]);
    expect(reads()).toBe(2);
    expect(labels.of("device:d1")["device"]).toBe("mới");
    world.devices = [device("d1", "s1", { name: "tự xưng" })];
    await clock.advance(60_000);
    await labels.refresh();
    expect(labels.of("device:d1")["device"]).toBe("tự xưng");
  });
});
