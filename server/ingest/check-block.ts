import { fieldNames, parseEntityRef, ENTITY_KINDS, type EntityParts } from "../../core/entities.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { block as blockSchema, type Block, type SampleColumns } from "../../core/wire/block.ts";
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

/** By kind, an object whose keys are its fields: a lookup in it is a good deal cheaper than in a Set. */
const FIELDS = new Map<string, Readonly<Record<string, boolean>>>(
  ENTITY_KINDS.map((kind) => {
    const fields: Record<string, boolean> = { __proto__: null } as never;
    for (const name of fieldNames(kind)) fields[name] = true;
    return [kind, fields];
  }),
);
const SAMPLE_KEYS = 3;

/**
 * Whether these are the samples of a good block, to the letter of `core/wire/block.ts`, but without building anything:
 * the schema takes about thirty times as long on them. A property test holds the two together. Loops by index, and
 * counting on the way, because this runs over every value that any agent ever sends.
 */
export function samplesPass(samples: unknown, refs: EntityRefs): samples is SampleColumns[] {
  if (!Array.isArray(samples) || samples.length > MAX_BLOCK_POINTS) return false;
  let points = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const counted = countIfGood(samples[index], refs);
    if (counted < 0) return false;
    points += counted;
  }
  return points <= MAX_BLOCK_POINTS;
}

const BAD = -1;

/** The number of values that were read, or BAD. */
function countIfGood(columns: unknown, refs: EntityRefs): number {
  if (!isObject(columns)) return BAD;
  const { entity, at, fields } = columns;
  if (typeof entity !== "string" || !isObject(fields) || !timesPass(at)) return BAD;
  const allowed = FIELDS.get(refs(entity)?.kind ?? "");
  if (allowed === undefined || Object.keys(columns).length !== SAMPLE_KEYS) return BAD;
  let points = 0;
  // JSON gives objects without inherited keys, so this sees exactly their own.
  for (const name in fields) {
    const counted = allowed[name] === true ? countValues(fields[name], at.length) : BAD;
    if (counted < 0) return BAD;
    points += counted;
  }
  return points;
}

function timesPass(at: unknown): at is number[] {
  if (!Array.isArray(at) || at.length === 0 || at.length > MAX_BLOCK_POINTS) return false;
  for (let index = 0; index < at.length; index += 1) {
    const time: unknown = at[index];
    // Safe: everything between the bounds is a safe integer when it is an integer.
    if (!Number.isInteger(time) || (time as number) < EARLIEST || (time as number) > LATEST) return false;
  }
  return true;
}

function countValues(values: unknown, length: number): number {
  if (!Array.isArray(values) || values.length !== length) return BAD;
  let points = 0;
  for (let index = 0; index < length; index += 1) {
    const value: unknown = values[index];
    if (value === null) continue;
    if (!Number.isFinite(value)) return BAD;
    points += 1;
  }
  return points;
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
