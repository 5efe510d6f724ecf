import type { Instant } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import type { Database } from "../samples/sqlite.ts";
import type { InfluxClient } from "./client.ts";

/** Lines that InfluxDB refuses for good, e.g. because a field has another type there. They are kept for a person to look at. */
export interface ParkedLines {
  /** Puts lines aside, in a transaction of the caller's; when there are too many, the oldest go, and are counted. */
  park(lines: readonly Omit<ParkedLine, "id">[]): void;
  newest(limit: number): readonly ParkedLine[];
  /** Oldest first, behind an id. */
  after(id: number, limit: number): readonly ParkedLine[];
  /** They are in InfluxDB now. */
  release(lines: readonly ParkedLine[]): void;
  readonly count: number;
  /** How many went because there were too many, ever. */
  readonly dropped: number;
}

export interface ParkedLine {
  readonly id: number;
  /** When it was put aside. */
  readonly at: Instant;
  /** Number of the entity that it is of. */
  readonly entity: number;
  /** When the reading was taken. */
  readonly taken: Instant;
  readonly line: string;
  /** What InfluxDB said, cleaned. */
  readonly reason: string;
}

/** About 20 MB. */
export const MAX_PARKED = 50_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS parked
    (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, entity INTEGER NOT NULL, taken INTEGER NOT NULL,
     line TEXT NOT NULL, reason TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS parked_dropped (lines INTEGER NOT NULL);
`;

export function openParkedLines(db: Database, most = MAX_PARKED): ParkedLines {
  db.transaction(() => db.exec(TABLES));
  const columns = "id, at, entity, taken, line, reason";
  const insert = db.prepare("INSERT INTO parked (at, entity, taken, line, reason) VALUES (?, ?, ?, ?, ?)");
  const newest = db.prepare(`SELECT ${columns} FROM parked ORDER BY id DESC LIMIT ?`);
  const after = db.prepare(`SELECT ${columns} FROM parked WHERE id > ? ORDER BY id LIMIT ?`);
  const remove = db.prepare("DELETE FROM parked WHERE id = ?");
  const trim = db.prepare("DELETE FROM parked WHERE id IN (SELECT id FROM parked ORDER BY id LIMIT ?)");
  const drop = db.prepare("INSERT INTO parked_dropped VALUES (?)");
  const counts = db.prepare(
    "SELECT (SELECT count(*) FROM parked), (SELECT coalesce(sum(lines), 0) FROM parked_dropped)",
  );
  const countNow = () => {
    const [count = 0, dropped = 0] = counts.get() ?? [];
    return { count: Number(count), dropped: Number(dropped) };
  };
  // Read anew after every change: whether a transaction came to pass is only known when it is over.
  let known: ReturnType<typeof countNow> | undefined;
  return {
    park: (lines) => {
      for (const { at, entity, taken, line, reason } of lines) insert.run(at, entity, taken, line, reason);
      const more = countNow().count - most;
      if (more > 0) drop.run(trim.run(more));
      known = undefined;
    },
    newest: (limit) => Array.from(newest.iterate(limit), lineOf),
    after: (id, limit) => Array.from(after.iterate(id, limit), lineOf),
    release: (lines) => {
      db.transaction(() => {
        for (const { id } of lines) remove.run(id);
      });
      known = undefined;
    },
    get count() {
      return (known ??= countNow()).count;
    },
    get dropped() {
      return (known ??= countNow()).dropped;
    },
  };
}

const lineOf = ([id, at, entity, taken, line, reason]: readonly unknown[]): ParkedLine => ({
  id: Number(id),
  at: Number(at),
  entity: Number(entity),
  taken: Number(taken),
  line: String(line),
  reason: String(reason),
});

export interface Retried {
  readonly stored: number;
  /** Refused once more; they stay. */
  readonly refused: number;
}

const PAGE = 5_000;

/**
 * Sends parked lines once more. Those that InfluxDB takes now are let go, and `stored` hears of them. A reading of the same time
 * that came afterwards and was taken is replaced by the parked one: nobody knows which of them is right. Rejects with a
 * FaultError when InfluxDB does not take part.
 */
export async function retryParked(
  client: InfluxClient,
  parked: ParkedLines,
  stored: (line: ParkedLine) => void,
): Promise<Retried> {
  const tally = { stored: 0, refused: 0 };
  let last = 0;
  for (;;) {
    const page = parked.after(last, PAGE);
    last = page.at(-1)?.id ?? last;
    if (page.length === 0) return tally;
    const taken: ParkedLine[] = [];
    const outcome = await sendHalves(client, page, taken);
    for (const line of taken) stored(line);
    parked.release(taken);
    tally.stored += taken.length;
    if (outcome !== undefined) throw outcome;
    tally.refused += page.length - taken.length;
  }
}

/** Undefined when InfluxDB said to each of them what it thinks of it. */
async function sendHalves(
  client: InfluxClient,
  lines: readonly ParkedLine[],
  taken: ParkedLine[],
): Promise<FaultError | undefined> {
  const outcome = await client.write(lines.map(({ line }) => line));
  if (outcome.became === "stored") {
    taken.push(...lines);
    return undefined;
  }
  if (outcome.became !== "bad" && outcome.became !== "large") {
    const { code, params } = client.faultOf(outcome);
    return new FaultError(code, params);
  }
  if (lines.length === 1) return undefined;
  const middle = lines.length >> 1;
  return (
    (await sendHalves(client, lines.slice(0, middle), taken)) ??
    (await sendHalves(client, lines.slice(middle), taken))
  );
}
