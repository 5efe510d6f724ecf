import { expect, test } from "vitest";
import { MONDAY_9, someSettings } from "../../../test/support/alert-kit.ts";
import {
  createSignalTrial,
  someAgent,
  someDevice,
  somePort,
  valueOf,
} from "../../../test/support/signal-kit.ts";
import { MINUTE } from "../../clock.ts";

const T = MONDAY_9;
const IDS = ["a", "b", "c", "d"] as const;
const SENT = 5;
const LIMIT = 0.03;
const settings = () => someSettings({ raise: LIMIT, clear: 0.01 });

/** Four PCs that ping each other and the gateway once a minute: how many echoes come back, by way and minute. */
function office(back: (minute: number, from: string, to: string) => number) {
  const devices = IDS.map((id) => someDevice(id, { ...someAgent(id, T), ports: [somePort("lan0")] }));
  const site = createSignalTrial({ devices, lease: "a-b" });
  return (minute: number, linkChanges = 1) => {
    const at = T + minute * MINUTE;
    for (const from of IDS) {
      for (const to of [...IDS, "gateway"]) {
        if (from === to) continue;
        const received = back(minute, from, to);
        site.read(`peer:${from}/${to}`, at, { sent: SENT, received, loss: 1 - received / SENT });
      }
    }
    site.read("port:a/lan0", at, { oper_status: 1, link_changes: linkChanges });
    return site.pass(at, { settings });
  };
}

/** "a" loses a fifth to everybody. */
const badCable = () => office((_, from, to) => (from === "a" || to === "a" ? SENT - 1 : SENT));
const ofA = (signals: ReturnType<ReturnType<typeof office>>) =>
  signals.find(({ rule, subject }) => rule === "cable_loss" && subject.device === "a");

test("one PC that loses to everybody has a bad cable", () => {
  const pass = badCable();
  pass(0);
  for (const minute of [1, 2, 3]) {
    const signals = pass(minute);
    expect(ofA(signals)).toMatchObject({ value: expect.closeTo(0.2) as number });
    expect(valueOf(signals, "switch_loss")).toBe(0);
  }
});

test("while its link comes and goes nothing is said of its loss, and again two minutes later", () => {
  const pass = badCable();
  pass(0);
  expect(ofA(pass(1))).toBeDefined();
  expect(ofA(pass(2, 3))).toBeUndefined();
  expect(ofA(pass(3, 3))).toBeUndefined();
  expect(ofA(pass(4.5, 3))).toMatchObject({ value: expect.closeTo(0.2) as number });
});

test("several PCs that lose to the gateway and each other in more than one burst stand on a bad switch", () => {
  const pass = office((minute) => (minute >= 5 && minute < 10 ? SENT - 1 : SENT));
  const values = Array.from({ length: 14 }, (_, minute) => valueOf(pass(minute), "switch_loss"));
  expect(values[4]).toBe(0);
  expect(values[5], "one burst").toBeLessThan(LIMIT);
  for (const minute of [6, 7, 8, 9, 10, 11])
    expect(values[minute], `minute ${minute}`).toBeGreaterThan(LIMIT);
  expect(values[12], "neither bad nor good").toBeCloseTo(0.02);
  expect(values[13]).toBe(0);
});

test("a network that stands still for a moment, or for a minute, loses nothing", () => {
  for (const received of [SENT - 1, 1, 0]) {
    const pass = office((minute) => (minute === 5 ? received : SENT));
    for (let minute = 0; minute < 12; minute += 1) {
      const told = pass(minute).filter(
        ({ rule, value }) => (rule === "switch_loss" || rule === "cable_loss") && value >= LIMIT,
      );
      expect(told, `${received} of ${SENT}, minute ${minute}`).toEqual([]);
    }
  }
});
