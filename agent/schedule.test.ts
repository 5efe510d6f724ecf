import fc from "fast-check";
import { createTask } from "node-cron";
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { fakeClock } from "../test/support/fake-clock.ts";
import { calendar } from "./calendar.ts";
import type { Job, Reading } from "./collectors/collector.ts";
import { createSchedule } from "./schedule.ts";

const NOTHING: Reading = { samples: [], events: [], facts: [] };

function setUp(start?: number, lastRuns = new Map<string, number>()) {
  const clock = fakeClock(start);
  const lines: string[] = [];
  const readings: Reading[] = [];
  const schedule = createSchedule({
    clock,
    now: () => clock.now(),
    log: {
      info: (event) => void lines.push(event),
      warn: (event) => void lines.push(event),
      error: (event) => void lines.push(event),
    },
    onReading: (reading) => void readings.push(reading),
    lastRuns: { get: (id) => lastRuns.get(id), set: (id, at) => void lastRuns.set(id, at) },
  });
  return { clock, schedule, lines, readings, lastRuns };
}

/** A job that notes on the monotonic clock when it ran. */
function noting(
  id: string,
  clock: { monotonic(): number },
  more: Partial<Job> = {},
): Job & { ran: number[] } {
  const ran: number[] = [];
  return {
    id,
    version: "1",
    when: { everyMs: MINUTE },
    timeoutMs: 50 * SECOND,
    run: async () => {
      ran.push(clock.monotonic());
      return NOTHING;
    },
    ...more,
    ran,
  };
}

test("thirty jobs of one minute do not start together, and each runs soon after the start", async () => {
  const { clock, schedule } = setUp();
  const jobs = Array.from({ length: 30 }, (_, n) => noting(`snmp:0192f00d-${n}`, clock));
  schedule.setJobs(jobs);
  await clock.advance(5 * MINUTE);
  for (const { ran } of jobs) {
    expect(ran[0]).toBeLessThan(10 * SECOND);
    expect(ran.length).toBeGreaterThanOrEqual(5);
    for (const [at, time] of ran.entries())
      if (at > 0) expect(time - (ran[at - 1] ?? 0)).toBeGreaterThanOrEqual(MINUTE / 2);
  }
  // Within the settled rhythm, no second of the minute holds more than a few of the thirty.
  const perSecond = new Map<number, number>();
  for (const { ran } of jobs) {
    const second = Math.floor(((ran.at(-1) ?? 0) % MINUTE) / SECOND);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(4);
  await schedule.stop();
});

test("a rhythm does not drift, however long the runs take", async () => {
  const { clock, schedule } = setUp();
  const job = noting("host:a", clock, {
    when: { everyMs: 15 * SECOND },
    run: async () => {
      job.ran.push(clock.monotonic());
      await clock.sleep(3_333);
      return NOTHING;
    },
  });
  schedule.setJobs([job]);
  await clock.advance(HOUR);
  const settled = job.ran.slice(1);
  expect(new Set(settled.map((at) => at % (15 * SECOND))).size).toBe(1);
  expect(settled.length).toBeGreaterThanOrEqual(239);
  expect(schedule.figures()).toEqual({ skipped: 0, failed: 0, longestMs: 3_333 });
  expect(schedule.figures().longestMs).toBe(0);
  await schedule.stop();
});

test("a job that is in doubt runs again before its turn, as long as it asks for it, and keeps its rhythm", async () => {
  const { clock, schedule } = setUp();
  let doubts = 0;
  const job = noting("snmp:a", clock, {
    run: async () => {
      job.ran.push(clock.monotonic());
      await clock.sleep(4 * SECOND);
      return NOTHING;
    },
    again: () => (doubts-- > 0 ? 20 * SECOND : undefined),
  });
  schedule.setJobs([job]);
  await clock.advance(5 * MINUTE);
  const settled = job.ran.at(-1) ?? 0;
  doubts = 4;
  await clock.advance(3 * MINUTE);
  // 20 s apart from start to start; what would fall on its next turn is that turn.
  const steps = job.ran.filter((at) => at >= settled).map((at) => (at - settled) / SECOND);
  expect(steps).toEqual([0, 60, 80, 100, 120, 140, 180]);
  expect(schedule.figures()).toMatchObject({ skipped: 0, failed: 0 });
  await schedule.stop();
});

test("a run that is due while the previous one goes on is skipped and counted", async () => {
  const { clock, schedule, lines } = setUp();
  let most = 0;
  let now = 0;
  const job = noting("ping:a", clock, {
    when: { everyMs: 30 * SECOND },
    timeoutMs: 2 * MINUTE,
    run: async () => {
      now += 1;
      most = Math.max(most, now);
      job.ran.push(clock.monotonic());
      await clock.sleep(70 * SECOND);
      now -= 1;
      return NOTHING;
    },
  });
  schedule.setJobs([job]);
  await clock.advance(10 * MINUTE);
  expect(most).toBe(1);
  const { skipped } = schedule.figures();
  expect(skipped + job.ran.length).toBeGreaterThanOrEqual(19);
  expect(skipped).toBeGreaterThanOrEqual(12);
  expect(lines).toContain("job_skipped");
  const stopped = schedule.stop();
  await clock.advance(2 * SECOND);
  await stopped;
});

test("a run that the machine slept through is made up for once, not many times", async () => {
  const { clock } = setUp();
  const job = noting("host:a", clock);
  // Three hours pass in one leap, as they do when a PC sleeps.
  let stall = 0;
  const stalling = { ...clock, monotonic: () => clock.monotonic() + stall };
  const slept = createSchedule({
    clock: stalling,
    now: () => clock.now(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onReading: () => {},
    lastRuns: { get: () => undefined, set: () => {} },
  });
  slept.setJobs([job]);
  await clock.advance(3 * MINUTE);
  const before = job.ran.length;
  stall = 3 * HOUR;
  await clock.advance(MINUTE);
  expect(job.ran.length - before).toBeLessThanOrEqual(2);
  expect(slept.figures().skipped).toBe(0);
  await clock.advance(10 * MINUTE);
  expect(job.ran.length - before).toBeLessThanOrEqual(12);
  await slept.stop();
});

test("a run that lasts too long is aborted and counted as failed; a deaf one does not block the job for ever", async () => {
  const { clock, schedule, lines } = setUp();
  let aborted = 0;
  const polite = noting("a", clock, {
    timeoutMs: 5 * SECOND,
    run: (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborted += 1;
          reject(new Error("aborted"));
        });
      }),
  });
  const deaf = noting("b", clock, {
    timeoutMs: 5 * SECOND,
    run: () => {
      deaf.ran.push(1);
      return new Promise(() => {});
    },
  });
  schedule.setJobs([polite, deaf]);
  await clock.advance(5 * MINUTE);
  expect(aborted).toBeGreaterThanOrEqual(5);
  expect(deaf.ran.length).toBeGreaterThanOrEqual(5);
  expect(schedule.figures().failed).toBe(aborted + deaf.ran.length);
  expect(lines).toContain("job_stuck");
  await schedule.stop();
});

test("a run that throws is counted and logged, and the job goes on", async () => {
  const { clock, schedule, lines } = setUp();
  const job = noting("a", clock, { run: () => Promise.reject(new Error("bug")) });
  schedule.setJobs([job]);
  await clock.advance(5 * MINUTE);
  expect(schedule.figures().failed).toBeGreaterThanOrEqual(5);
  expect(lines.filter((event) => event === "job_failed").length).toBe(lines.length);
  await schedule.stop();
});

test("a new assignment leaves unchanged jobs in their rhythm, replaces changed ones and closes removed ones", async () => {
  const { clock, schedule } = setUp();
  const closed: string[] = [];
  const make = (id: string, version: string) =>
    noting(id, clock, { version, close: () => void closed.push(`${id}@${version}`) });
  const [kept, changed, gone] = [make("kept", "1"), make("changed", "1"), make("gone", "1")];
  schedule.setJobs([kept, changed, gone]);
  await clock.advance(5 * MINUTE);
  const rhythm = (kept.ran.at(-1) ?? 0) % MINUTE;
  const again = make("kept", "1");
  const replacement = make("changed", "2");
  schedule.setJobs([again, replacement, make("new", "1")]);
  await clock.advance(5 * MINUTE);
  expect(closed.toSorted()).toEqual(["changed@1", "gone@1"]);
  expect(again.ran).toEqual([]);
  expect((kept.ran.at(-1) ?? 0) % MINUTE).toBe(rhythm);
  expect(kept.ran.length).toBeGreaterThanOrEqual(10);
  expect(replacement.ran[0]).toBeLessThanOrEqual(5 * MINUTE + 10 * SECOND);
  const before = gone.ran.length;
  await clock.advance(MINUTE);
  expect(gone.ran.length).toBe(before);
  await schedule.stop();
  expect(closed).toHaveLength(5);
});

test("readings of a job that was stopped half-way are not kept", async () => {
  const { clock, schedule, readings } = setUp();
  const job = noting("a", clock, {
    run: (signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve(NOTHING));
      }),
  });
  schedule.setJobs([job]);
  await clock.advance(20 * SECOND);
  schedule.setJobs([]);
  await clock.advance(SECOND);
  expect(readings).toEqual([]);
  await schedule.stop();
});

const at = (text: string) => new Date(text).getTime();
const daily = (clock: { monotonic(): number }, atStart: boolean) =>
  noting("inventory:pc", clock, { when: { cron: "30 9 * * *", atStart } });

test("a calendar job runs when due, each day once", async () => {
  const { clock, schedule } = setUp(at("2026-11-23T08:00:00"));
  const job = daily(clock, false);
  schedule.setJobs([job]);
  await clock.advance(3 * DAY);
  expect(job.ran).toEqual([1.5 * HOUR, 1.5 * HOUR + DAY, 1.5 * HOUR + 2 * DAY]);
  await schedule.stop();
});

test("a calendar job that was missed while the PC was off runs once, whether one due time passed or ten", async () => {
  const lastRuns = new Map([["inventory:pc", at("2026-11-13T09:30:00")]]);
  const { clock, schedule } = setUp(at("2026-11-23T14:00:00"), lastRuns);
  const job = daily(clock, false);
  schedule.setJobs([job]);
  await clock.advance(HOUR);
  expect(job.ran).toHaveLength(1);
  expect(lastRuns.get("inventory:pc")).toBe(at("2026-11-23T14:00:00"));
  await clock.advance(DAY);
  expect(job.ran).toHaveLength(2);
  await schedule.stop();
});

test("a calendar job of a PC that is off at every due time still gets its turn", async () => {
  const lastRuns = new Map<string, number>();
  const first = setUp(at("2026-11-23T10:00:00"), lastRuns);
  first.schedule.setJobs([daily(first.clock, false)]);
  await first.clock.advance(HOUR);
  await first.schedule.stop();
  const second = setUp(at("2026-11-24T10:00:00"), lastRuns);
  const job = daily(second.clock, false);
  second.schedule.setJobs([job]);
  await second.clock.advance(HOUR);
  expect(job.ran).toHaveLength(1);
  await second.schedule.stop();
});

test("a last run that a wrong clock put into the future does not silence the job", async () => {
  const lastRuns = new Map([["inventory:pc", at("2039-01-01T00:00:00")]]);
  const { clock, schedule } = setUp(at("2026-11-23T08:00:00"), lastRuns);
  const job = daily(clock, false);
  schedule.setJobs([job]);
  await clock.advance(DAY);
  expect(job.ran).toHaveLength(1);
  await schedule.stop();
});

test("with atStart it runs at once and then by the calendar; with a wrong expression, at the start only", async () => {
  const { clock, schedule, lines } = setUp(at("2026-11-23T08:00:00"));
  const job = daily(clock, true);
  const wrong = noting("inventory:other", clock, { when: { cron: "every morning", atStart: true } });
  schedule.setJobs([job, wrong]);
  await clock.advance(DAY);
  expect(job.ran).toHaveLength(2);
  expect(job.ran[0]).toBeLessThan(10 * SECOND);
  expect(wrong.ran).toHaveLength(1);
  expect(lines).toContain("cron_invalid");
  await schedule.stop();
});

test.each([
  ["30 9 * * *", "2026-11-23T09:30:00", "2026-11-24T09:30:00"],
  ["*/15 * * * *", "2026-11-23T09:31:12", "2026-11-23T09:45:00"],
  ["0 6 * * 1", "2026-11-23T06:00:00", "2026-11-30T06:00:00"],
  ["0 0 29 2 *", "2026-03-01T00:00:00", "2028-02-29T00:00:00"],
  ["5 23 1-7 12 mon", "2026-11-23T00:00:00", "2026-12-07T23:05:00"],
])("the calendar %s after %s is next due at %s", (cron, after, due) => {
  expect(calendar(cron)?.next(at(after))).toBe(at(due));
});

test("no calendar is made of what is no five-field expression, and 30 February never comes", () => {
  for (const text of ["", "* * * *", "61 * * * *", "* * * * * *", "@daily; rm", "0 0 L * *", "0 0 * * 1#2"])
    expect(calendar(text)).toBeUndefined();
  expect(calendar("0 0 30 2 *")?.next(at("2026-01-01T00:00:00"))).toBeUndefined();
});

test("the next due time lies after the time given, at a full minute, with nothing due between", () => {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  fc.assert(
    fc.property(minute, hour, fc.integer({ min: at("2026-01-01"), max: at("2029-01-01") }), (m, h, after) => {
      const next = calendar(`${m} ${h} * * *`)?.next(after) ?? Number.NaN;
      expect(next).toBeGreaterThan(after);
      expect(next - after).toBeLessThanOrEqual(25 * HOUR);
      expect(next % MINUTE).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test("a list of minutes may stand in any order", () => {
  expect(calendar("30,0 8 * * *")?.next(at("2026-11-25T08:00") - 1)).toBe(at("2026-11-25T08:00"));
});

test("agrees with node-cron's own matcher about every minute", () => {
  const numbers = (min: number, max: number) =>
    fc.oneof(
      fc.constant("*"),
      fc.integer({ min, max }).map(String),
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((list) => list.join(",")),
      fc
        .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );
  const fields = fc.tuple(numbers(0, 59), numbers(0, 23), numbers(1, 31), numbers(1, 12), numbers(0, 7));
  const time = fc.integer({ min: at("2026-01-01"), max: at("2029-01-01") });
  fc.assert(
    fc.property(fields, time, (parts, after) => {
      const cron = parts.join(" ");
      const due = calendar(cron)?.next(after);
      let task;
      try {
        task = createTask(cron, () => {});
      } catch (error) {
        // The 30th of February: node-cron refuses what never comes; here it is never due.
        expect(String(error)).toContain("impossible day of month");
        if (parts[4] === "*") expect(due).toBeUndefined();
        return;
      }
      if (due !== undefined) {
        expect(task.match(new Date(due))).toBe(true);
        for (
          let minute = Math.ceil((after + 1) / MINUTE) * MINUTE;
          minute < Math.min(due, after + 2 * HOUR);
          minute += MINUTE
        ) {
          expect(task.match(new Date(minute))).toBe(false);
        }
      }
      void task.destroy();
    }),
    { numRuns: 60 },
  );
});
