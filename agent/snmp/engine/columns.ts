import { fail, ok, type Result } from "../../../core/result.ts";
import { enter, leave, peekTag, readHeader, refuse, TAG, type Reader } from "../codec/ber.ts";
import { indexContent, oidContent } from "../codec/oid.ts";
import { PDU, questionTlv } from "../codec/pdu.ts";
import { isNumeric, numberAt } from "../codec/value.ts";
import type { ColumnLayout, ColumnReader, RequestOptions } from "../protocol.ts";
import { planColumns, type Part } from "./column-plan.ts";
import type { Layer, Outgoing } from "./layer.ts";
import type { Line } from "./line.ts";

/**
 * The hot path: numeric columns whose rows are known are read into one array of numbers. Requests are encoded once;
 * of a reply, each name is compared with the bytes that it must have, so that nothing is decoded but the number.
 */

interface Column {
  readonly oid: string;
  /** The OID's content, with which every name in the column begins. */
  readonly prefix: Uint8Array;
  /** Places of its rows among the layout's indexes. */
  readonly rows: readonly number[];
}

interface Grid {
  readonly layout: ColumnLayout;
  readonly columns: readonly Column[];
  /** What follows the prefix, for each row. */
  readonly suffixes: readonly Uint8Array[];
  readonly values: Float64Array;
  readonly tags: Uint8Array;
}

interface Request extends Part {
  readonly outgoing: Outgoing;
}

export function prepareColumns(
  line: Line,
  layer: Layer,
  address: string,
  layout: ColumnLayout,
): ColumnReader {
  const { indexes, columns } = layout;
  const cells = columns.length * indexes.length;
  const grid: Grid = {
    layout,
    columns: columns.map(({ oid, rows }) => ({ oid, rows, prefix: remembered(oid, oidContent) })),
    suffixes: indexes.map((index) => remembered(`.${index}`, () => indexContent(index))),
    values: new Float64Array(cells).fill(Number.NaN),
    tags: new Uint8Array(cells),
  };
  let plan:
    | { readonly limit: number; readonly frame: number; readonly requests: readonly Request[] }
    | undefined;
  return {
    values: grid.values,
    tags: grid.tags,
    async read(pacing, options) {
      const { limit, frame } = pacing;
      if (plan?.limit !== limit || plan.frame !== frame) {
        plan = { limit, frame, requests: requestsFor(grid, layer, { limit, frame }) };
      }
      const read = await readAll(line, layer, grid, plan.requests, options);
      if (!read.ok) return read;
      const { changed, cut } = read.value;
      if (read.value.sent === 0) return fail("snmp_refused", { address, reason: "empty" });
      // The device has shown the largest reply that it makes.
      if (cut !== undefined) pacing.frame = Math.max(LEAST_FRAME, Math.min(frame - 1, cut));
      return ok(changed ? "changed" : "read");
    },
  };
}

/** Encoded columns and indexes: most devices have the same ones, and a small array costs ten times its bytes. */
const encoded = new Map<string, Uint8Array>();
const MOST_ENCODED = 8_192;

function remembered(text: string, encode: (text: string) => Uint8Array): Uint8Array {
  const known = encoded.get(text);
  if (known !== undefined) return known;
  if (encoded.size === MOST_ENCODED) encoded.clear();
  const bytes = encode(text);
  encoded.set(text, bytes);
  return bytes;
}

const LEAST_FRAME = 300;
/** The sequence, the OID's header, the value's header. */
const HEADERS = 6;

function requestsFor(
  grid: Grid,
  layer: Layer,
  { limit, frame }: { readonly limit: number; readonly frame: number },
): readonly Request[] {
  const longest = Math.max(0, ...grid.suffixes.map(({ length }) => length));
  const sizes = grid.columns.map(({ prefix, rows }, i) => ({
    rows: rows.length,
    bytes: HEADERS + prefix.length + longest + (grid.layout.columns[i]?.valueBytes ?? 4),
  }));
  const bounds = { room: frame - layer.overhead, mostValues: limit };
  return planColumns(sizes, bounds).map((part) => requestOf(grid, layer, part));
}

function requestOf(grid: Grid, layer: Layer, part: Part): Request {
  const oids = part.columns.map((place, i) => {
    const column = grid.columns[place];
    const before = column?.rows[(part.from[i] ?? 0) - 1];
    return before === undefined ? (column?.oid ?? "") : `${column?.oid}.${grid.layout.indexes[before]}`;
  });
  const maxRepetitions = Math.max(...part.to.map((to, i) => to - (part.from[i] ?? 0)));
  return { ...part, outgoing: layer.prepare(questionTlv({ type: PDU.getBulk, oids, maxRepetitions })) };
}

interface Outcome {
  readonly changed: boolean;
  /** Bytes of the smallest reply that held less than was asked for. */
  readonly cut: number | undefined;
  readonly sent: number;
}

async function readAll(
  line: Line,
  layer: Layer,
  grid: Grid,
  planned: readonly Request[],
  options: RequestOptions | undefined,
): Promise<Result<Outcome>> {
  let cut: number | undefined;
  let sent = 0;
  for (const first of planned) {
    for (let request: Request | undefined = first; request !== undefined;) {
      const asked: Request = request;
      const reply = await line.ask(asked.outgoing, (reader) => take(grid, asked, reader), options);
      if (!reply.ok) return { ok: false, fault: reply.fault.fault };
      const count = reply.value;
      if (count === CHANGED) return ok({ changed: true, cut: undefined, sent: 1 });
      if (count === 0) return ok({ changed: false, cut: undefined, sent: 0 });
      sent += 1;
      const rest = restOf(asked, count);
      if (rest !== undefined) cut = Math.min(cut ?? Infinity, line.seen.bytes);
      request = rest && requestOf(grid, layer, rest);
    }
  }
  return ok({ changed: false, cut, sent: Math.max(1, sent) });
}

/** What a reply of `count` values left open; undefined when it was whole. */
function restOf({ columns, from, to }: Part, count: number): Part | undefined {
  const rows = Math.floor(count / columns.length);
  const more = count % columns.length;
  const starts = from.map((start, i) => start + rows + (i < more ? 1 : 0));
  const open = columns.map((_, i) => i).filter((i) => (starts[i] ?? 0) < (to[i] ?? 0));
  if (open.length === 0) return undefined;
  const of = (list: readonly number[]) => open.map((i) => list[i] ?? 0);
  return { columns: of(columns), from: of(starts), to: of(to) };
}

const CHANGED = -1;

/** Takes the variable bindings into the grid; how many there were, or {@link CHANGED} where one is not as expected. */
function take(grid: Grid, { columns, from, to }: Part, reader: Reader): number {
  const outside = enter(reader, TAG.sequence);
  let count = 0;
  let row = 0;
  let slot = 0;
  let asExpected = true;
  while (reader.at < reader.end) {
    const end = readHeader(reader, TAG.sequence);
    const nameEnd = readHeader(reader, TAG.oid);
    const name = reader.at;
    reader.at = nameEnd;
    const tag = peekTag(reader);
    const valueEnd = readHeader(reader, tag);
    if (reader.bad || valueEnd !== end) {
      refuse(reader);
      break;
    }
    const at = (from[slot] ?? 0) + row;
    // What is asked for in columns that have ended already is of no interest.
    if (at < (to[slot] ?? 0) && !cell(grid, columns[slot] ?? 0, at, reader, name, nameEnd, tag, valueEnd)) {
      asExpected = false;
    }
    reader.at = end;
    count += 1;
    slot += 1;
    if (slot === columns.length) {
      slot = 0;
      row += 1;
    }
  }
  leave(reader, outside);
  return asExpected ? count : CHANGED;
}

/** Whether the value is the one expected as the `at`-th of its column; then it is in the grid. */
function cell(
  grid: Grid,
  place: number,
  at: number,
  reader: Reader,
  name: number,
  nameEnd: number,
  tag: number,
  valueEnd: number,
): boolean {
  const column = grid.columns[place];
  if (column === undefined) return false;
  const { bytes } = reader;
  const { prefix, rows } = column;
  const row = rows[at];
  const inside = startsWith(bytes, name, nameEnd, prefix);
  // Behind the last row.
  if (row === undefined) return !inside || tag === TAG.endOfMibView;
  const suffix = grid.suffixes[row];
  if (!inside || suffix === undefined || !isNumeric(tag)) return false;
  const tail = name + prefix.length;
  if (nameEnd - tail !== suffix.length || !startsWith(bytes, tail, nameEnd, suffix)) return false;
  const value = numberAt(bytes, tag, reader.at, valueEnd);
  const index = place * grid.suffixes.length + row;
  grid.values[index] = value;
  grid.tags[index] = tag;
  return !Number.isNaN(value);
}

function startsWith(bytes: Uint8Array, from: number, to: number, part: Uint8Array): boolean {
  if (to - from < part.length) return false;
  // From behind: names that differ do so at their end.
  for (let i = part.length - 1; i >= 0; i -= 1) if (bytes[from + i] !== part[i]) return false;
  return true;
}
