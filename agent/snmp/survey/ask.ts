import type { Clock } from "../../../core/clock.ts";
import type { Fault, Result } from "../../../core/result.ts";
import type { SnmpSession, SnmpValue } from "../protocol.ts";
import { createPacing, readTable, type Pacing, type Row, type TableColumn } from "../walk.ts";

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
  /** Opens the device in another context; undefined when that cannot be. */
  readonly openContext?: (name: string) => Promise<SnmpSession | undefined>;
}

export interface Asking extends Ask {
  /** What went wrong, the first of each kind. */
  faults(): readonly Fault[];
  /** Closes the contexts; how many datagrams went through them. */
  close(): Promise<number>;
}

/** OIDs in one GET or GETNEXT: a reply of 20 long values fits a frame. */
const MOST_AT_ONCE = 20;
const MOST_ROWS = 30_000;
const MOST_TABLE_MS = 60_000;

export function createAsk(session: SnmpSession, options: AskOptions): Asking {
  const { clock, signal, address, deadline } = options;
  const pacing = options.pacing ?? createPacing();
  const faults = new Map<string, Fault>();
  const kept = new Map<string, Promise<unknown>>();
  const contexts = new Map<string, Promise<Opened | undefined>>();
  let last: Promise<unknown> = Promise.resolve();

  /** One after another: a second request before the first has ended is a bug (protocol.ts). */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  const over = () => signal?.aborted === true || clock.monotonic() > deadline;
  const note = (fault: Fault) => {
    if (!faults.has(fault.code)) faults.set(fault.code, fault);
  };
  /** What cannot be asked in one request is asked in halves, down to a single OID that is then given up. */
  const inParts = async <T>(
    oids: readonly string[],
    ask: (part: readonly string[]) => Promise<Result<readonly T[]>>,
  ): Promise<readonly (T | undefined)[]> => {
    if (over()) return oids.map(() => undefined);
    const answer = await inTurn(() => ask(oids));
    if (answer.ok) return answer.value;
    note(answer.fault);
    if (oids.length === 1) return [undefined];
    const half = Math.ceil(oids.length / 2);
    return [...(await inParts(oids.slice(0, half), ask)), ...(await inParts(oids.slice(half), ask))];
  };

  const gets = batched<SnmpValue>((oids) =>
    inParts(oids, (part) => session.get(part, { signal, retries: 1 })),
  );
  const nexts = batched<Found>((oids) => inParts(oids, (part) => getNext(session, part, signal)));

  const has = async (oid: string) => (await nexts(oid))?.oid.startsWith(`${oid}.`) === true;
  const once = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const before = kept.get(key) as Promise<T> | undefined;
    const reading = before ?? read();
    kept.set(key, reading);
    return reading;
  };
  const table = async <N extends string>(list: readonly TableColumn<N>[], maxRows: number): Promise<Table<N>> => {
    if (!(await has(commonOid(list.map(({ oid }) => oid)))) || over()) return new Map();
    const maxMs = Math.min(MOST_TABLE_MS, Math.max(0, deadline - clock.monotonic()));
    const read = await inTurn(() =>
      readTable(session, list, { address, pacing, clock, signal, maxRows, maxMs }),
    );
    if (read.fault !== undefined) note(read.fault);
    return read.rows;
  };
  const openContext = async (name: string): Promise<Opened | undefined> => {
    const opened = over() ? undefined : await options.openContext?.(name);
    if (opened === undefined) return undefined;
    const heard = await inTurn(() => opened.get([UPTIME], { signal, retries: 0 }));
    const { openContext: _, ...rest } = options;
    const asking = createAsk(opened, rest);
    if (heard.ok) return { session: opened, asking };
    opened.close();
    return { session: opened, asking: undefined };
  };

  return {
    has,
    next: nexts,
    once,
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
      const list = (Object.keys(columns) as N[]).map((name) => ({ name, oid: columns[name] as string }));
      const key = `table ${list.map(({ name, oid }) => `${name}=${oid}`).join(" ")}`;
      return once(key, () => table(list, maxRows));
    },
    async context(name) {
      const opening = contexts.get(name) ?? openContext(name);
      contexts.set(name, opening);
      return (await opening)?.asking;
    },
    faults: () => [...faults.values()],
    async close() {
      let sent = 0;
      for (const opening of contexts.values()) {
        const opened = await opening;
        sent += opened?.session.sent() ?? 0;
        opened?.session.close();
      }
      return sent;
    },
  };
}

type Found = { readonly oid: string; readonly value: SnmpValue } | undefined;
interface Opened {
  readonly session: SnmpSession;
  readonly asking: Asking | undefined;
}

const UPTIME = "1.3.6.1.2.1.1.3.0";

async function getNext(
  session: SnmpSession,
  oids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly Found[]>> {
  const query = { nonRepeaters: oids.length, maxRepetitions: 0, oids };
  const reply = await session.bulk(query, { signal, retries: 1 });
  if (!reply.ok) return reply;
  const { scalars } = reply.value;
  return {
    ok: true,
    value: oids.map((_, i) => {
      const varbind = scalars[i];
      return varbind === undefined || varbind.type === "end"
        ? undefined
        : { oid: varbind.oid, value: varbind };
    }),
  };
}

/** Answers to single OIDs, asked for together with all others that are wanted in the same turn; each only once. */
function batched<T>(
  askAll: (oids: readonly string[]) => Promise<readonly (T | undefined)[]>,
): (oid: string) => Promise<T | undefined> {
  const known = new Map<string, Promise<T | undefined>>();
  let waiting: { readonly oid: string; readonly answer: (value: T | undefined) => void }[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    for (let from = 0; from < batch.length; from += MOST_AT_ONCE) {
      const part = batch.slice(from, from + MOST_AT_ONCE);
      const answers = await askAll(part.map(({ oid }) => oid));
      part.forEach(({ answer }, i) => answer(answers[i]));
    }
  };
  return (oid) => {
    const before = known.get(oid);
    if (before !== undefined) return before;
    const asked = new Promise<T | undefined>((answer) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ oid, answer });
    });
    known.set(oid, asked);
    return asked;
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
