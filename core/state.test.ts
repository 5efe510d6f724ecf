import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, SECOND } from "./clock.ts";
import { deviceState, freshUntil, isFresh, newestOf, pcState, siteState, targetState } from "./state.ts";
import type { State } from "./wire/views.ts";

const now = Date.UTC(2026, 10, 23, 8);
const at = (value: number, age = 0) => ({ value, at: now - age });

test("data is old after three intervals, but never within five minutes", () => {
  expect(freshUntil(now, 5 * SECOND)).toBe(now + 5 * MINUTE);
  expect(freshUntil(now, MINUTE)).toBe(now + 5 * MINUTE);
  expect(freshUntil(now, HOUR)).toBe(now + 3 * HOUR);
  expect(isFresh(null, MINUTE, now)).toBe(false);
});

test("the newest reading gives the time", () => {
  expect(newestOf({})).toBeNull();
  expect(newestOf({ a: at(1, 10), b: at(1, 5), c: undefined })).toBe(now - 5);
});

describe("a device", () => {
  test.each<[string, Parameters<typeof deviceState>[0], State]>([
    ["that answers is good", { up: at(1) }, "good"],
    ["that does not answer is bad", { up: at(0) }, "bad"],
    ["that was never polled is unknown", {}, "unknown"],
    ["that was polled an hour ago is unknown, whatever it said", { up: at(1, HOUR) }, "unknown"],
    ["that failed an hour ago is unknown too", { up: at(0, HOUR) }, "unknown"],
    [
      "whose up is old is unknown even when other readings are new",
      { up: at(1, HOUR), cpu: at(3) },
      "unknown",
    ],
  ])("%s", (_, readings, state) => expect(deviceState(readings, MINUTE, now).state).toBe(state));

  test("says since when nothing came", () => {
    expect(deviceState({ up: at(1, HOUR) }, MINUTE, now)).toEqual({ state: "unknown", newest: now - HOUR });
  });
});

describe("a PC", () => {
  test.each<[string, Parameters<typeof pcState>[0], number | null, State]>([
    ["that sends its vitals is good", { cpu: at(5) }, now, "good"],
    ["that is heard without vitals is watched", { cpu: at(5, HOUR) }, now, "watch"],
    ["that is silent is unknown, not bad", { cpu: at(5, HOUR) }, now - HOUR, "unknown"],
    ["that was never heard is unknown", {}, null, "unknown"],
  ])("%s", (_, vitals, seen, state) => expect(pcState(vitals, seen, MINUTE, now).state).toBe(state));
});

describe("a ping target", () => {
  test.each<[number, number, State]>([
    [0, 0, "good"],
    [0.2, 0, "watch"],
    [1, 0, "bad"],
    [0, HOUR, "unknown"],
  ])("with loss %d read %d ms ago is %s", (loss, age, state) => {
    expect(targetState({ loss: at(loss, age) }, 30 * SECOND, now).state).toBe(state);
  });
});

describe("a site", () => {
  test.each<[State[], State[], State]>([
    [[], [], "unknown"],
    [[], ["unknown"], "unknown"],
    [[], ["good", "unknown"], "good"],
    [["good"], ["unknown"], "good"],
    [["good", "good"], ["good"], "good"],
    [["good", "unknown"], ["good"], "watch"],
    [["good", "bad"], ["good"], "watch"],
    [["bad", "bad"], ["good"], "bad"],
    [["bad", "unknown"], ["good"], "bad"],
    [["unknown"], ["good"], "watch"],
    [["unknown"], ["unknown"], "unknown"],
  ])("with %j and PCs %j is %s", (shared, pcs, state) => expect(siteState({ shared, pcs })).toBe(state));

  const states = fc.array(fc.constantFrom<State>("good", "watch", "bad", "unknown"), { maxLength: 6 });
  test("is good only when all that it shares is good, and unknown only when nothing is heard", () => {
    fc.assert(
      fc.property(states, states, (shared, pcs) => {
        const state = siteState({ shared, pcs });
        const heard = [...shared, ...pcs].some((one) => one === "good" || one === "watch");
        if (state === "good") expect(shared.every((one) => one === "good")).toBe(true);
        if (state === "unknown") expect(heard).toBe(false);
        if (state === "bad") expect(shared).toContain("bad");
      }),
    );
  });
});
