import { cleanText } from "../../core/text.ts";
import type { PortFact } from "../../core/wire/block.ts";
import { NUMBER_TAGS } from "./codec/value.ts";
import { countsWide, portCells, portValuesAt, type PortCells, type PortValues } from "./port-values.ts";
import { isNumber, type SnmpValue } from "./protocol.ts";
import { COUNTER_PAIRS, PORT_COLUMN_NAMES, PORT_COLUMNS, type PortColumnName } from "./tables.ts";
import { decodeText } from "./text.ts";
import type { UptimeState } from "./uptime.ts";
import type { Row } from "./walk.ts";

/**
 * From rows of IF-MIB to what a port is and what it counts. Pure. A value that the device did not give, gave with
 * another type, or gave as something impossible is absent.
 */
export type PortRow = Row<PortColumnName>;
/** By ifIndex. */
export type PortRows = ReadonlyMap<number, PortRow>;
const MOST_PART = 64;

/** Only whole, positive indexes are interfaces; others are a device's mistake. */
export const isIfIndex = (index: string): boolean => /^[1-9]\d{0,9}$/.test(index);

export function byIfIndex(rows: ReadonlyMap<string, PortRow>): PortRows {
  const numbered = new Map<number, PortRow>();
  for (const [index, row] of rows) {
    if (isIfIndex(index)) numbered.set(Number(index), row);
  }
  return numbered;
}

/**
 * The name under which each port keeps its history: ifName if no other port has it, else ifDescr if no other has
 * that, else either with the port's address if no other has that, else `#ifIndex`. ifIndex comes last because devices
 * renumber their ports when they restart.
 */
export function nameParts(rows: PortRows): ReadonlyMap<number, string> {
  const parts = new Map<number, string>();
  const taken = new Set<string>();
  for (const nameOf of [nameByName, nameByDescr, nameByMac]) {
    const names = [...rows]
      .filter(([ifIndex]) => !parts.has(ifIndex))
      .map(([ifIndex, row]) => ({ ifIndex, name: nameOf(row) }));
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

const nameByName = (row: PortRow) => partText(row.ifName);
const nameByDescr = (row: PortRow) => partText(row.ifDescr);
/** Some devices call all their ports the same, but give each an address of its own. */
function nameByMac(row: PortRow): string {
  const mac = macOf(row.ifPhysAddress);
  if (mac === undefined) return "";
  const name = nameByName(row) || nameByDescr(row);
  return [cleanText(name, MOST_PART - mac.length - 1), mac].filter((text) => text !== "").join(" ");
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
export const portValues = (row: PortRow, uptime: UptimeState | undefined): PortValues =>
  portValuesAt(cellsOf(row), 0, uptime);

/** The numbers of one row. */
function cellsOf(row: PortRow): PortCells {
  const count = PORT_COLUMN_NAMES.length;
  const cells = { values: new Float64Array(count), tags: new Uint8Array(count) };
  for (const [place, name] of PORT_COLUMN_NAMES.entries()) {
    const value = row[name];
    if (value === undefined || !isNumber(value)) continue;
    cells.tags[place] = NUMBER_TAGS[value.type];
    cells.values[place] = value.value;
  }
  return portCells(PORT_COLUMN_NAMES, 1, cells);
}

/** The columns worth reading again: those that had a value, and narrow counters only where a wide one does not serve. */
export function usefulColumns(rows: PortRows): readonly PortColumnName[] {
  const all = [...rows.values()];
  const spare = new Set(
    COUNTER_PAIRS.filter(({ narrow, wide }) =>
      all.every(
        (row) =>
          row[narrow] === undefined || (wideOf(row[wide]) !== undefined && countsWide(cellsOf(row), 0)),
      ),
    ).map(({ narrow }) => narrow),
  );
  return PORT_COLUMN_NAMES.filter(
    (name) =>
      PORT_COLUMNS[name].use !== "fact" && !spare.has(name) && all.some((row) => row[name] !== undefined),
  );
}

const wideOf = (value: SnmpValue | undefined) => (value?.type === "counter64" ? value.value : undefined);
/** Some devices send gauges as INTEGER; a negative one is none. */
const gaugeOf = (value: SnmpValue | undefined) =>
  (value?.type === "gauge32" || value?.type === "integer") && value.value >= 0 ? value.value : undefined;
export const ticksOf = (value: SnmpValue | undefined) =>
  value?.type === "timeticks" && value.value >= 0 ? value.value : undefined;

function wholeOf(value: SnmpValue | undefined, least: number, most: number): number | undefined {
  const given = gaugeOf(value);
  return given !== undefined && given >= least && given <= most ? given : undefined;
}

function macOf(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "octets" || value.value.length !== 6) return undefined;
  if (value.value.every((byte) => byte === 0)) return undefined;
  return Array.from(value.value, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Text of a device, decoded (`text.ts`) and cleaned; undefined where it has none. */
export function textOf(value: SnmpValue | undefined, maxLength: number): string | undefined {
  if (value?.type !== "octets") return undefined;
  const clean = cleanText(decodeText(value.value), maxLength);
  return clean === "" ? undefined : clean;
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** The object without its undefined values: in what goes over the wire, absent is left out. */
export function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
