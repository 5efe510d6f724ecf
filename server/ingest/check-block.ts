import { fieldNames, parseEntityRef, ENTITY_KINDS, type EntityParts } from "../../core/entities.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { block as blockSchema, countPoints, type Block, type SampleColumns } from "../../core/wire/block.ts";
import { EARLIEST, LATEST, MAX_BLOCK_POINTS, PROTOCOL } from "../../core/wire/limits.ts";
import { zodFault } from "./zod-fault.ts";

/** Takes an entity reference apart; remembers the answers, because the same ones come every minute. */
export type EntityRefs = (ref: string) => EntityParts | undefined;

const MOST_REFS = 200_000;

export function entityRefs(): EntityRefs {
  const known = new Map<string, EntityParts>();
  return (ref) => {
    const found = known.get(ref);
    if (found !== undefined) return found;
    const parts = parseEntityRef(ref);
    if (parts === undefined) return undefined;
    if (known.size >= MOST_REFS) known.clear();
    known.set(ref, parts);
    return parts;
  };
}

const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  ENTITY_KINDS.map((kind) => [kind, new Set(fieldNames(kind))]),
);
const SAMPLE_KEYS = 3;

/**
 * Whether these are the samples of a good block, to the letter of `core/wire/block.ts`, but without building anything:
 * the schema takes about thirty times as long on them. A property test holds the two together.
 */
export function samplesPass(samples: unknown, refs: EntityRefs): samples is SampleColumns[] {
  if (!Array.isArray(samples) || samples.length > MAX_BLOCK_POINTS) return false;
  for (const columns of samples) if (!columnsPass(columns, refs)) return false;
  return countPoints(samples as SampleColumns[]) <= MAX_BLOCK_POINTS;
}

function columnsPass(columns: unknown, refs: EntityRefs): boolean {
  if (!isObject(columns) || Object.keys(columns).length !== SAMPLE_KEYS) return false;
  const { entity, at, fields } = columns;
  if (typeof entity !== "string" || !isObject(fields) || !timesPass(at)) return false;
  const parts = refs(entity);
  const allowed = parts && FIELDS.get(parts.kind);
  if (allowed === undefined) return false;
  for (const name of Object.keys(fields)) {
    if (!allowed.has(name) || !valuesPass(fields[name], at.length)) return false;
  }
  return true;
}

function timesPass(at: unknown): at is number[] {
  if (!Array.isArray(at) || at.length === 0 || at.length > MAX_BLOCK_POINTS) return false;
  for (const time of at) {
    // Safe: everything between the bounds is a safe integer when it is an integer.
    if (!Number.isInteger(time) || time < EARLIEST || time > LATEST) return false;
  }
  return true;
}

function valuesPass(values: unknown, length: number): boolean {
  if (!Array.isArray(values) || values.length !== length) return false;
  for (const value of values) {
    if (value !== null && !Number.isFinite(value)) return false;
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks what came as a block. The protocol comes first: a newer sender may have changed everything else. */
export function checkBlock(value: unknown, refs: EntityRefs): Result<Block> {
  if (!isObject(value)) return fail("bad_json");
  const { protocol } = value;
  if (protocol !== PROTOCOL) {
    const given = typeof protocol === "number" || typeof protocol === "string" ? String(protocol) : "…";
    return fail("protocol_unsupported", { given: given.slice(0, 20), wanted: PROTOCOL });
  }
  const { samples } = value;
  const fast = samplesPass(samples, refs);
  const parsed = blockSchema.safeParse(fast ? { ...value, samples: [] } : value);
  if (!parsed.success) return { ok: false, fault: zodFault(parsed.error) };
  return ok(fast ? { ...parsed.data, samples } : parsed.data);
}
