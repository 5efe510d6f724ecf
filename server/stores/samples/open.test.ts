import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleHistoryContract } from "../../../test/contracts/sample-history.ts";
import {
  CONTRACT_START,
  sampleStoreContract,
  settle,
  type OpenedStore,
} from "../../../test/contracts/sample-store.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import type { SampleStore } from "../../ports.ts";
import { openSampleStore } from "./open.ts";
import { openDatabase, type Database } from "./sqlite.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

async function openFake(): Promise<OpenedStore> {
  let store = memorySampleStore();
  return {
    store,
    reopen: async () => (store = store.reopen()),
    setFull: (full) => store.setFull(full),
    remove: async () => {},
  };
}

async function openEmbedded(): Promise<OpenedStore> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-samples-"));
  let databases: Database[] = [];
  let store: SampleStore;
  const open = () =>
    openSampleStore({
      dir,
      clock: fakeClock(CONTRACT_START),
      log,
      inline: true,
      open: (file) => {
        const database = openDatabase(file);
        databases.push(database);
        return database;
      },
    });
  store = await open();
  return {
    store,
    reopen: async () => {
      await store.close();
      databases = [];
      store = await open();
      return store;
    },
    // The smallest limit SQLite takes is the file's present size: then it has no page more.
    setFull: (full) => {
      for (const database of databases) database.exec(`PRAGMA max_page_count = ${full ? 1 : 4_294_967_294}`);
    },
    compact: async (now) => {
      for (let turn = 0; turn < 10; turn += 1) await settle(store, now);
    },
    remove: async () => {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

sampleStoreContract("the memory fake", openFake);
sampleHistoryContract("the memory fake", openFake);
sampleStoreContract("the embedded store", openEmbedded);
sampleHistoryContract("the embedded store", openEmbedded);
