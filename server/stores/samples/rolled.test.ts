import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { test } from "vitest";
import { DAY, HOUR, MINUTE, type Clock } from "../../../core/clock.ts";
import {
  followRolled,
  ROLLED_DAYS,
  ROLLED_END,
  ROLLED_START,
  rolledBounds,
  rolledData,
  type RolledStore,
} from "../../../test/contracts/rolled-answers.ts";
import { settle } from "../../../test/contracts/sample-store.ts";
import { openSampleStore } from "./open.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

async function open(): Promise<RolledStore> {
  const dir = mkdtempSync(join(tmpdir(), "cayda-rolled-"));
  let time = ROLLED_START;
  const clock: Clock = { now: () => time, monotonic: () => time, sleep: () => Promise.resolve() };
  const store = await openSampleStore({ dir, clock, log, inline: true });
  return {
    store,
    night: async () => {
      // The last day stays hot.
      time = ROLLED_END + 6 * HOUR - DAY;
      for (let turn = 0; turn < ROLLED_DAYS + 2; turn += 1) {
        time += MINUTE;
        await settle(store, time);
      }
      time = ROLLED_END + DAY;
    },
    close: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

test("ranges and roll-ups are the same from roll-ups as from all readings", async () => {
  await fc.assert(
    fc.asyncProperty(rolledData, fc.boolean(), rolledBounds, (one, late, range) =>
      followRolled(open, one, late, range, false),
    ),
    { numRuns: Number(process.env["CAYDA_ROLLED_RUNS"] ?? 8) },
  );
}, 600_000);

test("questions across entities are answered as from all readings", async () => {
  await fc.assert(
    fc.asyncProperty(rolledData, fc.boolean(), rolledBounds, (one, late, range) =>
      followRolled(open, one, late, range, true),
    ),
    { numRuns: Number(process.env["CAYDA_ROLLED_RUNS"] ?? 3) },
  );
}, 600_000);
