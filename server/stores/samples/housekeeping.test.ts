import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  DAY,
  HOUR,
  legalDayOf,
  MINUTE,
  startOfLegalDay,
  type Clock,
  type Instant,
} from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import type { SampleStore } from "../../ports.ts";
import { openSampleStore, type SampleStoreOptions } from "./open.ts";
import { openDatabase, type Database, type OpenDatabase } from "./sqlite.ts";

/** What goes after its time, what is said about the disk, and what damage to roll-ups costs. */
const DAY0 = legalDayOf(Date.UTC(2026, 8, 1, 8));
const PORT = "port:sw1/1";
const FEW = { rawDays: 5, hourlyMonths: 2, dailyYears: 1 };
const MB = 1024 ** 2;

let dir: string;
let time: Instant;
let monotonic: number;
let free: number;
const clock: Clock = { now: () => time, monotonic: () => monotonic, sleep: () => Promise.resolve() };
let store: SampleStore;
let events: string[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-housekeeping-"));
  time = startOfLegalDay(DAY0);
  monotonic = 0;
  free = 100_000 * MB;
  events = [];
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

function open(more: Partial<SampleStoreOptions> = {}): Promise<SampleStore> {
  const log = { info: () => {}, warn: () => {}, error: (name: string) => void events.push(name) };
  const freeBytes = () => Promise.resolve(free);
  return openSampleStore({ dir, clock, log, inline: true, retention: FEW, freeBytes, ...more });
}

let made = 0;
function append(at: readonly Instant[], value = 1, entity = PORT) {
  made += 1;
  const block = uuidv7(time, (bytes) => {
    new DataView(bytes.buffer).setUint32(0, made);
    return bytes;
  });
  const samples = [{ entity, at: [...at], fields: { in_octets: at.map((_, i) => value * 1_000 + i) } }];
  return store.append({ block, site: "site-1", receivedAt: time, samples });
}

async function pass(turns = 60): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    time += 10;
    monotonic += 10;
    store.tick(time);
    await nextTurn();
  }
}
/** The small hours of a legal day. */
async function night(day: number): Promise<void> {
  time = startOfLegalDay(day) + 4 * HOUR;
  monotonic += DAY;
  await pass();
}
async function days(first: number, count: number, apart = 1): Promise<void> {
  for (let day = first; day < first + count * apart; day += apart) {
    const start = startOfLegalDay(day) + 8 * HOUR;
    time = start;
    await append([start, start + MINUTE, start + 2 * MINUTE], day);
    await night(day + 1);
  }
}

const files = (pattern: RegExp) =>
  readdirSync(dir)
    .filter((name) => pattern.test(name))
    .toSorted();
const rawDays = async () => {
  const { at } = await store.raw(PORT, startOfLegalDay(DAY0 - 4_000), startOfLegalDay(DAY0 + 9_000));
  return [...new Set(at.map((one) => legalDayOf(one)))];
};
const rolledDays = async (unit: "hour" | "day") => {
  const { at } = await store.rollups(
    PORT,
    unit,
    startOfLegalDay(DAY0 - 4_000),
    startOfLegalDay(DAY0 + 9_000),
  );
  return [...new Set(at.map((one) => legalDayOf(one)))];
};
const upTo = (last: number, count: number) => Array.from({ length: count }, (_, i) => last - count + 1 + i);
const spoil = (name: string, place: number) => {
  const bytes = readFileSync(join(dir, name));
  const at = place < 0 ? bytes.length + place : place;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(join(dir, name), bytes);
};
const codes = () => store.stats().troubles.map(({ code }) => code);

describe("what is too old goes", () => {
  test("readings after their days, hours after their months, and what they were rolled up into stays", async () => {
    // Every fourth day from 1 September to 6 December.
    await days(DAY0, 25, 4);
    const last = Array.from({ length: 25 }, (_, i) => DAY0 + i * 4);
    expect(await rawDays()).toEqual(last.slice(-5));
    expect(files(/\.cold$/).length).toBe(5);
    // Of two months more than the present one there are hours.
    expect((await rolledDays("hour"))[0]).toBe(legalDayOf(Date.UTC(2026, 9, 3)));
    expect(await rolledDays("day")).toEqual(last);
    expect(store.stats().points).toBe(15);
    await store.close();
    store = await open();
    expect(await rawDays()).toEqual(last.slice(-5));
    expect(store.stats().points).toBe(15);
    expect(events).toEqual([]);
  }, 60_000);

  test("what comes for a day whose readings are gone adds to its roll-ups and takes nothing from them", async () => {
    await days(DAY0, 8);
    await days(DAY0 + 33, 2);
    expect(files(/^hours-/)).toContain("hours-202609.roll");
    const first = startOfLegalDay(DAY0);
    const ask = async (unit: "hour" | "day") => {
      const { at, fields } = await store.rollups(PORT, unit, first, first + DAY);
      return at.map((one, i) => [(one - first) / HOUR, fields["in_octets"]?.count?.[i]]);
    };
    expect(await rawDays()).not.toContain(DAY0);
    expect([await ask("hour"), await ask("day")]).toEqual([[[8, 3]], [[0, 3]]]);
    await append([first + 8 * HOUR + 5 * MINUTE, first + 9 * HOUR]);
    time += 2 * HOUR;
    await pass();
    await night(DAY0 + 36);
    expect([await ask("hour"), await ask("day")]).toEqual([
      [
        [8, 3],
        [9, 1],
      ],
      [[0, 3]],
    ]);
    expect(files(/2026090.*(db|cold)$/)).not.toContain("day-20260901.db");
    expect(events).toEqual([]);
  });

  test("one late reading of a day whose readings are gone hides neither its roll-ups nor those of the days after it", async () => {
    await days(DAY0, 8);
    const [from, to] = [startOfLegalDay(DAY0), startOfLegalDay(DAY0 + 8)];
    const series = (["last", "increase"] as const).map((aggregate) => ({ field: "in_octets", aggregate }));
    const answers = async () => ({
      coverage: store.coverage(),
      fine: await store.range({ entity: PORT, from: from + 2 * DAY, to, stepMs: 15 * MINUTE, series }),
      days: await store.range({ entity: PORT, from, to, stepMs: DAY, series }),
      weeks: await store.range({ entity: PORT, from, to, stepMs: 4 * DAY, series }),
      hours: await store.rollups(PORT, "hour", from, to),
      top: await store.top({ kind: "port", fields: ["in_octets"], from, to, limit: 5 }),
    });
    const before = await answers();
    expect(before.coverage.raw).toBe(startOfLegalDay(DAY0 + 3));
    expect(before.days.values.flat()).not.toContain(null);
    expect(before.fine.values[0]?.filter((value) => value !== null).length).toBe(6);
    await append([startOfLegalDay(DAY0 + 1) + 20 * HOUR], 99);
    expect(await answers()).toEqual(before);
    time += 2 * HOUR;
    await pass();
    expect(files(/2026090.*db$/)).toContain("day-20260902.db");
    expect(await answers()).toEqual(before);
    expect((await rawDays())[0]).toBe(DAY0 + 1);
  });

  test("a 95th percentile of several hours is the greatest of theirs from then on", async () => {
    for (let day = DAY0; day < DAY0 + 8; day += 1) {
      const at = [0, 1, 60].map((minute) => startOfLegalDay(day) + 8 * HOUR + minute * MINUTE);
      time = at[0] ?? 0;
      made += 1;
      await store.append({
        block: uuidv7(time, (bytes) => bytes.fill(made)),
        site: "site-1",
        receivedAt: time,
        samples: [{ entity: "target:t1", at, fields: { rtt_avg: [1, 2, 5] } }],
      });
      await night(day + 1);
    }
    const from = startOfLegalDay(DAY0) + 8 * HOUR;
    const series = [{ field: "rtt_avg", aggregate: "p95" as const }];
    for (const stepMs of [2 * HOUR, 90 * MINUTE]) {
      const { values } = await store.range({
        entity: "target:t1",
        from,
        to: from + 3 * HOUR,
        stepMs,
        series,
      });
      expect(values[0]).toEqual([5, null]);
    }
  });

  test("a clock that jumps ten years ahead for a week takes nothing away that the week's own days do not replace", async () => {
    await days(DAY0, 6);
    const before = await rawDays();
    expect(before).toEqual(upTo(DAY0 + 5, 5));
    const wild = DAY0 + 3_650;
    await night(wild);
    expect(await rawDays()).toEqual(before);
    expect(await rolledDays("hour")).toEqual(upTo(DAY0 + 5, 6));
    expect(await rolledDays("day")).toEqual(upTo(DAY0 + 5, 6));
    await days(wild, 3);
    expect((await rawDays()).length).toBe(5);
    expect(await rolledDays("day")).toEqual([...upTo(DAY0 + 5, 6), ...upTo(wild + 2, 3)]);
    // The battery is replaced: the true days go on, those of the future count for nothing.
    time = startOfLegalDay(DAY0 + 7);
    await days(DAY0 + 7, 4);
    expect((await rawDays()).filter((day) => day < wild)).toEqual([DAY0 + 5, ...upTo(DAY0 + 10, 4)]);
    expect(events).toEqual([]);
  });

  test("a clock set back by years stores and keeps what comes, and goes on when it is right again", async () => {
    await days(DAY0, 6);
    time = startOfLegalDay(DAY0 - 2_000);
    await days(DAY0 - 2_000, 2);
    expect(await rawDays()).toEqual([...upTo(DAY0 - 1_999, 2), ...upTo(DAY0 + 5, 5)]);
    time = startOfLegalDay(DAY0 + 6);
    await days(DAY0 + 6, 1);
    expect(await rawDays()).toEqual(upTo(DAY0 + 6, 5));
    expect(events).toEqual([]);
  });
});

describe("room on the disk", () => {
  test("little of it is said, and nothing else changes", async () => {
    await days(DAY0, 2);
    expect(codes()).toEqual([]);
    free = 1_000 * MB;
    await days(DAY0 + 2, 1);
    expect(store.stats().troubles).toEqual([{ code: "store_disk_low", params: { free: 1_000 } }]);
    expect(store.stats().figures).toMatchObject({ disk_free_bytes: free, compaction_behind_days: 0 });
    expect(files(/\.cold$/).length).toBe(3);
  });

  test("so little that the days ahead can be counted: that is said", async () => {
    await days(DAY0, 2);
    free = 20_000;
    await store.close();
    store = await open({ limits: { warnBytes: 0, reserveBytes: 0 } });
    const { figures, troubles } = store.stats();
    const left = Math.floor(free / (figures["growth_bytes_per_day"] ?? 0));
    expect(left).toBeGreaterThan(1);
    expect(left).toBeLessThan(100);
    free = 3 * (figures["growth_bytes_per_day"] ?? 0);
    await night(DAY0 + 2);
    expect(troubles).toEqual([]);
    expect(store.stats().troubles).toEqual([{ code: "store_disk_full_soon", params: { free: 0, days: 3 } }]);
  });

  test("none for the nightly work: it waits, measurements are taken, and it goes on by itself", async () => {
    free = 100 * MB;
    await days(DAY0, 3);
    expect(files(/\.cold$/)).toEqual([]);
    expect(codes()).toEqual(["store_compaction_paused", "store_disk_low"]);
    expect(await rawDays()).toEqual(upTo(DAY0 + 2, 3));
    free = 100_000 * MB;
    await night(DAY0 + 3);
    expect(files(/\.cold$/).length).toBe(3);
    expect(codes()).toEqual([]);
    expect(events).toEqual([]);
  });

  test("hardly any: what is too old goes all the same, which makes some", async () => {
    await days(DAY0, 5);
    await store.close();
    free = 100 * MB;
    store = await open();
    await days(DAY0 + 5, 3);
    expect(codes()).toContain("store_compaction_paused");
    expect(files(/\.cold$/)).toEqual(["day-20260904.cold", "day-20260905.cold"]);
    expect(await rawDays()).toEqual(upTo(DAY0 + 7, 5));
    expect(events).toEqual([]);
  });

  test("none at all: measurements are refused, that is said first, and it goes on by itself", async () => {
    await store.close();
    const databases: Database[] = [];
    const tracked: OpenDatabase = (file, options) => {
      const database = openDatabase(file, options);
      databases.push(database);
      return database;
    };
    store = await open({ open: tracked });
    await append([time]);
    const limit = (pages: number) => {
      for (const database of databases) database.exec(`PRAGMA max_page_count = ${pages}`);
    };
    // The smallest limit SQLite takes is the file's present size.
    limit(1);
    free = 0;
    const refused: unknown[] = [];
    for (let turn = 0; turn < 200 && refused.length === 0; turn += 1) {
      await append(Array.from({ length: 50 }, (_, i) => time + i)).catch((error: unknown) =>
        refused.push(error),
      );
    }
    expect(refused[0]).toMatchObject({ fault: { code: "store_full" } });
    expect(codes()[0]).toBe("store_full");
    limit(4_294_967_294);
    await append([time + MINUTE]);
    expect(codes()).not.toContain("store_full");
  });

  test("that cannot be told stops nobody", async () => {
    await store.close();
    store = await open({ freeBytes: () => Promise.reject(new Error("no such call")) });
    await days(DAY0, 1);
    expect(files(/\.cold$/).length).toBe(1);
    expect(store.stats().figures["disk_free_bytes"]).toBeUndefined();
    expect(codes()).toEqual([]);
  });
});

test("the figures add up to what lies in the folder", async () => {
  await days(DAY0, 3);
  const { figures, bytesOnDisk, points } = store.stats();
  const { hot_bytes = 0, cold_bytes = 0, rollup_bytes = 0, write_ahead_bytes = 0 } = figures;
  const shm = files(/-shm$/).length * 32_768;
  expect(hot_bytes + cold_bytes + rollup_bytes + write_ahead_bytes + shm).toBe(bytesOnDisk);
  expect(figures["bytes_per_point"]).toBeCloseTo((cold_bytes + rollup_bytes) / points, 9);
  expect(figures["compacted_day"]).toBe(DAY0 + 2);
  expect(figures).toMatchObject({ keep_raw_days: 5, keep_hour_days: 60, keep_day_days: 365 });
});

describe("damage to roll-ups", () => {
  const HOURS = "hours-20260901.roll";
  test.each([
    ["the beginning", 0],
    ["the footer", -20],
    ["the end", -1],
  ])("in %s of a pack puts it aside; the readings are there, and it is said", async (_, place) => {
    await days(DAY0, 2);
    await store.close();
    spoil(HOURS, place);
    store = await open();
    expect(await rawDays()).toEqual(upTo(DAY0 + 1, 2));
    expect(files(/damaged/)).toEqual([`${HOURS}.damaged-1`]);
    expect(codes()).toEqual(["store_parts_damaged"]);
  });

  test("in one entity's piece costs that piece, and is counted", async () => {
    await days(DAY0, 1);
    await append([startOfLegalDay(DAY0)], 1, "port:sw1/2");
    await night(DAY0 + 2);
    await store.close();
    spoil(HOURS, 14);
    store = await open();
    const from = startOfLegalDay(DAY0);
    expect((await store.rollups(PORT, "hour", from, from + DAY)).at).toEqual([]);
    expect((await store.rollups("port:sw1/2", "hour", from, from + DAY)).at.length).toBe(1);
    expect(store.stats().damaged).toBe(1);
  });

  test("readings are kept past their time while their hours cannot be read", async () => {
    await days(DAY0, 2);
    await store.close();
    spoil(HOURS, -1);
    store = await open();
    await days(DAY0 + 2, 8);
    expect(await rawDays()).toEqual([DAY0, ...upTo(DAY0 + 9, 5)]);
  });

  test.each([HOURS, "days-202609.roll"])("%s of a newer Cayda is not touched, and said", async (name) => {
    await days(DAY0, 1);
    await store.close();
    const bytes = readFileSync(join(dir, name));
    bytes[8] = 9;
    writeFileSync(join(dir, name), bytes);
    const fault = await open().then(
      () => undefined,
      (error: unknown) => (error instanceof FaultError ? error.fault : error),
    );
    expect(fault).toMatchObject({
      code: "store_newer",
      params: { file: join(dir, name), found: 9, known: 1 },
    });
    expect(readFileSync(join(dir, name))).toEqual(bytes);
    bytes[8] = 1;
    writeFileSync(join(dir, name), bytes);
    store = await open();
    expect(await rolledDays("day")).toEqual([DAY0]);
  });
});

test("what a killed night left half written is gone after the next start", async () => {
  await store.close();
  writeFileSync(join(dir, "day-20260901.cold.writing"), "half");
  store = await open();
  expect(files(/writing/)).toEqual([]);
});
