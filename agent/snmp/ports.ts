import type { FieldName } from "../../core/entities.ts";
import { cleanText } from "../../core/text.ts";
import type { PortFact } from "../../core/wire/block.ts";
import type { SnmpValue } from "./protocol.ts";
import { COUNTER_PAIRS, PORT_COLUMN_NAMES, PORT_COLUMNS, portColumn, type PortColumnName } from "./tables.ts";
import { atTicks, type UptimeState } from "./uptime.ts";
import type { Row } from "./walk.ts";

/**
 * From rows of IF-MIB to what a port is and what it counts. Pure. A value that the device did not give, gave with
 * another type, or gave as something impossible is absent.
 */
export type PortRow = Row<PortColumnName>;
/** By ifIndex. */
export type PortRows = ReadonlyMap<number, PortRow>;
export type PortValues = Partial<Record<FieldName<"port">, number>>;

const MOST_PART = 64;

/** Only whole, positive indexes are interfaces; others are a device's mistake. */
export function byIfIndex(rows: ReadonlyMap<string, PortRow>): PortRows {
  const numbered = new Map<number, PortRow>();
  for (const [index, row] of rows) {
    if (/^[1-9]\d{0,9}$/.test(index)) numbered.set(Number(index), row);
  }
  return numbered;
}

/**
 * The name under which each port keeps its history: ifName if no other port has it, else ifDescr if no other has
 * that, else `#ifIndex`. ifIndex comes last because devices renumber their ports when they restart.
 */
export function nameParts(rows: PortRows): ReadonlyMap<number, string> {
  const parts = new Map<number, string>();
  const taken = new Set<string>();
  for (const column of ["ifName", "ifDescr"] as const) {
    const names = [...rows]
      .filter(([ifIndex]) => !parts.has(ifIndex))
      .map(([ifIndex, row]) => ({ ifIndex, name: partText(row[column]) }));
    const seen = new Map<string, number>();
    for (const { name } of names) seen.set(name, (seen.get(name) ?? 0) + 1);
    const unique = names.filter(({ name }) => name !== "" && seen.get(name) === 1 && !taken.has(name));
    for (const { ifIndex, name } of unique) {
      parts.set(ifIndex, name);
      taken.add(name);
    }
  }
  for (const ifIndex of rows.keys()) if (!parts.has(ifIndex)) parts.set(ifIndex, `#${ifIndex}`);
  return parts;
}

/** "" where it cannot serve: `#` is kept for ports without a name. */
function partText(value: SnmpValue | undefined): string {
  const text = textOf(value, MOST_PART) ?? "";
  return text.startsWith("#") ? "" : text;
}

/** What a port is, for the registry. */
export function portFact(ifIndex: number, part: string, row: PortRow): PortFact {
  const descr = textOf(row.ifDescr, 255);
  return defined({
    part,
    ifIndex,
    name: textOf(row.ifName, 64) ?? textOf(row.ifDescr, 64) ?? part,
    descr,
    alias: textOf(row.ifAlias, 255),
    ifType: wholeOf(row.ifType, 1, 0x7f_ff_ff_ff),
    mac: macOf(row.ifPhysAddress),
    mtu: wholeOf(row.ifMtu, 1, 0x7f_ff_ff_ff),
  });
}

/** One reading of a port. `uptime` is the device's, to tell when the counters began. */
export function portValues(row: PortRow, uptime: UptimeState | undefined): PortValues {
  const wide = countsWide(row);
  const values: PortValues = defined({
    admin_status: wholeOf(row.ifAdminStatus, 1, 3),
    oper_status: wholeOf(row.ifOperStatus, 1, 7),
    speed: speedOf(row),
    duplex: wholeOf(row.dot3StatsDuplexStatus, 1, 3),
    last_change: secondsOf(row.ifLastChange),
    counters_since: countersSince(row, uptime),
  });
  for (const name of PORT_COLUMN_NAMES) {
    const column = portColumn(name);
    const value = row[name];
    if (column.use !== "counter" || value?.type !== column.type) continue;
    // The wide columns stand before the narrow ones, which fill in what those left open.
    if (column.type === "counter32" || wide) values[column.field] ??= value.value;
  }
  if (values.in_octets !== undefined || values.out_octets !== undefined) values.counter_bits = wide ? 64 : 32;
  return values;
}

/**
 * Whether the port's 64-bit octet counters serve. Some devices have them, but leave them at zero: then the 32-bit
 * ones, if they were read, tell.
 */
function countsWide(row: PortRow): boolean {
  const wideIn = wideOf(row.ifHCInOctets);
  const wideOut = wideOf(row.ifHCOutOctets);
  if (wideIn === undefined && wideOut === undefined) return false;
  const stuck = (wideIn ?? 0) === 0 && (wideOut ?? 0) === 0;
  const moved = (narrowOf(row.ifInOctets) ?? 0) > 0 || (narrowOf(row.ifOutOctets) ?? 0) > 0;
  return !(stuck && moved);
}

/** The columns worth reading again: those that had a value, and narrow counters only where a wide one does not serve. */
export function usefulColumns(rows: PortRows): readonly PortColumnName[] {
  const all = [...rows.values()];
  const spare = new Set(
    COUNTER_PAIRS.filter(({ narrow, wide }) =>
      all.every((row) => row[narrow] === undefined || (wideOf(row[wide]) !== undefined && countsWide(row))),
    ).map(({ narrow }) => narrow),
  );
  return PORT_COLUMN_NAMES.filter(
    (name) =>
      PORT_COLUMNS[name].use !== "fact" && !spare.has(name) && all.some((row) => row[name] !== undefined),
  );
}

/**
 * bit/s. ifSpeed ends at 4.29 Gb/s and says so, or says nothing, or (against its MIB) starts over; then ifHighSpeed,
 * in Mb/s, is better.
 */
function speedOf(row: PortRow): number | undefined {
  const speed = gaugeOf(row.ifSpeed);
  const high = gaugeOf(row.ifHighSpeed);
  if (high !== undefined && high * 1_000_000 > 0xff_ff_ff_ff) return high * 1_000_000;
  if (speed !== undefined && speed !== 0 && speed !== 0xff_ff_ff_ff) return speed;
  if (high !== undefined && high > 0) return high * 1_000_000;
  // Zero is what a port without a link says; the largest number is not a speed.
  return speed === 0xff_ff_ff_ff ? undefined : (speed ?? high);
}

function countersSince(row: PortRow, uptime: UptimeState | undefined): number | undefined {
  if (uptime === undefined) return undefined;
  const ticks = ticksOf(row.ifCounterDiscontinuityTime) ?? 0;
  return (ticks > 0 ? atTicks(uptime, ticks) : undefined) ?? uptime.bootedAt;
}

const narrowOf = (value: SnmpValue | undefined) => (value?.type === "counter32" ? value.value : undefined);
const wideOf = (value: SnmpValue | undefined) => (value?.type === "counter64" ? value.value : undefined);
/** Some devices send gauges as INTEGER; a negative one is none. */
const gaugeOf = (value: SnmpValue | undefined) =>
  (value?.type === "gauge32" || value?.type === "integer") && value.value >= 0 ? value.value : undefined;
export const ticksOf = (value: SnmpValue | undefined) =>
  value?.type === "timeticks" && value.value >= 0 ? value.value : undefined;

function secondsOf(value: SnmpValue | undefined): number | undefined {
  const ticks = ticksOf(value);
  return ticks === undefined ? undefined : ticks / 100;
}

function wholeOf(value: SnmpValue | undefined, least: number, most: number): number | undefined {
  const given = gaugeOf(value);
  return given !== undefined && given >= least && given <= most ? given : undefined;
}

function macOf(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "octets" || value.value.length !== 6) return undefined;
  if (value.value.every((byte) => byte === 0)) return undefined;
  return Array.from(value.value, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");

/** Text of a device, cleaned; undefined where it has none. Old devices do not speak UTF-8. */
export function textOf(value: SnmpValue | undefined, maxLength: number): string | undefined {
  if (value?.type !== "octets") return undefined;
  const clean = cleanText(decode(value.value), maxLength);
  return clean === "" ? undefined : clean;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** The object without its undefined values: in what goes over the wire, absent is left out. */
export function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
