import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { createSingle, createWeekly, isFarAbove, learn, usualAt } from "./baseline.ts";
import { createSiteMemory, loadMemory, savedMemory } from "./memory.ts";

test("median and MAD come near the true ones, and a tenth of outliers hardly moves them", () => {
  const single = createSingle();
  // Uniform in 10…20 (median 15, MAD 2.5) by a fixed sequence; every tenth is an outlier.
  for (let i = 0; i < 5_000; i += 1)
    learn(single, i * MINUTE, i % 10 === 0 ? 5_000 : 10 + ((i * 7_919) % 1_000) / 100, 0.1);
  const usual = usualAt(single, 0);
  expect(usual?.median).toBeGreaterThan(14);
  expect(usual?.median).toBeLessThan(17);
  expect(usual?.mad).toBeGreaterThan(1.5);
  expect(usual?.mad).toBeLessThan(4.5);
});

test("an hour of the week is known by itself, the others by all readings", () => {
  const weekly = createWeekly();
  for (let week = 0; week < 4; week += 1)
    for (let at = week * 7 * DAY; at < week * 7 * DAY + DAY; at += MINUTE)
      learn(weekly, at, at % DAY < HOUR ? 100 : 10, 0.1);
  expect(usualAt(weekly, 4 * 7 * DAY)?.median).toBeCloseTo(100, 0);
  expect(usualAt(weekly, 4 * 7 * DAY + 2 * HOUR)?.median).toBeCloseTo(10, 0);
  expect(usualAt(weekly, 3 * DAY)?.median).toBeLessThan(20);
});

test("nothing is usual before there was enough of it", () => {
  const single = createSingle();
  for (let i = 0; i < 239; i += 1) learn(single, i, 1, 0.1);
  expect(usualAt(single, 0)).toBeUndefined();
  expect(usualAt(undefined, 0)).toBeUndefined();
});

test("a change that lasts is learned within a few hundred readings", () => {
  const single = createSingle();
  for (let i = 0; i < 2_000; i += 1) learn(single, i, 2, 0.2);
  expect(isFarAbove(200, usualAt(single, 0) ?? { median: 0, mad: 0 }, 20)).toBe(true);
  for (let i = 0; i < 800; i += 1) learn(single, i, 200, 0.2);
  expect(isFarAbove(200, usualAt(single, 0) ?? { median: 0, mad: 0 }, 20)).toBe(false);
});

test("a fault of an afternoon in the first week does not become usual while it goes on", () => {
  const weekly = createWeekly();
  // Two days at two readings a minute: three milliseconds, give or take one; then ninety, over three hours of the week.
  const [every, begins, ends] = [MINUTE / 2, 2 * DAY + 50 * MINUTE, 2 * DAY + 170 * MINUTE];
  for (let at = 0; at < begins; at += every) learn(weekly, at, 2 + ((at / every) % 9) / 4, 0.2);
  for (let at = begins; at < ends; at += every) {
    const usual = usualAt(weekly, at);
    if (usual === undefined || !isFarAbove(90, usual, 10))
      throw new Error(`usual after ${(at - begins) / MINUTE} minutes: ${JSON.stringify(usual)}`);
    learn(weekly, at, 90, 0.2);
  }
  expect(usualAt(weekly, ends)?.median).toBeLessThan(10);
});

test("what lasts for days is usual at every hour at last", () => {
  const weekly = createWeekly();
  for (let at = 0; at < 2 * DAY; at += MINUTE / 2) learn(weekly, at, 3, 0.2);
  for (let at = 2 * DAY; at < 5 * DAY; at += MINUTE / 2) learn(weekly, at, 90, 0.2);
  expect(isFarAbove(90, usualAt(weekly, 5 * DAY) ?? { median: 0, mad: 0 }, 10)).toBe(false);
});

test("a memory is the same after it was saved; broken text gives a fresh one", () => {
  const memory = createSiteMemory();
  const weekly = createWeekly();
  for (let i = 0; i < 1_000; i += 1) learn(weekly, i * MINUTE, 5, 0.1);
  memory.baselines.set("a", weekly).set("b", createSingle());
  memory.known.set("speed|x", 1e9).set("gateway", "00:00:5e:00:53:01");
  const loaded = loadMemory(savedMemory(memory));
  expect(loaded.known).toEqual(memory.known);
  expect(usualAt(loaded.baselines.get("a"), 0)?.median).toBeCloseTo(5);
  expect(loaded.baselines.get("a")).toHaveLength(weekly.length);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((x) => `{"version":1,"baselines":${x},"known":${x}}`),
      ),
      (text) => {
        for (const values of loadMemory(text).baselines.values())
          expect(values.every(Number.isFinite)).toBe(true);
      },
    ),
  );
  expect(loadMemory('{"version":1,"baselines":').baselines.size).toBe(0);
});
