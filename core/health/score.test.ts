import fc from "fast-check";
import { expect, test } from "vitest";
import { MONDAY_9, someModel, someSettings } from "../../test/support/alert-kit.ts";
import { someDevice } from "../../test/support/signal-kit.ts";
import { RULE_IDS, ruleKind, type RuleId } from "../alerting/catalogue.ts";
import type { Signal } from "../alerting/types.ts";
import { DAY } from "../clock.ts";
import { degreeOf, scoreSite, scoreUnit } from "./score.ts";

const T = MONDAY_9;
const DEVICES = ["sw", "pc1", "pc2"];
const model = someModel({
  devices: [
    someDevice("sw"),
    someDevice("pc1", { class: "workstation" }),
    someDevice("pc2", { class: "workstation" }),
  ],
});
const settings = (rule: RuleId) =>
  someSettings(ruleKind(rule).worse === "above" ? { raise: 2, clear: 1 } : { raise: 10, clear: 20 });
const signalOf = (rule: RuleId, device: string | undefined, value: number, at = T): Signal => ({
  rule,
  subject: {
    kind: "device",
    key: device ?? "site:s1",
    site: "s1",
    ...(device === undefined ? {} : { device }),
  },
  value,
  at,
  evidence: () => ({ params: { device: device ?? "" }, series: [] }),
});
const byId = (signals: readonly Signal[]) =>
  new Map(scoreSite(model, signals, settings).map((score) => [score.subject.id, score]));

test("nothing measured, no score", () => {
  expect(scoreSite(model, [], settings)).toEqual([]);
  expect([...byId([signalOf("host_gone", "pc1", 0)]).keys()]).toEqual([]);
  expect(scoreUnit([], "u1")).toBeUndefined();
});

test("a fault takes its points from its device and a share from the site", () => {
  const scores = byId([signalOf("port_errors", "sw", 4), signalOf("device_cpu", "pc1", 0)]);
  expect(scores.get("sw")).toMatchObject({
    score: 65,
    penalties: [{ rule: "port_errors", points: 35, value: 4 }],
  });
  expect(scores.get("pc1")?.score).toBe(100);
  expect(scores.get("s1")?.score).toBeCloseTo(100 - (35 * 8) / 9);
  expect(scores.has("pc2")).toBe(false);
});

test("a dead switch is 0, its readings of yesterday count no more", () => {
  const scores = byId([
    signalOf("device_down", "sw", 1.5),
    signalOf("device_down", "sw", 2),
    signalOf("port_errors", "pc1", 9, T - DAY),
  ]);
  expect(scores.get("sw")?.score).toBe(0);
  expect(scores.has("pc1")).toBe(false);
});

test("what is inferred is marked", () => {
  const scores = byId([
    signalOf("cable_loss", "pc1", 4),
    signalOf("device_cpu", "pc1", 0),
    signalOf("device_cpu", "sw", 0),
  ]);
  expect(scores.get("pc1")).toMatchObject({ inferred: true, penalties: [{ inferred: true }] });
  expect(scores.get("s1")?.inferred).toBe(true);
  expect(scores.get("sw")?.inferred).toBe(false);
});

test("one dead site shows in its unit", () => {
  const site = (id: string, score: number) => ({
    subject: { kind: "site" as const, id },
    score,
    penalties: [],
    inferred: false,
  });
  const unit = scoreUnit([site("dead", 0), ...Array.from({ length: 9 }, (_, i) => site(`s${i}`, 100))], "u1");
  expect(unit).toMatchObject({ subject: { kind: "unit", id: "u1" }, score: 45 });
});

const anySignal = fc.record({
  rule: fc.constantFrom(...RULE_IDS),
  device: fc.constantFrom(undefined, ...DEVICES),
  value: fc.double({ min: 0, max: 50, noNaN: true }),
  worse: fc.double({ min: 0, max: 50, noNaN: true }),
});

test("a degree is within [0,1] and grows as the value gets worse", () => {
  fc.assert(
    fc.property(
      anySignal,
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0, max: 30, noNaN: true }),
      ({ rule, value, worse }, raise, clear) => {
        const bad = ruleKind(rule).worse === "above" ? value + worse : value - worse;
        const [before, after] = [
          degreeOf(rule, value, { raise, clear }),
          degreeOf(rule, bad, { raise, clear }),
        ];
        expect(before).toBeGreaterThanOrEqual(0);
        expect(after).toBeLessThanOrEqual(1);
        expect(after).toBeGreaterThanOrEqual(before);
      },
    ),
  );
});

test("scores are within 0–100, and no worse value raises any of them", () => {
  fc.assert(
    fc.property(fc.array(anySignal, { maxLength: 30 }), (list) => {
      const good = list.map(({ rule, device, value }) => signalOf(rule, device, value));
      const bad = list.map(({ rule, device, value, worse }) =>
        signalOf(rule, device, ruleKind(rule).worse === "above" ? value + worse : value - worse),
      );
      const [before, after] = [byId(good), byId(bad)];
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [id, { score }] of after) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual((before.get(id)?.score ?? 0) + 1e-9);
        expect(before.get(id)?.score).toBeLessThanOrEqual(100);
      }
      const other = [...before.values()].filter(({ subject }) => subject.kind === "site");
      const worse = [...after.values()].filter(({ subject }) => subject.kind === "site");
      expect(scoreUnit(worse, "u")?.score ?? 0).toBeLessThanOrEqual(
        (scoreUnit(other, "u")?.score ?? 0) + 1e-9,
      );
    }),
  );
});
