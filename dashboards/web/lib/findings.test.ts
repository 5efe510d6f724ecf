import { expect, test } from "vitest";
import { errorsFinding, inBits, statusFinding, trafficFinding, valuesOf } from "./findings.ts";

const locale = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
/** 08:00, 08:01, … in Hà Nội. */
const at = Array.from({ length: 5 }, (_, i) => Date.UTC(2026, 10, 23, 1, i));

test("traffic names its peak, when, and the share of the port's speed", () => {
  const finding = trafficFinding(
    at,
    [
      [1, 2, null, 0, 1],
      [0, 0, 0, 50e6, 0],
    ],
    100e6,
    locale,
  );
  expect(finding).toEqual({ text: "Cao nhất 50 Mb/s lúc 08:03, bằng 50 % tốc độ cổng", bad: false });
});

test("a port that is nearly full is marked", () => {
  expect(trafficFinding(at, [[95e6, null, null, null, null]], 100e6, locale)?.bad).toBe(true);
});

test("a port through which nothing passes has no peak", () => {
  expect(trafficFinding(at, [[0, 0, null, 0, 0]], 1e9, locale)?.text).toBe(
    "Không có lưu lượng trong khoảng này",
  );
});

test("without a known speed there is no share; without data no finding", () => {
  expect(trafficFinding(at, [[1e6, 0, 0, 0, 0]], undefined, locale)?.text).not.toContain("%");
  expect(trafficFinding(at, [[null, null, null, null, null]], 1e9, locale)).toBeUndefined();
});

test("where a point sums up a day, its day is told and no hour", () => {
  const days = Array.from({ length: 3 }, (_, i) => Date.UTC(2026, 10, 21 + i, 17));
  expect(trafficFinding(days, [[1e6, 3e6, 2e6]], undefined, locale)?.text).toBe(
    "Cao nhất 3 Mb/s ngày 23/11/2026",
  );
  expect(errorsFinding(days, [[0, 5, 5]], locale)?.text).toContain("từ 23/11/2026:");
});

test("errors that go on are marked, errors that stopped are told", () => {
  expect(errorsFinding(at, [[0, 0, 2, 3, 1]], locale)).toEqual({
    text: "Lỗi tăng từ 08:02: 6 gói trong khoảng này, vẫn còn tăng",
    bad: true,
  });
  expect(errorsFinding(at, [[3, 0, 0, 0, 0]], locale)?.bad).toBeUndefined();
  expect(errorsFinding(at, [[0, 0, null, 0, 0]], locale)?.text).toContain("Không có gói lỗi");
  expect(errorsFinding(at, [[null, null, null, null, null]], locale)).toBeUndefined();
});

const segment = (from: number, value: number | null) => ({
  from: at[from] ?? 0,
  to: at[from + 1] ?? 0,
  value,
});

test("a link's losses are counted, and a silence is not taken for one", () => {
  expect(statusFinding([segment(0, 1), segment(1, 2), segment(2, 1), segment(3, 2)], locale)?.text).toBe(
    "Mất kết nối 2 lần, lần cuối lúc 08:03",
  );
  expect(statusFinding([segment(0, 1), segment(1, null), segment(2, 1)], locale)?.text).toContain(
    "không đo được",
  );
  expect(statusFinding([segment(0, null), segment(1, 1)], locale)?.text).toContain("không đứt");
  expect(statusFinding([segment(0, 2)], locale)?.text).toContain("Không có kết nối");
  expect(statusFinding([segment(0, null)], locale)).toBeUndefined();
});

test("bytes become bits and gaps stay gaps; a field that was not asked for has no values", () => {
  expect(inBits([1, null])).toEqual([8, null]);
  expect(valuesOf(undefined, "cpu")).toEqual([]);
});
