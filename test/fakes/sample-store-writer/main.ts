import { writeSync } from "node:fs";
import { openSampleStore } from "../../../server/stores/samples/open.ts";
import { MINUTE, type Clock } from "../../../core/clock.ts";
import { siteBatches, WORKLOAD_START } from "../../bench/workload.ts";

/**
 * Writes a workload into a sample store until it is killed: `main.ts DIR SITES FROM`. Begins with the block number FROM
 * and prints each block's number once it is acknowledged. Several blocks are under way at any time, as in a server, and
 * time passes with the workload, so that flushes are too.
 */
const [dir = "", sites = "1", from = "0"] = process.argv.slice(2);
const UNDER_WAY = 4;
let now = WORKLOAD_START;
const clock: Clock = {
  now: () => now,
  monotonic: () => performance.now(),
  sleep: () => Promise.resolve(),
};
const log = {
  info: () => {},
  warn: () => {},
  error: (event: string, fields?: object) => console.error(event, fields),
};
const store = await openSampleStore({ dir, clock, log });
writeSync(1, "open\n");

let number = -1;
let waiting: Promise<void>[] = [];
for (const { block, site, madeAt, samples } of siteBatches({ sites: Number(sites), minutes: 100_000 })) {
  number += 1;
  if (number < Number(from)) continue;
  const mine = number;
  now = madeAt + (number % (2 * Number(sites))) * (MINUTE / (2 * Number(sites)));
  store.tick(now);
  const append = async () => {
    await store.append({ block, site, receivedAt: now, samples });
    writeSync(1, `${mine}\n`);
  };
  waiting.push(append());
  if (waiting.length === UNDER_WAY) {
    await Promise.all(waiting);
    waiting = [];
  }
}
