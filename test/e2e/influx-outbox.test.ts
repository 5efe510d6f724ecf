import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InfluxStore } from "../../server/stores/influx/open.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { realClock } from "../support/real-clock.ts";
import { startChild } from "../support/child.ts";
import { hasProgram, influxPlace, influxql } from "./support/influx.ts";
import { blockAt, BLOCK_ENTITIES } from "./support/influx-blocks.ts";

/** How long measurements come in with InfluxDB dying under it. Minutes: `CAYDA_OUTBOX_SECONDS=180`. */
const SECONDS = Number(process.env["CAYDA_OUTBOX_SECONDS"] ?? 12);
const WRITER = fileURLToPath(new URL("support/influx-writer.ts", import.meta.url));

let influxd: Influxd;

/** What InfluxDB itself holds, by entity, time and field. */
async function storedIn(database: string): Promise<Map<string, number>> {
  const answer = (await influxql(influxd.url, "SELECT * FROM port GROUP BY device_id", database)) as {
    results: {
      series?: { tags: Record<string, string>; columns: string[]; values: (number | string | null)[][] }[];
    }[];
  };
  const found = new Map<string, number>();
  for (const { tags, columns, values } of answer.results.flatMap(({ series = [] }) => series)) {
    for (const row of values) {
      const part = String(row[columns.indexOf("port")]);
      for (const field of ["in_octets", "in_errors"]) {
        const value = row[columns.indexOf(field)];
        if (typeof value === "number")
          found.set(`port:${tags["device_id"]}/${part} ${row[0]} ${field}`, value);
      }
    }
  }
  return found;
}

function madeOf(blocks: number): Map<string, number> {
  const made = new Map<string, number>();
  for (let i = 0; i < blocks; i += 1) {
    for (const { entity, at, fields } of blockAt(i).samples) {
      for (const [name, values] of Object.entries(fields)) {
        for (const [row, value] of values.entries())
          if (value !== null) made.set(`${entity} ${at[row]} ${name}`, value);
      }
    }
  }
  return made;
}

async function drained(store: InfluxStore): Promise<void> {
  const until = performance.now() + 90_000;
  while (store.stats().headPoints > 0) {
    if (performance.now() > until) throw new Error(`still waiting: ${JSON.stringify(store.stats())}`);
    await sleep(50);
  }
}

describe.skipIf(!hasProgram("influxd", "the outbox of the InfluxDB store"))("with a real InfluxDB", () => {
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.close());

  test(
    "InfluxDB is killed amid ingest, again and again: what was acknowledged is stored, value by value",
    async () => {
      const place = await influxPlace(influxd.url, realClock);
      const store = await place.open();
      const end = performance.now() + SECONDS * 1_000;
      let blocks = 0;
      let kills = 0;
      let down = 0;
      let saidSo = false;
      const ingest = (async () => {
        while (performance.now() < end) {
          await store.append(blockAt(blocks));
          blocks += 1;
          saidSo ||= store.stats().troubles.some(({ code }) => code === "influx_waiting");
          await sleep(4);
        }
      })();
      while (performance.now() < end - 2_000) {
        await sleep(500 + Math.random() * 2_000);
        await influxd.kill();
        kills += 1;
        const away = 500 + Math.random() * Math.min(20_000, SECONDS * 120);
        down += away;
        await sleep(away);
        await influxd.start();
      }
      await ingest;
      await drained(store);
      const made = madeOf(blocks);
      const stored = await storedIn(place.database);
      process.stdout.write(
        `influxd kill -9 × ${kills} in ${SECONDS} s (away ${Math.round(down / 1_000)} s): ${blocks} blocks, ${made.size} values made, ${stored.size} stored, ${store.stats().figures["influx_retries"]} retries\n`,
      );
      expect(kills).toBeGreaterThan(0);
      expect(saidSo).toBe(true);
      expect(stored).toEqual(made);
      expect(store.stats()).toMatchObject({ points: made.size, troubles: [] });
      await store.close();
      place.remove();
    },
    SECONDS * 2_000 + 120_000,
  );

  test(
    "our own store is killed amid draining: what it acknowledged is stored, and nothing else is wrong",
    async () => {
      const place = await influxPlace(influxd.url, realClock);
      let acknowledged = -1;
      const kills = Math.max(4, Math.round(SECONDS / 4));
      for (let kill = 0; kill < kills; kill += 1) {
        // From the last acknowledged block on: one that was stored and not acknowledged comes again.
        const writer = startChild(process.execPath, [
          WRITER,
          place.dir,
          influxd.url,
          place.database,
          String(acknowledged + 1),
        ]);
        await writer.waitFor(/ack \d+\n/);
        await sleep(Math.random() * 500);
        await writer.stop("SIGKILL");
        acknowledged = Math.max(
          acknowledged,
          ...[...writer.output().matchAll(/^ack (\d+)$/gm)].map(([, n]) => Number(n)),
        );
      }
      const store = await place.open();
      await drained(store);
      const stored = await storedIn(place.database);
      const made = madeOf(acknowledged + 1);
      // The block under way when it was killed may be there too, as a whole or not at all.
      const more = madeOf(acknowledged + 2);
      process.stdout.write(
        `store kill -9 × ${kills}: ${acknowledged + 1} blocks acknowledged, ${made.size} values made, ${stored.size} stored\n`,
      );
      expect(acknowledged).toBeGreaterThan(kills);
      expect(stored).toEqual(stored.size === made.size ? made : more);
      expect(store.entities().length).toBe(BLOCK_ENTITIES.length);
      await store.close();
      place.remove();
    },
    SECONDS * 2_000 + 120_000,
  );
});
