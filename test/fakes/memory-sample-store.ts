import type { Instant } from "../../core/clock.ts";
import { fieldOf, parseEntityRef, type EntityKind } from "../../core/entities.ts";
import { FaultError } from "../../core/result.ts";
import { EARLIEST, LATEST } from "../../core/wire/limits.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type {
  LastPair,
  RangeAnswer,
  RangeQuery,
  RawColumns,
  SampleStore,
  StoredBlock,
  StoredEntity,
} from "../../server/ports.ts";
import { aggregate, REACH, stepsOf } from "../../server/stores/samples/aggregate.ts";
import { memoryHistory } from "./memory-history.ts";

/** What an entity has, as simply as it can be kept. */
interface Kept {
  readonly kind: EntityKind;
  site: string;
  readonly readings: Map<Instant, Map<string, number>>;
}

export interface MemorySampleStore extends SampleStore {
  /** From now on the disk is full, or no longer. */
  setFull(full: boolean): void;
  /** The same data behind a store that was just opened. */
  reopen(): MemorySampleStore;
}

interface Data {
  readonly blocks: Set<string>;
  readonly entities: Map<string, Kept>;
  /** The latest that it was told. */
  now: Instant;
}

/** A sample store for fast tests: passes the contract of the real one, and keeps nothing on disk. */
export function memorySampleStore(
  data: Data = { blocks: new Set(), entities: new Map(), now: 0 },
): MemorySampleStore {
  const { blocks, entities } = data;
  let full = false;
  let closed = false;
  let commits = 0;
  let knownBlocks = 0;
  const points = () =>
    [...entities.values()].reduce((sum, { readings }) => {
      return sum + [...readings.values()].reduce((values, fields) => values + fields.size, 0);
    }, 0);
  const append = (block: StoredBlock): { readonly known: boolean } => {
    if (closed) throw new FaultError("store_busy");
    if (blocks.has(block.block)) {
      knownBlocks += 1;
      return { known: true };
    }
    for (const columns of block.samples) check(columns);
    if (full) throw new FaultError("store_full");
    blocks.add(block.block);
    data.now = Math.max(data.now, block.receivedAt);
    commits += 1;
    for (const columns of block.samples) keep(entities, block.site, columns);
    return { known: false };
  };
  const range = (query: RangeQuery): RangeAnswer => {
    const at = stepsOf(query);
    const kept = entities.get(query.entity);
    if (kept === undefined) return { at, values: query.series.map(() => at.map(() => null)) };
    const { at: times, fields } = rawOf(kept, query.from - REACH, query.to + REACH);
    const columns = Object.values(fields).map((values) =>
      Float64Array.from(values, (value) => value ?? Number.NaN),
    );
    return aggregate(query, kept.kind, Object.keys(fields), { at: Float64Array.from(times), columns });
  };
  const raw = (entity: string, from: Instant, to: Instant, fields?: readonly string[]) =>
    rawOf(entities.get(entity), from, to, fields);
  const list = (site?: string): readonly StoredEntity[] =>
    [...entities]
      .filter(([, kept]) => site === undefined || kept.site === site)
      .map(([entity, { kind, site: at }]) => ({ entity, kind, site: at }));
  return {
    ...memoryHistory({ entities: list, raw, range, now: () => data.now }),
    setFull: (isFull) => {
      full = isFull;
    },
    reopen: () => memorySampleStore(data),
    append: async (block) => append(block),
    last: (entity) => newest(entities.get(entity))?.newer,
    lastTwo: (entity) => newest(entities.get(entity)),
    range: async (query) => range(query),
    raw: async (...query) => raw(...query),
    entities: list,
    stats: () => ({
      entities: entities.size,
      points: points(),
      headPoints: points(),
      bytesOnDisk: 0,
      commits,
      knownBlocks,
      damaged: 0,
      troubles: [],
      figures: {},
    }),
    tick: (time) => {
      data.now = Math.max(data.now, time);
    },
    close: async () => {
      closed = true;
    },
  };
}

function check({ entity, at, fields }: SampleColumns): void {
  const kind = parseEntityRef(entity)?.kind;
  if (kind === undefined) throw new FaultError("entity_invalid", { field: entity });
  for (const [name, values] of Object.entries(fields)) {
    if (fieldOf(kind, name) === undefined) throw new FaultError("field_unknown", { field: name });
    if (values.length !== at.length) {
      throw new FaultError("bad_input", { field: name, reason: "one value for each time" });
    }
  }
  for (const time of at) {
    if (!Number.isSafeInteger(time) || time < EARLIEST || time > LATEST) {
      throw new FaultError("time_invalid", { field: entity });
    }
  }
}

function keep(entities: Map<string, Kept>, site: string, { entity, at, fields }: SampleColumns): void {
  for (const [name, values] of Object.entries(fields)) {
    for (const [i, value] of values.entries()) {
      const kind = parseEntityRef(entity)?.kind;
      const time = at[i];
      if (value === null || kind === undefined || time === undefined) continue;
      const kept: Kept = entities.get(entity) ?? { kind, site, readings: new Map() };
      kept.site = site;
      entities.set(entity, kept);
      const reading = kept.readings.get(time) ?? new Map<string, number>();
      kept.readings.set(time, reading.set(name, value));
    }
  }
}

function newest(kept: Kept | undefined): LastPair | undefined {
  if (kept === undefined) return undefined;
  const newer = new Map<string, { at: Instant; value: number }>();
  const older: typeof newer = new Map();
  for (const [at, reading] of [...kept.readings].toSorted(([a], [b]) => b - a)) {
    for (const [name, value] of reading) {
      if (!newer.has(name)) newer.set(name, { at, value });
      else if (!older.has(name)) older.set(name, { at, value });
    }
  }
  return { newer, older };
}

function rawOf(kept: Kept | undefined, from: Instant, to: Instant, wanted?: readonly string[]): RawColumns {
  const rows = [...(kept?.readings ?? [])]
    .filter(([at]) => at >= from && at < to)
    .filter(([, reading]) => wanted?.some((name) => reading.has(name)) ?? true)
    .toSorted(([a], [b]) => a - b);
  const names = new Set(rows.flatMap(([, reading]) => [...reading.keys()]));
  const some = wanted === undefined ? names : new Set(wanted.filter((name) => names.has(name)));
  return {
    at: rows.map(([at]) => at),
    fields: Object.fromEntries(
      [...some].map((name) => [name, rows.map(([, reading]) => reading.get(name) ?? null)]),
    ),
  };
}
