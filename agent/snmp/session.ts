import { createCipheriv, createHash } from "node:crypto";
import { lookup } from "node:dns/promises";
import { isIP, isIPv6 } from "node:net";
import snmp, { type LibrarySession, type LibraryVarBind } from "net-snmp";
import { fail, ok, type Fault, type Result } from "../../core/result.ts";
import { wrapCounter } from "../../core/rates.ts";
import type { SnmpCredential } from "../../core/wire/assignment.ts";
import type { Expected } from "./envelope.ts";
import { faultOfError, refusal } from "./library-faults.ts";
import type { OpenSession, RequestOptions, SnmpPeer, SnmpSession, SnmpValue, VarBind } from "./protocol.ts";
import { readsOfVersion1, readsOfVersion2, type Failure, type Requests } from "./requests.ts";
import { connectSocket, type GuardedSocket, type Trouble } from "./socket.ts";

/**
 * The SNMP session port on net-snmp, and the only file that knows it. The guards against its defects are in
 * `socket.ts` (foreign, malformed and downgraded replies, exceptions) and here: every request ends, exactly once,
 * and nothing of a datagram is kept.
 */
export interface SessionSettings {
  readonly timeoutMs: number;
  /** For host names; tests put their own in. */
  readonly resolve: (name: string) => Promise<string>;
}

const DEFAULTS: SessionSettings = {
  timeoutMs: 1_500,
  resolve: async (name) => (await lookup(name)).address,
};
const DEFAULT_RETRIES = 1;
/** How net-snmp hands values over: one, or for each repeater several. */
type Raw = readonly (LibraryVarBind | readonly LibraryVarBind[])[];

export function createSessionOpener(settings: Partial<SessionSettings> = {}): OpenSession {
  const { timeoutMs, resolve } = { ...DEFAULTS, ...settings };
  return async (peer) => {
    const what = unsupported(peer.credential);
    if (what !== undefined) return fail("snmp_unsupported", { address: peer.address, what });
    let address = peer.address;
    try {
      if (isIP(address) === 0) address = await resolve(address);
      return ok(await open({ ...peer, address }, timeoutMs));
    } catch {
      return fail("snmp_address", { address: peer.address });
    }
  };
}

/** What cannot be done here: the library has no AES-192, DES is gone from OpenSSL 3, MD5 from FIPS builds. */
function unsupported(credential: SnmpCredential): string | undefined {
  if (credential.version !== "3") return undefined;
  const { auth, priv } = credential;
  try {
    if (auth?.protocol === "md5") createHash("md5");
  } catch {
    return "MD5";
  }
  if (priv?.protocol.startsWith("aes192")) return "AES-192";
  try {
    if (priv?.protocol === "des") createCipheriv("des-cbc", new Uint8Array(8), new Uint8Array(8));
  } catch {
    return "DES";
  }
  return undefined;
}

async function open(peer: SnmpPeer, timeoutMs: number): Promise<SnmpSession> {
  const expected = expectedOf(peer.credential);
  let pending: ((outcome: Result<Raw, Failure>) => void) | undefined;
  const fault = (code: "snmp_timeout" | "snmp_garbage" | "snmp_clock", reason: string): Fault => ({
    code,
    params: { address: peer.address, reason },
  });
  const socket = await connectSocket(peer, expected, (trouble) => {
    pending?.({ ok: false, fault: { fault: faultOfTrouble(trouble, fault) } });
  });
  const library = createLibrarySession(peer, socket, timeoutMs);
  // A datagram that it cannot read makes it emit "error", which ends a process that does not listen. The request
  // goes on: the true answer may still come.
  let unreadable = 0;
  library.on("error", () => {
    unreadable += 1;
  });

  const ask: Ask = (send, { signal, retries = DEFAULT_RETRIES } = {}) =>
    new Promise((resolve) => {
      if (pending !== undefined) throw new Error("one request at a time");
      const garbageBefore = socket.seen.dropped + unreadable;
      const abort = () => settle({ ok: false, fault: { fault: fault("snmp_timeout", "aborted") } });
      const settle = (outcome: Result<Raw, Failure>) => {
        if (pending !== settle) return;
        pending = undefined;
        signal?.removeEventListener("abort", abort);
        // What the library still waits for would answer into the next request.
        if (!outcome.ok) library.cancelRequests(new Error("cancelled"));
        resolve(outcome);
      };
      pending = settle;
      if (signal?.aborted === true) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      library.retries = retries;
      // Version 3: discovery, then the request, then perhaps once more after a Report.
      socket.allow((retries + 1) * (expected.version === 3 ? 3 : 1));
      send((error, varbinds) => {
        if (error === null) return settle(ok(varbinds ?? []));
        const garbage = socket.seen.dropped + unreadable > garbageBefore;
        const context = { ...expected, address: peer.address, garbage };
        settle({ ok: false, fault: { fault: faultOfError(error, context), refusal: refusal(error) } });
      });
    });

  return {
    ...(expected.version === 0 ? readsOfVersion1 : readsOfVersion2)(requestsOf(library, ask, socket)),
    sent: () => socket.seen.sent,
    heard: () => socket.seen.taken > 0,
    close: () => {
      pending?.({ ok: false, fault: { fault: fault("snmp_timeout", "closed") } });
      socket.close();
    },
  };
}

type Callback = (error: Error | null, varbinds?: Raw) => void;
type Ask = (
  send: (answer: Callback) => void,
  options: RequestOptions | undefined,
) => Promise<Result<Raw, Failure>>;

function faultOfTrouble(
  trouble: Trouble,
  fault: (code: "snmp_timeout" | "snmp_garbage" | "snmp_clock", reason: string) => Fault,
): Fault {
  if (trouble === "exhausted") return fault("snmp_clock", "reports without end");
  if (trouble === "library_threw") return fault("snmp_garbage", "unreadable");
  return fault("snmp_timeout", trouble === "ECONNREFUSED" ? "port_unreachable" : trouble);
}

function requestsOf(library: LibrarySession, ask: Ask, socket: GuardedSocket): Requests {
  return {
    async one(type, oids, options) {
      const outcome = await ask((answer) => library[type]([...oids], answer), options);
      return outcome.ok ? ok(outcome.value.flat().map(toVarBind)) : outcome;
    },
    async several({ oids, nonRepeaters, maxRepetitions }, options) {
      const outcome = await ask(
        (answer) => library.getBulk([...oids], nonRepeaters, maxRepetitions, answer),
        options,
      );
      return outcome.ok ? ok(outcome.value.map((values) => [values].flat().map(toVarBind))) : outcome;
    },
    bytes: () => socket.seen.bytes,
  };
}

function expectedOf(credential: SnmpCredential): Expected {
  if (credential.version !== "3") {
    return { version: credential.version === "1" ? 0 : 1, auth: false, priv: false };
  }
  const auth = credential.auth !== undefined;
  return { version: 3, auth, priv: auth && credential.priv !== undefined };
}

function createLibrarySession(
  { address, port, credential }: SnmpPeer,
  socket: GuardedSocket,
  timeoutMs: number,
): LibrarySession {
  const options = {
    port,
    transport: isIPv6(address) ? "udp6" : "udp4",
    timeout: timeoutMs,
    retries: DEFAULT_RETRIES,
    // Its own check throws away a whole reply for one step back after the end of a table; `walk.ts` looks closer.
    backwardsGetNexts: true,
    dgramModule: socket.dgramModule,
  } as const;
  if (credential.version !== "3") {
    const version = credential.version === "1" ? snmp.Version1 : snmp.Version2c;
    return snmp.createSession(address, credential.community, { ...options, version });
  }
  const { user, auth, priv, context } = credential;
  const { SecurityLevel, AuthProtocols, PrivProtocols } = snmp;
  const level = priv === undefined ? SecurityLevel.authNoPriv : SecurityLevel.authPriv;
  return snmp.createV3Session(
    address,
    {
      name: user,
      level: auth === undefined ? SecurityLevel.noAuthNoPriv : level,
      authProtocol: auth && AuthProtocols[auth.protocol],
      authKey: auth?.password,
      privProtocol: priv && PrivProtocols[priv.protocol === "aes256" ? "aes256b" : priv.protocol],
      privKey: priv?.password,
    },
    { ...options, ...(context === undefined ? {} : { context }) },
  );
}

/** BER tags of SNMP values (RFC 2578, RFC 3416). */
function toVarBind({ oid, type, value }: LibraryVarBind): VarBind {
  if (typeof value === "number") {
    const numeric = NUMBERS[type];
    if (numeric !== undefined) return { oid, type: numeric, value };
  } else if (typeof value === "string") {
    if (type === 0x06) return { oid, type: "oid", value };
    if (type === 0x40) return { oid, type: "address", value };
  } else if (Buffer.isBuffer(value)) {
    return { oid, ...valueIn(type, value) };
  }
  return { oid, type: type === 0x82 ? "end" : "absent" };
}

function valueIn(type: number, content: Buffer): SnmpValue {
  if (type === 0x04) return { type: "octets", value: Uint8Array.from(content) };
  if (type === 0x44) return { type: "opaque", value: Uint8Array.from(content) };
  if (type !== 0x46 || content.length === 0 || content.length > 9) return { type: "absent" };
  return counter64(BigInt.asUintN(64, BigInt(`0x${content.toString("hex")}`)));
}

function counter64(count: bigint): SnmpValue {
  const value = wrapCounter(count);
  return { type: "counter64", value, ...(BigInt(value) === count ? {} : { wide: count }) };
}

const NUMBERS: Readonly<Record<number, "integer" | "counter32" | "gauge32" | "timeticks">> = {
  0x02: "integer",
  0x41: "counter32",
  0x42: "gauge32",
  0x43: "timeticks",
};
