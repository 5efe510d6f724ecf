import { DAY, type Instant } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import { checkVersion } from "./files.ts";
import type { Database, OpenDatabase, Row } from "./sqlite.ts";

/**
 * The file `write-ahead.db`: the samples that are in no chunk yet, one row for each block; the ids of the blocks of the
 * last month; the numbers of sites, entities and fields; and the latest values of entities, saved when they are flushed.
 */
export interface WriteAhead {
  /** When the store was made: tells its chunk files from those of another store. */
  readonly origin: number;
  /** Rows below this number may be gone already. */
  readonly savedSeq: number;
  sites(): Iterable<Row>;
  entities(): Iterable<Row>;
  /** entity, newest row included, the values (Float64Array bytes by field number). */
  latest(): Iterable<Row>;
  /** seq, site, earliest, latest, payload; oldest first. */
  rows(): Iterable<Row>;
  fieldNumber(kind: EntityKind, name: string): number;
  knowsBlock(id: BlockId): boolean;
  transaction(work: () => void): void;
  // The following are for use in a transaction.
  addSite(number: number, name: string): void;
  addEntity(number: number, ref: string, site: number): void;
  moveEntity(number: number, site: number): void;
  addBlock(id: BlockId, day: number): void;
  addRow(seq: number, site: number, min: Instant, max: Instant, payload: Uint8Array): void;
  dropRow(seq: number): void;
  saveLatest(entity: number, seq: number, values: Uint8Array): void;
  saveSeq(seq: number): void;
  /** Forgets at most `limit` blocks behind `after` that came before `day`; returns where to go on, undefined at the end. */
  pruneBlocks(after: BlockId, day: number, limit: number): BlockId | undefined;
  close(): void;
}

/** A UUID's sixteen bytes; any other id as text. */
export type BlockId = Uint8Array | string;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export function blockIdOf(text: string): BlockId {
  return UUID.test(text) ? Buffer.from(text.replaceAll("-", ""), "hex") : text;
}

/** Text sorts before bytes in SQLite, so this is before every id. */
export const FIRST_BLOCK: BlockId = "";

const TABLES = `
  CREATE TABLE IF NOT EXISTS store (id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, seq INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS site (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE IF NOT EXISTS entity (id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, site INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS field
    (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));
  CREATE TABLE IF NOT EXISTS block (id PRIMARY KEY NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pending (
    seq INTEGER PRIMARY KEY, site INTEGER NOT NULL, min INTEGER NOT NULL, max INTEGER NOT NULL, data BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS latest (entity INTEGER PRIMARY KEY, seq INTEGER NOT NULL, data BLOB NOT NULL);
`;

/**
 * `page_size`: a block of some 700 values is about 3 KB, so that two or three share a page; a province's commits take 2.8 %
 * of a core with 8 KB, 3.0 % with 4 KB. A file that is there keeps the size it was made with.
 * `locking_mode=EXCLUSIVE`: a second server on the same folder must fail at its start, and without shared memory each
 * commit is a little cheaper.
 */
const SETTINGS = `
  PRAGMA page_size = 8192;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -8192;
  PRAGMA journal_size_limit = 16777216;
`;

export function openWriteAhead(file: string, open: OpenDatabase, now: Instant): WriteAhead {
  const db = open(file);
  try {
    db.exec(SETTINGS);
    checkVersion(db, file);
    db.transaction(() => db.exec(TABLES));
    db.prepare("INSERT INTO store VALUES (1, ?, 0) ON CONFLICT DO NOTHING").run(now);
    return {
      ...reading(db),
      ...writing(db),
      transaction: (work) => db.transaction(work),
      close: () => db.close(),
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function reading(db: Database) {
  const [origin, savedSeq] = db.prepare("SELECT origin, seq FROM store").get() ?? [];
  const block = db.prepare("SELECT 1 FROM block WHERE id = ?");
  const field = db.prepare("SELECT id FROM field WHERE kind = ? AND name = ?");
  const addField = db.prepare("INSERT INTO field (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING");
  return {
    origin: Number(origin),
    savedSeq: Number(savedSeq),
    sites: () => db.prepare("SELECT id, name FROM site").iterate(),
    entities: () => db.prepare("SELECT id, ref, site FROM entity ORDER BY id").iterate(),
    latest: () => db.prepare("SELECT entity, seq, data FROM latest").iterate(),
    rows: () => db.prepare("SELECT seq, site, min, max, data FROM pending ORDER BY seq").iterate(),
    fieldNumber: (kind: EntityKind, name: string) => {
      addField.run(kind, name);
      return Number(field.get(kind, name)?.[0]);
    },
    knowsBlock: (id: BlockId) => block.get(id) !== undefined,
  };
}

function writing(db: Database) {
  const addSite = db.prepare("INSERT INTO site VALUES (?, ?)");
  const addEntity = db.prepare("INSERT INTO entity VALUES (?, ?, ?)");
  const moveEntity = db.prepare("UPDATE entity SET site = ? WHERE id = ?");
  const addBlock = db.prepare("INSERT INTO block VALUES (?, ?)");
  const addRow = db.prepare("INSERT INTO pending VALUES (?, ?, ?, ?, ?)");
  const dropRow = db.prepare("DELETE FROM pending WHERE seq = ?");
  const saveLatest = db.prepare("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)");
  const saveSeq = db.prepare("UPDATE store SET seq = max(seq, ?)");
  const someBlocks = db.prepare("SELECT id, day FROM block WHERE id > ? ORDER BY id LIMIT ?");
  const dropBlock = db.prepare("DELETE FROM block WHERE id = ?");
  return {
    addSite: (number: number, name: string) => void addSite.run(number, name),
    addEntity: (number: number, ref: string, site: number) => void addEntity.run(number, ref, site),
    moveEntity: (number: number, site: number) => void moveEntity.run(site, number),
    addBlock: (id: BlockId, day: number) => void addBlock.run(id, day),
    addRow: (seq: number, site: number, min: Instant, max: Instant, payload: Uint8Array) =>
      void addRow.run(seq, site, min, max, payload),
    dropRow: (seq: number) => void dropRow.run(seq),
    saveLatest: (entity: number, seq: number, values: Uint8Array) => void saveLatest.run(entity, seq, values),
    saveSeq: (seq: number) => void saveSeq.run(seq),
    pruneBlocks: (after: BlockId, day: number, limit: number) => {
      const rows = [...someBlocks.iterate(after, limit)];
      for (const [id, from] of rows) if (Number(from) < day) dropBlock.run(id as BlockId);
      const next = rows.length < limit ? undefined : (rows.at(-1)?.[0] as BlockId);
      return next === undefined || isYounger(next, day) ? undefined : next;
    },
  };
}

/** Ids sort by the time in them (UUIDv7), so behind the first one that is younger there is nothing to forget. */
function isYounger(id: BlockId, day: number): boolean {
  return typeof id !== "string" && Buffer.from(id).readUIntBE(0, 6) >= day * DAY;
}
