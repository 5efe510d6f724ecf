import { fieldOf, parseEntityRef, type EntityKind } from "../core/entities.ts";
import type { Instant } from "../core/clock.ts";
import { uuidv7 } from "../core/uuid.ts";
import type { Block, BlockEvent, Fact, Sample, SampleColumns } from "../core/wire/block.ts";
import {
  MAX_BLOCK_BYTES,
  MAX_BLOCK_EVENTS,
  MAX_BLOCK_FACTS,
  MAX_BLOCK_POINTS,
  PROTOCOL,
} from "../core/wire/limits.ts";
import type { AgentLog, Reading } from "./collectors/collector.ts";

export interface BlockBuilderParts {
  readonly agent: string;
  readonly now: () => Instant;
  /** Fills bytes with randomness (for block ids). */
  readonly randomBytes: (bytes: Uint8Array) => Uint8Array;
  readonly log: AgentLog;
}

/** Gathers readings and lays them out in columns, in blocks that keep every limit of the protocol. */
export interface BlockBuilder {
  add(reading: Partial<Reading>): void;
  /** The blocks so far, oldest first; the builder is empty afterwards. */
  take(): MadeBlock[];
}

interface MadeBlock {
  readonly block: Block;
  /** How many points it holds. */
  readonly points: number;
}

interface Columns {
  readonly kind: EntityKind;
  readonly at: number[];
  readonly fields: Map<string, (number | null)[]>;
}

interface Draft {
  readonly samples: Map<string, Columns>;
  readonly events: BlockEvent[];
  readonly facts: Fact[];
  points: number;
  /** At least as many as the JSON will have. */
  bytes: number;
}

/** Braces, protocol, ids, time, and the names of the lists. */
const ENVELOPE_BYTES = 400;
const COLUMNS_BYTES = '{"entity":"","at":[],"fields":{}},'.length;
const NULL_BYTES = "null,".length;
const AT_BYTES = "1790000000000,".length;

export function createBlockBuilder({ agent, now, randomBytes, log }: BlockBuilderParts): BlockBuilder {
  let full: MadeBlock[] = [];
  let draft = emptyDraft();

  const close = (): void => {
    if (draft.samples.size + draft.events.length + draft.facts.length === 0) return;
    const madeAt = now();
    const block = uuidv7(madeAt, randomBytes);
    full.push({
      block: { protocol: PROTOCOL, agent, block, madeAt, ...layOut(draft) },
      points: draft.points,
    });
    draft = emptyDraft();
  };
  const addSample = (sample: Sample): void => {
    const kind = parseEntityRef(sample.entity)?.kind;
    const values = kind === undefined ? [] : readValues(kind, sample, log);
    if (kind === undefined) log.error("reading_invalid", { entity: sample.entity });
    if (kind === undefined || values.length === 0) return;
    if (draft.points + values.length > MAX_BLOCK_POINTS) close();
    if (draft.bytes + costOf(draft.samples.get(sample.entity), sample, values) > MAX_BLOCK_BYTES) close();
    const columns = draft.samples.get(sample.entity);
    draft.bytes += costOf(columns, sample, values);
    draft.points += values.length;
    const into = columns ?? { kind, at: [], fields: new Map() };
    append(into, Math.round(sample.at), values);
    if (columns === undefined) draft.samples.set(sample.entity, into);
  };
  const addItem = <T extends { readonly at: Instant }>(
    list: (draft: Draft) => T[],
    most: number,
    item: T,
  ): void => {
    const bytes = jsonBytes(item);
    if (list(draft).length >= most || draft.bytes + bytes > MAX_BLOCK_BYTES) close();
    list(draft).push({ ...item, at: Math.round(item.at) });
    draft.bytes += bytes;
  };
  const addFact = (whole: Fact): void => {
    const fact = withinBlock(whole);
    if (fact === undefined) log.error("fact_too_large", { type: whole.type, device: whole.device });
    else addItem(({ facts }) => facts, MAX_BLOCK_FACTS, fact);
  };
  return {
    add({ samples = [], events = [], facts = [] }) {
      for (const sample of samples) addSample(sample);
      for (const event of events) addItem((into) => into.events, MAX_BLOCK_EVENTS, event);
      for (const fact of facts) addFact(fact);
    },
    take() {
      close();
      const blocks = full;
      full = [];
      return blocks;
    },
  };
}

const emptyDraft = (): Draft => ({
  samples: new Map(),
  events: [],
  facts: [],
  points: 0,
  bytes: ENVELOPE_BYTES,
});

/** The values that were really read. A field that the table does not have is a bug of ours and costs only itself. */
function readValues(kind: EntityKind, { entity, values }: Sample, log: AgentLog): [string, number][] {
  const read: [string, number][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || !Number.isFinite(value)) continue;
    if (fieldOf(kind, name) === undefined) log.error("reading_invalid", { entity, field: name });
    else read.push([name, value]);
  }
  return read;
}

/** Bytes that a sample may add to the JSON, the nulls in columns that it leaves out or begins included. */
function costOf(
  columns: Columns | undefined,
  { entity }: Sample,
  values: readonly (readonly [string, number])[],
): number {
  let bytes = AT_BYTES + (columns === undefined ? COLUMNS_BYTES + jsonBytes(entity) : 0);
  let known = 0;
  for (const [name, value] of values) {
    bytes += String(value).length + 1;
    if (columns?.fields.has(name) === true) known += 1;
    else bytes += name.length + '"":[],'.length + (columns?.at.length ?? 0) * NULL_BYTES;
  }
  return bytes + ((columns?.fields.size ?? 0) - known) * NULL_BYTES;
}

function append({ at, fields }: Columns, time: number, values: readonly (readonly [string, number])[]): void {
  for (const [name, value] of values) {
    let column = fields.get(name);
    if (column === undefined) fields.set(name, (column = Array.from<null>({ length: at.length }).fill(null)));
    column.push(value);
  }
  at.push(time);
  for (const column of fields.values()) if (column.length < at.length) column.push(null);
}

function layOut({ samples, events, facts }: Draft): Pick<Block, "samples" | "events" | "facts"> {
  const columns: SampleColumns[] = [];
  for (const [entity, { at, fields }] of samples)
    columns.push({ entity, at, fields: Object.fromEntries(fields) });
  return { samples: columns, events, facts };
}

/**
 * A fact that fits into a block. Only the ports of a very big device with long texts may not: names then stay, the
 * descriptions go. Undefined when not even that is enough.
 */
function withinBlock(fact: Fact): Fact | undefined {
  const limit = MAX_BLOCK_BYTES - ENVELOPE_BYTES;
  if (jsonBytes(fact) <= limit) return fact;
  if (fact.type !== "ports") return undefined;
  const brief = {
    ...fact,
    ports: fact.ports.map((port) => ({ ...port, descr: undefined, alias: undefined })),
  };
  return jsonBytes(brief) <= limit ? brief : undefined;
}

/** With the comma that follows. */
const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;
