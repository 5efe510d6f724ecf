import { AGEING, type Table } from "./table.ts";

/** By which ports two bridges may reach each other, as far as the addresses that both know can tell. */
export interface Options {
  readonly a: ReadonlySet<number>;
  readonly b: ReadonlySet<number>;
}

export interface Side {
  readonly table: Table;
  /** Ports that can lead there: all that are connected and not blocked, or the one that is known to. */
  readonly ports: readonly number[];
  readonly portCount: number;
}

/**
 * Two bridges of one tree look at each other through one port each, (x, y). Whatever both know must then lie on A's side
 * (B sees it through y), on B's side (A sees it through x) or between them (both). An address that A sees elsewhere than
 * x and B elsewhere than y contradicts the pair; the pairs with fewest contradictions are the options. (The test of
 * B. Lowekamp et al., "Topology Discovery for Large Ethernet Networks", SIGCOMM 2001.) Undefined when the addresses
 * say nothing or contradict themselves.
 */
export function comparePair(a: Side, b: Side): Options | undefined {
  const { total, against } = countContradictions(a, b);
  if (total === 0) return undefined;
  let least = total;
  for (const x of a.ports) for (const y of b.ports) least = Math.min(least, against(x, y));
  if (least * 4 > total) return undefined;
  // A PC that moved between two readings contradicts the truth: then one contradiction decides nothing.
  const apart = Math.abs(a.table.newest - b.table.newest) > AGEING;
  const limit = least + (least > 0 || apart ? 1 : 0);
  const options = { a: new Set<number>(), b: new Set<number>() };
  for (const x of a.ports) {
    for (const y of b.ports) {
      if (against(x, y) > limit) continue;
      options.a.add(x);
      options.b.add(y);
    }
  }
  return options;
}

/** A bridge has no row of its own addresses, so those of both drop out. */
function countContradictions(a: Side, b: Side) {
  const width = b.portCount;
  const both = new Int32Array(a.portCount * width);
  const rows = new Int32Array(a.portCount);
  const columns = new Int32Array(width);
  const [here, there] = [a.table.settled, b.table.settled];
  let total = 0;
  for (let mac = 0; mac < here.length; mac++) {
    const x = here[mac] ?? -1;
    const y = there[mac] ?? -1;
    if (x < 0 || y < 0) continue;
    both[x * width + y] = (both[x * width + y] ?? 0) + 1;
    rows[x] = (rows[x] ?? 0) + 1;
    columns[y] = (columns[y] ?? 0) + 1;
    total++;
  }
  const against = (x: number, y: number) =>
    total - (rows[x] ?? 0) - (columns[y] ?? 0) + (both[x * width + y] ?? 0);
  return { total, against };
}
