import { type Quirks, answer } from "./answer.ts";
import { BerError, cursorOf, tlv } from "./ber.ts";
import type { Served } from "./community.ts";
import type { Machine } from "./machine.ts";
import { oidTlv, parseOid } from "./oid.ts";
import { PDU, type Reply, STATUS } from "./pdu.ts";
import type { Tree } from "./tree.ts";
import {
  type AuthProtocol,
  type PrivProtocol,
  SALT_BYTES,
  decrypt,
  digestSize,
  localKey,
  privacyKey,
  sign,
} from "./usm.ts";
import {
  FLAG,
  type Outgoing,
  type Protection,
  type ScopedPdu,
  type V3Message,
  readScopedPdu,
  v3MessageTlv,
  v3Overhead,
} from "./v3-message.ts";
import { TAG, counter32 } from "./values.ts";

type Level = "noAuthNoPriv" | "authNoPriv" | "authPriv";

export interface User {
  readonly name: string;
  readonly auth?: { readonly protocol: AuthProtocol; readonly password: string };
  /** Only together with `auth`. */
  readonly priv?: { readonly protocol: PrivProtocol; readonly password: string };
  /** Requests below it get an authorizationError. Default: the highest level that the user has keys for. */
  readonly leastLevel?: Level;
}

export interface EngineOptions {
  readonly id: Uint8Array;
  readonly machine: Machine;
  readonly users: readonly User[];
  /** What a context name selects; "" is the default context. */
  readonly contexts: ReadonlyMap<string, Tree | (() => Tree)>;
  readonly maxSize: number;
  /**
   * What a wrong privacy password leads to. By RFC 3414 the nonsense that comes out of decryption is dropped as not
   * well-formed ("silent", the default, and what most agents do); some devices report decryptionErrors.
   */
  readonly wrongPrivacy: "silent" | "report";
}

/** An SNMP version 3 engine: the user-based security model (RFC 3414) and the message processing around it. */
export interface Engine {
  readonly id: Uint8Array;
  /** Throws BerError when what was encrypted is not well-formed. */
  serve(message: V3Message, how: Twists): Served;
}

interface Twists {
  readonly quirks: Quirks;
  readonly wrongRequestId: boolean;
  readonly clearText: boolean;
}

/** The counters that a Report names (RFC 3414 5, RFC 3412 5 and RFC 3413 4.1.2). */
const REPORTS = {
  unsupportedSecLevels: "1.3.6.1.6.3.15.1.1.1.0",
  notInTimeWindows: "1.3.6.1.6.3.15.1.1.2.0",
  unknownUserNames: "1.3.6.1.6.3.15.1.1.3.0",
  unknownEngineIDs: "1.3.6.1.6.3.15.1.1.4.0",
  wrongDigests: "1.3.6.1.6.3.15.1.1.5.0",
  decryptionErrors: "1.3.6.1.6.3.15.1.1.6.0",
  unknownPDUHandlers: "1.3.6.1.6.3.11.2.1.3.0",
  unknownContexts: "1.3.6.1.6.3.12.1.5.0",
} as const;
type ReportName = keyof typeof REPORTS;

/** How far two engines' clocks may differ, in seconds (RFC 3414 2.2.3), and the boots that never are in time. */
const TIME_WINDOW = 150;
const LAST_BOOTS = 2 ** 31 - 1;

interface Keys {
  readonly auth?: { readonly protocol: AuthProtocol; readonly key: Uint8Array } | undefined;
  readonly priv?: { readonly protocol: PrivProtocol; readonly key: Uint8Array } | undefined;
  readonly least: number;
}
const LEVELS: readonly Level[] = ["noAuthNoPriv", "authNoPriv", "authPriv"];
const levelOf = (flags: number) => ((flags & FLAG.auth) === 0 ? 0 : (flags & FLAG.priv) === 0 ? 1 : 2);

export function makeEngine(options: EngineOptions): Engine {
  const { id, machine, contexts, maxSize } = options;
  const users = new Map(options.users.map((user) => [user.name, lazily(() => keysOf(user, id))]));
  const counts = new Map<ReportName, number>();
  let salts = 0n;
  const nextSalt = (): Uint8Array => {
    salts += 1n;
    const salt = Buffer.alloc(SALT_BYTES);
    // RFC 3414 8.1.1.1: boots, then a number that is never used twice. AES (RFC 3826) wants no more than that.
    salt.writeUInt32BE(machine.boots(), 0);
    salt.writeUInt32BE(Number(BigInt.asUintN(32, salts)), 4);
    return salt;
  };
  const outgoing = (message: V3Message, protection: Protection): Omit<Outgoing, "reply"> => ({
    id: message.id,
    maxSize,
    engineId: id,
    boots: machine.boots(),
    time: Math.floor(machine.uptimeMs() / 1_000),
    user: message.user,
    contextEngineId: id,
    context: NONE,
    ...protection,
  });
  /** The Report takes the request's id when that could be read. */
  const report = (
    message: V3Message,
    name: ReportName,
    scoped?: ScopedPdu,
    protection: Protection = {},
  ): Served => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const binding = tlv(TAG.sequence, oidTlv(parseOid(REPORTS[name])), counter32(count % 2 ** 32).tlv);
    const requestId = scoped?.pdu.requestId ?? 0;
    const reply: Reply = { type: PDU.report, requestId, status: 0, index: 0, bindings: [binding] };
    const wanted = (message.flags & FLAG.reportable) !== 0;
    const bytes = wanted ? v3MessageTlv({ ...outgoing(message, protection), reply }) : undefined;
    return { pdu: scoped?.pdu, answered: 0, status: 0, reply: bytes, report: name };
  };

  const serve = (message: V3Message, how: Twists): Served => {
    const level = levelOf(message.flags);
    const checked = check(message, level);
    if (typeof checked === "string") return report(message, checked, message.clear);
    const { keys } = checked;
    if (level > 0 && !inTime(message, machine)) {
      return report(message, "notInTimeWindows", message.clear, { auth: keys.auth });
    }
    const scoped = message.clear ?? open(message, keys, options.wrongPrivacy);
    if (scoped === undefined) return report(message, "decryptionErrors");
    const protection: Protection = {
      auth: level > 0 ? keys.auth : undefined,
      priv: level > 1 && keys.priv ? { ...keys.priv, salt: nextSalt() } : undefined,
    };
    const tree = contexts.get(text(scoped.context));
    if (Buffer.compare(scoped.contextEngineId, id) !== 0)
      return report(message, "unknownPDUHandlers", scoped, protection);
    if (tree === undefined) return report(message, "unknownContexts", scoped, protection);
    return respond(message, scoped, typeof tree === "function" ? tree() : tree, {
      ...how,
      protection: how.clearText ? {} : protection,
      allowed: level >= keys.least,
    });
  };

  /** RFC 3414 3.2, steps 3 to 6: engine, user, level, digest. */
  const check = (message: V3Message, level: number): ReportName | { readonly keys: Keys } => {
    if (Buffer.compare(message.engineId, id) !== 0) return "unknownEngineIDs";
    const keys = users.get(text(message.user))?.();
    if (keys === undefined) return "unknownUserNames";
    if ((level > 0 && !keys.auth) || (level > 1 && !keys.priv)) return "unsupportedSecLevels";
    if (level > 0 && keys.auth && !signedBy(keys.auth, message)) return "wrongDigests";
    return { keys };
  };

  const respond = (
    message: V3Message,
    scoped: ScopedPdu,
    tree: Tree,
    how: Twists & { readonly protection: Protection; readonly allowed: boolean },
  ): Served => {
    const { pdu } = scoped;
    const around = { ...outgoing(message, how.protection), context: scoped.context };
    const limit = Math.min(maxSize, message.maxSize);
    const reply = how.allowed
      ? answer({ pdu, version: 3, tree, quirks: how.quirks, room: limit - v3Overhead(around) })
      : refusal(pdu.requestId, pdu.bindings);
    if (reply === undefined) return { pdu, answered: 0, status: 0, reply: undefined };
    const requestId = how.wrongRequestId ? (reply.requestId + 1) | 0 : reply.requestId;
    const bytes = v3MessageTlv({ ...around, reply: { ...reply, requestId } });
    const answered = reply.status === STATUS.noError ? reply.bindings.length : 0;
    return { pdu, answered, status: reply.status, reply: bytes.length > limit ? undefined : bytes };
  };
  return { id, serve };
}

const NONE = new Uint8Array(0);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

const refusal = (requestId: number, bindings: readonly Uint8Array[]): Reply => ({
  type: PDU.response,
  requestId,
  status: STATUS.authorizationError,
  index: 0,
  bindings,
});

/** Key derivation hashes a megabyte a password: only for users that ask. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function keysOf(user: User, engineId: Uint8Array): Keys {
  const { auth, priv } = user;
  const highest: Level = auth === undefined ? "noAuthNoPriv" : priv === undefined ? "authNoPriv" : "authPriv";
  return {
    auth: auth && {
      protocol: auth.protocol,
      key: localKey(auth.protocol, Buffer.from(auth.password), engineId),
    },
    priv: auth && priv && { protocol: priv.protocol, key: privacyKey(priv, auth.protocol, engineId) },
    least: LEVELS.indexOf(user.leastLevel ?? highest),
  };
}

function signedBy(
  auth: { readonly protocol: AuthProtocol; readonly key: Uint8Array },
  message: V3Message,
): boolean {
  if (message.digest.length !== digestSize(auth.protocol)) return false;
  return sign(auth.protocol, auth.key, message.unsigned()).equals(message.digest);
}

function inTime(message: V3Message, machine: Machine): boolean {
  const boots = machine.boots();
  const time = Math.floor(machine.uptimeMs() / 1_000);
  return boots < LAST_BOOTS && message.boots === boots && Math.abs(message.time - time) <= TIME_WINDOW;
}

/** The scoped PDU that was encrypted; undefined for a decryption error. */
function open(
  message: V3Message,
  keys: Keys,
  wrongPrivacy: EngineOptions["wrongPrivacy"],
): ScopedPdu | undefined {
  if (!keys.priv) return undefined;
  const plain = decrypt(keys.priv.protocol, keys.priv.key, message, message.salt, message.secret);
  if (plain === undefined) return undefined;
  try {
    return readScopedPdu(cursorOf(plain));
  } catch (error) {
    if (error instanceof BerError && wrongPrivacy === "report") return undefined;
    throw error;
  }
}
