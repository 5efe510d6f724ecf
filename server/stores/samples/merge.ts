import type { Instant } from "../../../core/clock.ts";
import { makeColumns } from "./columns.ts";
import type { EntityHead } from "./head.ts";

/** Readings of one entity from one place: times as they were written, and a column for each field asked for. */
export interface Part {
  readonly at: Float64Array;
  /** NaN where there is no value; undefined when the place has no such column. */
  readonly columns: readonly (Float64Array | undefined)[];
}

/** Readings with each time once, oldest first. */
export interface Merged {
  readonly at: Float64Array;
  readonly columns: readonly Float64Array[];
}

/**
 * Joins parts, given in the order in which they were written: readings of one time become one, field by field, and the
 * later write wins. `fields` is how many columns each part has.
 */
export function mergeParts(parts: readonly Part[], fields: number): Merged {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && increases(only.at)) {
    const nobody = only.columns.includes(undefined) ? absent(only.at.length) : only.at;
    return { at: only.at, columns: only.columns.map((column) => column ?? nobody) };
  }
  const joined = join(parts, fields);
  return increases(joined.at) ? joined : ordered(joined);
}

const absent = (rows: number) => new Float64Array(rows).fill(Number.NaN);

function increases(at: Float64Array): boolean {
  for (let i = 1; i < at.length; i += 1) if ((at[i] as number) <= (at[i - 1] as number)) return false;
  return true;
}

function join(parts: readonly Part[], fields: number): Merged {
  const rows = parts.reduce((sum, part) => sum + part.at.length, 0);
  const at = new Float64Array(rows);
  const kept = Array.from({ length: fields }, (_, i) => parts.some((part) => part.columns[i] !== undefined));
  const columnAt = makeColumns(kept.filter(Boolean).length, rows);
  // A port is asked for what tells how its counters wrap, which few have: nobody writes into what nobody has.
  const nobody = kept.includes(false) ? absent(rows) : undefined;
  let made = 0;
  const columns = kept.map((isKept, i) => {
    if (!isKept && nobody !== undefined) return nobody;
    const column = columnAt(made++);
    return parts.every((part) => part.columns[i] !== undefined) ? column : column.fill(Number.NaN);
  });
  let to = 0;
  for (const part of parts) {
    at.set(part.at, to);
    for (const [i, column] of part.columns.entries()) if (column !== undefined) columns[i]?.set(column, to);
    to += part.at.length;
  }
  return { at, columns };
}

function ordered({ at, columns }: Merged): Merged {
  // Sorting must keep the order of writing among equal times; toSorted is stable.
  const order = Uint32Array.from(at, (_, i) => i).toSorted(
    (a, b) => (at[a] as number) - (at[b] as number) || a - b,
  );
  const times = new Float64Array(at.length);
  const merged = columns.map(() => absent(at.length));
  let rows = 0;
  for (const from of order) {
    const time = at[from] as number;
    if (rows === 0 || times[rows - 1] !== time) times[rows++] = time;
    for (const [i, column] of columns.entries()) {
      const value = column[from] as number;
      const into = merged[i];
      if (into !== undefined && !Number.isNaN(value)) into[rows - 1] = value;
    }
  }
  return { at: times.subarray(0, rows), columns: merged.map((column) => column.subarray(0, rows)) };
}

/** The committed rows of a head in [from, to), in the order of their arrival; columns in the order of `fields`. */
export function partOfHead(head: EntityHead, from: Instant, to: Instant, fields: readonly string[]): Part {
  const { rows, count, shape } = head;
  const { stride } = shape;
  const found: number[] = [];
  for (let start = 0; start < count * stride; start += stride) {
    const at = rows[start] as number;
    if (at >= from && at < to) found.push(start);
  }
  const at = new Float64Array(found.length);
  for (const [i, start] of found.entries()) at[i] = rows[start] as number;
  const columns = fields.map((name) => {
    const index = shape.indexOf.get(name);
    if (index === undefined) return undefined;
    const column = new Float64Array(found.length);
    for (const [i, start] of found.entries()) column[i] = rows[start + 1 + index] as number;
    return column;
  });
  return { at, columns };
}

/** The places of ascending times in [from, to): the first, and where they end. */
export function placesIn(at: Float64Array, from: Instant, to: Instant): readonly [number, number] {
  let first = 0;
  while (first < at.length && (at[first] as number) < from) first += 1;
  let end = at.length;
  while (end > first && (at[end - 1] as number) >= to) end -= 1;
  return [first, end];
}

/** The readings in [from, to). */
export function within({ at, columns }: Merged, from: Instant, to: Instant): Merged {
  const [first, end] = placesIn(at, from, to);
  if (first === 0 && end === at.length) return { at, columns };
  return { at: at.subarray(first, end), columns: columns.map((column) => column.subarray(first, end)) };
}

/** Without the times at which no column has a value. */
export function withoutEmpty({ at, columns }: Merged): Merged {
  const rows: number[] = [];
  for (let row = 0; row < at.length; row += 1) {
    if (columns.some((column) => !Number.isNaN(column[row]))) rows.push(row);
  }
  if (rows.length === at.length) return { at, columns };
  const some = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  return { at: some(at), columns: columns.map(some) };
}
