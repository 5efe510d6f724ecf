import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import type { DeviceSummary, DeviceView, SiteSummary, SiteView } from "../../../core/wire/views.ts";
import { deviceNewest, inOfficeHours, overviewAttention, silenceOf, siteViewAttention } from "./attention.ts";

const locale = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
/** Monday 15:00 in Hà Nội. */
const now = Date.UTC(2026, 10, 23, 8);
const good: SiteSummary = {
  id: "s1",
  name: "Trụ sở Hương Sơn",
  unit: "u1",
  state: "good",
  newest: now - MINUTE,
  agents: { total: 2, heard: 1 },
  devices: { total: 3, good: 3, bad: 0, unknown: 0 },
  targets: { total: 2, good: 2, bad: 0, unknown: 0 },
};
const overviewOf = (...sites: SiteSummary[]) => ({
  now,
  newest: now,
  units: [
    {
      id: "u1",
      name: "U",
      kind: "commune" as const,
      parent: null,
      validFrom: "2025-07-01",
      validTo: null,
      sites,
    },
  ],
});
const said = (...sites: SiteSummary[]) => overviewAttention(overviewOf(...sites), now, locale);

test("a site that is well asks for nothing; PCs that are off do not either", () =>
  expect(said(good)).toEqual([]));

test("a silent site in office hours is bad and says since when; what hangs behind it is not counted again", () => {
  const silent = {
    ...good,
    state: "unknown" as const,
    newest: now - 3 * HOUR,
    agents: { total: 2, heard: 0 },
    devices: { ...good.devices, bad: 3 },
  };
  const [only, ...others] = said(silent);
  expect(others).toEqual([]);
  expect(only).toMatchObject({ state: "bad", href: "/sites/s1" });
  expect(only?.what).toContain("23/11/2026 12:00");
  expect(only?.what).toContain("3 giờ");
});

test("the same silence at night is normal", () => {
  const night = now + 9 * HOUR;
  const silent = { ...good, state: "unknown" as const, newest: now, agents: { total: 2, heard: 0 } };
  expect(overviewAttention(overviewOf(silent), night, locale)[0]?.state).toBe("unknown");
  const bad = {
    ...good,
    newest: night,
    state: "watch" as const,
    targets: { total: 1, good: 0, bad: 1, unknown: 0 },
  };
  const many = Array.from({ length: 20 }, (_, i) => ({ ...silent, id: `n${i}`, name: `Điểm ${i}` }));
  const told = overviewAttention(overviewOf(...many, bad), night, locale);
  expect(told.map(({ state }) => state)).toEqual(["bad", "unknown"]);
  expect(told[1]?.what).toContain("20 điểm");
});

test.each([
  ["Monday 15:00", now, true],
  ["Monday 06:00", now - 9 * HOUR, false],
  ["Monday 16:45", now + 1.75 * HOUR, false],
  ["Sunday 15:00", now - DAY, false],
])("%s in office hours: %s", (_, at, expected) => expect(inOfficeHours(at, locale)).toBe(expected));

test("devices that do not answer are counted with figures", () => {
  const [first] = said({ ...good, state: "watch", devices: { total: 3, good: 1, bad: 2, unknown: 0 } });
  expect(first?.what).toContain("2/3");
});

test("a site without an agent, and one that never sent, say what to do next", () => {
  expect(said({ ...good, newest: null, agents: { total: 0, heard: 0 } })[0]?.what).toContain(
    "chưa có máy thu thập",
  );
  expect(said({ ...good, newest: null, agents: { total: 1, heard: 0 } })[0]?.next).toContain("diagnose");
  expect(said({ ...good, newest: null, agents: { total: 1, heard: 1 } })[0]?.what).toContain(
    "số liệu đầu tiên",
  );
});

test("a site that is not quite well is never passed over in silence", () => {
  expect(said({ ...good, state: "watch" })).toHaveLength(1);
});

test("what is worst comes first", () => {
  const none = { ...good, id: "s2", newest: null, agents: { total: 0, heard: 0 } };
  const bad = {
    ...good,
    id: "s3",
    state: "watch" as const,
    targets: { total: 2, good: 0, bad: 2, unknown: 0 },
  };
  expect(said(none, bad).map(({ state }) => state)).toEqual(["bad", "unknown"]);
});

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
  ...good,
  now,
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
      latest: { clock_offset: { value: -10 * MINUTE, at: now }, dropped_points: { value: 1_200, at: now } },
    },
  ],
};

describe("a site's own page", () => {
  const found = siteViewAttention(site, now, locale);
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
  test("says of a revoked agent nothing at all", () => {
    const revoked = { ...site, agentList: site.agentList.map((agent) => ({ ...agent, revokedAt: now })) };
    expect(siteViewAttention(revoked, now, locale)).toHaveLength(2);
  });
});

test("a device's page says why it is silent and since when, in the order of what is known", () => {
  expect(silenceOf(device, now, locale)).toContain("SNMP");
  expect(silenceOf(device, now, locale)).toContain("13:00, 2 giờ trước");
  expect(silenceOf({ ...device, fault: null, newest: null, latest: {} }, now, locale)).toContain(
    "Chưa đọc được",
  );
  expect(silenceOf({ ...device, fault: null }, now, locale)).toContain("13:00");
  const answering = { ...device, fault: null, latest: { uptime: { value: 5, at: now - MINUTE } } };
  expect(silenceOf(answering, now, locale)).toBeUndefined();
  expect(silenceOf({ ...answering, fault: "no_such_code" }, now, locale)).toBeUndefined();
});

test("that a device did not answer is no new data of it", () => {
  const view = { ...device, ports: [{ newest: now - HOUR }] } as unknown as DeviceView;
  expect(deviceNewest(view)).toBe(now - HOUR);
  expect(deviceNewest({ ...view, ports: [] })).toBe(now - 2 * HOUR);
  expect(deviceNewest({ ...view, agent: "a1" })).toBe(now - MINUTE);
});
