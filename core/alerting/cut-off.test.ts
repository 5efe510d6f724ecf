import { expect, test } from "vitest";
import { MONDAY_9, someModel, someSettings } from "../../test/support/alert-kit.ts";
import { HOUR, MINUTE } from "../clock.ts";
import type { RuleId } from "./catalogue.ts";
import { severityOfCut } from "./cut-off.ts";
import type { ModelDevice, PairOf } from "./site-model.ts";

const [template] = someModel().devices;
const device = (id: string, change: Partial<ModelDevice>): ModelDevice => {
  if (template === undefined) throw new Error("no device in the model");
  return { ...template, id, name: id, contact: undefined, agent: undefined, ...change };
};
const pc = (id: string, lastSeen: number): ModelDevice =>
  device(id, {
    class: "workstation",
    polled: false,
    agent: { id: `agent-${id}`, hostname: id, lastSeen, enrolledAt: 0 },
  });
const keysOf = (devices: readonly ModelDevice[]) => devices.map(({ id }) => `device:${id}`);
const settings = (rule: RuleId) =>
  someSettings({
    severity: rule === "device_down" || rule === "hosts_lost" ? "critical" : "warning",
    raise: rule === "hosts_lost" ? 3 : 1,
    hours: rule === "hosts_lost" ? "office" : "always",
  });
const severityOf = (
  devices: readonly ModelDevice[],
  rule: RuleId = "port_down",
  office = true,
  pairOf: PairOf = () => undefined,
) =>
  severityOfCut(
    { rule, since: MONDAY_9, subject: { kind: "port", key: "port:sw/8", site: "s1", device: "sw" } },
    keysOf(devices),
    { model: someModel({ devices }), settings, pairOf },
    office,
  );

test("a link behind which a switch hangs is as bad as the loss of that switch, day and night", () => {
  const floor = device("floor", { class: "switch", polled: true });
  expect(severityOf([floor])).toBe("critical");
  expect(severityOf([floor], "port_down", false)).toBe("critical");
  // Loss is no cut, and what never answered is not missed.
  expect(severityOf([floor], "port_errors")).toBeUndefined();
  expect(severityOf([{ ...floor, contact: { at: MONDAY_9, ok: false, fault: "timeout" } }])).toBeUndefined();
});

test("a link behind which several PCs work is as bad as the loss of these PCs, in office hours", () => {
  const three = ["a", "b", "c"].map((id) => pc(id, MONDAY_9 - MINUTE / 2));
  expect(severityOf(three)).toBe("critical");
  expect(severityOf(three, "port_down", false)).toBeUndefined();
  expect(severityOf(three.slice(1))).toBeUndefined();
  const off = [...three.slice(1), pc("c", MONDAY_9 - HOUR)];
  expect(severityOf(off)).toBeUndefined();
  expect(severityOf([device("printer", { class: "printer", polled: true })])).toBeUndefined();
});

test("what is heard all the same is not cut off: one cable of several, or another way round", () => {
  const floor = device("floor", { class: "switch", polled: true });
  const answeredAt =
    (at: number): PairOf =>
    () => ({ newer: new Map([["up", { at, value: 1 }]]), older: new Map() });
  expect(severityOf([floor], "port_down", true, answeredAt(MONDAY_9 - MINUTE))).toBe("critical");
  expect(severityOf([floor], "port_down", true, answeredAt(MONDAY_9 + MINUTE))).toBeUndefined();
  const three = ["a", "b", "c"].map((id) => pc(id, MONDAY_9 + MINUTE / 2));
  expect(severityOf(three)).toBeUndefined();
});
