import { expect, test } from "vitest";
import { HOUR, MINUTE } from "../../../core/clock.ts";
import type { DeviceSummary, DeviceView, SiteSummary } from "../../../core/wire/views.ts";
import { calmText, deviceNewest, overviewAttention, silenceOf } from "./attention.ts";

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
  office: true as boolean | null,
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
const said = (...sites: SiteSummary[]) => overviewAttention(overviewOf(...sites), locale);

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

const silentNow = (id: string): SiteSummary => ({
  ...good,
  id,
  name: `Điểm ${id}`,
  state: "unknown",
  newest: now - HOUR,
  agents: { total: 2, heard: 0 },
});

test("what the office hours are says the server, whatever day it is", () => {
  const at = (office: boolean | null) =>
    overviewAttention({ ...overviewOf(silentNow("1")), office }, locale)[0];
  expect(at(true)).toMatchObject({
    state: "bad",
    means: expect.stringContaining("giờ làm việc mà") as string,
  });
  expect(at(false)).toMatchObject({
    state: "unknown",
    means: expect.stringContaining("bình thường") as string,
  });
  expect(at(null)).toMatchObject({ state: "watch", means: expect.stringContaining("chưa biết") as string });
});

test("as long as the office hours are not known, silent sites are told of once, and neither as a fault nor as normal", () => {
  const overview = { ...overviewOf(...["1", "2", "3", "4", "5"].map(silentNow)), office: null };
  const told = overviewAttention(overview, locale);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ state: "watch", means: "Điểm 1, Điểm 2, Điểm 3, Điểm 4…" });
  expect(told[0]?.what).toContain("chưa biết bây giờ có phải giờ làm việc");
});

test("the same silence at night is normal", () => {
  const night = now + 9 * HOUR;
  const atNight = (...sites: SiteSummary[]) => ({ ...overviewOf(...sites), now: night, office: false });
  const silent = { ...good, state: "unknown" as const, newest: now, agents: { total: 2, heard: 0 } };
  expect(overviewAttention(atNight(silent), locale)[0]?.state).toBe("unknown");
  const bad = {
    ...good,
    newest: night,
    state: "watch" as const,
    targets: { total: 1, good: 0, bad: 1, unknown: 0 },
  };
  const many = Array.from({ length: 20 }, (_, i) => ({ ...silent, id: `n${i}`, name: `Điểm ${i}` }));
  const told = overviewAttention(atNight(...many, bad), locale);
  expect(told.map(({ state }) => state)).toEqual(["bad", "unknown"]);
  expect(told[1]?.what).toContain("20 điểm");
});

test("that all is well counts what answers, and says how many PCs are off", () => {
  const off = { ...good, devices: { total: 40, good: 2, bad: 0, unknown: 38 } };
  expect(calmText([good, good], locale)).toBe(
    "Mọi thứ bình thường. 2 điểm đang gửi số liệu; 6 thiết bị và 4 đích kiểm tra trả lời.",
  );
  expect(calmText([off], locale, true)).toBe(
    "Không có gì cần xem: 2 thiết bị và 2 đích kiểm tra trả lời. 38 máy tính đang tắt hoặc chưa gửi số đo.",
  );
});

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
