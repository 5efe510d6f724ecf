import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import { createSignalTrial, someAgent, someDevice, valueOf } from "../../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../clock.ts";

const T = MONDAY_9;
const pc = (id: string, lastSeen: number | undefined, over = {}) =>
  someDevice(id, { ...someAgent(id, lastSeen), ...over });
const others = (silent: readonly string[], listeningSince = T - 100 * DAY) => ({
  elsewhere: { services: new Map(), silent, sites: 3, listeningSince, troubles: [] },
});

test("a disk is full by its share and by what is free", () => {
  const trial = createSignalTrial({ devices: [pc("a", T, { volumes: ["C:", "D:", "R:"] })] });
  trial.read("volume:a/C:", T, { total: 100e9, used: 97e9 });
  trial.read("volume:a/D:", T, { total: 4e12, used: 3.9e12 });
  trial.read("volume:a/R:", T, { total: 5e8, used: 5e8 });
  const full = trial.pass(T).filter(({ rule }) => rule === "disk_full");
  expect(full.map(({ value }) => value)).toEqual([0.97, 0.92]);
});

test("days away are working days", () => {
  const trial = createSignalTrial({ devices: [pc("a", T - 7 * DAY)] });
  expect(valueOf(trial.pass(T), "host_gone")).toBe(5);
  expect(valueOf(trial.pass(T, others([], T - MINUTE)), "host_gone")).toBeUndefined();
});

/** Readings of two neighbours that ask "a", which answers from `up` on. */
function neighbours(up: number, witnesses = ["b", "c"]) {
  let seen = T;
  const trial = createSignalTrial({});
  const hear = (at: number): void => void (seen = at);
  /** What is said of "a" then. */
  const said = (now: number) => {
    trial.setModel({ devices: [pc("a", seen), pc("b", now), pc("c", now)] });
    for (const from of witnesses) trial.read(`peer:${from}/a`, now, { sent: 3, received: now >= up ? 3 : 0 });
    return trial.pass(now).find(({ rule, subject }) => rule === "agent_silent" && subject.device === "a");
  };
  return { hear, said };
}

test("an agent that ends while its PC goes on is missed within two minutes", () => {
  const { said } = neighbours(0);
  expect(said(T)?.value).toBe(0);
  expect(said(T + MINUTE)?.value).toBe(0);
  const silent = said(T + 90 * SECOND);
  expect(silent).toMatchObject({ value: 1, at: T + 90 * SECOND });
  expect(silent?.evidence().params).toEqual({ device: "a", witnesses: 2 });
});

test("a PC that was switched on has twenty minutes to start its agent", () => {
  const morning = T + 15 * HOUR;
  const { said, hear } = neighbours(morning);
  expect(said(morning - MINUTE)).toBeUndefined();
  for (let minute = 0; minute < 20; minute += 1) expect(said(morning + minute * MINUTE)).toBeUndefined();
  expect(said(morning + 20 * MINUTE)?.value).toBe(1);
  hear(morning + 21 * MINUTE);
  expect(said(morning + 22 * MINUTE)?.value).toBe(0);
});

test("one neighbour alone is no witness", () => {
  const { said } = neighbours(0, ["b"]);
  expect(said(T)?.value).toBe(0);
  expect(said(T + 2 * MINUTE)).toBeUndefined();
});

test("a clock counts by how far it is off, in either direction", () => {
  const trial = createSignalTrial({ devices: [pc("a", T)] });
  trial.read("agent:a-a", T, { clock_offset: -400_000 });
  expect(valueOf(trial.pass(T), "clock_wrong")).toBe(400);
});

const CLOSING = T + 8 * HOUR;

test("PCs that all fall silent at once in office hours are an outage", () => {
  const trial = createSignalTrial({ devices: [pc("a", T), pc("b", T + 30 * SECOND), pc("c", T - MINUTE)] });
  expect(valueOf(trial.pass(T + MINUTE, others([])), "site_down")).toBe(0);
  const silent = trial.pass(T + 5 * MINUTE, others(["s1", "s9"]));
  expect(valueOf(silent, "site_down")).toBe(1);
  // What was heard of others is said in numbers: nobody asked whether they are fine.
  const { params } = silent.find(({ rule }) => rule === "site_down")?.evidence() ?? {};
  expect(params).toMatchObject({ heard: 1, others: 2 });
});

test("PCs that are switched off one by one at closing time are none, nor is the night, the weekend, or a server that hears nobody", () => {
  const devices = [1, 2, 3, 4, 5].map((i) => pc(`p${i}`, CLOSING - i * 6 * MINUTE));
  const trial = createSignalTrial({ devices });
  for (let at = CLOSING - 2 * MINUTE; at < CLOSING + 14 * HOUR; at += 10 * MINUTE)
    expect(valueOf(trial.pass(at, others(["s1"])), "site_down")).toBeUndefined();
  const cut = createSignalTrial({ devices: [pc("a", T), pc("b", T)] });
  expect(valueOf(cut.pass(T + 5 * MINUTE, others(["s1", "s2", "s3"])), "site_down")).toBeUndefined();
  expect(valueOf(cut.pass(T + 5 * MINUTE, others(["s1"], T + 4 * MINUTE)), "site_down")).toBeUndefined();
});

test("the few PCs of a small office that are switched off together before a break are none; many in one minute are", () => {
  const silent = (at: number, many: number, apart: number) => {
    const devices = Array.from({ length: many }, (_, i) => pc(`p${i}`, at - i * apart));
    return valueOf(createSignalTrial({ devices }).pass(at + 2 * MINUTE, others(["s1"])), "site_down");
  };
  const [lunch, evening] = [T + 2 * HOUR + 15 * MINUTE, CLOSING - 10 * MINUTE];
  for (const at of [lunch, evening]) {
    expect(silent(at, 3, 30 * SECOND)).toBeUndefined();
    expect(silent(at, 6, 30 * SECOND)).toBeUndefined();
    expect(silent(at, 6, 5 * SECOND)).toBe(1);
  }
  expect(silent(lunch - HOUR, 3, 30 * SECOND)).toBe(1);
});

test("nobody has come up an hour after opening: something is wrong", () => {
  const devices = [1, 2, 3].map((i) => pc(`p${i}`, CLOSING - i * 6 * MINUTE));
  const trial = createSignalTrial({ devices });
  const opening = T + DAY - 90 * MINUTE;
  expect(valueOf(trial.pass(opening + 20 * MINUTE, others(["s1"])), "site_down")).toBeUndefined();
  expect(valueOf(trial.pass(opening + HOUR, others(["s1"])), "site_down")).toBe(1);
});

test("a PC that was on through three nights is expected at night too", () => {
  const trial = createSignalTrial({});
  const night = T + 17 * HOUR;
  for (let i = 0; i < 3; i += 1) {
    const at = night + i * DAY;
    trial.setModel({ devices: [pc("a", at)] });
    expect(valueOf(trial.pass(at, others([])), "site_down")).toBe(0);
  }
  expect(valueOf(trial.pass(night + 2 * DAY + 10 * MINUTE, others(["s1"])), "site_down")).toBe(1);
});
