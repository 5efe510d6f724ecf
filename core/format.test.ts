import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "./clock.ts";
import {
  formatAge,
  formatBits,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatMilliseconds,
  formatMoment,
  formatNumber,
  formatPercent,
  formatTime,
  formatWithin,
  parseDateTime,
  wallTime,
} from "./format.ts";

const hanoi = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
/** 23/11/2026 15:00:00 in Hà Nội. */
const now = Date.UTC(2026, 10, 23, 8);

test.each([
  [1234.5, "1.235", "1,235"],
  [84.25, "84,3", "84.3"],
  [0.4249, "0,425", "0.425"],
  [0.00423, "0,00423", "0.00423"],
  [0, "0", "0"],
  [12, "12", "12"],
  [-3.5, "−3,5", "−3.5"],
  [-0.0000001, "0", "0"],
  [Number.NaN, "—", "—"],
  [1e21, "1e+21", "1e+21"],
])("the measured figure %d is %s in Vietnamese and %s in English", (value, vi, en) => {
  expect(formatNumber(value, "vi")).toBe(vi);
  expect(formatNumber(value, "en")).toBe(en);
});

test("asked for more digits, 1234.5 is 1.234,5 and 1,234.5", () => {
  expect(formatNumber(1234.5, "vi", 5)).toBe("1.234,5");
  expect(formatNumber(1234.5, "en", 5)).toBe("1,234.5");
  expect(formatCount(1_234_567, "vi")).toBe("1.234.567");
});

test("a figure below a million never has more than three significant digits that differ from its rounding", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 999, noNaN: true }), (value) => {
      const digits = formatNumber(value, "en").replace(".", "").replace(/^0+/, "");
      expect(digits.length).toBeLessThanOrEqual(value >= 999.5 ? 4 : 3);
    }),
  );
});

test.each([
  [84_200_000, "84,2 Mb/s"],
  [999_600, "1 Mb/s"],
  [1_000_000_000, "1 Gb/s"],
  [0, "0 b/s"],
  [950, "950 b/s"],
])("%d bit/s reads %s", (value, text) => expect(formatBits(value, "vi")).toBe(text));

test.each([
  [8 * 1024 ** 3, "8 GB"],
  [7.45 * 1024 ** 3, "7,45 GB"],
  [500_107_862_016, "466 GB"],
  [0, "0 B"],
])("%d bytes read %s, as Windows shows them", (value, text) => expect(formatBytes(value, "vi")).toBe(text));

test("percentages and round trips keep only the digits that mean something", () => {
  expect(formatPercent(12.345, "vi")).toBe("12,3 %");
  expect(formatPercent(1.234, "vi")).toBe("1,2 %");
  expect(formatPercent(0.01, "vi")).toBe("0 %");
  expect(formatMilliseconds(0.423, "vi")).toBe("0,42 ms");
  expect(formatMilliseconds(0.00425, "vi")).toBe("< 0,01 ms");
  expect(formatMilliseconds(0, "vi")).toBe("0 ms");
  expect(formatMilliseconds(12_345, "vi")).toBe("12,3 s");
});

test.each([
  [45 * SECOND, "45 giây", "45 s"],
  [3 * HOUR + 12 * MINUTE + 5 * SECOND, "3 giờ 12 phút", "3 h 12 min"],
  [12 * DAY + 4 * HOUR, "12 ngày 4 giờ", "12 d 4 h"],
  [DAY, "1 ngày", "1 d"],
  [-5, "0 giây", "0 s"],
])("%d ms last %s", (ms, vi, en) => {
  expect(formatDuration(ms, "vi")).toBe(vi);
  expect(formatDuration(ms, "en")).toBe(en);
});

describe("a moment reads", () => {
  test.each([
    ["in seconds when it is just past", 12 * SECOND, "12 giây trước"],
    ["with clock and age under a day", 3 * HOUR, "12:00, 3 giờ trước"],
    ["as a date from a day on", DAY, "22/11/2026 15:00"],
    ["as a date when it is to come: somebody's clock is wrong", -HOUR, "23/11/2026 16:00"],
    ["as now when it is a breath ahead", -5 * SECOND, "0 giây trước"],
  ])("%s", (_, age, text) => expect(formatMoment(now - age, now, hanoi)).toBe(text));
});

test("the time zone decides what the clock shows", () => {
  expect(formatDateTime(now, hanoi)).toBe("23/11/2026 15:00");
  expect(formatDateTime(now, { language: "en", timeZone: "UTC" })).toBe("23/11/2026 08:00");
  expect(formatTime(now + 5 * SECOND, hanoi, true)).toBe("15:00:05");
  expect(formatTime(Date.UTC(2026, 0, 1, 17), hanoi)).toBe("00:00");
  expect(formatDateTime(Number.MAX_VALUE, hanoi)).toBe("—");
});

test("of a time within the day only the clock is told", () => {
  expect(formatWithin(now - HOUR, now, hanoi)).toBe("14:00");
  expect(formatWithin(now - DAY, now, hanoi)).toBe("22/11 15:00");
});

test("an age is one figure", () => {
  expect(formatAge(90 * MINUTE, "vi")).toBe("1 giờ trước");
  expect(formatAge(3 * DAY, "en")).toBe("3 d ago");
});

test.each(["Asia/Ho_Chi_Minh", "UTC", "America/New_York"])(
  "a time typed in %s is the one that was shown",
  (timeZone) => {
    const locale = { language: "vi", timeZone } as const;
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) }), (at) => {
        const text = formatDateTime(at, locale);
        // In the hour that is shown twice when summer time ends, two moments have one text: the text must still agree.
        expect(formatDateTime(parseDateTime(text, timeZone) ?? 0, locale)).toBe(text);
      }),
    );
    expect(parseDateTime(" 3/1/2026, 7:05 ", "UTC")).toBe(Date.UTC(2026, 0, 3, 7, 5));
  },
);

test.each([
  "",
  "31/02/2026 08:00",
  "23/11/2026",
  "2026-11-23T08:00",
  "23/11/2026 25:00",
  "23/11/2026 08:60",
  "11/23/2026 08:00",
])("%j is no moment", (text) => expect(parseDateTime(text, "UTC")).toBeUndefined());

test("the wall time is for reckoning with hours and weekdays", () => {
  expect(wallTime(now, "Asia/Ho_Chi_Minh")).toBe("2026-11-23T15:00");
  expect(wallTime(Number.NaN, "UTC")).toBe("");
});
