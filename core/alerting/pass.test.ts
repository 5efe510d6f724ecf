import { expect, test } from "vitest";
import { createTrial, MONDAY_9, reading, someModel, someSettings } from "../../test/support/alert-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../clock.ts";
import { calendarOfWeek } from "../../test/support/alert-kit.ts";
import { someAgent } from "../../test/support/signal-kit.ts";
import type { SiteInput } from "./site-model.ts";
import type { AlertState, Maintenance } from "./types.ts";

const T = MONDAY_9;
const only = (saved: ReadonlyMap<string, AlertState>): AlertState => {
  const [state] = saved.values();
  if (state === undefined || saved.size !== 1) throw new Error(`${saved.size} alerts`);
  return state;
};

test("a fault is pending, fires after its hold, is told once, and its end is told", () => {
  const trial = createTrial();
  trial.read(T, T + MINUTE, 5);
  expect(only(trial.saved)).toMatchObject({ phase: "pending", since: T, lastAt: T + MINUTE });
  expect(trial.notices).toEqual([]);
  trial.read(T + 2 * MINUTE, T + HOUR, 5);
  expect(trial.notices.map(({ id, reason, at }) => ({ id, reason, at }))).toEqual([
    { id: "a1.1", reason: "first", at: T + 2 * MINUTE + SECOND },
  ]);
  trial.read(T + HOUR + MINUTE, T + HOUR + 5 * MINUTE, 0);
  expect(only(trial.saved)).toMatchObject({ phase: "firing", clearSince: T + HOUR + MINUTE });
  trial.read(T + HOUR + 6 * MINUTE, T + HOUR + 6 * MINUTE, 0);
  expect(trial.notices.map(({ id, reason }) => `${id} ${reason}`)).toEqual(["a1.1 first", "a1.2 resolved"]);
  expect(only(trial.saved)).toMatchObject({ phase: "resolved", value: 0, worst: 5 });
});

test("what is good again before its hold leaves no trace", () => {
  const trial = createTrial();
  trial.read(T, T + MINUTE, 5);
  trial.read(T + 2 * MINUTE, T + 2 * MINUTE, 0);
  expect(trial.saved.size).toBe(0);
  expect(trial.notices).toEqual([]);
});

test("passes that see no new reading change nothing", () => {
  const trial = createTrial();
  trial.pass(T, [reading(T, 5)]);
  for (let at = T; at < T + 10 * MINUTE; at += 15 * SECOND)
    expect(trial.pass(at, [reading(T, 5)])).toMatchObject({ changed: [], notices: [] });
  expect(only(trial.saved).phase).toBe("pending");
});

test("what is as bad as before is told with its newest figures, and with what hung there before the map forgot it", () => {
  const trial = createTrial({ settings: () => someSettings({ escalateMs: 15 * MINUTE }) });
  for (let minute = 0; minute <= 20; minute += 1) {
    const at = T + minute * MINUTE;
    const signal = {
      ...reading(at, 1, { rule: "ups_on_battery", key: "device:d1" }),
      evidence: () => ({
        params: { device: "UPS", charge: 98 - minute },
        series: [],
        ...(minute < 5 ? { attached: ["VP-01"] } : {}),
      }),
    };
    trial.pass(at + SECOND, [signal]);
  }
  const told = trial.notices.map(({ reason, state }) => {
    const { params, attached } = state.evidence;
    return [reason, params["charge"], attached];
  });
  expect(told).toEqual([
    ["first", 96, ["VP-01"]],
    ["escalated", 81, ["VP-01"]],
  ]);
});

test("between clear and raise nothing changes", () => {
  const trial = createTrial({ settings: () => someSettings({ raise: 10, clear: 2 }) });
  trial.read(T, T + 5 * MINUTE, 12);
  trial.read(T + 6 * MINUTE, T + HOUR, 5);
  expect(only(trial.saved).phase).toBe("firing");
  trial.read(T + HOUR + MINUTE, T + HOUR + 7 * MINUTE, 2);
  expect(only(trial.saved).phase).toBe("resolved");
});

test("one reading after a long silence proves no hold", () => {
  const trial = createTrial();
  trial.pass(T, [reading(T, 5)]);
  // The server slept: no pass forgot the pending.
  trial.pass(T + 3 * HOUR, [reading(T + 3 * HOUR, 5)]);
  expect(only(trial.saved)).toMatchObject({ phase: "pending", since: T + 3 * HOUR });
});

test("what is pending and is heard of no more is forgotten, what fires stays", () => {
  const trial = createTrial();
  trial.pass(T, [reading(T, 5)]);
  trial.pass(T + 16 * MINUTE);
  expect(trial.saved.size).toBe(0);
  trial.read(T + HOUR, T + HOUR + 5 * MINUTE, 5);
  trial.pass(T + 10 * HOUR);
  expect(only(trial.saved).phase).toBe("firing");
  expect(trial.reasons()).toEqual(["first"]);
});

test("an alert whose subject left the model ends as no longer watched, and nobody is told that it was mended", () => {
  const trial = createTrial();
  trial.read(T, T + 5 * MINUTE, 5);
  trial.setModel(someModel({ devices: [] }));
  trial.pass(T + 6 * MINUTE);
  expect(only(trial.saved)).toMatchObject({ phase: "resolved", unwatched: true });
  expect(trial.reasons()).toEqual(["first"]);
});

test("a rule that is switched off ends its alerts", () => {
  let enabled = true;
  const trial = createTrial({ settings: () => someSettings({ enabled }) });
  trial.read(T, T + 5 * MINUTE, 5);
  enabled = false;
  trial.read(T + 6 * MINUTE, T + 8 * MINUTE, 5);
  expect(only(trial.saved)).toMatchObject({ phase: "resolved", unwatched: true });
  expect(trial.reasons()).toEqual(["first"]);
});

test("an alert that would be none by a limit that was set since ends as no longer watched; what was worse than it goes on", () => {
  const run = (worst: number) => {
    let raise = 1;
    const trial = createTrial({ settings: () => someSettings({ raise, clear: 0 }) });
    trial.read(T, T + 5 * MINUTE, worst);
    trial.read(T + 6 * MINUTE, T + 10 * MINUTE, 2);
    raise = 5;
    // Until a reading was held against it nobody knows.
    trial.pass(T + 10 * MINUTE + 30 * SECOND);
    expect(only(trial.saved).phase).toBe("firing");
    trial.read(T + 11 * MINUTE, T + HOUR, 2);
    return { ...only(trial.saved), reasons: trial.reasons() };
  };
  expect(run(3)).toMatchObject({ phase: "resolved", unwatched: true, reasons: ["first"] });
  expect(run(7)).toMatchObject({ phase: "firing", reasons: ["first"] });
});

test("late readings and readings of the future change nothing, even where the first bad one would fire", () => {
  const trial = createTrial({ settings: () => someSettings({ holdMs: 0 }) });
  for (let at = T; at < T + DAY; at += MINUTE) trial.pass(T + 2 * DAY, [reading(at, 5)]);
  for (let at = T; at < T + HOUR; at += MINUTE) trial.pass(T, [reading(at + HOUR, 5)]);
  expect(trial.saved.size).toBe(0);
});

test("a clock that is set back does not freeze an alert", () => {
  const trial = createTrial();
  trial.read(T, T + 5 * MINUTE, 5);
  const back = T - 5 * HOUR;
  trial.read(back, back + 2 * MINUTE, 5);
  trial.read(back + 3 * MINUTE, back + 12 * MINUTE, 0);
  expect(trial.reasons()).toEqual(["first", "resolved"]);
  expect(only(trial.saved).resolvedAt).toBeLessThan(T);
});

test("bad again soon after its end it is the same alert, told anew", () => {
  const trial = createTrial();
  trial.read(T, T + 5 * MINUTE, 5);
  trial.read(T + 6 * MINUTE, T + 12 * MINUTE, 0);
  trial.read(T + 20 * MINUTE, T + 25 * MINUTE, 5);
  expect([...trial.saved.keys()]).toEqual(["a1"]);
  expect(trial.notices.map(({ id, reason }) => `${id} ${reason}`)).toEqual([
    "a1.1 first",
    "a1.2 resolved",
    "a1.3 first",
  ]);
});

test("what flaps is said to, and must be good for longer", () => {
  const trial = createTrial();
  // Ten minutes bad, ten minutes good, for a whole day.
  for (let at = T; at < T + DAY; at += 20 * MINUTE) {
    trial.read(at, at + 9 * MINUTE, 5);
    trial.read(at + 10 * MINUTE, at + 19 * MINUTE, 0);
  }
  expect(trial.reasons()).toEqual(["first", "resolved", "first", "resolved", "first"]);
  expect(trial.notices.map(({ state }) => state.damped)).toEqual([false, false, false, false, true]);
  // Its last firing was early in the day; a quiet quarter of an hour is enough a day later.
  trial.read(T + DAY, T + DAY + 30 * MINUTE, 0);
  expect(trial.reasons().at(-1)).toBe("resolved");
});

test("outside office hours what counts only then is asleep; PCs settle after opening", () => {
  const calendar = calendarOfWeek({ graceMs: 15 * MINUTE });
  const trial = createTrial({ calendar, settings: () => someSettings({ hours: "office" }) });
  // Monday 17:00 to Tuesday 7:44.
  trial.read(T + 8 * HOUR, T + 22 * HOUR + 44 * MINUTE, 5);
  expect(trial.saved.size).toBe(0);
  trial.read(T + 22 * HOUR + 45 * MINUTE, T + 22 * HOUR + 50 * MINUTE, 5);
  expect(trial.notices.map(({ at }) => at)).toEqual([T + 22 * HOUR + 47 * MINUTE + SECOND]);
});

test("the end of office hours neither repeats nor resolves", () => {
  const calendar = calendarOfWeek({});
  const trial = createTrial({ calendar, settings: () => someSettings({ hours: "office", repeatMs: HOUR }) });
  trial.read(T + 7 * HOUR + 30 * MINUTE, T + 7 * HOUR + 59 * MINUTE, 5);
  trial.read(T + 8 * HOUR, T + 20 * HOUR, 5);
  trial.read(T + 20 * HOUR, T + 22 * HOUR, 0);
  expect(trial.reasons()).toEqual(["first"]);
  expect(only(trial.saved).phase).toBe("firing");
  trial.read(T + 22 * HOUR + 30 * MINUTE, T + 22 * HOUR + 40 * MINUTE, 0);
  expect(trial.reasons()).toEqual(["first", "resolved"]);
});

const windowOf = (over: Partial<Maintenance>): Maintenance => ({
  id: "m1",
  scope: { kind: "site", id: "s1" },
  from: T,
  to: T + HOUR,
  repeats: null,
  reason: "new switch",
  ...over,
});

test("in a maintenance window nothing is told; what outlasts it by a hold is", () => {
  const trial = createTrial({ maintenance: [windowOf({})] });
  trial.read(T, T + 30 * MINUTE, 5);
  expect(trial.notices).toEqual([]);
  expect(only(trial.saved)).toMatchObject({ phase: "firing", planned: true, told: null });
  expect(trial.outcomes.at(-1)?.verdicts?.get("a1")).toEqual({ silent: "maintenance" });
  trial.read(T + 31 * MINUTE, T + 2 * HOUR, 5);
  expect(trial.notices.map(({ reason, at }) => ({ reason, at }))).toEqual([
    { reason: "first", at: T + HOUR + 5 * MINUTE + SECOND },
  ]);
  // From now on it is a fault like any other, which began when the work was over.
  for (const state of [only(trial.saved), ...trial.notices.map((notice) => notice.state)]) {
    expect(state.planned).toBeUndefined();
    expect(state.plannedUntil).toBe(T + HOUR);
  }
});

test("what is mended within the window is never told, and what was told before it is told to be over after it", () => {
  const quiet = createTrial({ maintenance: [windowOf({})] });
  quiet.read(T, T + 30 * MINUTE, 5);
  quiet.read(T + 31 * MINUTE, T + 2 * HOUR, 0);
  expect(quiet.notices).toEqual([]);
  const known = createTrial({ maintenance: [windowOf({})] });
  known.read(T - HOUR, T + 30 * MINUTE, 5);
  known.read(T + 31 * MINUTE, T + 2 * HOUR, 0);
  expect(known.notices.map(({ reason, at }) => ({ reason, at }))).toEqual([
    { reason: "first", at: T - HOUR + 2 * MINUTE + SECOND },
    { reason: "resolved", at: T + HOUR + SECOND },
  ]);
});

test("who takes a window away before its end is told a hold later of what is still bad", () => {
  const maintenance = [windowOf({ to: T + 8 * HOUR })];
  const trial = createTrial({ maintenance });
  trial.read(T, T + 30 * MINUTE, 5);
  maintenance.pop();
  trial.read(T + 31 * MINUTE, T + HOUR, 5);
  expect(trial.notices.map(({ reason, at }) => ({ reason, at }))).toEqual([
    { reason: "first", at: T + 37 * MINUTE + SECOND },
  ]);
  expect(only(trial.saved).plannedUntil).toBe(T + 31 * MINUTE + SECOND);
  // Put in the place of a longer one, the shorter counts.
  const shorter = [windowOf({ to: T + 8 * HOUR })];
  const changed = createTrial({ maintenance: shorter });
  changed.read(T, T + 30 * MINUTE, 5);
  shorter[0] = windowOf({ to: T + HOUR });
  changed.read(T + 31 * MINUTE, T + 2 * HOUR, 5);
  expect(changed.notices.map(({ at }) => at)).toEqual([T + HOUR + 5 * MINUTE + SECOND]);
});

test("that it is over is told though it is kept silent for a week, or works go on for days", () => {
  const care = { acknowledged: null, assignee: null, snoozedUntil: T + 7 * DAY };
  const snoozed = createTrial();
  snoozed.read(T, T + 5 * MINUTE, 5);
  snoozed.care.set("a1", care);
  snoozed.read(T + 6 * MINUTE, T + DAY, 5);
  snoozed.read(T + DAY + MINUTE, T + 2 * DAY, 0);
  expect(snoozed.reasons()).toEqual(["first", "resolved"]);
  const works = createTrial({ maintenance: [windowOf({ from: T + HOUR, to: T + 4 * DAY })] });
  works.read(T, T + 2 * HOUR, 5);
  works.read(T + 2 * HOUR + MINUTE, T + 5 * DAY, 0, {}, 10 * MINUTE);
  expect(works.reasons()).toEqual(["first", "resolved"]);
});

test("a window concerns only its scope", () => {
  const elsewhere = createTrial({ maintenance: [windowOf({ scope: { kind: "device", id: "d2" } })] });
  elsewhere.read(T, T + 5 * MINUTE, 5);
  expect(elsewhere.reasons()).toEqual(["first"]);
  for (const scope of [
    { kind: "device", id: "d1" },
    { kind: "unit", id: "u0" },
  ] as const) {
    const here = createTrial({ maintenance: [windowOf({ scope })] });
    here.read(T, T + 5 * MINUTE, 5);
    expect(here.reasons()).toEqual([]);
  }
});

const SWITCH = { rule: "device_down", key: "device:d1" } as const;
const causes = (alerts: readonly AlertState[], phase: AlertState["phase"] = "firing") => {
  const root = alerts.find(({ rule }) => rule === "device_down");
  const children = alerts.filter(({ rule }) => rule !== "device_down");
  if (root === undefined) return {};
  return root.phase === phase
    ? {
        causes: new Map(children.map(({ id }) => [id, root.id])),
        affected: new Map([[root.id, children.map(({ subject }) => subject.key)]]),
      }
    : { waits: new Set(children.map(({ id }) => id)) };
};
/** A minute's readings of port and switch. */
const both = (trial: ReturnType<typeof createTrial>, at: number, port: number, device: number): void => {
  trial.pass(at + SECOND, [reading(at, port), reading(at, device, SWITCH)]);
};

test("a child waits for its cause, which alone is told with what it hits, and its end is the cause's", () => {
  const trial = createTrial({
    settings: (rule) => someSettings(rule === "device_down" ? { holdMs: 3 * MINUTE } : {}),
    findCauses: (alerts) => causes(alerts),
  });
  for (let minute = 0; minute <= 20; minute += 1) both(trial, T + minute * MINUTE, 5, 1);
  expect(trial.notices.map(({ state, reason }) => [state.rule, reason, state.affected])).toEqual([
    ["device_down", "first", ["port:d1/7"]],
  ]);
  for (let minute = 21; minute <= 40; minute += 1) both(trial, T + minute * MINUTE, minute < 23 ? 5 : 0, 0);
  expect(trial.notices.map(({ state, reason }) => `${state.rule} ${reason}`)).toEqual([
    "device_down first",
    "device_down resolved",
  ]);
});

test("a child waits no longer than it should", () => {
  const trial = createTrial({
    settings: (rule) => someSettings(rule === "device_down" ? { holdMs: HOUR } : { waitMs: 2 * MINUTE }),
    findCauses: (alerts) => causes(alerts),
  });
  for (let minute = 0; minute <= 10; minute += 1) both(trial, T + minute * MINUTE, 5, 1);
  expect(trial.notices.map(({ state, at }) => [state.rule, at])).toEqual([
    ["port_errors", T + 4 * MINUTE + SECOND],
  ]);
});

test("a child that was told before its cause is told again only if it outlasts it", () => {
  const run = (portMendedAt: number) => {
    const trial = createTrial({ findCauses: (alerts) => causes(alerts) });
    for (let minute = 0; minute <= 60; minute += 1)
      both(trial, T + minute * MINUTE, minute < portMendedAt ? 5 : 0, minute >= 10 && minute < 20 ? 1 : 0);
    return trial.notices.map(({ state, reason }) => `${state.rule} ${reason}`);
  };
  expect(run(20)).toEqual(["port_errors first", "device_down first", "device_down resolved"]);
  expect(run(50)).toEqual([
    "port_errors first",
    "device_down first",
    "device_down resolved",
    "port_errors repeat",
    "port_errors resolved",
  ]);
});

test("an alert whose end was folded into its cause's is told anew when it comes back", () => {
  const trial = createTrial({ findCauses: (alerts) => causes(alerts) });
  const isDown = (minute: number): boolean => minute >= 10 && minute < 20;
  for (let minute = 0; minute <= 60; minute += 1)
    both(trial, T + minute * MINUTE, minute < 20 || minute >= 40 ? 5 : 0, isDown(minute) ? 1 : 0);
  expect(trial.notices.map(({ id, state, reason }) => `${state.rule} ${id} ${reason}`)).toEqual([
    "port_errors a1.1 first",
    "device_down a2.1 first",
    "device_down a2.2 resolved",
    "port_errors a1.2 first",
  ]);
});

test("what a person did is heeded", () => {
  const trial = createTrial({
    settings: () => someSettings({ repeatMs: HOUR, escalateMs: 30 * MINUTE }),
  });
  trial.read(T, T + 4 * HOUR, 5);
  expect(trial.reasons()).toEqual(["first", "escalated", "repeat", "repeat", "repeat"]);
  const care = { acknowledged: null, assignee: null, snoozedUntil: null };
  trial.care.set("a1", { ...care, acknowledged: { at: T + 4 * HOUR, by: "p1", note: "" } });
  trial.read(T + 4 * HOUR + MINUTE, T + 8 * HOUR, 5);
  expect(trial.notices.length).toBe(5);
  expect(trial.outcomes.at(-1)?.verdicts?.get("a1")).toEqual({ silent: "acknowledged" });
  trial.care.set("a1", { ...care, snoozedUntil: T + 12 * HOUR });
  trial.read(T + 8 * HOUR + MINUTE, T + 11 * HOUR, 5);
  trial.read(T + 11 * HOUR + MINUTE, T + 13 * HOUR, 0);
  expect(trial.notices.slice(5).map(({ reason, at }) => ({ reason, at }))).toEqual([
    { reason: "resolved", at: T + 12 * HOUR + SECOND },
  ]);
});

test("what nobody took on is said again when people are at work, not at night or over the weekend", () => {
  const trial = createTrial({
    calendar: calendarOfWeek({}),
    settings: () => someSettings({ repeatMs: 4 * HOUR, escalateMs: 30 * MINUTE }),
  });
  // Friday, 18:00, to Monday, 8:00.
  const friday = T + 4 * DAY + 9 * HOUR;
  trial.read(friday, friday + 62 * HOUR, 5, {}, 5 * MINUTE);
  const monday = T + 7 * DAY - 90 * MINUTE;
  expect(trial.notices.map(({ reason, at }) => [reason, at > monday])).toEqual([
    ["first", false],
    ["escalated", false],
    ["repeat", true],
  ]);
});

test("much worse is news, growth in the first minutes is not", () => {
  const trial = createTrial({ settings: () => someSettings({ raise: 0.01 }) });
  trial.read(T, T + 2 * MINUTE, 0.02);
  trial.read(T + 3 * MINUTE, T + HOUR, 0.1);
  expect(trial.reasons()).toEqual(["first"]);
  trial.read(T + HOUR + MINUTE, T + 2 * HOUR, 0.25);
  expect(trial.reasons()).toEqual(["first", "worse"]);
});

test("a higher severity and many more that are hit are news", () => {
  let severity: "warning" | "critical" = "warning";
  let hit: readonly string[] = ["a", "b"];
  const trial = createTrial({
    settings: () => someSettings({ severity }),
    findCauses: (alerts) => ({ affected: new Map(alerts.map(({ id }) => [id, hit])) }),
  });
  trial.read(T, T + HOUR, 5);
  hit = Array.from({ length: 7 }, (_, i) => `device:${i}`);
  trial.read(T + HOUR + MINUTE, T + 2 * HOUR, 5);
  severity = "critical";
  trial.read(T + 2 * HOUR + MINUTE, T + 3 * HOUR, 5);
  expect(trial.reasons()).toEqual(["first", "grown", "worse"]);
});

test("a root speaks with the severity of the worst that it explains, and is told again when that rises", () => {
  const root = { rule: "port_down", key: "port:d1/7", device: "d1" } as const;
  const child = { rule: "device_down", key: "port:d1/8", device: "d1" } as const;
  const trial = createTrial({
    settings: (rule) =>
      someSettings({
        severity: rule === "device_down" ? "critical" : rule === "port_down" ? "warning" : "notice",
      }),
    findCauses: (alerts) => {
      const cause = alerts.find(({ rule, phase }) => rule === "port_down" && phase === "firing");
      const effects = alerts.filter(({ rule }) => rule === "device_down");
      return { causes: new Map(cause === undefined ? [] : effects.map(({ id }) => [id, cause.id])) };
    },
  });
  const at = (minute: number, ...signals: readonly (readonly [typeof root | typeof child, number])[]) => {
    const now = T + minute * MINUTE;
    trial.pass(
      now + SECOND,
      signals.map(([of, value]) => reading(now, value, of)),
    );
  };
  for (let minute = 0; minute < 4; minute += 1) at(minute, [root, 1]);
  expect(trial.notices.map(({ reason, state }) => [reason, state.severity])).toEqual([["first", "warning"]]);
  // Behind a port without link the device is as good as dead: the first missed poll is enough.
  at(4, [root, 1], [child, 1]);
  at(5, [root, 1], [child, 1]);
  expect(trial.notices.slice(1).map(({ reason, state }) => [reason, state.rule, state.severity])).toEqual([
    ["worse", "port_down", "critical"],
  ]);
  // It is mended behind it: the root is itself again, and that is no news.
  for (let minute = 6; minute < 20; minute += 1) at(minute, [root, 1], [child, 0]);
  expect(trial.notices).toHaveLength(2);
  expect([...trial.saved.values()].find(({ rule }) => rule === "port_down")?.severity).toBe("warning");
});

test("a part that is gone from a device that speaks ends as no longer watched; while the device is silent nobody knows", () => {
  const trial = createTrial();
  trial.read(T, T + 5 * MINUTE, 5);
  trial.pass(T + 20 * DAY);
  expect(only(trial.saved).phase).toBe("firing");
  trial.pass(T + 10 * DAY, [], heard("device:d1", T + 10 * DAY));
  expect(only(trial.saved).phase).toBe("firing");
  trial.pass(T + 20 * DAY, [], heard("device:d1", T + 20 * DAY - HOUR));
  expect(only(trial.saved)).toMatchObject({ phase: "resolved", unwatched: true });
  expect(trial.reasons()).toEqual(["first"]);
});

const heard =
  (of: string, at: number): SiteInput["pairOf"] =>
  (entity) =>
    entity === of ? { newer: new Map([["up", { at, value: 1 }]]), older: new Map() } : undefined;

test("without an agent nobody tells of its disk any more", () => {
  const trial = createTrial();
  const disk = { rule: "disk_failing", key: "device:pc1", device: "pc1" } as const;
  const model = someModel();
  const withAgent = model.devices.map((device) => Object.assign({}, device, someAgent(device.id, T)));
  trial.setModel({ ...model, devices: withAgent });
  trial.read(T, T + 5 * MINUTE, 1, disk);
  expect(only(trial.saved).phase).toBe("firing");
  trial.setModel(model);
  trial.pass(T + 6 * MINUTE);
  expect(only(trial.saved)).toMatchObject({ phase: "resolved", unwatched: true });
});
