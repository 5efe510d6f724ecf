import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, legalDayOf, MINUTE } from "../../core/clock.ts";
import { copyHistory } from "../../server/history/copy.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import type { SampleStore } from "../../server/ports.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { silent } from "../support/log.ts";
import { oldStores, rollupsBefore } from "../support/old-store.ts";
import { realClock } from "../support/real-clock.ts";
import { run } from "../support/run.ts";
import { hasProgram, influxPlace, influxql, untilTrue } from "./support/influx.ts";

let influxd: Influxd;
let dir: string;
const openEmbedded = (folder: string) =>
  openSampleStore({ dir: join(folder, "samples"), clock: realClock, log: silent });

/** Every reading of every entity, with the minus of zero. */
async function everything(store: SampleStore): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { entity, site } of store.entities().toSorted((a, b) => (a.entity < b.entity ? -1 : 1))) {
    const { at, fields } = await store.raw(entity, 0, Date.UTC(2099, 0, 1));
    const texts = Object.entries(fields)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, values]) => [name, values.map((value) => (Object.is(value, -0) ? "-0" : value))]);
    found[entity] = { site, at, fields: texts };
  }
  return found;
}

async function fill(store: SampleStore, now: number): Promise<number> {
  let values = 0;
  for (let i = 0; i < 30; i += 1) {
    const entity = i % 3 === 0 ? `target:t${i}` : `port:sw${i % 4}/Gi0/${i}`;
    const at = Array.from({ length: 300 }, (_, row) => now - 20 * DAY + row * 90 * MINUTE + i * 137);
    const column = at.map((time, row) => (row % 50 === 7 ? null : row % 41 === 3 ? -0 : (time % 9_973) / 7));
    values += column.filter((value) => value !== null).length;
    await store.append({
      block: `made-${i}`,
      site: `site-${i % 2}`,
      receivedAt: now,
      samples: [{ entity, at, fields: { [i % 3 === 0 ? "rtt_avg" : "in_octets"]: column } }],
    });
  }
  return values;
}

describe.skipIf(!hasProgram("influxd", "copying between stores"))("with a real InfluxDB", () => {
  beforeAll(async () => {
    influxd = await startInfluxd();
    dir = mkdtempSync(join(tmpdir(), "cayda-copy-"));
  });
  afterAll(async () => {
    await influxd.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test("what is copied to InfluxDB and back is the same bit by bit; copying twice changes nothing; a running store is told", async () => {
    await influxql(influxd.url, "CREATE DATABASE cayda");
    const place = (name: string) => {
      const folder = join(dir, name);
      const file = join(dir, `${name}.yaml`);
      writeFileSync(file, `dataDir: ${folder}\nstore: { influx: { url: "${influxd.url}" } }\n`);
      return { folder, file };
    };
    const [first, second] = [place("first"), place("second")];
    const source = await openEmbedded(first.folder);
    const values = await fill(source, Date.now());
    const before = await everything(source);
    const copy = async (file: string, from: string, to: string) => {
      const args = ["server/history/main.ts", "copy", "--from", from, "--to", to, "--config", file, "--json"];
      return run(process.execPath, args, false);
    };
    const locked = await copy(first.file, "embedded", "influx");
    expect(locked.code).toBe(1);
    expect(locked.output).toContain(first.folder);
    await source.close();

    const there = await copy(first.file, "embedded", "influx");
    expect(there.code, there.output).toBe(0);
    expect(JSON.parse(there.output)).toMatchObject({
      entities: 30,
      points: values,
      knownBlocks: 0,
      waiting: 0,
    });
    const again = JSON.parse((await copy(first.file, "embedded", "influx")).output) as {
      blocks: number;
      knownBlocks: number;
    };
    expect(again.knownBlocks).toBe(again.blocks);

    // Another machine has the outbox's list of entities with it, and nothing else.
    cpSync(join(first.folder, "influx"), join(second.folder, "influx"), { recursive: true });
    const back = await copy(second.file, "influx", "embedded");
    expect(back.code, back.output).toBe(0);
    expect(JSON.parse(back.output)).toMatchObject({ entities: 30, points: values });
    const target = await openEmbedded(second.folder);
    expect(await everything(target)).toEqual(before);
    process.stdout.write(
      `copied ${values} values to InfluxDB in ${there.seconds.toFixed(1)} s, back in ${back.seconds.toFixed(1)} s\n`,
    );
    await target.close();
  });

  test("hours and days whose readings are gone go to InfluxDB and back", async () => {
    const stores = oldStores();
    const source = await stores.open(join(dir, "old"));
    await stores.fill(source);
    const border = legalDayOf(source.coverage().raw ?? 0);
    const wanted = await rollupsBefore(source, border);
    const rows = Object.values(wanted).reduce((sum, { at }) => sum + at.length, 0);
    const place = await influxPlace(influxd.url, stores.clock);
    let influx = await place.open();
    const there = await copyHistory({ from: source, to: influx, clock: stores.clock });
    expect(there.rollups).toBe(rows);
    await untilTrue(() => influx.stats().figures["outbox_blocks"] === 0);
    expect(await rollupsBefore(influx, border)).toEqual(wanted);
    await influx.rollUp(stores.clock.now());
    await influx.close();
    influx = await place.open();
    expect(await rollupsBefore(influx, border)).toEqual(wanted);
    expect(await copyHistory({ from: source, to: influx, clock: stores.clock })).toMatchObject({
      rollups: 0,
    });
    const back = await stores.open(join(dir, "old-back"));
    await copyHistory({ from: influx, to: back, clock: stores.clock });
    expect(await rollupsBefore(back, border)).toEqual(wanted);
    for (const store of [source, influx, back]) await store.close();
    place.remove();
  });
});
