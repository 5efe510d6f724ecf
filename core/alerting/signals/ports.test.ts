import fc from "fast-check";
import { expect, test } from "vitest";
import { MONDAY_9 } from "../../../test/support/alert-kit.ts";
import {
  createSignalTrial,
  someAgent,
  someDevice,
  somePort,
  valueOf,
} from "../../../test/support/signal-kit.ts";
import { MINUTE } from "../../clock.ts";
import { RULE_PARAMS } from "../params.ts";
import type { Topology } from "../../topology/types.ts";

const T = MONDAY_9;
const ENTITY = "port:sw/7";
const sw = someDevice("sw", { ports: [somePort("7")], important: true });
const core = someDevice("core", { important: true });
const uplink: Topology = {
  nodes: [],
  placements: [],
  loops: [],
  uplinks: { sw: ["7"] },
  links: [
    {
      ends: [{ node: "sw", port: "7" }, { node: "core" }],
      state: "active",
      confidence: "measured",
      evidence: [],
      says: { key: "topology.link.lldp", params: {} } as never,
    },
  ],
};

interface Step {
  readonly packets?: number;
  readonly errors?: number;
  readonly octets?: number;
  readonly broadcasts?: number;
  readonly late?: number;
}
/** A port that counts; each step is a poll a minute later. */
function countingPort(over: Parameters<typeof createSignalTrial>[0] = {}) {
  const trial = createSignalTrial({ devices: [sw, core], ...over });
  const sums = {
    in_octets: 0,
    out_octets: 0,
    in_ucast: 0,
    out_ucast: 0,
    in_bcast: 0,
    in_errors: 0,
    late_collisions: 0,
  };
  let at = T;
  const poll = (step: Step = {}, extra: Readonly<Record<string, number>> = {}) => {
    sums.in_octets += step.octets ?? 1_000;
    sums.out_octets += step.octets ?? 1_000;
    sums.in_ucast += step.packets ?? 1_000;
    sums.out_ucast += step.packets ?? 1_000;
    sums.in_bcast += step.broadcasts ?? 0;
    sums.in_errors += step.errors ?? 0;
    sums.late_collisions += step.late ?? 0;
    at += MINUTE;
    trial.read(ENTITY, at, {
      ...sums,
      oper_status: 1,
      admin_status: 1,
      counter_bits: 64,
      speed: 1e9,
      ...extra,
    });
    return trial.pass(at + 1_000);
  };
  const restart = () => {
    for (const name of Object.keys(sums)) sums[name as keyof typeof sums] = 0;
  };
  return { ...trial, poll, restart, now: () => at };
}

test("errors are a share of what came in, over the last five minutes", () => {
  const { poll } = countingPort();
  poll();
  poll({ packets: 980, errors: 20 });
  const signals = poll({ packets: 980, errors: 20 });
  const found = signals.find(({ rule }) => rule === "port_errors");
  expect(found?.value).toBeCloseTo(0.02);
  expect(found?.evidence().params).toMatchObject({
    device: "sw",
    port: "7",
    errors: 40,
    packets: 2_000,
    window_s: 120,
  });
});

test("errors and discards name who hangs on the port", () => {
  const placement = {
    node: "pc",
    device: "sw",
    port: "7",
    exact: true,
    stale: false,
    confidence: "measured",
  };
  const { poll } = countingPort({
    topology: {
      ...uplink,
      links: [],
      nodes: [{ id: "pc", kind: "device", name: "VP-03", macs: [] }],
      placements: [placement as never],
    },
  });
  poll();
  const signals = poll({ packets: 980, errors: 20 });
  for (const rule of ["port_errors", "port_discards"] as const) {
    const found = signals.find((signal) => signal.rule === rule);
    expect(found?.evidence().attached, rule).toEqual(["VP-03"]);
  }
});

test("what is dropped while the link is lost is told by the link, not as discards", () => {
  const share = (...steps: readonly Readonly<Record<string, number>>[]) => {
    const { poll } = countingPort();
    poll({}, { out_discards: 0, link_changes: 0, last_change: 5 });
    const [last] = steps.map((extra) => poll({}, extra)).toReversed();
    return valueOf(last ?? [], "port_discards");
  };
  expect(share({ out_discards: 200, link_changes: 0, last_change: 5 })).toBeCloseTo(200 / 1_200);
  expect(share({ out_discards: 200, link_changes: 1, last_change: 5 })).toBe(0);
  expect(share({ out_discards: 200, last_change: 90 })).toBe(0);
  expect(share({ out_discards: 200, oper_status: 2 }, { out_discards: 400, oper_status: 1 })).toBe(0);
});

test("one damaged packet of three is nothing", () => {
  const { poll } = countingPort();
  poll();
  expect(valueOf(poll({ packets: 2, errors: 1 }), "port_errors")).toBeUndefined();
  expect(valueOf(poll({ packets: 200, errors: 1 }), "port_errors")).toBe(0);
});

test("a restart gives a gap, never a spike", () => {
  const { poll, restart } = countingPort();
  for (let i = 0; i < 5; i += 1) poll({ packets: 5_000, errors: 2 });
  restart();
  expect(valueOf(poll({ packets: 10, errors: 3 }), "port_errors")).toBeUndefined();
  // The steps before the restart still count.
  expect(valueOf(poll({ packets: 1_000 }), "port_errors")).toBeLessThan(0.001);
});

test("passes between two polls see the same value and do not count twice", () => {
  const { poll, pass, now } = countingPort();
  poll();
  poll({ late: 4 });
  for (let i = 0; i < 5; i += 1) expect(valueOf(pass(now() + i), "port_duplex")).toBe(4);
});

test("late collisions leave the hour", () => {
  const { poll } = countingPort();
  poll();
  expect(valueOf(poll({ late: 12 }), "port_duplex")).toBe(12);
  let last;
  for (let i = 0; i < 61; i += 1) last = valueOf(poll(), "port_duplex");
  expect(last).toBe(0);
});

test("use is told of uplinks only", () => {
  const octets = (0.95 * 1e9 * 60) / 8;
  const plain = countingPort();
  plain.poll({ octets });
  expect(valueOf(plain.poll({ octets }), "port_busy")).toBeUndefined();
  const up = countingPort({ topology: uplink });
  up.poll({ octets });
  expect(valueOf(up.poll({ octets }), "port_busy")).toBeCloseTo(0.95);
});

test("a loop's broadcasts are told at once, the stream of a camera is usual after some hours", () => {
  const { poll } = countingPort();
  poll();
  expect(valueOf(poll({ broadcasts: 60 * 4_000 }), "port_storm")).toBeCloseTo(4_000);
  expect(valueOf(poll({ broadcasts: 60 * 20 }), "port_storm")).toBeCloseTo(20);
  let stream = 0;
  const camera = createSignalTrial({ devices: [sw] });
  let value;
  for (let i = 1; i < 300; i += 1) {
    stream += 2_000 * 60;
    const at = T + i * MINUTE;
    camera.read(ENTITY, at, { in_octets: i, out_octets: i, in_mcast: stream, in_bcast: 0, oper_status: 1 });
    value = valueOf(camera.pass(at), "port_storm") ?? value;
    expect(value ?? 0).toBeLessThan(1_000);
  }
  expect(value).toBe(300);
});

test("a link that fell to 100 Mb/s is told; one that never had more is not, nor that of a sleeping PC", () => {
  const fell = countingPort();
  fell.poll();
  fell.poll();
  expect(valueOf(fell.poll({}, { speed: 1e8 }), "port_speed")).toBe(1e8);
  const old = countingPort();
  old.poll({}, { speed: 1e8 });
  expect(valueOf(old.poll({}, { speed: 1e8 }), "port_speed")).toBeGreaterThan(1e8);
  const asleep = countingPort();
  for (let i = 0; i < 7; i += 1) asleep.poll();
  let signals = asleep.poll({ packets: 0 }, { speed: 1e7 });
  for (let i = 0; i < 6; i += 1) signals = asleep.poll({ packets: 0 }, { speed: 1e7 });
  expect(valueOf(signals, "port_speed")).toBeUndefined();
});

test("changes of state are counted in the hour, those between two polls as well", () => {
  const { poll, pass, now } = countingPort();
  poll({}, { last_change: 100 });
  poll({}, { last_change: 100 });
  expect(valueOf(poll({}, { last_change: 160 }), "port_flapping")).toBe(2);
  const event = { at: now(), type: "port_changed", device: "sw", entity: ENTITY, detail: { from: 1, to: 2 } };
  expect(valueOf(pass(now(), { events: [event] }), "port_flapping")).toBe(3);
});

test("an uplink without link is told even when the map has lost it; a PC's port never is", () => {
  const up = countingPort({ topology: uplink });
  expect(valueOf(up.poll(), "port_down")).toBe(0);
  up.setModel({ topology: { ...uplink, links: [], uplinks: {} } });
  const down = up.poll({}, { oper_status: 2 }).find(({ rule }) => rule === "port_down");
  expect(down?.value).toBe(1);
  expect(down?.evidence().params).toEqual({ device: "sw", port: "7", peer: "core" });
  expect(valueOf(up.poll({}, { oper_status: 2, admin_status: 2 }), "port_down")).toBe(0);
  const pc = countingPort();
  pc.poll();
  expect(valueOf(pc.poll({}, { oper_status: 2 }), "port_down")).toBeUndefined();
});

test("a card tells of its link only where no switch does, and never of a flood", () => {
  const pc = someDevice("pc", { ...someAgent("pc", T), ports: [somePort("eth0")] });
  const [link] = uplink.links;
  if (link === undefined) throw new Error("no link");
  const trial = createSignalTrial({ devices: [pc] });
  const read = (at: number, in_bcast: number, speed: number) => {
    trial.read("port:pc/eth0", at, {
      oper_status: 1,
      speed,
      in_octets: at,
      out_octets: at,
      in_ucast: at,
      in_bcast,
    });
    return trial.pass(at);
  };
  read(T, 0, 1e9);
  const alone = read(T + MINUTE, 1e6, 1e8);
  expect(valueOf(alone, "port_speed")).toBe(1e8);
  expect(valueOf(alone, "port_storm")).toBeUndefined();
  trial.setModel({
    topology: { ...uplink, links: [{ ...link, ends: [{ node: "sw", port: "7" }, { node: "pc" }] }] },
  });
  expect(valueOf(trial.pass(T + MINUTE), "port_speed")).toBeUndefined();
});

test("half duplex counts where the other end is full", () => {
  const pc = someDevice("pc", { ...someAgent("pc", T), ports: [somePort("eth0")] });
  const [link] = uplink.links;
  if (link === undefined) throw new Error("no link");
  const topology = {
    ...uplink,
    links: [{ ...link, ends: [{ node: "sw", port: "7" }, { node: "pc" }] as const }],
  };
  const port = countingPort({ devices: [sw, pc], topology });
  port.read("port:pc/eth0", T, { oper_status: 1, duplex: 3 });
  const found = port.poll({}, { duplex: 2 }).find(({ rule }) => rule === "port_duplex");
  expect(found?.value).toBe(10);
  expect(found?.evidence().params).toMatchObject({ duplex: "half", late: 0, where: "mode" });
});

const FIELDS = [
  "in_octets",
  "out_octets",
  "in_ucast",
  "in_bcast",
  "in_errors",
  "fcs_errors",
  "late_collisions",
  "speed",
  "oper_status",
  "link_changes",
  "duplex",
  "last_change",
  "out_ucast",
  "out_discards",
];
const anyReading = fc.record({
  gap: fc.integer({ min: -MINUTE, max: 20 * MINUTE }),
  values: fc.dictionary(
    fc.constantFrom(...FIELDS),
    fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, -1, 1, NaN, Infinity, 2 ** 53)),
  ),
});

test("whatever is read, every value is a number, ratios are within [0,1], readings keep their time, evidence has its names", () => {
  fc.assert(
    fc.property(fc.array(anyReading, { maxLength: 25 }), (readings) => {
      const trial = createSignalTrial({ devices: [sw, core], topology: uplink });
      let at = T;
      const times = new Set<number>();
      for (const { gap, values } of readings) {
        at += gap;
        times.add(at);
        trial.read(ENTITY, at, values);
        for (const signal of trial.pass(T + 100 * MINUTE)) {
          expect(signal.value).not.toBeNaN();
          expect(times.has(signal.at)).toBe(true);
          if (["port_errors", "port_discards", "port_busy"].includes(signal.rule)) {
            expect(signal.value).toBeGreaterThanOrEqual(0);
            expect(signal.value).toBeLessThanOrEqual(1);
          }
          const names: readonly string[] = RULE_PARAMS[signal.rule];
          const given = Object.keys(signal.evidence().params);
          for (const name of given) expect(names.some((known) => known.replace("?", "") === name)).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("nothing read, nothing said", () => {
  const trial = createSignalTrial({
    devices: [sw, core],
    targets: [{ id: "t", name: "t", address: "192.0.2.1" }],
  });
  expect(trial.pass(T)).toEqual([]);
});

test("of a flood that comes in at many ports one is named, an edge before an uplink, and stays named", () => {
  const parts = ["7", "8", "9"];
  const trial = createSignalTrial({
    devices: [someDevice("sw", { ports: parts.map((part) => somePort(part)) }), core],
    topology: uplink,
  });
  const named = (minute: number, rates: readonly number[]) => {
    parts.forEach((part, i) => {
      const before = trial.pairs.get(`port:sw/${part}`)?.newer.get("in_bcast")?.value ?? 0;
      const in_bcast = before + (rates[i] ?? 0) * 60;
      trial.read(`port:sw/${part}`, T + minute * MINUTE, { in_octets: minute, out_octets: minute, in_bcast });
    });
    return trial
      .pass(T + minute * MINUTE)
      .filter(({ rule, value }) => rule === "port_storm" && value >= 1_000)
      .map(({ subject }) => subject.key);
  };
  expect(named(0, [0, 0, 0])).toEqual([]);
  expect(named(1, [9_000, 5_000, 6_000])).toEqual(["port:sw/9"]);
  expect(named(2, [9_000, 7_000, 6_000])).toEqual(["port:sw/9"]);
  expect(named(3, [9_000, 7_000, 10])).toEqual(["port:sw/8"]);
  expect(named(4, [10, 10, 10])).toEqual([]);
});

test("one slow card is its cable, most cards of a site are their switch", () => {
  const ids = ["a", "b", "c", "d"];
  const trial = createSignalTrial({
    devices: ids.map((id) => someDevice(id, { ...someAgent(id, T), ports: [somePort("eth0")] })),
  });
  const slow = (minute: number, speeds: readonly number[]) => {
    const at = T + minute * MINUTE;
    ids.forEach((id, i) => trial.read(`port:${id}/eth0`, at, { oper_status: 1, speed: speeds[i] ?? 0 }));
    return trial.pass(at).filter(({ rule, value }) => rule === "port_speed" && value <= 1e8).length;
  };
  expect(slow(0, [1e9, 1e9, 1e9, 1e9])).toBe(0);
  expect(slow(1, [1e8, 1e9, 1e9, 1e9])).toBe(1);
  expect(slow(2, [1e8, 1e8, 1e8, 1e9])).toBe(0);
});
