import type { Clock } from "../../../core/clock.ts";
import type { Fault } from "../../../core/result.ts";
import { createPacing, MOST_TABLE_BYTES, MOST_VISIT_BYTES, type Pacing } from "../bounds.ts";
import type { SnmpSession, SnmpValue } from "../protocol.ts";
import { readTable, type Row, type TableColumn } from "../walk.ts";
import { createQuestions } from "./questions.ts";

/**
 * How the parts of a survey ask a device, without caring for packets: what several parts want at the same time goes
 * out in one request, tables that the device does not have cost a share of one request, and what was read once is not
 * read again. One request is in flight at a time. A question that fails is answered with nothing and noted in `faults`.
 */
export interface Ask {
  /** Scalars by full instance OID (`….0`); what the device does not have is missing in the answer. */
  get<N extends string>(oids: Readonly<Record<N, string>>): Promise<Partial<Record<N, SnmpValue>>>;
  /** Whether the device has anything below the OID. */
  has(oid: string): Promise<boolean>;
  /** The first object behind the OID, wherever it lies; undefined at the end of the device's view. */
  next(oid: string): Promise<{ readonly oid: string; readonly value: SnmpValue } | undefined>;
  /**
   * Columns of ONE table by row index (the OID's rest, "7" or "1.6.0.1"), in the device's order. Asked for only when
   * the device has something below the columns' common OID.
   */
  table<N extends string>(columns: Readonly<Record<N, string>>, options?: TableOptions): Promise<Table<N>>;
  /** Runs `read` once for this device, however many parts want it. */
  once<T>(key: string, read: () => Promise<T>): Promise<T>;
  /**
   * The same device seen through another context (version 3) or community (`COMMUNITY@NAME`), as Cisco keeps one
   * forwarding table for each VLAN; undefined when it does not answer there.
   */
  context(name: string): Promise<Ask | undefined>;
}

export type Table<N extends string> = ReadonlyMap<string, Row<N>>;

export interface TableOptions {
  readonly maxRows?: number;
}

export interface AskOptions {
  readonly address: string;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signal?: AbortSignal | undefined;
  /** No question is asked after this time (monotonic, ms). */
  readonly deadline: number;
  readonly pacing?: Pacing;
  /** Bytes of tables that the visit may still take, in all its contexts together. */
  readonly budget?: { left: number };
  /** Opens the device in another context; undefined when that cannot be. */
  readonly openContext?: (name: string) => Promise<SnmpSession | undefined>;
}

export interface Asking extends Ask {
  /** What went wrong, the first of each kind. */
  faults(): readonly Fault[];
  /** Closes the contexts; how many datagrams went through them. */
  close(): Promise<number>;
}

const MOST_ROWS = 30_000;
const MOST_TABLE_MS = 60_000;

export function createAsk(session: SnmpSession, options: AskOptions): Asking {
  const { clock, signal, address, deadline, budget = { left: MOST_VISIT_BYTES } } = options;
  const pacing = options.pacing ?? createPacing();
  const over = () => signal?.aborted === true || clock.monotonic() > deadline || budget.left <= 0;
  const questions = createQuestions(session, { over, signal });
  const { gets, nexts, inTurn, note } = questions;
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const reading = (kept.get(key) as Promise<T> | undefined) ?? read();
    kept.set(key, reading);
    return reading;
  };
  const has = async (oid: string) => (await nexts(oid))?.oid.startsWith(`${oid}.`) === true;
  const table = async <N extends string>(
    list: readonly TableColumn<N>[],
    maxRows: number,
  ): Promise<Table<N>> => {
    if (!(await has(commonOid(list.map(({ oid }) => oid)))) || over()) return new Map();
    const maxMs = Math.min(MOST_TABLE_MS, Math.max(0, deadline - clock.monotonic()));
    const read = await inTurn(() => {
      const maxBytes = Math.min(MOST_TABLE_BYTES, budget.left);
      return readTable(session, list, { address, pacing, clock, signal, maxRows, maxMs, maxBytes });
    });
    budget.left -= read.bytes;
    // A bound that the part set itself is no fault of the device.
    const asWanted = read.fault?.params["reason"] === "rows" && maxRows < MOST_ROWS;
    if (read.fault !== undefined && !asWanted) note(read.fault);
    return read.rows;
  };
  const contexts = createContexts({ ...options, budget }, inTurn, over);
  return {
    has,
    next: nexts,
    once,
    context: (name) => contexts.ask(name),
    async get<N extends string>(oids: Readonly<Record<N, string>>) {
      const names = Object.keys(oids) as N[];
      const values = await Promise.all(names.map((name) => gets(oids[name])));
      const answer: Partial<Record<N, SnmpValue>> = {};
      names.forEach((name, i) => {
        const value = values[i];
        if (value !== undefined && value.type !== "absent" && value.type !== "end") answer[name] = value;
      });
      return answer;
    },
    table: <N extends string>(columns: Readonly<Record<N, string>>, { maxRows = MOST_ROWS } = {}) => {
      const list = (Object.keys(columns) as N[]).map((name) => ({ name, oid: columns[name] }));
      const key = `table ${list.map(({ name, oid }) => `${name}=${oid}`).join(" ")}`;
      return once(key, () => table(list, maxRows));
    },
    faults: questions.faults,
    close: () => contexts.close(),
  };
}

const UPTIME = "1.3.6.1.2.1.1.3.0";

/** The device's other views, each opened once. */
function createContexts(
  { openContext, ...options }: AskOptions,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
  over: () => boolean,
): { readonly ask: Ask["context"]; readonly close: Asking["close"] } {
  interface Opened {
    readonly session: SnmpSession;
    readonly asking: Asking | undefined;
  }
  const contexts = new Map<string, Promise<Opened | undefined>>();
  const open = async (name: string): Promise<Opened | undefined> => {
    const session = over() ? undefined : await openContext?.(name);
    if (session === undefined) return undefined;
    const heard = await inTurn(() => session.get([UPTIME], { signal: options.signal, retries: 0 }));
    return { session, asking: heard.ok ? createAsk(session, options) : undefined };
  };
  return {
    async ask(name) {
      const opening = contexts.get(name) ?? open(name);
      contexts.set(name, opening);
      return (await opening)?.asking;
    },
    async close() {
      let sent = 0;
      for (const opening of contexts.values()) {
        const { session } = (await opening) ?? {};
        sent += session?.sent() ?? 0;
        session?.close();
      }
      return sent;
    },
  };
}

/** The longest OID that all begin with, in whole arcs. */
function commonOid(oids: readonly string[]): string {
  const [first = [], ...rest] = oids.map((oid) => oid.split("."));
  let length = first.length;
  for (const arcs of rest) {
    let same = 0;
    while (same < length && arcs[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).join(".");
}
