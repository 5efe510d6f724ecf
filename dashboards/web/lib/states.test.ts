import { expect, test } from "vitest";
import { MINUTE } from "../../../core/clock.ts";
import type { PortView } from "../../../core/wire/views.ts";
import { current, freshness, operWord, portMark, siteMark, worstState } from "./states.ts";

const now = Date.UTC(2026, 10, 23, 8);
const at = now - MINUTE;
const port = (
  admin: number | undefined,
  oper: number | undefined,
  change: Partial<PortView> = {},
): PortView => ({
  entity: "port:d/1",
  part: "1",
  ifIndex: 1,
  name: "1",
  alias: null,
  ifType: null,
  mac: null,
  newest: at,
  latest: {
    ...(admin === undefined ? {} : { admin_status: { value: admin, at } }),
    ...(oper === undefined ? {} : { oper_status: { value: oper, at } }),
  },
  inBps: null,
  outBps: null,
  inErrorsPerS: null,
  outErrorsPerS: null,
  ...change,
});

test.each([
  ["with a link is good", port(1, 1), "web.port.up"],
  ["without a link is no fault", port(1, 2), "web.port.down"],
  ["switched off says so", port(2, 2), "web.port.disabled"],
  ["that counts errors is to be watched", port(1, 1, { inErrorsPerS: 0.1 }), "web.port.errors"],
  ["that was never read is unknown", port(undefined, undefined), "web.port.unknown"],
  ["of a PC without admin status goes by its link", port(undefined, 1), "web.port.up"],
])("a port %s", (_, given, word) => expect(portMark(given, now).word).toBe(word));

test("a port that was up an hour ago is not shown as up", () => {
  expect(portMark(port(1, 1), now + 60 * MINUTE)).toEqual({ state: "unknown", word: "web.port.stale" });
});

test("old readings are not what is now", () => {
  expect(current({ cpu: { value: 3, at } }, "cpu", now)).toBe(3);
  expect(current({ cpu: { value: 3, at } }, "cpu", now + 60 * MINUTE)).toBeUndefined();
  expect(current({}, "cpu", now)).toBeUndefined();
});

test.each([
  [null, "unknown"],
  [now - MINUTE, "good"],
  [now - 4 * MINUTE, "watch"],
  [now - 16 * MINUTE, "bad"],
] as const)("data of %d are %s", (newest, state) => expect(freshness(newest, now)).toBe(state));

test("the worst state of several is what needs attention most", () => {
  expect(worstState(["good", "unknown", "watch"])).toBe("watch");
  expect(worstState([])).toBeUndefined();
});

test.each([
  [{ state: "unknown", newest: null, agents: { total: 0, heard: 0 } }, "web.state.noAgent"],
  [{ state: "unknown", newest: null, agents: { total: 1, heard: 0 } }, "web.state.never"],
  [{ state: "unknown", newest: at, agents: { total: 1, heard: 0 } }, "web.state.silent"],
  [{ state: "good", newest: at, agents: { total: 1, heard: 1 } }, "web.state.good"],
] as const)("the mark of a site %o says why", (site, word) => expect(siteMark(site).word).toBe(word));

test("not measured is not the same as no link", () => {
  expect(operWord(null).word).not.toBe(operWord(2).word);
});
