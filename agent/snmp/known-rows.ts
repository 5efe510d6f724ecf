import { compareOids } from "./oid.ts";
import { isNumber, type ColumnLayout } from "./protocol.ts";
import { isIfIndex, type PortRow } from "./ports.ts";
import { PORT_COLUMNS, type PortColumnName } from "./tables.ts";

/** From the rows of one poll to the layout with which the next one reads them. Pure. */
export interface KnownRows {
  readonly names: readonly PortColumnName[];
  readonly layout: ColumnLayout;
  readonly interfaces: readonly { readonly ifIndex: number; readonly row: number }[];
}

/** What `rows`, read with the columns `names`, say of where values are; undefined where they cannot be read so. */
export function knownRows(
  rows: ReadonlyMap<string, PortRow>,
  names: readonly PortColumnName[],
): KnownRows | undefined {
  const indexes = [...rows.keys()].toSorted(compareOids);
  const columns: ColumnLayout["columns"][number][] = [];
  for (const name of names) {
    const column = columnIn(rows, indexes, name);
    if (column === undefined) return undefined;
    // Most columns have the same rows, and one list of them is enough.
    const same = columns.find(({ rows: places }) => String(places) === String(column.rows));
    columns.push(same === undefined ? column : { ...column, rows: same.rows });
  }
  if (columns.length === 0) return undefined;
  const layout = { indexes, columns };
  return { names, layout, interfaces: interfacesIn(layout) };
}

function columnIn(
  rows: ReadonlyMap<string, PortRow>,
  indexes: readonly string[],
  name: PortColumnName,
): ColumnLayout["columns"][number] | undefined {
  const places: number[] = [];
  let bytes = 0;
  for (const [place, index] of indexes.entries()) {
    const value = rows.get(index)?.[name];
    if (value === undefined) continue;
    if (!isNumber(value)) return undefined;
    places.push(place);
    bytes += contentBytes(value.value);
  }
  if (places.length === 0) return undefined;
  return { oid: PORT_COLUMNS[name].oid, rows: places, valueBytes: bytes / places.length + SPARE_BYTES };
}

/** Counters grow while they are watched. */
const SPARE_BYTES = 0.5;

/** Bytes of an integer's content: a sign bit, and as many bytes as it takes. */
function contentBytes(value: number): number {
  let bytes = 1;
  for (let bound = 0x80; value >= bound; bound *= 256) bytes += 1;
  return bytes;
}

/** The rows that are interfaces, with their ifIndex (see `byIfIndex`). */
function interfacesIn({ indexes }: ColumnLayout): KnownRows["interfaces"] {
  return indexes.flatMap((index, row) => (isIfIndex(index) ? [{ ifIndex: Number(index), row }] : []));
}
