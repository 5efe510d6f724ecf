import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_START, sampleStoreContract } from "../../../test/contracts/sample-store.ts";
import { memorySampleStore } from "../../../test/fakes/memory-sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import type { SampleStore } from "../../ports.ts";
import { openSampleStore } from "./open.ts";
import { openDatabase, type Database } from "./sqlite.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };

sampleStoreContract("the memory fake", async () => {
  let store = memorySampleStore();
  return {
    store,
    reopen: async () => (store = store.reopen()),
    setFull: (full) => store.setFull(full),
    remove: async () => {},
  };
});

sampleStoreContract("the embedded store", async () => {
  const dir = await mkdtemp(join(tmpdir(), "cayda-samples-"));
  let databases: Database[] = [];
  let store: SampleStore;
  const open = () =>
    openSampleStore({
      dir,
      clock: fakeClock(CONTRACT_START),
      log,
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
    remove: async () => {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
});
