import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../core/clock.ts";
import { openSampleStore } from "../../../server/stores/samples/open.ts";
import { openDatabase } from "../../../server/stores/samples/sqlite.ts";
import { blockOf, sentAt } from "./workload.ts";
import { killing } from "./kill-points.ts";

/**
 * Days of a small office in seconds, until it is killed: `main.ts DIR FROM PACE`. Begins with block FROM, prints each number
 * once it is acknowledged, waits PACE milliseconds after each. Nights compact on their own thread and retention is short.
 */
const [dir = "", from = "0", pace = "0"] = process.argv.slice(2);
const UNDER_WAY = 3;
let now = sentAt(Number(from));
// Fast as the days, so that pauses are short and every slice of a flush is one entity's.
const clock: Clock = {
  now: () => now,
  monotonic: () => performance.now() * 2_000,
  sleep: () => Promise.resolve(),
};
const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, fields?: object) => console.error(event, fields),
};
const retention = { rawDays: 3, hourlyMonths: 1, dailyYears: 1 };
const store = await openSampleStore({ dir, clock, log, retention, open: killing(openDatabase) });
writeSync(1, "open\n");

/** On a busy machine the days must not run away from the nights. */
async function caughtUp(): Promise<void> {
  while ((store.stats().figures["compaction_behind_days"] ?? 0) > 1) {
    store.tick(now);
    await sleep(5);
  }
}

let waiting: Promise<void>[] = [];
for (let number = Number(from); ; number += 1) {
  now = Math.max(now, sentAt(number));
  if (Number(pace) > 0 && number % 48 === 0) await caughtUp();
  const append = async () => {
    await store.append(blockOf(number));
    writeSync(1, `${number}\n`);
  };
  waiting.push(append());
  for (let turn = 0; turn < 5; turn += 1) {
    store.tick(now);
    await sleep(Number(pace) / 5);
  }
  if (waiting.length < UNDER_WAY) continue;
  await Promise.all(waiting);
  waiting = [];
}
