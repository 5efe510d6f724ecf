import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import type { DeviceSummary, SiteView, State } from "../../../core/wire/views.ts";
import { siteViewAttention } from "./site-attention.ts";

const locale = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
/** Monday 15:00 in Hà Nội. */
const now = Date.UTC(2026, 10, 23, 8);
const device: DeviceSummary = {
  id: "d1",
  site: "s1",
  class: "switch",
  name: "SW-Tầng1",
  address: "127.0.0.11",
  agent: null,
  vendor: null,
  model: null,
  state: "bad",
  newest: now - MINUTE,
  fault: "snmp_timeout",
  latest: { up: { value: 0, at: now - MINUTE }, uptime: { value: 5, at: now - 2 * HOUR } },
};
const site: SiteView = {
  id: "s1",
  name: "Trụ sở Hương Sơn",
  unit: "u1",
  state: "watch",
  newest: now - MINUTE,
  agents: { total: 2, heard: 1 },
  devices: { total: 3, good: 2, bad: 1, unknown: 0 },
  targets: { total: 2, good: 1, bad: 0, unknown: 0 },
  now,
  office: true,
  dropped: [{ device: "pc1", points: 1_200 }],
  unitName: "U",
  deviceList: [device],
  targetList: [
    {
      id: "t1",
      site: "s1",
      name: "Cổng mặc định",
      address: "127.0.0.1",
      entity: "target:t1",
      state: "watch",
      newest: now,
      latest: { loss: { value: 0.2, at: now } },
    },
  ],
  agentList: [
    {
      id: "a1",
      site: "s1",
      device: "pc1",
      hostname: "VP-01",
      version: "0.1.0",
      enrolledAt: 0,
      lastSeen: now,
      revokedAt: null,
      polls: true,
      state: "good",
      latest: { clock_offset: { value: -10 * MINUTE, at: now }, dropped_points: { value: 9_000, at: now } },
    },
  ],
};

describe("a site's own page", () => {
  const found = siteViewAttention(site, locale);
  test("says since when a device really answers no more, not when that was last tried", () => {
    expect(found[0]?.what).toBe("SW-Tầng1 (127.0.0.11) không trả lời từ 23/11/2026 13:00.");
    expect(found[0]?.means).toContain("127.0.0.11");
  });
  test("says how many packets are lost", () => {
    expect(found.some(({ what }) => what.includes("20 %"))).toBe(true);
  });
  test("says which clock is wrong and what was dropped", () => {
    expect(found.some(({ what }) => what.includes("10 phút"))).toBe(true);
    expect(found.some(({ what }) => what.includes("1.200"))).toBe(true);
  });
  test("says nothing of the clock of a PC that is off, nor of what was dropped long ago", () => {
    const agentList = site.agentList.map((agent) => ({
      ...agent,
      latest: { ...agent.latest, clock_offset: { value: -10 * MINUTE, at: now - 240 * DAY } },
    }));
    const told = siteViewAttention({ ...site, agentList, dropped: [] }, locale);
    expect(told.map(({ id }) => id).toSorted()).toEqual(["d1", "t1"]);
  });
  test("is judged at the time of the answer: a server that is away makes no site silent", () => {
    const hours = { ...site, now: now + 2 * HOUR };
    expect(siteViewAttention(site, locale)).not.toEqual([]);
    expect(siteViewAttention(hours, locale)).toHaveLength(1);
    expect(siteViewAttention(site, locale).map(({ id }) => id)).toContain("d1");
  });
  test("says of a revoked agent nothing at all", () => {
    const revoked = { ...site, agentList: site.agentList.map((agent) => ({ ...agent, revokedAt: now })) };
    expect(siteViewAttention(revoked, locale)).toHaveLength(2);
  });
});

describe("a site where nothing is bad and yet not everything is known", () => {
  const device1 = (name: string, state: State, agent: string | null = null): DeviceSummary => ({
    ...device,
    id: name,
    name,
    state,
    agent,
    fault: null,
  });
  const partly = (...deviceList: DeviceSummary[]): SiteView => ({
    ...site,
    deviceList,
    targetList: [],
    agentList: [],
    dropped: [],
  });

  test("says what could not be read, as the page of all sites promised", () => {
    const [only, ...others] = siteViewAttention(
      partly(device1("SW-Tầng2", "unknown"), device1("SW-Tầng1", "good"), device1("VP-09", "unknown", "a9")),
      locale,
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ state: "watch", means: "Chưa đọc được hoặc số liệu đã cũ: SW-Tầng2." });
  });
  test("names the PCs where there is nothing else", () => {
    expect(siteViewAttention(partly(device1("VP-09", "watch", "a9")), locale)[0]?.means).toContain("VP-09");
  });
  test("names a few only", () => {
    const many = Array.from({ length: 6 }, (_, i) => device1(`SW${i}`, "unknown"));
    expect(siteViewAttention(partly(...many), locale)[0]?.means).toMatch(/SW3…\.$/);
  });
  test("is calm when everything is good, whichever PCs are off", () => {
    const calm = {
      ...partly(device1("SW", "good"), device1("VP-09", "unknown", "a9")),
      state: "good" as const,
    };
    expect(siteViewAttention(calm, locale)).toEqual([]);
  });
});
