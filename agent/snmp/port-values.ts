import { fieldNames, type FieldName } from "../../core/entities.ts";
import { TAG } from "./codec/ber.ts";
import { PORT_COLUMN_NAMES, portColumn, type PortColumnName } from "./tables.ts";
import { atTicks, type UptimeState } from "./uptime.ts";

/**
 * From the columns of IF-MIB to what a port counts. Works on arrays of numbers, because every poll of every device
 * passes here. A value that the device did not give, gave with another type, or gave as something impossible is
 * absent.
 */
export type PortValues = Partial<Record<FieldName<"port">, number | undefined>>;

/** Columns of numbers. A value of tag 0 is missing. */
export interface PortCells {
  readonly values: Float64Array;
  /** BER tags. */
  readonly tags: Uint8Array;
  /** For each of `PORT_COLUMN_NAMES`, where in the arrays its first row is; -1 where the column was not read. */
  readonly starts: Int32Array;
}

const PLACES = Object.fromEntries(PORT_COLUMN_NAMES.map((name, place) => [name, place])) as Readonly<
  Record<PortColumnName, number>
>;

/** `names`: what the columns of the arrays are, each `rows` long. */
export function portCells(
  names: readonly PortColumnName[],
  rows: number,
  { values, tags }: Pick<PortCells, "values" | "tags">,
): PortCells {
  const starts = new Int32Array(PORT_COLUMN_NAMES.length).fill(-1);
  for (const [column, name] of names.entries()) starts[PLACES[name]] = column * rows;
  return { values, tags, starts };
}

/** A field that counts, and the columns that may fill it; -1: none. */
interface Count {
  readonly field: FieldName<"port">;
  readonly wide: number;
  readonly narrow: number;
}

const COUNTS: readonly Count[] = countsOf();

function countsOf(): Count[] {
  const counts = new Map<FieldName<"port">, Count>();
  for (const name of PORT_COLUMN_NAMES) {
    const column = portColumn(name);
    if (column.use !== "counter") continue;
    const { field } = column;
    const before = counts.get(field) ?? { field, wide: -1, narrow: -1 };
    const place = PLACES[name];
    counts.set(
      field,
      column.type === "counter64" ? { ...before, wide: place } : { ...before, narrow: place },
    );
  }
  return [...counts.values()];
}

/** All fields at once: objects of one shape are made and filled quickest. */
const NOTHING: PortValues = Object.fromEntries(fieldNames("port").map((field) => [field, undefined]));

/** One reading of a port. `uptime` is the device's, to tell when the counters began. */
export function portValuesAt(cells: PortCells, row: number, uptime: UptimeState | undefined): PortValues {
  const wide = countsWide(cells, row);
  const values: PortValues = { ...NOTHING };
  values.admin_status = wholeAt(cells, PLACES.ifAdminStatus, row, 3);
  values.oper_status = wholeAt(cells, PLACES.ifOperStatus, row, 7);
  values.speed = speedAt(cells, row);
  values.duplex = wholeAt(cells, PLACES.dot3StatsDuplexStatus, row, 3);
  const lastChange = taggedAt(cells, PLACES.ifLastChange, row, TAG.timeTicks);
  values.last_change = lastChange === undefined ? undefined : lastChange / 100;
  values.counters_since = countersSince(cells, row, uptime);
  for (const count of COUNTS) {
    const high = wide ? taggedAt(cells, count.wide, row, TAG.counter64) : undefined;
    values[count.field] = high ?? taggedAt(cells, count.narrow, row, TAG.counter32);
  }
  if (values.in_octets !== undefined || values.out_octets !== undefined) values.counter_bits = wide ? 64 : 32;
  return values;
}

function taggedAt(cells: PortCells, place: number, row: number, tag: number): number | undefined {
  const start = cells.starts[place] ?? -1;
  return start >= 0 && cells.tags[start + row] === tag ? cells.values[start + row] : undefined;
}

/** Some devices send gauges as INTEGER; a negative one is none. */
function gaugeAt(cells: PortCells, place: number, row: number): number | undefined {
  const value = taggedAt(cells, place, row, TAG.gauge32) ?? taggedAt(cells, place, row, TAG.integer);
  return value !== undefined && value >= 0 ? value : undefined;
}

/** From 1 to `most`. */
function wholeAt(cells: PortCells, place: number, row: number, most: number): number | undefined {
  const value = gaugeAt(cells, place, row);
  return value !== undefined && value >= 1 && value <= most ? value : undefined;
}

/**
 * Whether the port's 64-bit octet counters serve. Some devices have them, but leave them at zero: then the 32-bit
 * ones, if they were read, tell.
 */
export function countsWide(cells: PortCells, row: number): boolean {
  const wideIn = taggedAt(cells, PLACES.ifHCInOctets, row, TAG.counter64);
  const wideOut = taggedAt(cells, PLACES.ifHCOutOctets, row, TAG.counter64);
  if (wideIn === undefined && wideOut === undefined) return false;
  if ((wideIn ?? 0) !== 0 || (wideOut ?? 0) !== 0) return true;
  const narrowIn = taggedAt(cells, PLACES.ifInOctets, row, TAG.counter32) ?? 0;
  const narrowOut = taggedAt(cells, PLACES.ifOutOctets, row, TAG.counter32) ?? 0;
  return narrowIn === 0 && narrowOut === 0;
}

const LARGEST = 0xff_ff_ff_ff;
const MEGA = 1_000_000;
/** bit/s. Faster than any port that is made (1.6 Tb/s): not a speed, but what some devices say of a port without a link. */
export const FASTEST_BPS = 2e12;

/**
 * bit/s. ifSpeed ends at 4.29 Gb/s and says so, or says nothing, or (against its MIB) starts over; then ifHighSpeed,
 * in Mb/s, is better.
 */
function speedAt(cells: PortCells, row: number): number | undefined {
  const speed = gaugeAt(cells, PLACES.ifSpeed, row);
  const given = gaugeAt(cells, PLACES.ifHighSpeed, row);
  const high = given === undefined || given * MEGA > FASTEST_BPS ? undefined : given * MEGA;
  if (high !== undefined && high > LARGEST) return high;
  if (speed !== undefined && speed !== 0 && speed !== LARGEST) return speed;
  if (high !== undefined && high > 0) return high;
  // Zero is what a port without a link says; the largest number is not a speed.
  return speed === LARGEST ? undefined : (speed ?? high);
}

function countersSince(cells: PortCells, row: number, uptime: UptimeState | undefined): number | undefined {
  if (uptime === undefined) return undefined;
  const ticks = taggedAt(cells, PLACES.ifCounterDiscontinuityTime, row, TAG.timeTicks) ?? 0;
  return (ticks > 0 ? atTicks(uptime, ticks) : undefined) ?? uptime.bootedAt;
}
