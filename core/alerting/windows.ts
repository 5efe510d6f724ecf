import type { Instant } from "../clock.ts";

/**
 * Sliding windows: rings of rows in one Float64Array. A row is the time of its reading and what it brought, and is
 * written only once, when a reading is new. What was missed leaves no row; what is older than the window is not summed.
 *
 * Layout: [next row, time of the newest row, then the rows].
 */
const HEAD = 2;

export interface Shape {
  readonly rows: number;
  /** Without the time. */
  readonly columns: number;
}

const createWindow = ({ rows, columns }: Shape): Float64Array =>
  new Float64Array(HEAD + rows * (columns + 1));

/** The window of a key, made when it is asked for first, or when its shape has changed. */
export function windowOf(windows: Map<string, Float64Array>, key: string, shape: Shape): Float64Array {
  const kept = windows.get(key);
  if (kept !== undefined && kept.length === HEAD + shape.rows * (shape.columns + 1)) return kept;
  const fresh = createWindow(shape);
  windows.set(key, fresh);
  return fresh;
}

/** Time of the newest row; 0 when there is none. */
export const newestOf = (ring: Float64Array): Instant => ring[1] ?? 0;

/**
 * Whether a reading of this time is one more. A time before the newest means that the clock was set back: everything in
 * the window lies in the future then and is dropped, so that nothing stands still until that time has come.
 */
export function isNewer(ring: Float64Array, at: Instant): boolean {
  const newest = newestOf(ring);
  if (at < newest) ring.fill(0);
  return at !== newest;
}

/** Writes a row over the oldest. Values that are not finite count as 0. */
export function push(ring: Float64Array, shape: Shape, at: Instant, values: ArrayLike<number>): void {
  const row = ring[0] ?? 0;
  const from = HEAD + row * (shape.columns + 1);
  ring[from] = at;
  for (let column = 0; column < shape.columns; column += 1) {
    const value = values[column] ?? 0;
    ring[from + 1 + column] = Number.isFinite(value) ? value : 0;
  }
  ring[0] = (row + 1) % shape.rows;
  ring[1] = at;
}

/** Adds up each column of the rows in (newest − span, newest] into `into`; gives the number of rows. */
export function sumInto(into: Float64Array, ring: Float64Array, shape: Shape, span: number): number {
  into.fill(0);
  const newest = newestOf(ring);
  let rows = 0;
  for (let from = HEAD; from < ring.length; from += shape.columns + 1) {
    const at = ring[from] ?? 0;
    if (at === 0 || at <= newest - span || at > newest) continue;
    rows += 1;
    for (let column = 0; column < shape.columns; column += 1)
      into[column] = (into[column] ?? 0) + (ring[from + 1 + column] ?? 0);
  }
  return rows;
}

/** One column of the newest row. */
export function newestValueOf(ring: Float64Array, { rows, columns }: Shape, column: number): number {
  const last = ((ring[0] ?? 0) + rows - 1) % rows;
  return ring[HEAD + last * (columns + 1) + 1 + column] ?? 0;
}

/** Twelve buckets of five minutes: [start of the newest bucket, its number of the twelve, counts]. */
const BUCKETS = 12;
const BUCKET_MS = 5 * 60_000;

/** How much was counted in the hour up to `at`. Nothing is kept for what never happened. */
export function hourSum(windows: ReadonlyMap<string, Float64Array>, key: string, at: Instant): number {
  const hour = windows.get(key);
  if (hour === undefined) return 0;
  const now = Math.floor(at / BUCKET_MS);
  const newest = hour[0] ?? 0;
  let sum = 0;
  for (let back = 0; back < BUCKETS; back += 1) {
    const bucket = newest - back;
    if (bucket > now - BUCKETS && bucket <= now) sum += hour[1 + (bucket % BUCKETS)] ?? 0;
  }
  return sum;
}

/** Counts something that happened at `at`. */
export function addToHour(windows: Map<string, Float64Array>, key: string, at: Instant, count: number): void {
  if (!(count > 0) || !Number.isFinite(count)) return;
  let hour = windows.get(key);
  if (hour === undefined) windows.set(key, (hour = new Float64Array(1 + BUCKETS)));
  const bucket = Math.floor(at / BUCKET_MS);
  const newest = hour[0] ?? 0;
  // Set back by more than the hour, or longer ago than it: all that is in there is of another time.
  if (Math.abs(bucket - newest) >= BUCKETS) hour.fill(0);
  else for (let empty = newest + 1; empty <= bucket; empty += 1) hour[1 + (empty % BUCKETS)] = 0;
  hour[0] = Math.abs(bucket - newest) >= BUCKETS ? bucket : Math.max(bucket, newest);
  hour[1 + (bucket % BUCKETS)] = (hour[1 + (bucket % BUCKETS)] ?? 0) + count;
}
