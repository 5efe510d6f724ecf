import fc from "fast-check";
import { expect, test } from "vitest";
import { MONDAY_9, someModel, someSettings } from "../../test/support/alert-kit.ts";
import { someAgent, someDevice } from "../../test/support/signal-kit.ts";
import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../clock.ts";
import { ALWAYS_OPEN } from "./calendar.ts";
import { evaluateSite } from "./evaluate.ts";
import { createSiteMemory } from "./memory.ts";
import { outageOf, quietOf, spansToRead, type Past, type PastHost, type Quiet } from "./outage.ts";
import { sayAlert } from "./say.ts";
import type { AlertState, Notice } from "./types.ts";

const T = MONDAY_9;
const quiet: Quiet = { from: T, to: T + 30 * MINUTE, silentMs: 90 * SECOND };

/** Readings each minute from an hour before, while it is on. */
function host(
  id: string,
  off: readonly (readonly [Instant, Instant])[],
  over: Partial<PastHost> = {},
): PastHost {
  const uptimes: { at: Instant; bootAt: Instant }[] = [];
  let bootAt = T - 5 * HOUR;
  for (let at = T - HOUR; at < T + 2 * HOUR; at += MINUTE) {
    const gone = off.find(([from, to]) => at >= from && at < to);
    if (gone === undefined) uptimes.push({ at, bootAt });
    else bootAt = gone[1];
  }
  return { id, uptimes, gateway: [], complete: true, ...over };
}
const pinged = (answered: boolean): Partial<PastHost> => ({
  gateway: Array.from({ length: 60 }, (_, i) => ({ at: T + i * MINUTE, answered })),
});
const cut = (from: number, to: number) => [[T + from * MINUTE, T + to * MINUTE]] as const;
const past = (hosts: readonly PastHost[], ups: Past["ups"] = []): Past => ({ hosts, ups });

test("PCs that stopped together and began anew were without power", () => {
  const hosts = [host("a", cut(1, 29)), host("b", cut(1, 31)), host("c", cut(1, 40))];
  expect(outageOf(past(hosts), quiet)).toEqual({
    kind: "power",
    from: T,
    to: T + 29 * MINUTE,
    confidence: "high",
    restsOn: ["a", "b", "c"],
  });
});

test("a PC that ran on and reached its gateway had no line", () => {
  const hosts = [host("a", [], pinged(true)), host("b", []), host("c", cut(15, 45))];
  expect(outageOf(past(hosts), quiet)).toEqual({
    kind: "uplink",
    from: T,
    to: T + 30 * MINUTE,
    confidence: "high",
    restsOn: ["a", "b", "c"],
  });
});

test("PCs that ran on and did not reach their gateway had lost their router", () => {
  const hosts = [host("a", [], pinged(false)), host("b", [], pinged(false))];
  expect(outageOf(past(hosts), quiet)).toMatchObject({ kind: "gateway", confidence: "high" });
});

test("a laptop that runs on its own battery does not hide a power cut, nor does a UPS's word need any PC", () => {
  const laptop = host("l", [], pinged(false));
  const off = [host("a", cut(1, 29)), host("b", cut(1, 29))];
  expect(outageOf(past([laptop, ...off]), quiet)).toMatchObject({ kind: "power", restsOn: ["a", "b"] });
  const ups = [
    { at: T - 10 * MINUTE, onBattery: false },
    { at: T - 4 * MINUTE, onBattery: true },
    { at: T - MINUTE, onBattery: true },
  ];
  expect(outageOf(past([laptop], ups), quiet)).toMatchObject({
    kind: "power",
    from: T - 4 * MINUTE,
    confidence: "high",
  });
});

test("a UPS that was back on the mains before the silence says nothing of it", () => {
  const ups = [
    { at: T - 8 * MINUTE, onBattery: true },
    { at: T - 3 * MINUTE, onBattery: false },
  ];
  expect(outageOf(past([host("a", [], pinged(true))], ups), quiet)?.kind).toBe("uplink");
});

test("PCs that people restarted during the silence are no power cut, and before all has come nothing is said", () => {
  const asked = [host("a", cut(12, 14)), host("b", cut(13, 15)), host("c", cut(12, 13))];
  expect(outageOf(past(asked), quiet)?.kind).toBe("uplink");
  // Of the same PCs only the newest readings have come so far.
  const sofar = asked.map((one) => ({
    ...one,
    complete: false,
    uptimes: one.uptimes.filter(({ at }) => at <= T || at > T + 28 * MINUTE),
  }));
  expect(outageOf(past(sofar), quiet)).toBeUndefined();
});

test("one PC that was off, PCs that went one by one, and PCs that slept tell nothing", () => {
  expect(outageOf(past([host("a", cut(1, 29))]), quiet)).toBeUndefined();
  const leaving = [
    host("a", cut(-8, 40)),
    host("b", cut(-1, 40)),
    host("c", cut(0, 40)),
    host("d", cut(-9, 40)),
  ];
  expect(outageOf(past(leaving), quiet)).toBeUndefined();
  const slept = host("a", []);
  const gap = slept.uptimes.filter(({ at }) => at <= T || at > T + 30 * MINUTE);
  expect(outageOf(past([{ ...slept, uptimes: gap }]), quiet)).toBeUndefined();
});

test("whatever the readings, an outage lies within what was read, and rests on PCs that are there", () => {
  const reading = fc.record({
    at: fc.integer({ min: -HOUR, max: 2 * HOUR }).map((by) => T + by),
    up: fc.integer({ min: 0, max: 3 * HOUR }),
  });
  const anyHost = fc.record({ readings: fc.array(reading, { maxLength: 12 }), answers: fc.boolean() });
  const anyUps = fc.array(fc.record({ at: reading, onBattery: fc.boolean() }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(anyHost, { maxLength: 5 }), anyUps, (found, ups) => {
      const hosts = found.map(({ readings, answers }, i): PastHost => ({
        id: `h${i}`,
        uptimes: readings.map(({ at, up }) => ({ at, bootAt: at - up })).toSorted((a, b) => a.at - b.at),
        gateway: readings.map(({ at }) => ({ at, answered: answers })),
        complete: true,
      }));
      const battery = ups
        .map(({ at: { at }, onBattery }) => ({ at, onBattery }))
        .toSorted((a, b) => a.at - b.at);
      const outage = outageOf({ hosts, ups: battery }, quiet);
      if (outage === undefined) return;
      expect(outage.from).toBeGreaterThanOrEqual(T - HOUR);
      expect(outage.from).toBeLessThanOrEqual(outage.to);
      expect(outage.to).toBeLessThanOrEqual(quiet.to);
      const ids = new Set(hosts.map(({ id }) => id));
      expect(outage.restsOn.every((id) => ids.has(id))).toBe(true);
      if (battery.every(({ onBattery }) => !onBattery)) expect(outage.restsOn).not.toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** A site of three PCs that is silent from T to T + 30 minutes; `pastAt` gives what has come of that time. */
function silentSite(pastAt: (now: Instant) => Past | undefined, onBattery = false) {
  const open = new Map<string, AlertState>();
  const notices: Notice[] = [];
  const memory = createSiteMemory();
  let ids = 0;
  for (let now = T - 5 * MINUTE; now < T + 90 * MINUTE; now += MINUTE / 2) {
    const isSilent = now > T && now < quiet.to;
    const heard = isSilent ? T : now;
    const [states, found] = [[...open.values()], pastAt(now)];
    const outcome = evaluateSite({
      now,
      model: someModel({
        devices: [
          ...["a", "b", "c"].map((id) => someDevice(id, someAgent(id, heard))),
          someDevice("UPS 1", { class: "ups" }),
        ],
        targets: [],
      }),
      pairOf: (entity) =>
        entity === "ups:UPS 1"
          ? {
              newer: new Map([["output_source", { at: heard, value: onBattery && now >= T ? 5 : 3 }]]),
              older: new Map(),
            }
          : undefined,
      events: [],
      memory,
      calendar: ALWAYS_OPEN,
      elsewhere: {
        services: new Map(),
        silent: isSilent && now - heard > 90 * SECOND ? ["s1"] : [],
        sites: 3,
        silentMs: 90 * SECOND,
        listeningSince: T - DAY,
        troubles: [],
      },
      settings: () => someSettings({ clearMs: 2 * MINUTE }),
      open: states,
      care: new Map(),
      maintenance: [],
      above: [],
      ...(found === undefined
        ? {}
        : { past: new Map(states.flatMap((state) => (quietOf(state, now) ? [[state.id, found]] : []))) }),
      newId: () => {
        ids += 1;
        return `a${ids}`;
      },
    });
    for (const state of outcome.changed) open.set(state.id, state);
    for (const id of outcome.gone) open.delete(id);
    notices.push(...outcome.notices);
  }
  const ours = notices.filter(({ state }) => state.rule === "site_down");
  const last = [...open.values()].find(({ rule }) => rule === "site_down");
  if (last === undefined) throw new Error("the site was not missed");
  return {
    told: ours.map(({ reason, state }) => [reason, sayAlert("vi", state, () => undefined)] as const),
    last,
  };
}
const OFF = past([host("a", cut(1, 29)), host("b", cut(1, 29)), host("c", cut(1, 29))]);

test("when the site is heard again the end is told with what it was", () => {
  const { told } = silentSite((now) => (now >= quiet.to ? OFF : undefined));
  expect(told.map(([reason, { title }]) => `${reason}: ${title}`)).toEqual([
    "first: Site 1 mất liên lạc",
    "resolved: Site 1 mất điện",
  ]);
  expect(told[1]?.[1].beforeAfter).toBe(
    "Site 1 đã có liên lạc lại sau 30 phút: mất điện từ 23/11/2026 09:00 đến khoảng 23/11/2026 09:29.",
  );
  expect(told[1]?.[1].inferred).toMatch(/độ tin cậy cao/u);
});

test("what comes after the end changes what the alert says and tells nobody", () => {
  const { told, last } = silentSite((now) => (now > quiet.to + 20 * MINUTE ? OFF : undefined));
  expect(told.map(([reason, { title }]) => `${reason}: ${title}`)).toEqual([
    "first: Site 1 mất liên lạc",
    "resolved: Site 1 mất liên lạc",
  ]);
  expect(last.phase).toBe("resolved");
  const { title, happened, means, steps } = sayAlert("en", last, () => undefined);
  expect(title).toBe("Site 1 lost its power");
  expect(happened).toMatch(/from 23\/11\/2026 09:00 to about 23\/11\/2026 09:29/u);
  expect(means).toMatch(/network was not at fault/u);
  expect(steps).toHaveLength(1);
});

test("a site that was on battery just before is told as probably without power", () => {
  const { told } = silentSite(() => undefined, true);
  expect(told[0]?.[1].title).toBe("Site 1 mất liên lạc, có lẽ do mất điện");
  expect(told[0]?.[1].means).toMatch(/UPS 1 báo đang chạy bằng ắc quy/u);
});

test("of a long silence its beginning and its end are read, and nothing after half a day", () => {
  expect(spansToRead(quiet)).toHaveLength(1);
  const spans = spansToRead({ ...quiet, to: T + 3 * DAY });
  expect(spans).toHaveLength(2);
  expect(spans.every(([from, to]) => to - from <= 4 * HOUR)).toBe(true);
  const { last } = silentSite(() => undefined);
  expect(quietOf(last, quiet.to + HOUR)).toMatchObject({ from: T, to: quiet.to });
  expect(quietOf(last, quiet.to + DAY / 2)).toBeUndefined();
});
