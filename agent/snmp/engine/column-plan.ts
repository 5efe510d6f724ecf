/**
 * Which columns are asked for together, and how many rows at a time, so that all values come in the fewest requests
 * whose replies fit one frame. Pure.
 */
export interface PlannedColumn {
  /** How many rows it has. */
  readonly rows: number;
  /** Bytes of one of its variable bindings, on average. */
  readonly bytes: number;
}

/** A part of a plan: the rows `from` (inclusive) to `to` (exclusive) of some columns, by their place. */
export interface Part {
  readonly columns: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export interface Bounds {
  /** Bytes of variable bindings that fit a reply. */
  readonly room: number;
  /** Values that may be asked for in one request. */
  readonly mostValues: number;
}

/**
 * Columns of equal length are asked side by side; short values together, because they allow more rows. One column,
 * among the longest, is read one row further, to see that the table ends where it did.
 */
export function planColumns(columns: readonly PlannedColumn[], bounds: Bounds): readonly Part[] {
  const lengths = [...new Set(columns.map(({ rows }) => rows))].toSorted((a, b) => b - a);
  let mustEnd = true;
  return lengths.flatMap((rows) => {
    const alike = columns
      .map((column, place) => ({ place, bytes: column.bytes, rows: column.rows }))
      .filter((column) => column.rows === rows)
      .toSorted((a, b) => a.bytes - b.bytes);
    const blocks = bestBlocks(alike, rows, bounds);
    // Where the last request has room, the look at the end costs nothing.
    const ending = mustEnd
      ? Math.max(
          0,
          blocks.findIndex(({ count }) => rows % count !== 0),
        )
      : -1;
    mustEnd = false;
    return blocks.flatMap((block, i) => partsOf(block, i === ending ? rows + 1 : rows, rows, bounds));
  });
}

interface Member {
  readonly place: number;
  readonly bytes: number;
}

/** Columns that are asked together, `count` rows at a time. */
interface Block {
  readonly members: readonly Member[];
  readonly count: number;
}

/** The cheapest way to cut the list of columns into blocks of neighbours. */
function bestBlocks(columns: readonly Member[], rows: number, bounds: Bounds): readonly Block[] {
  interface Best {
    readonly requests: number;
    readonly blocks: readonly Block[];
  }
  const best: Best[] = [{ requests: 0, blocks: [] }];
  for (let end = 1; end <= columns.length; end += 1) {
    let found: Best | undefined;
    for (let start = end - 1; start >= 0; start -= 1) {
      const members = columns.slice(start, end);
      const most = rowsThatFit(members, bounds);
      if (most < 1 && members.length > 1) break;
      const requests = Math.max(1, Math.ceil(rows / Math.max(1, most)));
      const before = best[start];
      if (before === undefined || (found && before.requests + requests >= found.requests)) continue;
      const count = Math.max(1, Math.ceil(rows / requests));
      found = { requests: before.requests + requests, blocks: [...before.blocks, { members, count }] };
    }
    if (found !== undefined) best.push(found);
  }
  return best.at(-1)?.blocks ?? [];
}

function rowsThatFit(members: readonly Member[], { room, mostValues }: Bounds): number {
  const width = members.reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.floor(Math.min(room / width, mostValues / members.length));
}

/** `last`: where the first of the block's columns ends; the others at `rows`. */
function partsOf(
  { members, count }: Block,
  last: number,
  rows: number,
  { mostValues }: Bounds,
): readonly Part[] {
  const columns = members.map(({ place }) => place);
  const parts: Part[] = [];
  for (let from = 0; from < last; from += count) {
    // Only the look at the end is left: one row more is better than one more request.
    const stretched = last > rows && last - from === count + 1 && (count + 1) * columns.length <= mostValues;
    const to = stretched ? last : Math.min(last, from + count);
    const starts = columns.map(() => from);
    parts.push(
      from >= rows
        ? { columns: columns.slice(0, 1), from: [from], to: [to] }
        : { columns, from: starts, to: columns.map((_, i) => (i === 0 ? to : Math.min(to, rows))) },
    );
    if (to === last) break;
  }
  return parts;
}
