import { afterAll, beforeAll, describe } from "vitest";
import { sampleHistoryContract } from "../contracts/sample-history.ts";
import { CONTRACT_START, sampleStoreContract, type OpenedStore } from "../contracts/sample-store.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { startInfluxd, type Influxd } from "../support/influxd.ts";
import { hasProgram, influxPlace } from "./support/influx.ts";

let influxd: Influxd;

/** A store on a database of its own; the outbox stays full until somebody lets it drain, which the contract must not notice. */
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

describe.skipIf(!hasProgram("influxd", "the InfluxDB store"))("with a real InfluxDB", () => {
  beforeAll(async () => {
    influxd = await startInfluxd();
  });
  afterAll(() => influxd.close());
  sampleStoreContract("the InfluxDB store", open);
  sampleHistoryContract("the InfluxDB store", open);
});
