import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DeviceView, Latest, PortView, SiteView } from "../../../core/wire/views.ts";
import {
  mergeLatest,
  newsByEntity,
  reconnectDelay,
  refreshDevice,
  refreshPort,
  refreshSite,
} from "./live.ts";

const at = Date.UTC(2026, 10, 23, 8);
const reading = (value: number, offset = 0) => ({ value, at: at + offset });
const port: PortView = {
  entity: "port:sw1/Gi0/7",
  part: "Gi0/7",
  ifIndex: 7,
  name: "Gi0/7",
  alias: null,
  ifType: 6,
  mac: null,
  newest: at,
  latest: { in_octets: reading(1_000), out_octets: reading(5), in_errors: reading(0), speed: reading(1e9) },
  inBps: 1,
  outBps: 2,
  inErrorsPerS: 0,
  outErrorsPerS: null,
};

test("a newer counter gives the rate between the last two readings", () => {
  const next = refreshPort(port, { in_octets: reading(61_000, 60_000), in_errors: reading(6, 60_000) });
  expect(next.inBps).toBe(8_000);
  expect(next.inErrorsPerS).toBe(0.1);
  expect(next.outBps).toBe(2);
  expect(next.newest).toBe(at + 60_000);
});

test("a counter that went backwards gives no rate, never a spike", () => {
  expect(refreshPort(port, { in_octets: reading(10, 60_000) }).inBps).toBeNull();
  const restarted = { in_octets: reading(2_000, 60_000), counters_since: reading(at / 1_000 + 30, 60_000) };
  const before = { ...port, latest: { ...port.latest, counters_since: reading(at / 1_000 - 9_000) } };
  expect(refreshPort(before, restarted).inBps).toBeNull();
});

test("a rate is never negative, whatever the counters do", () => {
  const counter = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(counter, counter, fc.integer({ min: -60_000, max: 60_000 }), (first, second, gap) => {
      const before = { ...port, latest: { in_octets: reading(first) }, inBps: null };
      const { inBps } = refreshPort(before, { in_octets: reading(second, gap) });
      if (inBps !== null) expect(inBps).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("news that are older than what is shown change nothing", () => {
  expect(refreshPort(port, { in_octets: reading(9, -1) })).toBe(port);
  const old: Latest = { cpu: reading(3) };
  expect(mergeLatest(old, { cpu: reading(9) })).toBe(old);
  expect(mergeLatest(old, { cpu: reading(9, 1), load: reading(1) })).toEqual({
    cpu: reading(9, 1),
    load: reading(1),
  });
});

test("of two pieces of news about one entity the later readings win", () => {
  const news = newsByEntity([
    { entity: "host:pc", kind: "host", site: "s", latest: { cpu: reading(5, 10), load: reading(1) } },
    { entity: "host:pc", kind: "host", site: "s", latest: { cpu: reading(4) } },
  ]);
  expect(news.get("host:pc")).toEqual({ cpu: reading(5, 10), load: reading(1) });
});

const summary = {
  id: "sw1",
  site: "s",
  class: "switch" as const,
  name: "SW",
  address: "127.0.0.1",
  agent: null,
  vendor: null,
  model: null,
  state: "good" as const,
  newest: at,
  fault: null,
  latest: { up: reading(1) },
};
const device: DeviceView = {
  ...summary,
  now: at,
  siteName: "Site",
  facts: { name: null, description: null, objectId: null, location: null, contact: null, readAt: null },
  inventory: null,
  inventoryAt: null,
  entities: ["device:sw1"],
  host: {},
  agentView: null,
  ports: [port],
  volumes: [],
  sensors: [],
  supplies: [],
  ups: {},
  printer: {},
  identity: null,
  lan: null,
  printerFacts: null,
  etag: "0123456789abcd",
  events: [],
};
const site: SiteView = {
  id: "s",
  name: "Site",
  unit: "u",
  unitName: "Unit",
  state: "good",
  newest: at,
  now: at,
  office: true,
  dropped: [],
  agents: { total: 1, heard: 1 },
  devices: { total: 1, good: 1, bad: 0, unknown: 0 },
  targets: { total: 1, good: 1, bad: 0, unknown: 0 },
  deviceList: [summary],
  targetList: [
    {
      id: "t",
      site: "s",
      name: "T",
      address: "127.0.0.1",
      entity: "target:t",
      state: "good",
      newest: null,
      latest: {},
    },
  ],
  agentList: [],
};

describe("live news", () => {
  test("reach the right port, the device and its newest time", () => {
    const news = newsByEntity([
      { entity: port.entity, kind: "port", site: "s", latest: { in_octets: reading(61_000, 60_000) } },
      { entity: "device:sw1", kind: "device", site: "s", latest: { up: reading(1, 50_000) } },
    ]);
    const next = refreshDevice(device, news);
    expect(next.ports[0]?.inBps).toBe(8_000);
    expect(next.latest["up"]?.at).toBe(at + 50_000);
    expect(next.newest).toBe(at + 60_000);
  });

  test("of a foreign device leave the page as it is", () => {
    const news = newsByEntity([
      { entity: "host:other", kind: "host", site: "s", latest: { cpu: reading(9, 1) } },
    ]);
    expect(refreshDevice(device, news)).toBe(device);
    expect(refreshSite(site, news)).toBe(site);
  });

  test("reach the ping targets and devices of a site", () => {
    const news = newsByEntity([
      { entity: "target:t", kind: "target", site: "s", latest: { rtt_avg: reading(2.5, 30_000) } },
    ]);
    const next = refreshSite(site, news);
    expect(next.targetList[0]?.newest).toBe(at + 30_000);
    expect(next.newest).toBe(at + 30_000);
    expect(next.deviceList[0]).toBe(site.deviceList[0]);
  });
});

test("reconnecting waits longer each time, 30 s at most, never less than half a second", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const delay = reconnectDelay(attempt, () => random);
      expect(delay).toBeGreaterThanOrEqual(500);
      expect(delay).toBeLessThanOrEqual(30_000);
    }),
  );
  expect(reconnectDelay(3, () => 0)).toBe(4_000);
});
