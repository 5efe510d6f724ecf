import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InfluxAuth } from "../../server/stores/influx/client.ts";
import type { InfluxStore } from "../../server/stores/influx/open.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { realClock } from "../support/real-clock.ts";
import { hasProgram, influxPlace, influxql, untilTrue, type OpenedInflux } from "./support/influx.ts";

const ADMIN = { user: "root", password: "mật khẩu của quản trị" };
const WRITER: InfluxAuth = { mode: "basic", user: "cayda", password: 'it\'s "quoted" & đúng: 1+1=2%' };
const READER: InfluxAuth = { mode: "basic", user: "viewer", password: "chỉ xem" };
const T = Date.UTC(2026, 10, 23, 8);

let influxd: Influxd;
let place: OpenedInflux;
const ask = (statement: string) => influxql(influxd.url, statement, "", ADMIN);

describe.skipIf(!hasProgram("influxd", "accounts of InfluxDB"))(
  "a real InfluxDB that wants an account",
  () => {
    beforeAll(async () => {
      influxd = await startInfluxd({ auth: true });
      await influxql(
        influxd.url,
        `CREATE USER ${ADMIN.user} WITH PASSWORD '${ADMIN.password}' WITH ALL PRIVILEGES`,
      );
      place = await influxPlace(undefined, realClock);
      await ask(`CREATE DATABASE ${place.database}`);
      for (const [account, right] of [
        [WRITER, "ALL"],
        [READER, "READ"],
      ] as const) {
        if (account.mode !== "basic") continue;
        await ask(`CREATE USER ${account.user} WITH PASSWORD '${account.password.replaceAll("'", "\\'")}'`);
        await ask(`GRANT ${right} ON ${place.database} TO ${account.user}`);
      }
    });
    afterAll(async () => {
      place.remove();
      await influxd.close();
    });

    let minute = 0;
    const put = async (store: InfluxStore) => {
      const at = [T + (minute += 1) * 60_000];
      const samples = [{ entity: "host:pc1", at, fields: { cpu: [minute] } }];
      await store.append({ block: `a${minute}`, site: "s", receivedAt: T, samples });
    };
    const open = (auth: InfluxAuth) =>
      place.open({ target: { url: influxd.url, database: place.database, auth } });
    const troubles = (store: InfluxStore) => store.stats().troubles.map(({ code }) => code);
    const read = async (store: InfluxStore) => (await store.raw("host:pc1", T, T + 1e9)).fields["cpu"];
    const faultOf = (promise: Promise<unknown>) =>
      promise.then(
        () => undefined,
        (error: { fault?: { code: string } }) => error.fault?.code,
      );

    test("the right account writes and reads; a wrong password and a reader's account keep all, say so, and it is delivered once mended", async () => {
      let store = await open(WRITER);
      await put(store);
      await untilTrue(() => store.stats().headPoints === 0);
      expect(await read(store)).toEqual([1]);
      expect(troubles(store)).toEqual([]);
      await store.close();

      for (const auth of [{ ...WRITER, password: "wrong" }, { mode: "none" }, READER] as const) {
        store = await open(auth);
        await put(store);
        await untilTrue(() => troubles(store).length > 0);
        expect(troubles(store)).toEqual(["influx_unauthorized"]);
        expect(String(store.stats().troubles[0]?.params?.["reason"])).toMatch(/^HTTP 40[13] \S/);
        // A reader may look at what is there, and what waits is there too.
        if (auth === READER) expect(await read(store)).toEqual([1, 2, 3, 4]);
        else expect(await faultOf(read(store))).toBe("influx_unauthorized");
        expect(JSON.stringify(store.stats().troubles)).not.toContain("wrong");
        await store.close();
      }

      // The account is mended while the server runs: what waited goes by itself.
      store = await open(READER);
      expect(store.stats().headPoints).toBe(3);
      await untilTrue(() => troubles(store).length > 0);
      await ask(`GRANT ALL ON ${place.database} TO ${READER.mode === "basic" ? READER.user : ""}`);
      await untilTrue(() => store.stats().headPoints === 0);
      expect(troubles(store)).toEqual([]);
      expect(await read(store)).toEqual([1, 2, 3, 4]);
      const stored = await influxql(influxd.url, "SELECT count(cpu) FROM host", place.database, ADMIN);
      expect(JSON.stringify(stored)).toContain(",4]");
      await store.close();
    });
  },
);
