import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { DAY } from "../../core/clock.ts";
import { randomOf, siteBatches, WORKLOAD_START } from "../bench/workload.ts";
import { settle } from "../contracts/sample-store.ts";
import { fakeClock } from "../support/fake-clock.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";

const WRITER = "test/fakes/sample-store-writer/main.ts";
const SITES = 1;
const ROUNDS = 12;
/** Blocks that the writer has under way at most. */
const UNDER_WAY = 4;

function open(dir: string, faults: string[]): Promise<SampleStore> {
  const log = { info: () => {}, warn: () => {}, error: (event: string) => void faults.push(event) };
  return openSampleStore({ dir, clock: fakeClock(WORKLOAD_START), log });
}

/** Runs the writer and kills it (-9) once it has acknowledged so many blocks; returns the last number acknowledged. */
function writeAndKill(dir: string, from: number, acknowledged: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, dir, String(SITES), String(from)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = from - 1;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line !== "open") last = Number(line);
    if (last - from + 1 >= acknowledged) child.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (_, signal) =>
      signal === "SIGKILL" ? resolve(last) : reject(new Error("the writer ended by itself")),
    );
  });
}

/** Every point of the first blocks, by entity, field and time. */
function expectedOf(blocks: number): Map<string, Map<string, Map<number, number>>> {
  const expected = new Map<string, Map<string, Map<number, number>>>();
  let number = 0;
  for (const { samples } of siteBatches({ sites: SITES, minutes: 100_000 })) {
    if (number >= blocks) break;
    number += 1;
    for (const { entity, at, fields } of samples) {
      const entityFields = expected.get(entity) ?? new Map<string, Map<number, number>>();
      expected.set(entity, entityFields);
      for (const [name, values] of Object.entries(fields)) {
        const times = entityFields.get(name) ?? new Map<number, number>();
        entityFields.set(name, times.set(at[0] ?? 0, values[0] ?? 0));
      }
    }
  }
  return expected;
}

/** Compares every stored point with the workload to the bit; returns how many there are. */
async function compare(store: SampleStore, blocks: number): Promise<number> {
  let points = 0;
  for (const [entity, fields] of expectedOf(blocks)) {
    const raw = await store.raw(entity, WORKLOAD_START, WORKLOAD_START + 400 * DAY);
    for (const [name, times] of fields) {
      const values = raw.fields[name] ?? [];
      let found = 0;
      for (const [i, at] of raw.at.entries()) {
        const value = values[i] ?? null;
        if (value === null) continue;
        found += 1;
        if (!Object.is(value, times.get(at)))
          throw new Error(`${entity} ${name} at ${at}: ${value}, not ${times.get(at)}`);
      }
      if (found !== times.size) throw new Error(`${entity} ${name}: ${found} points of ${times.size}`);
      points += found;
    }
  }
  return points;
}

test(
  `killed (-9) at ${ROUNDS} moments under load, every acknowledged point is there once, bit for bit`,
  { timeout: 120_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), "cayda-crash-"));
    const random = randomOf(process.pid);
    const faults: string[] = [];
    try {
      let next = 0;
      let slowest = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        next = (await writeAndKill(dir, next, 30 + Math.floor(random() * 300))) + 1;
        const began = performance.now();
        const store = await open(dir, faults);
        slowest = Math.max(slowest, performance.now() - began);
        await store.close();
      }
      const hot = readdirSync(dir).filter((name) => /^day-.*[.]db$/.test(name));
      expect(hot.length, "it was killed while flushes went on").toBeGreaterThan(0);
      // What was under way at the last kill may be stored or not; sent again, as an agent does, it is there once.
      const store = await open(dir, faults);
      const sent = next + 2 * UNDER_WAY;
      let number = 0;
      for (const { block, site, madeAt, samples } of siteBatches({ sites: SITES, minutes: 100_000 })) {
        if (number >= sent) break;
        if (number >= next) await store.append({ block, site, receivedAt: madeAt, samples });
        number += 1;
      }
      const points = await compare(store, sent);
      expect(points).toBeGreaterThan(ROUNDS * 30 * 600);
      expect(store.stats().points, "none is there twice").toBe(points);
      await settle(store, WORKLOAD_START + 300 * DAY);
      expect(store.stats()).toMatchObject({ headPoints: 0, points });
      expect(await compare(store, sent)).toBe(points);
      await store.close();
      expect(slowest).toBeLessThan(2_000);
      expect(faults).toEqual([]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
