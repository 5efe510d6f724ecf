import fc from "fast-check";
import { expect, test } from "vitest";
import {
  calendarOfWeek,
  createTrial,
  MONDAY_9,
  reading,
  someSettings,
  type Trial,
} from "../../test/support/alert-kit.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../clock.ts";
import type { Maintenance, Notice, RuleSettings } from "./types.ts";

/** What happens to a site: time goes on (or jumps), and some readings come, of then or of before. */
interface Happening {
  readonly after: number;
  readonly readings: readonly { readonly key: string; readonly value: number; readonly old: number }[];
  readonly does: "nothing" | "acknowledge" | "snooze";
}
const time = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: SECOND, max: 2 * MINUTE }) },
  { weight: 2, arbitrary: fc.integer({ min: MINUTE, max: 8 * HOUR }) },
  { weight: 1, arbitrary: fc.integer({ min: -2 * HOUR, max: 0 }) },
);
const happening: fc.Arbitrary<Happening> = fc.record({
  after: time,
  // A pass sees the newest reading of a thing, once.
  readings: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom("port:d1/1", "port:d1/2", "port:pc1/1"),
      // Long runs of the same make transitions; NaN and Infinity are no readings.
      value: fc.oneof(
        { weight: 10, arbitrary: fc.constantFrom(0, 5) },
        { weight: 1, arbitrary: fc.constantFrom(0.5, 1, 50, Number.NaN, Number.POSITIVE_INFINITY) },
      ),
      old: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -HOUR, max: DAY }) },
      ),
    }),
    { maxLength: 3, selector: ({ key }) => key },
  ),
  does: fc.oneof(
    { weight: 20, arbitrary: fc.constant("nothing" as const) },
    { weight: 1, arbitrary: fc.constantFrom("acknowledge" as const, "snooze" as const) },
  ),
});
const run = fc.array(
  fc
    .tuple(happening, fc.integer({ min: 1, max: 8 }))
    .map(([one, times]) => Array.from({ length: times }, () => one)),
  { maxLength: 40 },
);
const settings = fc.record({
  holdMs: fc.constantFrom(0, 50 * SECOND, 100 * SECOND, 10 * MINUTE),
  clearMs: fc.constantFrom(0, 2 * MINUTE, 5 * MINUTE),
  hours: fc.constantFrom("always" as const, "office" as const),
  repeatMs: fc.constantFrom(0, HOUR),
  escalateMs: fc.constantFrom(0, 30 * MINUTE),
});
const window: fc.Arbitrary<readonly Maintenance[]> = fc.constantFrom(
  [],
  [
    {
      id: "m",
      scope: { kind: "device", id: "d1" },
      from: MONDAY_9 + HOUR,
      to: MONDAY_9 + 2 * HOUR,
      repeats: { every: "day", until: null },
      reason: "",
    },
  ],
);

function play(
  happenings: readonly (readonly Happening[])[],
  over: Partial<RuleSettings>,
  trial: Partial<Trial> = {},
): ReturnType<typeof createTrial> {
  const site = createTrial({
    settings: () => someSettings(over),
    calendar: calendarOfWeek({ graceMs: 15 * MINUTE }),
    // Port 2 hangs on port 1 whenever both have an alert.
    findCauses: (alerts) => {
      const root = alerts.find(({ subject, phase }) => subject.key === "port:d1/1" && phase === "firing");
      const child = alerts.find(({ subject }) => subject.key === "port:d1/2");
      return root === undefined || child === undefined
        ? {}
        : { causes: new Map([[child.id, root.id]]), affected: new Map([[root.id, [child.subject.key]]]) };
    },
    ...trial,
  });
  let now = MONDAY_9;
  for (const { after, readings, does } of happenings.flat()) {
    now += after;
    for (const id of site.saved.keys()) {
      if (does === "nothing") continue;
      site.care.set(id, {
        acknowledged: does === "acknowledge" ? { at: now, by: "p", note: "" } : null,
        assignee: null,
        snoozedUntil: does === "snooze" ? now + HOUR : null,
      });
    }
    site.pass(
      now,
      readings.map(({ key, value, old }) => reading(now - old, value, { key, device: key.slice(5, -2) })),
    );
  }
  return site;
}

const byAlert = (notices: readonly Notice[]): Notice[][] => [
  ...Map.groupBy(notices, ({ alert }) => alert).values(),
];

test("whatever happens: first and resolved alternate, ids are unique, nothing is told without evidence", () => {
  fc.assert(
    fc.property(run, settings, window, (happenings, over, maintenance) => {
      const { notices, outcomes } = play(happenings, over, { maintenance });
      expect(new Set(notices.map(({ id }) => id)).size).toBe(notices.length);
      for (const { state } of notices) {
        expect(state.evidence.params["device"]).toBeDefined();
        expect(state.firedAt).not.toBeNull();
      }
      for (const outcome of outcomes)
        expect(new Set(outcome.notices.map(({ alert }) => alert)).size).toBe(outcome.notices.length);
      // An end that was folded into its cause's was told with that: what comes after it is a first again.
      const folded = outcomes
        .flatMap(({ changed }) => changed)
        .filter((state) => state.phase === "resolved" && state.folded === true);
      for (const of of byAlert(notices)) {
        let [known, toldAt] = [false, Number.NEGATIVE_INFINITY];
        for (const { reason, alert, at } of of) {
          const ended = folded.some(({ id, resolvedAt }) => id === alert && (resolvedAt ?? 0) > toldAt);
          expect(reason === "first").toBe(!known || (ended && reason === "first"));
          known = reason !== "resolved";
          toldAt = at;
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("without repeating, escalating and causes there is one notice a transition, and no more", () => {
  fc.assert(
    fc.property(run, settings, (happenings, over) => {
      const { notices, outcomes } = play(
        happenings,
        { ...over, repeatMs: 0, escalateMs: 0 },
        { findCauses: () => ({}) },
      );
      const transitions = new Map<string, number>();
      const phases = new Map<string, string>();
      for (const { changed } of outcomes)
        for (const { id, phase } of changed) {
          if (phase !== "pending" && phase !== phases.get(id))
            transitions.set(id, (transitions.get(id) ?? 0) + 1);
          phases.set(id, phase);
        }
      for (const of of byAlert(notices.filter(({ reason }) => reason !== "worse")))
        expect(of.length).toBeLessThanOrEqual(transitions.get(of[0]?.alert ?? "") ?? 0);
    }),
    { numRuns: 300 },
  );
});

test("holds are kept and never negative", () => {
  fc.assert(
    fc.property(run, settings, (happenings, over) => {
      const forward = happenings.map((list) => list.map((one) => ({ ...one, after: Math.abs(one.after) })));
      const { outcomes } = play(forward, over);
      for (const { since, firedAt, clearSince, resolvedAt, lastAt, unwatched } of outcomes.flatMap(
        ({ changed }) => changed,
      )) {
        expect(lastAt).toBeGreaterThanOrEqual(since);
        if (firedAt !== null) expect(firedAt - since).toBeGreaterThanOrEqual(over.holdMs);
        if (resolvedAt !== null && unwatched === undefined)
          expect(resolvedAt - (clearSince ?? Infinity)).toBeGreaterThanOrEqual(over.clearMs);
      }
    }),
    { numRuns: 300 },
  );
});

test("a server that restarts after every pass tells the same", () => {
  fc.assert(
    fc.property(run, settings, window, (happenings, over, maintenance) => {
      const once = play(happenings, over, { maintenance });
      const restarted = play(happenings, over, { maintenance, restarts: true });
      expect(restarted.notices).toEqual(once.notices.map((notice) => ({ ...notice })));
      expect([...restarted.saved.values()]).toEqual([...once.saved.values()]);
    }),
    { numRuns: 200 },
  );
});

test("a day of replayed late data tells nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 5), { minLength: 1, maxLength: 200 }), (values) => {
      const site = createTrial();
      values.forEach((value, i) => {
        const now = MONDAY_9 + DAY + i * SECOND;
        site.pass(now, [reading(MONDAY_9 + (i * DAY) / 201, value)]);
      });
      // The last of them may be of the last minutes; all others are late.
      expect(site.notices).toEqual([]);
    }),
  );
});
