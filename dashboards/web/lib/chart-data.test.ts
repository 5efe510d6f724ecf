import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import {
  alignRange,
  countedFinding,
  formatRange,
  lastKnown,
  lonelyPoints,
  parseRange,
  peakOf,
  PRESETS,
  rangeMistake,
  rangeOf,
  scaleTop,
  segmentsOf,
  sparkPath,
  startsLate,
  stepFor,
  sumOf,
  usualDistance,
  withGaps,
} from "./chart-data.ts";

const steps = (count: number, step = 10) => Array.from({ length: count }, (_, i) => i * step);
const now = Date.UTC(2026, 10, 23, 8);

test.each(Object.entries(PRESETS))("%s is drawn with at most 400 and at least 90 steps", (_, ms) => {
  const count = ms / stepFor({ from: 0, to: ms });
  expect(count).toBeLessThanOrEqual(400);
  expect(count).toBeGreaterThanOrEqual(90);
});

test("asking again a little later asks for the same steps", () => {
  expect(alignRange({ from: 12_345, to: 67_890 }, 10_000)).toEqual({ from: 10_000, to: 70_000 });
});

test("a range comes back from the address bar", () => {
  for (const preset of ["1h", "7d"] as const) expect(parseRange(formatRange(preset))).toBe(preset);
  const own = { from: now - DAY, to: now };
  expect(parseRange(formatRange(own))).toEqual(own);
  expect(rangeOf(own, now + DAY)).toEqual(own);
  expect(rangeOf("1h", now)).toEqual({ from: now - HOUR, to: now });
});

test.each(["", "9d", "1700000000", "1700000000-1600000000", null])(
  "%j in the address bar is the default",
  (text) => expect(parseRange(text)).toBe("1h"),
);

test.each([
  [undefined, now, "missing"],
  [now, now - 1, "order"],
  [now + 1, now + HOUR, "future"],
  [now - MINUTE, now, "short"],
  [now - HOUR, now, undefined],
] as const)("a range from %d to %d has the mistake %s", (from, to, mistake) =>
  expect(rangeMistake(from, to, now)).toBe(mistake),
);

test("empty steps between regular measurements are no gap", () => {
  const values = [1, null, null, 2, null, null, 3, null, null, 4];
  expect(withGaps(steps(10), values)).toEqual([
    1,
    undefined,
    undefined,
    2,
    undefined,
    undefined,
    3,
    undefined,
    undefined,
    4,
  ]);
});

test("a pause of more than twice and a half the usual distance stays a gap", () => {
  const values = [1, 2, 3, null, null, null, 4, 5, 6];
  expect(withGaps(steps(9), values)).toEqual(values);
});

test("gaps never invent or lose a measurement", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.double({ noNaN: true }), { nil: null })), (values) => {
      const drawn = withGaps(steps(values.length), values);
      expect(drawn.length).toBe(values.length);
      values.forEach((value, i) => {
        if (value === null) expect(drawn[i] ?? null).toBeNull();
        else expect(drawn[i]).toBe(value);
      });
      // What lies before the first and after the last measurement is not known, so it is never bridged.
      const first = values.findIndex((value) => value !== null);
      expect(drawn.slice(0, Math.max(first, 0)).every((value) => value === null)).toBe(true);
    }),
  );
});

test("the usual distance needs three measurements", () => {
  expect(usualDistance(steps(3), [1, null, 2])).toBeUndefined();
  expect(usualDistance(steps(5), [1, null, 2, null, 3])).toBe(20);
});

test("a value between two gaps is a dot, for no line goes through it", () => {
  expect(lonelyPoints([null, 5, null, 1, undefined, 2, null])).toEqual([1]);
  expect(lonelyPoints([7])).toEqual([0]);
  expect(lonelyPoints([7, undefined, 8])).toEqual([]);
});

test("the last known value is found past later holes", () => {
  expect(lastKnown([1, 2, null])).toBe(1);
  expect(lastKnown([1, 2, 3], 1)).toBe(1);
  expect(lastKnown([null])).toBeUndefined();
});

test("the peak says when", () => {
  expect(peakOf(steps(4), [1, 7, null, 7])).toEqual({ value: 7, at: 10 });
  expect(peakOf(steps(2), [null, null])).toBeUndefined();
});

test("a sum over series is unknown only where all are", () => {
  expect(
    sumOf([
      [1, null, null],
      [2, 3, null],
    ]),
  ).toEqual([3, 3, null]);
});

test("counted errors say since when, how many, and whether they go on", () => {
  expect(countedFinding(steps(6), [0, 0, 3, 2, 0, 1])).toEqual({ since: 20, total: 6, lasts: true });
  expect(countedFinding(steps(6), [0, 3, 0, 0, 0, 0])).toEqual({ since: 10, total: 3, lasts: false });
  expect(countedFinding(steps(3), [0, null, 0])).toBe("none");
  expect(countedFinding(steps(2), [null, null])).toBeUndefined();
});

test("states become stretches, and a long silence a stretch of its own", () => {
  const values = [1, null, 1, null, 2, null, null, null, null, null, 2];
  expect(segmentsOf(steps(11), values, 10)).toEqual([
    { from: 0, to: 40, value: 1 },
    { from: 40, to: 50, value: 2 },
    { from: 50, to: 100, value: null },
    { from: 100, to: 110, value: 2 },
  ]);
});

test("stretches cover all steps without overlapping", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.constantFrom(1, 2), { nil: null }), { minLength: 1 }), (values) => {
      const segments = segmentsOf(steps(values.length), values, 10);
      expect(segments[0]?.from).toBe(0);
      expect(segments.at(-1)?.to).toBe(values.length * 10);
      segments.slice(1).forEach((segment, i) => expect(segment.from).toBe(segments[i]?.to));
    }),
  );
});

test("a sparkline breaks where the data do and stays in its box", () => {
  expect(sparkPath([0, 10, null, 10], 30, 12)).toBe("M0.0 11.0L10.0 1.0M30.0 1.0");
  expect(sparkPath([null, null], 30, 12)).toBe("");
  expect(sparkPath([5, 5], 30, 12)).toBe("M0.0 1.0L30.0 1.0");
  expect(sparkPath([0, 0], 30, 12)).toBe("M0.0 11.0L30.0 11.0");
  // Of a scale that is the same everywhere: half of it is in the middle.
  expect(sparkPath([50, 50], 30, 12, 100)).toBe("M0.0 6.0L30.0 6.0");
});

test("the threshold is on the scale only when the data come near it", () => {
  expect(scaleTop([[10, 20]], 1_000)).toBeCloseTo(21.6);
  expect(scaleTop([[600]], 1_000)).toBeCloseTo(1_080);
  expect(scaleTop([[null]])).toBe(1);
});

test("steps of days begin with the legal day, as the server's summaries do", () => {
  const seven = Date.UTC(2026, 10, 22, 17);
  const { from, to } = alignRange({ from: seven + 3 * HOUR, to: seven + 30 * HOUR }, DAY);
  expect([from, to]).toEqual([seven, seven + 2 * DAY]);
});

test("says since when there are data only where the range begins clearly earlier", () => {
  const at = [0, 1, 2, 3, 4].map((day) => day * DAY);
  expect(startsLate(at, [[null, null, null, 5, 6]], DAY)).toBe(3 * DAY);
  expect(startsLate(at, [[null, 4, null, 5, 6]], DAY)).toBeUndefined();
  expect(startsLate(at, [[null, null, null, null, null]], DAY)).toBeUndefined();
});
