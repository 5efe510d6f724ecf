import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import type { StoreView } from "../../core/wire/store.ts";
import type { Overview, SeriesAnswer } from "../../core/wire/views.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { startCayda, type Cayda } from "./support/cayda.ts";
import { until } from "./support/client.ts";
import { hasProgram, influxql } from "./support/influx.ts";
import { startLoadAgent, type LoadAgent } from "./support/load-agent.ts";

/** The whole server on a real InfluxDB, with an agent's own spool and uplink before it. */
const DATABASE = "cayda";
let influxd: Influxd;
let cayda: Cayda | undefined;
let agent: LoadAgent | undefined;

describe.skipIf(!hasProgram("influxd", "the server on InfluxDB"))(
  "the server with store.kind: influx",
  () => {
    beforeAll(async () => {
      influxd = await startInfluxd({ started: false });
    });
    afterAll(async () => {
      await agent?.close();
      await cayda?.close();
      await influxd.close();
    });

    test("takes blocks while InfluxDB is away and says so, delivers them once it is there, and reads them back from it", async () => {
      cayda = await startCayda({
        localAgent: false,
        env: {
          CAYDA_STORE_KIND: "influx",
          CAYDA_INFLUX_URL: influxd.url,
          CAYDA_INFLUX_DATABASE: DATABASE,
        },
      });
      const { client } = cayda;
      const site = (await client.get<Overview>("/api/overview")).units.flatMap(({ sites }) => sites)[0]?.id;
      const { token } = await client.post<{ token: string }>(`/api/sites/${site}/tokens`, { uses: 1 });
      const loaded = await startLoadAgent({ token });
      agent = loaded;
      agent.send();
      const entity = `host:${agent.identity.device}`;
      const start = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE;
      let minute = 0;
      const put = async () => {
        await loaded.put([{ entity, at: [start + minute * MINUTE], fields: { cpu: [10 + minute] } }]);
        minute += 1;
        // The spool is empty once the server has acknowledged.
        const blocks = async () => loaded.spool.figures().blocks;
        await until("acknowledged", blocks, (waiting) => waiting === 0, 20);
      };
      const series = (to = start + 5 * MINUTE) =>
        client.get<SeriesAnswer>(
          `/api/series?entity=${encodeURIComponent(entity)}&from=${start}&to=${to}&step=${MINUTE}&series=cpu:avg`,
        );
      const store = () => client.get<StoreView>("/api/store");
      const codes = ({ troubles }: StoreView) => troubles.map(({ code }) => code);

      // InfluxDB was never there.
      await put();
      await put();
      const away = await until("the trouble", store, (view) => codes(view).length > 0, 20);
      expect(away).toMatchObject({ kind: "influx", points: 2, figures: { outbox_blocks: 2 } });
      expect(codes(away)).toEqual(["influx_waiting"]);
      expect(away.troubles[0]?.says).toContain(`InfluxDB at ${influxd.url} takes no data`);
      await expect(series()).rejects.toThrow(/ 503 .*store_unreachable.*does not answer/);

      // It comes up without the database, and then with it.
      await influxd.start();
      await until(
        "the database is missed",
        store,
        (view) => codes(view)[0] === "influx_database_missing",
        20,
      );
      await influxql(influxd.url, `CREATE DATABASE ${DATABASE}`);
      const back = await until("delivered", store, (view) => view.figures["outbox_blocks"] === 0, 30);
      expect(codes(back)).toEqual([]);

      await put();
      const view = await series();
      expect(view.series[0]?.values).toEqual([10, 11, 12, null, null]);
      await until("in InfluxDB", store, ({ figures }) => figures["outbox_blocks"] === 0, 20);
      const stored = await influxql(influxd.url, "SELECT cpu FROM host GROUP BY *", DATABASE);
      const [found] = (stored as { results: [{ series: [{ tags: object; values: unknown }] }] }).results[0]
        .series;
      expect(found.values).toEqual([0, 1, 2].map((i) => [start + i * MINUTE, 10 + i]));
      expect(found.tags).toMatchObject({ device_id: loaded.identity.device, site: expect.any(String) });
      expect(await store()).toMatchObject({ entities: 1, points: 3, coverage: { raw: start } });
    });
  },
);
