import type { Fault, Result } from "../../../core/result.ts";
import type { SnmpSession, SnmpValue } from "../protocol.ts";

/** A value with where it stands. */
export interface Found {
  readonly oid: string;
  readonly value: SnmpValue;
}

/** Single questions to a device, gathered into few requests, one request at a time. */
export interface Questions {
  /** The value of an instance. */
  readonly gets: (oid: string) => Promise<SnmpValue | undefined>;
  /** What follows an OID; undefined at the end of the device's view. */
  readonly nexts: (oid: string) => Promise<Found | undefined>;
  /** Runs the work when everything asked before has ended: a second request before that is a bug (protocol.ts). */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly note: (fault: Fault) => void;
  /** What went wrong, the first of each kind. */
  readonly faults: () => readonly Fault[];
}

/** OIDs in one GET or GETNEXT: a reply of 20 long values fits a frame. */
const MOST_AT_ONCE = 20;

export function createQuestions(
  session: SnmpSession,
  { over, signal }: { readonly over: () => boolean; readonly signal: AbortSignal | undefined },
): Questions {
  const faults = new Map<string, Fault>();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
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
    // A device that has never said a word will not answer half the question either.
    if (oids.length === 1 || !session.heard()) return oids.map(() => undefined);
    const half = Math.ceil(oids.length / 2);
    return [...(await inParts(oids.slice(0, half), ask)), ...(await inParts(oids.slice(half), ask))];
  };
  return {
    inTurn,
    note,
    faults: () => [...faults.values()],
    gets: batched<SnmpValue>((oids) => inParts(oids, (part) => session.get(part, { signal, retries: 1 }))),
    nexts: batched<Found>((oids) => inParts(oids, (part) => getNext(session, part, signal))),
  };
}

async function getNext(
  session: SnmpSession,
  oids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly (Found | undefined)[]>> {
  const query = { nonRepeaters: oids.length, maxRepetitions: 0, oids };
  const reply = await session.bulk(query, { signal, retries: 1 });
  if (!reply.ok) return reply;
  const { scalars } = reply.value;
  const found = oids.slice(0, scalars.length).map((_, i): Found | undefined => {
    const varbind = scalars[i];
    return varbind === undefined || varbind.type === "end" ? undefined : { oid: varbind.oid, value: varbind };
  });
  // A reply that does not fit the frame ends early (RFC 3416, 4.2.3): what it left out is asked for again.
  if (found.length === oids.length || found.length === 0) return { ok: true, value: found };
  const rest = await getNext(session, oids.slice(found.length), signal);
  return rest.ok ? { ok: true, value: [...found, ...rest.value] } : rest;
}

interface Waiting<T> {
  readonly oid: string;
  readonly answer: (value: T | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** Answers to single OIDs, asked for together with all others that are wanted in the same turn; each only once. */
function batched<T>(
  askAll: (oids: readonly string[]) => Promise<readonly (T | undefined)[]>,
): (oid: string) => Promise<T | undefined> {
  const known = new Map<string, Promise<T | undefined>>();
  let waiting: Waiting<T>[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    for (let from = 0; from < batch.length; from += MOST_AT_ONCE) {
      const part = batch.slice(from, from + MOST_AT_ONCE);
      try {
        const answers = await askAll(part.map(({ oid }) => oid));
        part.forEach(({ answer }, i) => answer(answers[i]));
      } catch (error) {
        for (const { fail } of part) fail(error);
      }
    }
  };
  return (oid) => {
    const before = known.get(oid);
    if (before !== undefined) return before;
    const asked = new Promise<T | undefined>((answer, fail) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({ oid, answer, fail });
    });
    known.set(oid, asked);
    return asked;
  };
}
