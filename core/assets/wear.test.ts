import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WearRow } from "./tables.ts";
import type { AssetCategory } from "./types.ts";
import { booksYear, fixedOrTool, lifeEndsOn, onBooks, wearOf } from "./wear.ts";

const row = (
  category: AssetCategory,
  years: number,
  percent: number,
  over: Partial<WearRow> = {},
): WearRow => ({
  category,
  years,
  percent,
  source: "test",
  verified: true,
  ...over,
});
const tables = {
  wear: [
    row("desktop", 5, 20),
    row("copier", 8, 12.5),
    row("camera", 3, 33.33),
    // Until 2022 servers lasted eight years, since then five.
    row("server", 8, 12.5, { to: "2022-12-31" }),
    row("server", 5, 20, { from: "2023-01-01" }),
  ],
};
const asset = (category: AssetCategory, inUseOn: string | null, originalValue: number | null) => ({
  category,
  book: "fixed" as const,
  inUseOn,
  originalValue,
});

describe("wear at 31 December", () => {
  test.each([
    // The example of the accountants: 15,000,000 in use since March 2020: 3,000,000 a year, nothing left from 31/12/2024.
    ["desktop", "2020-03-10", 15_000_000, 2020, 3_000_000, 12_000_000],
    ["desktop", "2020-03-10", 15_000_000, 2021, 3_000_000, 9_000_000],
    ["desktop", "2020-03-10", 15_000_000, 2022, 3_000_000, 6_000_000],
    ["desktop", "2020-03-10", 15_000_000, 2023, 3_000_000, 3_000_000],
    ["desktop", "2020-03-10", 15_000_000, 2024, 3_000_000, 0],
    ["desktop", "2020-03-10", 15_000_000, 2025, 0, 0],
    ["desktop", "2020-03-10", 15_000_000, 2040, 0, 0],
    // The day of the year does not matter: on the books at 31 December.
    ["desktop", "2020-01-01", 10_000_000, 2020, 2_000_000, 8_000_000],
    ["desktop", "2020-12-31", 10_000_000, 2020, 2_000_000, 8_000_000],
    // Values that do not divide: each year rounds, the last takes the rest.
    ["desktop", "2021-05-05", 12_345_678, 2021, 2_469_136, 9_876_542],
    ["desktop", "2021-05-05", 12_345_678, 2024, 2_469_136, 2_469_134],
    ["desktop", "2021-05-05", 12_345_678, 2025, 2_469_134, 0],
    ["desktop", "2021-05-05", 10_000_001, 2024, 2_000_000, 2_000_001],
    ["desktop", "2021-05-05", 10_000_001, 2025, 2_000_001, 0],
    ["desktop", "2021-05-05", 10_000_003, 2021, 2_000_001, 8_000_002],
    ["copier", "2018-06-01", 80_000_000, 2018, 10_000_000, 70_000_000],
    ["copier", "2018-06-01", 80_000_000, 2024, 10_000_000, 10_000_000],
    ["copier", "2018-06-01", 80_000_000, 2025, 10_000_000, 0],
    ["copier", "2018-06-01", 80_000_000, 2026, 0, 0],
    ["copier", "2019-06-01", 100_000_001, 2019, 12_500_000, 87_500_001],
    ["copier", "2019-06-01", 100_000_001, 2026, 12_500_001, 0],
    // 33.33 a year leaves a hundredth after three years; a fourth takes it.
    ["camera", "2022-02-02", 9_000_000, 2024, 2_999_700, 900],
    ["camera", "2022-02-02", 9_000_000, 2025, 900, 0],
    // The rate changed in between: what remains goes on with the new one.
    ["server", "2021-01-01", 80_000_000, 2021, 10_000_000, 70_000_000],
    ["server", "2021-01-01", 80_000_000, 2022, 10_000_000, 60_000_000],
    ["server", "2021-01-01", 80_000_000, 2023, 16_000_000, 44_000_000],
    ["server", "2021-01-01", 80_000_000, 2025, 16_000_000, 12_000_000],
    ["server", "2021-01-01", 80_000_000, 2026, 12_000_000, 0],
    ["desktop", "2020-03-10", 0, 2020, 0, 0],
    ["desktop", "2020-03-10", 1, 2020, 1, 0],
  ] as const)(
    "%s of %s, %i đồng, %i: %i, remaining %i",
    (category, since, value, year, amount, remaining) => {
      expect(wearOf(asset(category, since, value), year, tables)).toMatchObject({
        amount,
        remaining,
        accumulated: value - remaining,
      });
    },
  );

  test("what cannot be said is not said: tools, no value, no date, no rate, before its use", () => {
    const good = asset("desktop", "2020-03-10", 15_000_000);
    expect(wearOf({ ...good, book: "tool" }, 2024, tables)).toBeUndefined();
    expect(wearOf({ ...good, originalValue: null }, 2024, tables)).toBeUndefined();
    expect(wearOf({ ...good, inUseOn: null }, 2024, tables)).toBeUndefined();
    expect(wearOf({ ...good, category: "audio" }, 2024, tables)).toBeUndefined();
    expect(wearOf(good, 2019, tables)).toBeUndefined();
    expect(wearOf({ ...good, originalValue: -1 }, 2024, tables)).toBeUndefined();
  });

  test("it tells from when on nothing remains, before and after", () => {
    const pc = asset("desktop", "2020-03-10", 15_000_000);
    for (const year of [2020, 2024, 2030]) expect(wearOf(pc, year, tables)?.fullyWornOn).toBe("2024-12-31");
  });

  test("whatever the value and the rate: never negative, sums add up, and it ends", () => {
    const rate = fc.record({ years: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), rate, (value, { years }) => {
        const percent = Math.round(10_000 / years) / 100;
        const own = { wear: [row("desktop", years, percent)] };
        let sum = 0;
        let before = value;
        for (let year = 2020; year < 2020 + years + 2; year += 1) {
          const worn = wearOf(asset("desktop", "2020-07-01", value), year, own);
          if (worn === undefined) throw new Error("it can be said");
          sum += worn.amount;
          expect(worn.remaining).toBeGreaterThanOrEqual(0);
          expect(worn.remaining).toBeLessThanOrEqual(before);
          expect(worn.accumulated).toBe(sum);
          expect(worn.accumulated + worn.remaining).toBe(value);
          before = worn.remaining;
        }
        expect(before).toBe(0);
      }),
    );
  });
});

test("a fixed asset is one from the value of its day on", () => {
  const own = {
    fixedFrom: [
      { to: "2023-06-09", value: 8_000_000, source: "old", verified: false },
      { from: "2023-06-10", value: 10_000_000, source: "new", verified: true },
    ],
  };
  expect(fixedOrTool(9_999_999, "2024-01-01", own)).toBe("tool");
  expect(fixedOrTool(10_000_000, "2024-01-01", own)).toBe("fixed");
  expect(fixedOrTool(9_999_999, "2023-06-09", own)).toBe("fixed");
  expect(fixedOrTool(null, "2024-01-01", own)).toBeUndefined();
});

test("a useful life ends on its day", () => {
  expect(lifeEndsOn({ category: "desktop", inUseOn: "2020-02-29" }, tables)).toBe("2025-02-28");
  expect(lifeEndsOn({ category: "desktop", inUseOn: null }, tables)).toBeUndefined();
});

describe("what the books show on a day", () => {
  test("the year's wear is in them from its 31 December on", () => {
    expect(["2026-01-01", "2026-12-30", "2026-12-31", "2027-01-01"].map(booksYear)).toEqual([
      2025, 2025, 2026, 2026,
    ]);
    const pc = asset("desktop", "2024-03-01", 15_000_000);
    expect(onBooks(pc, "2026-12-30", tables)).toMatchObject({ accumulated: 6_000_000, remaining: 9_000_000 });
    expect(onBooks(pc, "2026-12-31", tables)).toMatchObject({ accumulated: 9_000_000, remaining: 6_000_000 });
  });

  test("what came after the last 31 December has its whole value; of tools and unknown values nothing is said", () => {
    const pc = asset("desktop", "2026-02-10", 15_000_000);
    expect(onBooks(pc, "2026-12-30", tables)).toEqual({ accumulated: 0, remaining: 15_000_000 });
    expect(onBooks(pc, "2026-12-31", tables)).toMatchObject({ remaining: 12_000_000 });
    expect(onBooks({ ...pc, book: "tool" }, "2026-06-30", tables)).toBeUndefined();
    expect(onBooks({ ...pc, originalValue: null }, "2026-06-30", tables)).toBeUndefined();
    expect(onBooks({ ...pc, inUseOn: null }, "2026-06-30", tables)).toBeUndefined();
  });

  test("on the books it never gains value from one day to the next year's same day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2030 }), fc.nat(90_000_000), (year, value) => {
        const pc = asset("desktop", "2020-06-15", value);
        const left = (on: string) => onBooks(pc, on, tables)?.remaining ?? -1;
        for (const day of ["01-01", "06-30", "12-30", "12-31"])
          expect(left(`${year + 1}-${day}`)).toBeLessThanOrEqual(left(`${year}-${day}`));
        expect(left(`${year}-12-31`)).toBe(left(`${year + 1}-12-30`));
      }),
    );
  });
});
