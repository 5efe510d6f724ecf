import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { DAY, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import type { SampleStore } from "../../server/ports.ts";
import {
  blockOf,
  RANGE,
  readingsOf,
  sentAt,
  TWICE_VALUES,
  type Reading,
} from "../fakes/sample-store-days/workload.ts";
import type { Phase } from "../fakes/sample-store-days/kill-points.ts";

/** Kills for each phase; 50 by hand and before a release: CAYDA_KILLS=50. */
const KILLS = Number(process.env["CAYDA_KILLS"] ?? "4");
const WRITER = "test/fakes/sample-store-days";
const RAW_DAYS = 3;
/** Blocks that the writer has under way at most. */
const UNDER_WAY = 3;

/**
 * How likely each call of a phase is to be the last, so that the kills lie all over it: an hour of a flush has about a hundred
 * such calls, a night twenty, and retention two or three.
 */
const PHASES: readonly (readonly [Phase, number, number])[] = [
  ["ingest", 0.03, 0],
  ["flush", 0.006, 0],
  ["compaction", 0.05, 12],
  ["retention", 0.4, 12],
];

interface Killed {
  /** The last block that was acknowledged. */
  readonly last: number;
  /** The call at which it was. */
  readonly where: string;
}

function writeUntilKilled(
  dir: string,
  from: number,
  phase: Phase,
  chance: number,
  pace: number,
): Promise<Killed> {
  const script = join(WRITER, "main.ts");
  const preload = new URL("../fakes/sample-store-days/kill-points.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, script, dir, String(from), String(pace)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CAYDA_KILL_PHASE: phase, CAYDA_KILL_CHANCE: String(chance) },
  });
  let last = from - 1;
  let where = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("killed ")) where = line.slice("killed ".length);
    else if (line !== "open") last = Number(line);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_, signal) =>
      signal === "SIGKILL" && where !== ""
        ? resolve({ last, where })
        : reject(new Error("it ended by itself")),
    );
  });
}

/** Everything that blocks brought, the later write first in line. */
function makeTruth() {
  const readings = new Map<string, Map<Instant, Reading>>();
  let known = 0;
  return {
    readings,
    upTo: (block: number) => {
      for (; known <= block; known += 1) {
        for (const reading of readingsOf(known)) {
          const times = readings.get(reading.entity) ?? new Map<Instant, Reading>();
          readings.set(reading.entity, times.set(reading.at, reading));
        }
      }
    },
  };
}
type Truth = ReturnType<typeof makeTruth>;

/** Days that the store may have given up by `now`. */
const mayBeGone = (day: number, now: Instant) => legalDayOf(now) - day > RAW_DAYS;

/**
 * Holds every reading against the truth, to the bit. A day that is older than the retention may be gone, as a whole and in all
 * entities. Returns how many values there are.
 */
async function compare(store: SampleStore, truth: Truth, now: Instant): Promise<number> {
  let values = 0;
  const there = new Map<number, boolean>();
  for (const [entity, times] of truth.readings) {
    const { at, fields } = await store.raw(entity, RANGE.from, RANGE.to);
    const found = new Map(at.map((time, i) => [time, [fields["in_octets"]?.[i], fields["speed"]?.[i]]]));
    expect(found.size, `${entity}: each time once`).toBe(at.length);
    for (const [time, reading] of times) {
      const day = legalDayOf(time);
      const values2 = found.get(time);
      found.delete(time);
      if (mayBeGone(day, now) && there.get(day) !== true && values2 === undefined) {
        there.set(day, false);
        continue;
      }
      if (there.get(day) === false) throw new Error(`${entity} at ${time}: half of a day is gone`);
      there.set(day, true);
      if (!Object.is(values2?.[0], reading.in_octets) || !Object.is(values2?.[1], reading.speed))
        throw new Error(`${entity} at ${time}: ${JSON.stringify(values2)}, not ${JSON.stringify(reading)}`);
      values += 2;
    }
    expect([...found.keys()], `${entity}: nothing that was never sent`).toEqual([]);
  }
  return values;
}

/** Every day that is over has its roll-ups, made of all its readings, however often it was interrupted. */
async function compareRollups(store: SampleStore, truth: Truth, lastDay: number): Promise<number> {
  let days = 0;
  for (const [entity, times] of truth.readings) {
    const { at, fields } = await store.rollups(entity, "day", RANGE.from, startOfLegalDay(lastDay + 1));
    const counts = new Map(at.map((day, i) => [legalDayOf(day), fields["in_octets"]?.count?.[i]]));
    for (const [day, readings] of Map.groupBy(times.keys(), (time) => legalDayOf(time))) {
      if (day > lastDay) continue;
      days += 1;
      if (counts.get(day) !== readings.length)
        throw new Error(
          `${entity} on day ${day}: ${counts.get(day)} readings rolled up of ${readings.length}`,
        );
    }
  }
  return days;
}

/** How many days have readings that are not cold. */
function daysNotCold(dir: string, now: Instant): number {
  const hot = readdirSync(dir).flatMap(
    (name) => /^day-(\d{4})(\d\d)(\d\d)\.db$/.exec(name)?.slice(1).join("-") ?? [],
  );
  const first = Math.min(...hot.map((date) => Date.parse(date) / DAY), legalDayOf(now) - 1);
  return legalDayOf(now) - first + 1;
}

function open(dir: string, now: () => Instant, faults: string[]): Promise<SampleStore> {
  let monotonic = 0;
  const clock = { now, monotonic: () => (monotonic += 1), sleep: () => Promise.resolve() };
  const log = { info: () => {}, warn: () => {}, error: (event: string) => void faults.push(event) };
  const retention = { rawDays: RAW_DAYS, hourlyMonths: 1, dailyYears: 1 };
  return openSampleStore({ dir, clock, log, retention, inline: true });
}

test.each(PHASES)(
  `killed (-9) ${KILLS} times in its %s, it has every acknowledged reading once, to the bit`,
  { timeout: 900_000 },
  async (phase, chance, pace) => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-kill-store-"));
    const faults: string[] = [];
    const places: string[] = [];
    const truth = makeTruth();
    let now = 0;
    try {
      let next = 0;
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { last, where } = await writeUntilKilled(dir, next, phase, chance, pace);
        places.push(where.replaceAll(/\d{6,8}/g, "N"));
        expect(where.startsWith(phase)).toBe(true);
        now = sentAt(last + UNDER_WAY);
        const store = await open(dir, () => now, faults);
        // What was under way may be stored or not; sent again, as an agent does, it is there once.
        for (next = last + 1; next < last + 1 + 2 * UNDER_WAY; next += 1) {
          now = sentAt(next);
          await store.append(blockOf(next));
        }
        truth.upTo(next - 1);
        const { points } = store.stats();
        const values = await compare(store, truth, now);
        expect(points, `killed ${where}`).toBeGreaterThanOrEqual(values);
        expect(points, `killed ${where}`).toBeLessThanOrEqual(values + TWICE_VALUES * daysNotCold(dir, now));
        await store.close();
      }
      const store = await open(dir, () => now, faults);
      for (let turn = 0; turn < 3_000; turn += 1) {
        if (turn % 300 === 0) now = startOfLegalDay(legalDayOf(now) + 1) + 4 * HOUR;
        store.tick(now);
        await nextTurn();
      }
      expect(store.stats().points).toBe(await compare(store, truth, now));
      const rolled = await compareRollups(store, truth, legalDayOf(sentAt(next)) - 1);
      await store.close();
      expect(faults).toEqual([]);
      expect(readdirSync(dir).filter((name) => /writing|damaged/.test(name))).toEqual([]);
      const kinds = Object.entries(Object.groupBy(places, (place) => place)).map(([place, all]) => [
        place,
        all?.length,
      ]);
      console.log(
        `${phase}: ${KILLS} kills, ${next} blocks, ${rolled} rolled-up days\n`,
        Object.fromEntries(kinds),
      );
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
