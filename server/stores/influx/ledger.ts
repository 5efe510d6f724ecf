import type { Instant } from "../../../core/clock.ts";
import type { EntityKind } from "../../../core/entities.ts";
import type { Labels } from "../../../core/exposition.ts";
import type { Database } from "../samples/sqlite.ts";

/** What else the outbox's file remembers: under which tags entities were written, what was rolled up, since when. */
export interface Ledger {
  /** Values that InfluxDB has. To be added to after `addPoints` was committed. */
  points: number;
  addPoints(points: number): void;
  tags(): Iterable<{ readonly entity: number; readonly since: Instant; readonly labels: Labels }>;
  addTags(entity: number, since: Instant, labels: Labels): void;
  rolledDays(): readonly number[];
  setRolled(day: number): void;
  /** Days that are rolled up, and of which readings came afterwards. */
  dirty(): readonly { readonly day: number; readonly entity: number }[];
  setDirty(day: number, entity: number): void;
  clean(day: number, entity: number): void;
  /** When the first reading was taken that InfluxDB got, of a kind or of all; undefined when there is none. */
  first(kind?: EntityKind): Instant | undefined;
  setFirst(kind: EntityKind, at: Instant): void;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS figure (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tags
    (entity INTEGER NOT NULL, since INTEGER NOT NULL, labels TEXT NOT NULL, PRIMARY KEY (entity, since)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rolled (day INTEGER PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS dirty (day INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (day, entity)) WITHOUT ROWID;
`;

export function openLedger(db: Database): Ledger {
  db.transaction(() => db.exec(TABLES));
  const figure = db.prepare("SELECT value FROM figure WHERE name = ?");
  const addFigure = db.prepare(
    "INSERT INTO figure VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
  );
  const setFigure = db.prepare("INSERT OR REPLACE INTO figure VALUES (?, ?)");
  const tags = db.prepare("SELECT entity, since, labels FROM tags ORDER BY entity, since");
  const addTags = db.prepare("INSERT OR REPLACE INTO tags VALUES (?, ?, ?)");
  const rolled = db.prepare("SELECT day FROM rolled ORDER BY day");
  const setRolled = db.prepare("INSERT OR IGNORE INTO rolled VALUES (?)");
  const dirty = db.prepare("SELECT day, entity FROM dirty ORDER BY day, entity");
  const setDirty = db.prepare("INSERT OR IGNORE INTO dirty VALUES (?, ?)");
  const clean = db.prepare("DELETE FROM dirty WHERE day = ? AND entity = ?");
  const valueOf = (name: string) => figure.get(name)?.[0];
  const firsts = db.prepare("SELECT min(value) FROM figure WHERE name LIKE 'first/%'");
  return {
    points: Number(valueOf("points") ?? 0),
    addPoints: (points) => void addFigure.run("points", points),
    tags: () =>
      [...tags.iterate()].map(([entity, since, labels]) => ({
        entity: Number(entity),
        since: Number(since),
        labels: JSON.parse(String(labels)) as Labels,
      })),
    addTags: (entity, since, labels) => void addTags.run(entity, since, JSON.stringify(labels)),
    rolledDays: () => [...rolled.iterate()].map(([day]) => Number(day)),
    setRolled: (day) => void setRolled.run(day),
    dirty: () => [...dirty.iterate()].map(([day, entity]) => ({ day: Number(day), entity: Number(entity) })),
    setDirty: (day, entity) => void setDirty.run(day, entity),
    clean: (day, entity) => void clean.run(day, entity),
    first: (kind) => {
      const found = kind === undefined ? firsts.get()?.[0] : valueOf(`first/${kind}`);
      return typeof found === "number" ? found : undefined;
    },
    setFirst: (kind, at) => void setFigure.run(`first/${kind}`, at),
  };
}
