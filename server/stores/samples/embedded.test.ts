import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { settle } from "../../../test/contracts/sample-store.ts";
import { fakeClock } from "../../../test/support/fake-clock.ts";
import type { SampleStore, StoredBlock } from "../../ports.ts";
import { makeHead, phaseOf, settle as accept, type EntityHead } from "./head.ts";
import { makeLayouts } from "./layout.ts";
import { MOST_OWNED } from "./memory.ts";
import { partOfHead } from "./merge.ts";
import { openSampleStore } from "./open.ts";
import { beginPayload, endPayload, makePayloads, readPayload, stageColumns } from "./payload.ts";
import { openDatabase, type Database, type OpenDatabase } from "./sqlite.ts";

/** What is particular to the embedded store: its files, their damage, crashes at chosen places. */
const T = Date.UTC(2026, 10, 23, 8);
const HOT = "day-20261123.db";
const PORT = "port:sw1/1";

let dir: string;
let store: SampleStore | undefined;
let events: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-samples-"));
  events = [];
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(dir, { recursive: true, force: true });
});

async function open(how?: OpenDatabase): Promise<SampleStore> {
  const event = (name: string) => void events.push(name);
  const log = { info: () => {}, warn: event, error: event };
  const options = { dir, clock: fakeClock(T), log };
  store = await openSampleStore(how === undefined ? options : { ...options, open: how });
  return store;
}

let made = 0;
function block(entity: string, from: number, values: readonly number[], stepMs = MINUTE): StoredBlock {
  made += 1;
  const at = values.map((_, i) => from + i * stepMs);
  const id = uuidv7(T, (bytes) => {
    new DataView(bytes.buffer).setUint32(0, made);
    return bytes;
  });
  return {
    block: id,
    site: "site-1",
    receivedAt: T,
    samples: [{ entity, at, fields: { in_octets: [...values] } }],
  };
}

const hour = (start = 0) => Array.from({ length: 60 }, (_, i) => start + i * 1_000);
const values = async (from: SampleStore, entity = PORT) =>
  (await from.raw(entity, T - 400 * DAY, T + 30_000 * DAY)).fields["in_octets"];

function inFile<T>(name: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(dir, name));
  try {
    return work(db);
  } finally {
    db.close();
  }
}
const countIn = (name: string, table: string) =>
  inFile(name, (db) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]));

async function faultOf(promise: Promise<unknown>) {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FaultError ? error.fault.code : error;
}

describe("flushing", () => {
  test("moves a finished hour into one chunk for each entity and lets its write-ahead rows go", async () => {
    const one = await open();
    for (let i = 0; i < 10; i += 1) await one.append(block(PORT, T + i * 6 * MINUTE, hour(i).slice(0, 6)));
    await one.append(block(PORT, T + HOUR, [1, 2, 3]));
    await settle(one, T + HOUR + 2 * MINUTE);
    expect(existsSync(join(dir, HOT)), "no site flushes before its minute").toBe(false);
    await settle(one, T + HOUR + phaseOf("site-1"));
    expect(one.stats()).toMatchObject({ points: 63, headPoints: 3 });
    await one.close();
    expect(countIn(HOT, "chunk")).toBe(1);
    expect(countIn("write-ahead.db", "pending")).toBe(1);
    expect((await values(await open()))?.length).toBe(63);
  });

  test("happens at each site's own minute, spread over the hour", () => {
    const minutes = Array.from({ length: 300 }, (_, i) => Math.floor(phaseOf(`site-${i}`) / MINUTE));
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...minutes)).toBeLessThan(53);
    const busiest = Math.max(...minutes.map((minute) => minutes.filter((other) => other === minute).length));
    expect(busiest).toBeLessThan(20);
  });

  test("of an hour's readings that came late adds chunks, and makes one of them before they are many", async () => {
    const one = await open();
    await settle(one, T + 2 * HOUR);
    for (let i = 0; i < 60; i += 1) {
      await one.append(block(PORT, T + i * MINUTE, [i]));
      await settle(one, T + (3 + i) * HOUR);
    }
    expect(one.stats()).toMatchObject({ points: 60, headPoints: 0 });
    expect(await values(one)).toEqual(Array.from({ length: 60 }, (_, i) => i));
    await one.close();
    expect(countIn(HOT, "chunk")).toBeLessThanOrEqual(33);
    expect((await open()).stats().points).toBe(60);
  });

  test("a backlog does not wait for the hour", async () => {
    const one = await open();
    await settle(one, T + 30 * MINUTE);
    for (let day = 10; day > 0; day -= 1) {
      await one.append(
        block(
          PORT,
          T - day * DAY,
          Array.from({ length: 4_000 }, (_, i) => i),
          20_000,
        ),
      );
    }
    await settle(one, T + 31 * MINUTE);
    expect(one.stats()).toMatchObject({ points: 40_000, headPoints: 0 });
    expect((await values(one))?.length).toBe(40_000);
  });

  test("readings of a wrong clock are kept, and do not stay in memory", async () => {
    const one = await open();
    await one.append(block(PORT, T + 3_000 * DAY, [1]));
    await one.append(block(PORT, Date.UTC(2020, 0, 1), [2]));
    await one.append(block(PORT, T + 30 * MINUTE, [3]));
    await settle(one, T + HOUR - 1);
    expect(one.stats()).toMatchObject({ points: 3, headPoints: 1 });
    expect(await one.raw(PORT, Date.UTC(2020, 0, 1), T + 4_000 * DAY)).toEqual({
      at: [Date.UTC(2020, 0, 1), T + 30 * MINUTE, T + 3_000 * DAY],
      fields: { in_octets: [2, 3, 1] },
    });
  });

  test("that fails because the disk is full loses nothing and is tried again a minute later", async () => {
    const databases = new Map<string, Database>();
    const one = await open((file) => {
      const db = openDatabase(file);
      databases.set(file, db);
      return db;
    });
    await one.append(block(PORT, T, hour()));
    await settle(one, T + 2 * HOUR);
    await one.append(block(PORT, T, hour(500)));
    const hot = databases.get(join(dir, HOT));
    hot?.exec("PRAGMA max_page_count = 1");
    for (let i = 2; i < 400; i += 1) await one.append(block(`port:sw1/${i}`, T, hour(i)));
    await settle(one, T + 3 * HOUR);
    expect(events).toContain("samples_flush_failed");
    expect(one.stats().points).toBe(60 * 400);
    hot?.exec("PRAGMA max_page_count = 100000");
    await settle(one, T + 3 * HOUR + 2 * MINUTE);
    expect(one.stats()).toMatchObject({ points: 60 * 400, headPoints: 0 });
    expect(await values(one)).toEqual(hour(500));
  });
});

test("its folder is made for the server's own account alone", async () => {
  dir = join(dir, "samples");
  await open();
  expect(statSync(dir).mode & 0o077).toBe(0);
});

test("of a device that tells ever new names no more are stored, and nothing else is lost", async () => {
  const sample = (entity: string, at: number) => ({ entity, at: [at], fields: { in_octets: [1] } });
  const append = (to: SampleStore, samples: StoredBlock["samples"]) =>
    to.append({ ...block(PORT, T, [1]), samples });
  const crowding = (of: SampleStore) =>
    of.stats().troubles.filter(({ code }) => code === "store_device_crowded");
  const opened = await open();
  await append(
    opened,
    Array.from({ length: MOST_OWNED }, (_, i) => sample(`port:sw1/veth${i}`, T)),
  );
  expect(crowding(opened)).toEqual([]);
  await append(opened, [
    sample("port:sw1/one more", T),
    sample("port:sw1/veth7", T + MINUTE),
    sample("port:sw2/1", T),
  ]);
  expect(opened.last("port:sw1/one more")).toBeUndefined();
  expect(opened.last("port:sw1/veth7")?.get("in_octets")?.at).toBe(T + MINUTE);
  expect(opened.last("port:sw2/1")).toBeDefined();
  expect(opened.stats().entities).toBe(MOST_OWNED + 1);
  expect(crowding(opened)).toMatchObject([{ params: { count: 1, device: "sw1", max: MOST_OWNED } }]);
  await opened.close();
  const again = await open();
  await append(again, [sample("port:sw1/another", T + MINUTE), sample("port:sw2/2", T + MINUTE)]);
  expect(again.last("port:sw1/another")).toBeUndefined();
  expect(again.stats().entities).toBe(MOST_OWNED + 2);
});

test("write-ahead rows that could not be deleted once go with the next flush", async () => {
  let failing = true;
  const one = await open((file) => {
    const db = openDatabase(file);
    const prepare: Database["prepare"] = (sql) => {
      const statement = db.prepare(sql);
      if (!sql.startsWith("DELETE FROM pending")) return statement;
      const run: typeof statement.run = (...given) => {
        if (failing) throw new Error("once");
        return statement.run(...given);
      };
      return { ...statement, run };
    };
    return { ...db, prepare };
  });
  await one.append(block(PORT, T, hour()));
  await settle(one, T + 2 * HOUR);
  expect(events).toContain("samples_flush_failed");
  failing = false;
  await one.append(block(PORT, T + 2 * HOUR, [1]));
  await settle(one, T + 2 * HOUR + 2 * MINUTE);
  await one.close();
  expect(countIn("write-ahead.db", "pending")).toBe(1);
});

describe("a crash", () => {
  /** Opens databases whose write-ahead file fails once `dead` is set, as if the process ended there. */
  function mortal(): { readonly open: OpenDatabase; readonly kill: () => void } {
    let dead = false;
    return {
      kill: () => {
        dead = true;
      },
      open: (file) => {
        const db = openDatabase(file);
        if (!file.endsWith("write-ahead.db")) return db;
        return {
          ...db,
          transaction: (work) => {
            if (dead) throw new Error("killed");
            db.transaction(work);
          },
        };
      },
    };
  }

  test("between the chunks and the deletion of write-ahead rows brings nothing twice", async () => {
    const { open: how, kill } = mortal();
    const one = await open(how);
    await one.append(block(PORT, T, hour()));
    await one.append(block(PORT, T + 50 * MINUTE, hour(900).slice(0, 20)));
    kill();
    await settle(one, T + 3 * HOUR);
    await one.close();
    expect(countIn(HOT, "chunk")).toBe(2);
    expect(countIn("write-ahead.db", "pending")).toBe(2);

    const two = await open();
    expect(two.stats()).toMatchObject({ points: 70, headPoints: 0 });
    const expected = [...hour().slice(0, 50), ...hour(900).slice(0, 20)];
    expect(await values(two)).toEqual(expected);
    expect(two.lastTwo(PORT)?.older.get("in_octets")?.value).toBe(18_900);
    await two.append(block(PORT, T + 50 * MINUTE, [7]));
    await settle(two, T + 4 * HOUR);
    await two.close();
    expect(countIn("write-ahead.db", "pending")).toBe(0);
    const three = await open();
    expect((await values(three))?.[50]).toBe(7);
    expect(three.lastTwo(PORT)?.newer.get("in_octets")?.value).toBe(19_900);
  });

  test("numbers of write-ahead rows go on after all rows went, or new data would pass for flushed", async () => {
    const one = await open();
    for (let i = 0; i < 5; i += 1) await one.append(block(PORT, T + i * MINUTE, [i]));
    await settle(one, T + 2 * HOUR);
    await one.close();
    expect(countIn("write-ahead.db", "pending")).toBe(0);
    const two = await open();
    await two.append(block(PORT, T, [77]));
    await two.close();
    expect(await values(await open())).toEqual([77, 1, 2, 3, 4]);
  });

  test("an entity that changes its site keeps what the old site's rows hold", async () => {
    const { open: how, kill } = mortal();
    const one = await open(how);
    await one.append(block(PORT, T, [1]));
    await one.append({ ...block(PORT, T + 1, [2]), site: "site-2" });
    await one.append(block(PORT, T + 2, [3]));
    kill();
    await settle(one, T + 2 * HOUR);
    await one.close();
    const two = await open();
    expect(await values(two)).toEqual([1, 2, 3]);
    expect(two.stats().points).toBe(3);
  });
});

describe("damage", () => {
  async function flushed(): Promise<void> {
    const one = await open();
    await one.append(block(PORT, T, hour()));
    await one.append(block("port:sw1/2", T, hour()));
    await one.append(block(PORT, T + DAY, hour(1)));
    await settle(one, T + 2 * DAY);
    await one.close();
  }

  test("in a chunk costs that chunk: it is passed over, counted and logged once", async () => {
    await flushed();
    inFile(HOT, (db) =>
      db.exec("UPDATE chunk SET data = X'0102030405060708' WHERE id = (SELECT min(id) FROM chunk)"),
    );
    const two = await open();
    expect(await values(two)).toEqual(hour(1));
    expect(await values(two)).toEqual(hour(1));
    expect(await values(two, "port:sw1/2")).toEqual(hour());
    expect(two.stats().damaged).toBe(1);
    expect(events).toEqual(["samples_chunk_damaged"]);
  });

  test.each([0, 4_096])(
    "of a whole day's file from byte %d on puts it aside; the store goes on",
    async (from) => {
      await flushed();
      const garbage = Buffer.alloc(60_000, "not a database ");
      inFile(HOT, (db) => db.exec("PRAGMA journal_mode = DELETE"));
      writeFileSync(join(dir, HOT), garbage.subarray(from), { flag: from === 0 ? "w" : "r+" });
      const two = await open();
      expect(await values(two)).toEqual(hour(1));
      await two.append(block(PORT, T, [5]));
      await settle(two, T + 3 * DAY);
      expect(await values(two)).toEqual([5, ...hour(1)]);
      expect(two.stats().damaged).toBeGreaterThan(0);
      expect(events).toContain("samples_file_damaged");
      expect(readdirSync(dir)).toContain(`${HOT}.damaged-1`);
    },
  );

  test("in a write-ahead row costs that row", async () => {
    const one = await open();
    for (const value of [1, 2, 3]) await one.append(block(PORT, T + value, [value]));
    await one.close();
    inFile("write-ahead.db", (db) => db.exec("UPDATE pending SET data = substr(data, 1, 9) WHERE seq = 2"));
    const two = await open();
    expect(await values(two)).toEqual([1, 3]);
    expect(two.stats().damaged).toBe(1);
    await settle(two, T + 2 * HOUR);
    expect(await values(two)).toEqual([1, 3]);
  });

  test("of the write-ahead file is said at the start, and touches nothing", async () => {
    await flushed();
    writeFileSync(join(dir, "write-ahead.db"), Buffer.alloc(20_000, "no "));
    expect(await faultOf(open())).toBe("store_damaged");
  });
});

describe("opening", () => {
  test.each(["write-ahead.db", HOT])("a %s of a newer version is refused with store_newer", async (name) => {
    const one = await open();
    await one.append(block(PORT, T, hour()));
    await settle(one, T + 2 * HOUR);
    await one.close();
    inFile(name, (db) => db.exec("PRAGMA user_version = 99"));
    expect(await faultOf(open())).toBe("store_newer");
    inFile(name, (db) => db.exec("PRAGMA user_version = 1"));
    expect(await values(await open())).toEqual(hour());
  });

  test("a folder that another server has open is refused with store_locked", async () => {
    const one = await open();
    expect(await faultOf(open())).toBe("store_locked");
    await one.close();
    await open();
  });

  test("chunks of another store are refused with store_foreign, as their numbers mean other entities", async () => {
    const one = await open();
    await one.append(block(PORT, T, hour()));
    await settle(one, T + 2 * HOUR);
    await one.close();
    for (const name of readdirSync(dir)) if (name.startsWith("write-ahead")) rmSync(join(dir, name));
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const later = openSampleStore({ dir, clock: fakeClock(T + 1), log });
    expect(await faultOf(later)).toBe("store_foreign");
  });
});

describe("committing", () => {
  test("blocks that come in one turn of the event loop share a commit, a lone one does not wait", async () => {
    const one = await open();
    await Promise.all(Array.from({ length: 50 }, (_, i) => one.append(block(PORT, T + i, [i]))));
    expect(one.stats().commits).toBe(1);
    await one.append(block(PORT, T + 99, [1]));
    expect(one.stats().commits).toBe(2);
    void Promise.all(Array.from({ length: 2_000 }, (_, i) => one.append(block(PORT, T + i, [i]))));
    expect(one.stats().commits, "a large group is not let grow").toBeGreaterThan(4);
  });

  test("block ids are kept for a month and forgotten some time after", async () => {
    const one = await open();
    const first = block(PORT, T, [1]);
    await one.append(first);
    const other = { ...block(PORT, T, [2]), block: "no-uuid" };
    await one.append(other);
    const young = { ...block(PORT, T + 1, [3]), receivedAt: T + 20 * DAY };
    await one.append(young);
    for (let i = 0; i < 5; i += 1) one.tick(T + 30 * DAY);
    for (const known of [first, other, young]) expect(await one.append(known)).toEqual({ known: true });
    for (let i = 0; i < 5; i += 1) one.tick(T + 33 * DAY);
    await nextTurn();
    expect(await one.append(young)).toEqual({ known: true });
    for (const forgotten of [first, other]) expect(await one.append(forgotten)).toEqual({ known: false });
  });
});

describe("a write-ahead payload", () => {
  let field = 0;
  const layouts = makeLayouts(() => (field += 1));
  const layout = layouts.get("target");
  if (layout === undefined) throw new Error("no targets");
  const rowsOf = (head: EntityHead) => {
    accept(head);
    const { at, columns } = partOfHead(head, -Infinity, Infinity, layout.names);
    return [at, ...columns.map((column) => column ?? new Float64Array(at.length).fill(Number.NaN))];
  };

  test("comes back as it was staged", () => {
    const cell = fc.option(fc.oneof(fc.double({ noNaN: true }), fc.maxSafeNat(), fc.nat(300)), { freq: 4 });
    const part = fc.record({
      at: fc.array(fc.integer({ min: T, max: T + 1e9 }), { minLength: 1, maxLength: 5 }),
      cells: fc.array(cell, { minLength: 10, maxLength: 10 }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const out = makePayloads();
        const head = makeHead(7, "target:a", layout, undefined);
        const start = beginPayload(out);
        const span = { min: Infinity, max: -Infinity, rows: 0, points: 0 };
        let before = 0;
        for (const { at, cells } of parts) {
          const { length } = out;
          const fields = {
            loss: at.map((_, i) => cells[i] ?? null),
            jitter: at.map((_, i) => cells[5 + i] ?? null),
          };
          stageColumns(out, head, { entity: "target:a", at, fields }, before, span);
          if (out.length > length) before = at[0] ?? 0;
        }
        endPayload(out, start);
        const back = makeHead(7, "target:a", layout, undefined);
        expect(readPayload(out.buffer.subarray(start, out.length), () => back, [])).toBe(true);
        expect(back.staged).toBe(head.staged);
        expect(rowsOf(back)).toEqual(rowsOf(head));
      }),
    );
  });

  test("of any bytes is read or refused, without throwing or hanging", async () => {
    const { crc32 } = await import("node:zlib");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (body, right) => {
        const bytes = new Uint8Array(5 + body.length);
        bytes[0] = 1;
        bytes.set(body, 5);
        if (right) new DataView(bytes.buffer).setUint32(1, crc32(body));
        const head = makeHead(7, "target:a", layout, undefined);
        const touched = [head];
        if (!readPayload(bytes, (number) => (number % 2 === 0 ? head : undefined), touched))
          expect(head.staged).toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });
});
