import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
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
import { openSampleStore } from "./open.ts";

/** Days that become cold, and what must hold before, while and after they do. */
const DAY0 = legalDayOf(Date.UTC(2026, 10, 23, 8));
const T = startOfLegalDay(DAY0);
const PORT = "port:sw1/1";

let dir: string;
let time: Instant;
const clock: Clock = { now: () => time, monotonic: () => time, sleep: () => Promise.resolve() };
let store: SampleStore;
let events: string[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-night-"));
  time = T;
  events = [];
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(inline = true): Promise<SampleStore> {
  const log = { info: () => {}, warn: () => {}, error: (name: string) => void events.push(name) };
  return openSampleStore({ dir, clock, log, inline });
}

async function reopen(): Promise<void> {
  await store.close();
  store = await open();
}

let made = 0;
function append(entity: string, at: readonly Instant[], fields: Record<string, readonly (number | null)[]>) {
  made += 1;
  const block = uuidv7(T, (bytes) => {
    new DataView(bytes.buffer).setUint32(0, made);
    return bytes;
  });
  const columns = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]]));
  return store.append({
    block,
    site: "site-1",
    receivedAt: clock.now(),
    samples: [{ entity, at: [...at], fields: columns }],
  });
}

const files = (end: string) =>
  readdirSync(dir)
    .filter((name) => name.endsWith(end))
    .toSorted();

/** The small hours of a legal day, when the night's work is done, until all of it is. */
async function night(day: number): Promise<void> {
  time = Math.max(time, startOfLegalDay(day) + 4 * HOUR);
  for (let turn = 0; turn < 400; turn += 1) {
    time += 10;
    store.tick(clock.now());
    await nextTurn();
  }
}

const minutes = (from: Instant, count: number) => Array.from({ length: count }, (_, i) => from + i * MINUTE);
const raw = async (entity = PORT) => {
  const { at, fields } = await store.raw(entity, T - 400 * DAY, T + 400 * DAY);
  return { at: [...at], fields: { ...fields } };
};

describe("a night", () => {
  test("makes the day before cold: one file instead of the hot one, the same readings, its roll-ups", async () => {
    const at = minutes(T + 8 * HOUR, 600);
    const values = at.map((_, i) => i * 1_000);
    await append(PORT, at, { in_octets: values });
    await night(DAY0 + 1);
    expect(files(".db")).toEqual(["write-ahead.db"]);
    expect(files(".cold")).toEqual(["day-20261123.cold"]);
    expect(files(".roll")).toEqual(["days-202611.roll", "hours-20261123.roll"]);
    expect(await raw()).toEqual({ at, fields: { in_octets: values } });
    expect(store.stats()).toMatchObject({ points: 600, headPoints: 0, damaged: 0 });
    await reopen();
    expect(await raw()).toEqual({ at, fields: { in_octets: values } });
    expect(store.stats()).toMatchObject({ points: 600, headPoints: 0 });
  });

  test("on a thread of its own does the same", async () => {
    await store.close();
    store = await open(false);
    await append(PORT, minutes(T, 60), { in_octets: Array.from({ length: 60 }, (_, i) => i) });
    time = startOfLegalDay(DAY0 + 1) + 4 * HOUR;
    while (files(".cold").length === 0) {
      store.tick(clock.now());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await raw()).at.length).toBe(60);
  });

  test("takes in what comes late for a day that is cold, the night after; meanwhile both are read", async () => {
    await append(PORT, [T, T + MINUTE], { in_octets: [1, 2], in_errors: [0, 0] });
    await night(DAY0 + 1);
    await append(PORT, [T + MINUTE, T + 2 * MINUTE], { in_octets: [20, 30] });
    const both = {
      at: [T, T + MINUTE, T + 2 * MINUTE],
      fields: { in_octets: [1, 20, 30], in_errors: [0, 0, null] },
    };
    expect(await raw()).toEqual(both);
    time += 2 * HOUR;
    await night(DAY0 + 1);
    expect(files(".db")).toEqual(["day-20261123.db", "write-ahead.db"]);
    expect(await raw()).toEqual(both);
    await reopen();
    expect(await raw()).toEqual(both);
    await night(DAY0 + 2);
    expect(files(".db")).toEqual(["write-ahead.db"]);
    expect(await raw()).toEqual(both);
    expect(store.stats().points).toBe(5);
  });

  test("leaves a day alone whose last hour is not in the files yet", async () => {
    await append(PORT, [T], { in_octets: [1] });
    time = startOfLegalDay(DAY0 + 1) + MINUTE;
    for (let turn = 0; turn < 50; turn += 1) {
      store.tick(clock.now());
      await nextTurn();
    }
    expect(files(".cold")).toEqual([]);
  });

  test("puts a month together some days after its end, and a day of it that became hot again once more", async () => {
    // 23 to 30 November.
    for (let day = DAY0; day < DAY0 + 8; day += 1) {
      await append(PORT, minutes(startOfLegalDay(day), 120), {
        in_octets: Array.from({ length: 120 }, (_, i) => i * 60),
      });
      await night(day + 1);
    }
    const hours = files(".roll").filter((name) => name.startsWith("hours-"));
    expect(hours.length).toBe(8);
    await night(DAY0 + 12);
    expect(files(".roll")).toEqual(["days-202611.roll", "hours-202611.roll"]);
    await append(PORT, [startOfLegalDay(DAY0 + 2) + 5 * HOUR], { in_octets: [7] });
    await night(DAY0 + 14);
    expect(files(".roll")).toEqual(["days-202611.roll", "hours-202611.roll"]);
    expect((await raw()).at.length).toBe(8 * 120 + 1);
    expect(events).toEqual([]);
  });
});

describe("damage", () => {
  async function coldDay(): Promise<string> {
    await append(PORT, minutes(T, 60), { in_octets: Array.from({ length: 60 }, (_, i) => i) });
    await append("port:sw1/2", minutes(T, 60), { in_octets: Array.from({ length: 60 }, (_, i) => i) });
    await night(DAY0 + 1);
    await store.close();
    return join(dir, "day-20261123.cold");
  }
  const spoil = (file: string, at: number) => {
    const bytes = readFileSync(file);
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
  };

  test("in one entity's piece costs that piece, and is counted", async () => {
    spoil(await coldDay(), 40);
    store = await open();
    expect((await raw()).at).toEqual([]);
    expect((await raw("port:sw1/2")).at.length).toBe(60);
    expect(store.stats().damaged).toBe(1);
    expect(events).toEqual(["samples_chunk_damaged"]);
  });

  test.each([
    ["the beginning", 0],
    ["the index", -66],
    ["the footer", -20],
    ["the end", -1],
  ])("in %s puts the file aside", async (_, place) => {
    spoil(await coldDay(), place);
    store = await open();
    expect((await raw()).at).toEqual([]);
    expect(files(".damaged-1")).toEqual(["day-20261123.cold.damaged-1"]);
    expect(store.stats().damaged).toBe(1);
    await append(PORT, [T], { in_octets: [5] });
    await night(DAY0 + 2);
    expect((await raw()).at).toEqual([T]);
  });

  test("a cold day of a newer Cayda is not touched, and said", async () => {
    const file = await coldDay();
    const bytes = readFileSync(file);
    bytes[8] = 9;
    writeFileSync(file, bytes);
    const fault = await open().then(
      () => undefined,
      (error: unknown) => (error instanceof FaultError ? error.fault : error),
    );
    expect(fault).toMatchObject({ code: "store_newer", params: { found: 9, known: 1 } });
    bytes[8] = 1;
    writeFileSync(file, bytes);
    store = await open();
  });
});

const ENTITIES = [PORT, "port:sw1/2", "target:t1"] as const;
const FIELDS = { port: ["in_octets", "in_errors", "speed"], target: ["loss", "rtt_avg"] } as const;
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      entity: fc.constantFrom(...ENTITIES),
      field: fc.nat(1),
      // Times over four days, some of them often.
      at: fc.array(
        fc.integer({ min: 0, max: 4 * 24 * 4 }).map((quarter) => T + quarter * 15 * MINUTE),
        { minLength: 1, maxLength: 8 },
      ),
      values: fc.array(fc.oneof(fc.nat(1_000), fc.double({ noNaN: true })), { minLength: 8, maxLength: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("night" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

test("whatever comes, early or late, before or after its night: each reading is there once, the later write wins", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
      dir = mkdtempSync(join(tmpdir(), "cayda-night-"));
      time = T;
      store = await open();
      const model = new Map<string, Map<string, Map<Instant, number>>>();
      let day = DAY0;
      for (const step of actions) {
        if (step.do === "reopen") await reopen();
        else if (step.do === "night") await night((day += 1));
        else {
          const names = step.entity === "target:t1" ? FIELDS.target : FIELDS.port;
          const name = names[step.field] ?? names[0];
          const values = step.at.map((_, i) => step.values[i] ?? 0);
          await append(step.entity, step.at, { [name]: values });
          const fields = model.get(step.entity) ?? new Map<string, Map<Instant, number>>();
          const times = fields.get(name) ?? new Map<Instant, number>();
          for (const [i, at] of step.at.entries()) times.set(at, values[i] ?? 0);
          model.set(step.entity, fields.set(name, times));
        }
      }
      await night((day += 5));
      await night(day + 1);
      let points = 0;
      for (const [entity, fields] of model) {
        const { at, fields: read } = await raw(entity);
        for (const [name, times] of fields) {
          points += times.size;
          const found = new Map(
            at.flatMap((time, i) => {
              const value = read[name]?.[i];
              return value === null || value === undefined ? [] : [[time, value] as const];
            }),
          );
          expect(found).toEqual(times);
        }
      }
      expect(store.stats().points).toBe(points);
      expect(files(".db")).toEqual(["write-ahead.db"]);
      expect(events).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 60_000);
