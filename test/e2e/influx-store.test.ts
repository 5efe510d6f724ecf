import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, HOUR, legalDayOf, MINUTE, startOfLegalDay } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import type { Labels } from "../../core/exposition.ts";
import type { InfluxStore } from "../../server/stores/influx/open.ts";
import { freePort, startChild } from "../support/child.ts";
import {
  followRolled,
  ROLLED_END,
  rolledBounds,
  rolledData,
  type RolledStore,
} from "../contracts/rolled-answers.ts";
import { sampleHistoryContract } from "../contracts/sample-history.ts";
import { CONTRACT_START, sampleStoreContract, type OpenedStore } from "../contracts/sample-store.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { hasProgram, influxPlace, influxql, untilTrue } from "./support/influx.ts";

let influxd: Influxd;

/** A store on a database of its own. */
async function open(): Promise<OpenedStore> {
  const place = await influxPlace(influxd.url, fakeClock(CONTRACT_START));
  let store = await place.open();
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await place.open();
      return store;
    },
    compact: (now) => store.rollUp(now),
    remove: async () => {
      await store.close();
      place.remove();
    },
  };
}

async function openRolled(): Promise<RolledStore> {
  const clock = fakeClock(ROLLED_END + DAY);
  const place = await influxPlace(influxd.url, clock);
  const store = await place.open();
  return {
    store,
    night: async () => {
      await drained(store);
      // The last day is not over yet.
      await store.rollUp(ROLLED_END + 6 * HOUR - DAY);
    },
    close: async () => {
      await store.close();
      place.remove();
    },
  };
}

describe.skipIf(!hasProgram("influxd", "the InfluxDB store"))("with a real InfluxDB", () => {
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.close());
  sampleStoreContract("the InfluxDB store", open);
  sampleHistoryContract("the InfluxDB store", open);

  test.each([
    ["ranges and roll-ups", false],
    ["questions across entities", true],
  ])("%s are answered from roll-ups as from all readings", async (_, across) => {
    await fc.assert(
      fc.asyncProperty(rolledData, fc.boolean(), rolledBounds, (one, late, range) =>
        followRolled(openRolled, one, late, range, across),
      ),
      { numRuns: Number(process.env["CAYDA_ROLLED_RUNS"] ?? (across ? 6 : 2)) },
    );
  });

  test("text that means something to the protocol or the query language comes back as it was", async () => {
    const place = await influxPlace(influxd.url, fakeClock(CONTRACT_START));
    const unit = fc.oneof(
      fc.constantFrom("\\", "'", '"', ",", "=", " ", "/", "\n", "$", ";", "%", "#"),
      fc.string({ unit: "grapheme", maxLength: 1 }),
    );
    const text = fc.string({ unit, minLength: 1, maxLength: 12 });
    const part = text.filter(
      (some) => parseEntityRef(`port:sw/${some}`) !== undefined && !/^ | $/.test(some),
    );
    let labels: Labels = {};
    const store = await place.open({ tags: { refresh: async () => {}, of: () => labels } });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(part, { minLength: 1, maxLength: 5 }), text, async (parts, name) => {
        labels = { site: name, unit: `${name}'\\` };
        const base = (number += 1);
        const entities = parts.map((some) => `port:sw${base}/${some}`);
        const samples = entities.map((entity, i) => ({ entity, at: [T], fields: { in_errors: [i] } }));
        await store.append({ block: `x${base}`, site: "s", receivedAt: T, samples });
        await drained(store);
        for (const [i, entity] of entities.entries())
          expect(await store.raw(entity, T, T + 1), entity).toEqual({ at: [T], fields: { in_errors: [i] } });
      }),
      { numRuns: 40 },
    );
    expect(store.stats().troubles).toEqual([]);
    await store.close();
    place.remove();
  });

  test("an entity that is renamed keeps its series for what it had, whatever is written once more", async () => {
    const place = await influxPlace(influxd.url, fakeClock(CONTRACT_START));
    let labels: Labels = { device: "old" };
    const tags = { refresh: async () => {}, of: () => labels };
    let store = await place.open({ tags });
    let number = 0;
    const put = async (at: number, value: number) => {
      const samples = [{ entity: "host:pc1", at: [at], fields: { cpu: [value] } }];
      await store.append({ block: `r${(number += 1)}`, site: "s", receivedAt: T, samples });
      await drained(store);
    };
    await put(T, 1);
    labels = { device: "new" };
    await put(T + MINUTE, 2);
    await put(T + 2 * MINUTE, 6);
    await put(T, 3);
    await store.close();
    store = await place.open({ tags });
    await put(T, 4);
    await put(T + MINUTE, 5);
    expect(await store.raw("host:pc1", T - HOUR, T + HOUR)).toEqual({
      at: [T, T + MINUTE, T + 2 * MINUTE],
      fields: { cpu: [4, 5, 6] },
    });
    const series = JSON.stringify(await influxql(influxd.url, "SHOW SERIES FROM host", place.database));
    expect(series).toContain("device=old");
    expect(series).toContain("device=new");
    await store.close();
    place.remove();
  });

  test("lines that InfluxDB refuses are put aside, and sent again once what it refused them for is mended", async () => {
    const place = await influxPlace(influxd.url, fakeClock(CONTRACT_START));
    const store = await place.open();
    // Somebody else wrote whole numbers under our name.
    const other = await fetch(`${influxd.url}/write?db=${place.database}`, {
      method: "POST",
      body: `host,device_id=x cpu=1i ${T}000000`,
    });
    expect(other.status).toBe(204);
    const samples = [{ entity: "host:pc1", at: [T, T + 1], fields: { cpu: [1, 2.5] } }];
    await store.append({ block: "p", site: "s", receivedAt: T, samples });
    await drained(store);
    expect(store.stats().troubles[0]).toMatchObject({ code: "influx_lines_parked", params: { count: 2 } });
    expect(store.parked(1)[0]).toMatchObject({ taken: T + 1, reason: expect.stringContaining("conflict") });
    expect(await store.retryParked()).toEqual({ stored: 0, refused: 2 });
    await influxql(influxd.url, "DROP MEASUREMENT host", place.database);
    expect(await store.retryParked()).toEqual({ stored: 2, refused: 0 });
    expect(store.stats().troubles).toEqual([]);
    expect((await store.raw("host:pc1", T, T + 9)).fields).toEqual({ cpu: [1, 2.5] });
    await store.close();
    place.remove();
  });

  test("readings that InfluxDB itself took away are known to be gone, and their roll-ups stand for them", async () => {
    const place = await influxPlace(influxd.url, fakeClock(T));
    const store = await place.open();
    const start = startOfLegalDay(legalDayOf(T)) - 6 * DAY;
    const at = Array.from({ length: 6 * 24 }, (_, i) => start + i * HOUR);
    const values = at.map((_, i) => i + 1);
    const put = (block: string, times: readonly number[], rtt: readonly number[]) => {
      const samples = [{ entity: "target:t", at: [...times], fields: { rtt_avg: [...rtt] } }];
      return store.append({ block, site: "s", receivedAt: T, samples });
    };
    await put("k1", at, values);
    await drained(store);
    await store.rollUp(T);
    const rolled = await store.rollups("target:t", "day", start, T);
    expect(rolled.at.length).toBe(6);
    const ask = { kind: "target", field: "rtt_avg", quantile: 1, from: start, to: start + 3 * DAY } as const;
    expect((await store.quantile(ask))[0]).toMatchObject({ count: 72, value: 72, approximate: false });
    expect(store.coverage()).toEqual({ raw: start, hour: start, day: start });

    // Two days and a half, as shards of UTC days go.
    const kept = start + 2.5 * DAY;
    await influxql(influxd.url, `DELETE FROM target WHERE time < ${kept}ms`, place.database);
    await store.rollUp(T + DAY);
    expect(store.coverage()).toEqual({ raw: kept, hour: start, day: start });
    // A late reading of a day that is gone does not replace that day's roll-ups.
    await put("k2", [start + DAY + MINUTE], [5_000]);
    await drained(store);
    await store.rollUp(T + DAY);
    expect((await store.quantile(ask))[0]).toMatchObject({ count: 72, value: 72, approximate: true });
    expect(await store.rollups("target:t", "day", start, T)).toEqual(rolled);
    const series = [{ field: "rtt_avg", aggregate: "max" } as const];
    const days = { entity: "target:t", from: start, to: start + 6 * DAY, stepMs: DAY, series };
    expect((await store.range(days)).values[0]).toEqual([24, 48, 72, 96, 120, 144]);
    await store.close();
    place.remove();
  });

  test("a database that is missing is told for what it is", async () => {
    const place = await influxPlace(influxd.url, fakeClock(CONTRACT_START));
    const store = await place.open({
      target: { url: influxd.url, database: "nowhere", auth: { mode: "none" } },
    });
    await store.append({
      block: "w",
      site: "s",
      receivedAt: T,
      samples: [{ entity: "host:pc1", at: [T], fields: { cpu: [1] } }],
    });
    await untilTrue(() => store.stats().troubles.length > 0);
    expect(store.stats().troubles[0]).toMatchObject({
      code: "influx_database_missing",
      params: { database: "nowhere" },
    });
    await expect(store.raw("host:pc1", T, T + 1)).rejects.toMatchObject({
      fault: { code: "influx_database_missing" },
    });
    await store.close();
    place.remove();
  });
});

describe.skipIf(!hasProgram("victoria-metrics", "writing to VictoriaMetrics"))(
  "with a real VictoriaMetrics",
  () => {
    test("it takes what we write, and gives it back over its Prometheus API", async () => {
      const dir = mkdtempSync(join(tmpdir(), "cayda-vm-"));
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const child = startChild("victoria-metrics", [
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${dir}`,
        "-retentionPeriod=100y",
      ]);
      try {
        await untilTrue(async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok === true);
        const place = await influxPlace(undefined, fakeClock(CONTRACT_START));
        const store = await place.open({ target: { url, database: "net", auth: { mode: "none" } } });
        const at = [0, 1, 2].map((minute) => T + minute * MINUTE);
        const samples = [{ entity: "port:sw1/Gi0/7", at, fields: { in_octets: [1.5, 2.5, 1e15] } }];
        await store.append({ block: "v", site: "s", receivedAt: T, samples });
        await drained(store);
        const asked = `${url}/api/v1/export?match[]=port_in_octets&start=${T / 1_000 - 60}&end=${T / 1_000 + 600}`;
        let text = "";
        await untilTrue(async () => {
          await fetch(`${url}/internal/force_flush`);
          text = await (await fetch(asked)).text();
          return text !== "";
        });
        expect(JSON.parse(text)).toMatchObject({
          metric: { __name__: "port_in_octets", device_id: "sw1", port: "Gi0/7" },
          timestamps: at,
          values: [1.5, 2.5, 1e15],
        });
        await store.close();
        place.remove();
      } finally {
        await child.stop();
        rmSync(dir, { recursive: true, force: true });
      }
    });
  },
);

const T = CONTRACT_START;
const drained = (store: InfluxStore) => untilTrue(() => store.stats().headPoints === 0);
