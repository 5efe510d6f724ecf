import type { Clock } from "../../../core/clock.ts";
import { ok, type Fault, type Result } from "../../../core/result.ts";
import { enter, peekTag, readInteger, type Reader } from "../codec/ber.ts";
import { PDU, statusName } from "../codec/pdu.ts";
import { readVarBinds } from "../codec/value.ts";
import type { RequestOptions } from "../protocol.ts";
import type { Failure } from "../requests.ts";
import type { Gate, Turn } from "./gate.ts";
import type { Layer, Outgoing } from "./layer.ts";
import { makeAlarm, type Alarm, type Timers } from "./timers.ts";
import { knock, type Knock, type Place, type Receiver, type Wire } from "./wire.ts";

/**
 * One device's side of the shared sockets: one request at a time, sent again after a time-out, and ended exactly once:
 * by its answer, by a fault, by time, by its caller, or by closing.
 */
export interface Line {
  /** `parse` reads the variable bindings of the answer; undefined where they do not answer what was asked. */
  ask<T>(
    outgoing: Outgoing,
    parse: (reader: Reader) => T | undefined,
    options: RequestOptions | undefined,
  ): Promise<Result<T, Failure>>;
  readonly seen: {
    readonly sent: number;
    readonly heard: boolean;
    /** Size of the last answer. */
    readonly bytes: number;
  };
  /** Median time of the answers since it was last asked, in milliseconds; undefined when there were none. */
  responseMs(): number | undefined;
  close(): void;
}

export interface LineParts {
  readonly clock: Pick<Clock, "monotonic">;
  readonly timers: Timers;
  readonly gate: Gate;
  readonly wire: Wire;
  readonly timeoutMs: number;
}

interface Request {
  readonly outgoing: Outgoing;
  readonly parse: (reader: Reader) => unknown;
  readonly resolve: (outcome: Result<never, Failure> | { ok: true; value: never }) => void;
  /** Repeats that are left. */
  retries: number;
  /** Datagrams that are left: a device that answers in circles runs out of them. */
  allowance: number;
  repeats: number;
  garbage: boolean;
}

const DEFAULT_RETRIES = 1;
/** Version 3: discovery, then the request, then perhaps once more after a Report. */
const SENDINGS_V3 = 3;
/** Who has not answered by then will not answer in a burst with others, and gives up the place among those under way. */
const LATE_MS = 300;
const MOST_TIMES = 64;

/** What a line knows between two events; the functions below are what happens to it. */
interface State extends LineParts {
  readonly place: Place;
  readonly layer: Layer;
  /** How faults call the device. */
  readonly name: string;
  readonly seen: { sent: number; heard: boolean; bytes: number };
  readonly times: number[];
  heeded: AbortSignal | undefined;
  request: Request | undefined;
  /** Under which the answer is expected. */
  id: number;
  sentAt: number;
  closed: boolean;
  knocking: Knock | undefined;
  readonly timeout: Alarm;
  readonly late: Alarm;
  readonly turn: Turn;
  readonly receiver: Receiver;
  readonly aborted: () => void;
}

export function createLine(parts: LineParts, place: Place, layer: Layer, name: string): Line {
  const line: State = {
    ...parts,
    place,
    layer,
    name,
    seen: { sent: 0, heard: false, bytes: 0 },
    times: [],
    heeded: undefined,
    request: undefined,
    id: 0,
    sentAt: 0,
    closed: false,
    knocking: undefined,
    timeout: makeAlarm(() => repeat(line)),
    late: makeAlarm(() => line.gate.leave(line.turn)),
    turn: { state: "out", suspect: false, go: () => begin(line) },
    receiver: {
      ...place,
      version: layer.version,
      receive: (datagram, id) => receive(line, datagram, id),
      garbage: () => {
        if (line.request !== undefined) line.request.garbage = true;
      },
    },
    aborted: () => end(line, timedOut(line, "aborted")),
  };
  return {
    ask: (outgoing, parse, { signal, retries = DEFAULT_RETRIES, suspect = false } = {}) =>
      new Promise((resolve) => {
        if (line.request !== undefined) throw new Error("one request at a time");
        heed(line, signal);
        const allowance = (retries + 1) * (layer.version === 3 ? SENDINGS_V3 : 1);
        line.request = { outgoing, parse, resolve, retries, allowance, repeats: 0, garbage: false };
        if (line.closed) return end(line, timedOut(line, "closed"));
        if (signal?.aborted === true) return line.aborted();
        line.turn.suspect = suspect;
        line.gate.enter(line.turn);
      }),
    seen: line.seen,
    responseMs() {
      const sorted = line.times.splice(0).toSorted((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)];
    },
    close() {
      line.closed = true;
      heed(line, undefined);
      end(line, timedOut(line, "closed"));
    },
  };
}

/** Listens to the signal; a poll gives all its requests the same one, and listening anew for each would cost. */
function heed(line: State, signal: AbortSignal | undefined): void {
  if (line.heeded === signal) return;
  line.heeded?.removeEventListener("abort", line.aborted);
  line.heeded = signal;
  signal?.addEventListener("abort", line.aborted);
}

function end(line: State, outcome: Result<unknown, Failure>): void {
  const { request, wire, timers } = line;
  if (request === undefined) return;
  line.request = undefined;
  wire.forget(line.id);
  line.knocking?.close();
  line.knocking = undefined;
  timers.set(line.timeout, Infinity);
  timers.set(line.late, Infinity);
  request.resolve(outcome as Result<never, Failure>);
  line.gate.leave(line.turn);
}

const failed = (fault: Fault): Result<never, Failure> => ({ ok: false, fault: { fault } });

function timedOut({ name }: State, reason?: string): Result<never, Failure> {
  return failed({
    code: "snmp_timeout",
    params: { address: name, ...(reason !== undefined && { reason }) },
  });
}

function begin(line: State): void {
  const { request } = line;
  if (request === undefined) return;
  line.id = line.wire.expect(line.receiver);
  send(line, request);
  line.timers.set(line.late, line.sentAt + LATE_MS);
}

function send(line: State, request: Request): void {
  const { name, wire, timers, place, id } = line;
  if (request.allowance === 0) {
    return end(
      line,
      failed({ code: "snmp_clock", params: { address: name, reason: "reports without end" } }),
    );
  }
  request.allowance -= 1;
  line.seen.sent += 1;
  line.sentAt = line.clock.monotonic();
  timers.set(line.timeout, line.sentAt + line.timeoutMs);
  const datagram = request.outgoing.datagram(id);
  const sendFailed = (code: string) => {
    if (line.request !== request) return;
    end(line, timedOut(line, code === "ECONNREFUSED" ? "port_unreachable" : code));
  };
  if (request.repeats === 1 && line.knocking === undefined) {
    line.knocking = knock(datagram, line.receiver, sendFailed);
  } else wire.send(datagram, id, place, sendFailed);
}

/** Time is up: once more, or the end. */
function repeat(line: State): void {
  const { request, name } = line;
  if (request === undefined) return;
  if (request.retries === 0) {
    const garbage = failed({ code: "snmp_garbage", params: { address: name } });
    return end(line, request.garbage ? garbage : timedOut(line));
  }
  request.retries -= 1;
  request.repeats += 1;
  send(line, request);
}

function receive(line: State, datagram: Uint8Array, answers: number): void {
  const { request, id, layer, name, times, seen, wire } = line;
  if (request === undefined || answers !== id) return;
  const opened = layer.open(datagram, id);
  if (opened.kind === "garbage") return line.receiver.garbage();
  seen.bytes = datagram.length;
  if (opened.kind === "fault") {
    seen.heard = true;
    return end(line, failed(opened.fault));
  }
  if (opened.kind === "again") {
    seen.heard = true;
    wire.forget(id);
    line.id = wire.expect(line.receiver);
    return send(line, request);
  }
  const outcome = answerIn(opened.reader, id, request.parse, name);
  if (outcome === undefined) return line.receiver.garbage();
  seen.heard = true;
  // What was sent twice may have been answered the first time.
  if (request.repeats === 0 && times.length < MOST_TIMES) times.push(line.clock.monotonic() - line.sentAt);
  end(line, outcome);
}

/** What the PDU answers; undefined when it is nonsense or answers something else. */
function answerIn(
  reader: Reader,
  id: number,
  parse: (reader: Reader) => unknown,
  address: string,
): Result<unknown, Failure> | undefined {
  const type = peekTag(reader);
  enter(reader, type);
  const requestId = readInteger(reader);
  const status = readInteger(reader);
  const index = readInteger(reader);
  if (reader.bad || type !== PDU.response || requestId !== id) return undefined;
  if (status !== 0) return refused(reader, status, index, address);
  const value = parse(reader);
  if (reader.bad) return undefined;
  if (value !== undefined) return ok(value);
  return failed({ code: "snmp_garbage", params: { address } });
}

function refused(
  reader: Reader,
  status: number,
  index: number,
  address: string,
): Result<never, Failure> | undefined {
  const varbinds = readVarBinds(reader);
  if (reader.bad) return undefined;
  const reason = statusName(status);
  const fault: Fault = { code: "snmp_refused", params: { address, reason } };
  return { ok: false, fault: { fault, refusal: { reason, oid: varbinds[index - 1]?.oid } } };
}
