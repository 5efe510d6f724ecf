import { PDU, pduTlv, readPdu, type Pdu } from "../codec/pdu.ts";
import { isInTime, TIME_WINDOW, type EngineState } from "../v3/engine.ts";
import {
  isSignedBy,
  openScopedPdu,
  scopedPduTlv,
  v3Tlv,
  type Protection,
  type V3Message,
} from "../v3/message.ts";
import { REPORTS, type ReportName } from "../v3/reports.ts";
import type { V3User } from "../v3/user.ts";

/**
 * Traps and informs of version 3. Of a trap the sender's engine is the authority: its clock counts, and the user's key
 * is made for it. Of an inform we are: whoever sends one first asks for our engine id, boots and time, and wants an
 * acknowledgement (RFC 3414 1.5.1, RFC 3416 4.2.7).
 */

/** Our own engine. `boots` grows with each start and outlives them (RFC 3414 2.2). */
export interface OwnEngine {
  readonly id: Uint8Array;
  readonly boots: number;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
}

export interface V3Sender {
  readonly device: string;
  readonly user: V3User;
}

export interface V3Notices {
  /** Reads a message of one of these senders. Never throws, whatever the bytes; it may change the datagram. */
  read(message: V3Message, senders: readonly V3Sender[]): V3Reading;
}

interface V3Reading {
  /** What was said, when it is from one of the senders and to be believed. */
  readonly said?: { readonly sender: V3Sender; readonly pdu: Pdu } | undefined;
  /** To be sent back: an acknowledgement or a Report. */
  readonly answer?: Uint8Array | undefined;
}

interface V3NoticeParts {
  readonly own: OwnEngine;
  readonly clock: { monotonic(): number };
  readonly newSalt: () => Uint8Array;
}

/** An engine whose traps were found to be true. */
interface Remote {
  readonly protections: readonly Protection[];
  state: EngineState | undefined;
}

/** Sizes are bounded by the sender: only who signs with a known user's key is remembered. */
const MOST_REMOTES = 1_024;
const NONE = new Uint8Array(0);
const NOTHING: V3Reading = {};

export function createV3Notices(parts: V3NoticeParts): V3Notices {
  const { own } = parts;
  const remotes = new Map<string, Remote>();
  const counts = new Map<ReportName, number>();
  const report = (message: V3Message, name: ReportName, signed?: Protection): V3Reading => {
    if (!message.reportable) return NOTHING;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { answer: reportTlv(parts, message, { name, count, signed }) };
  };
  return {
    read(message, senders) {
      const isOurs = isSame(message.engineId, own.id);
      if (!isOurs && message.engineId.length > 0) {
        const said = readTrap(parts, remotes, message, senders);
        if (said !== undefined) return { said };
      }
      if (!isOurs) return report(message, "unknownEngineIDs");
      const sender = senderOf(message, senders);
      if (sender === undefined) return report(message, "unknownUserNames");
      if (message.level !== sender.user.level) return report(message, "unsupportedSecLevels");
      const protections = protectionsOf(sender.user, own.id);
      const [protection] = protections;
      if (protection === undefined || !isAuthentic(message, protection))
        return report(message, "wrongDigests");
      if (message.level > 0 && !isInOurTime(parts, message)) {
        return report(message, "notInTimeWindows", { ...protection, cipher: undefined });
      }
      return readInform(parts, message, sender, protections) ?? report(message, "decryptionErrors");
    },
  };
}

const senderOf = (message: V3Message, senders: readonly V3Sender[]): V3Sender | undefined =>
  senders.find(({ user }) => isSame(user.name, message.user));

/** One for each dialect that the user's cipher may be meant in. */
const protectionsOf = (user: V3User, engineId: Uint8Array): readonly Protection[] =>
  user.dialects.map((dialect) => user.protectionFor(engineId, dialect));

const isAuthentic = (message: V3Message, { signer }: Protection): boolean =>
  signer === undefined ? message.level === 0 : isSignedBy(message, signer);

const ourTime = ({ own, clock }: V3NoticeParts): number =>
  Math.floor((clock.monotonic() - own.startedAt) / 1_000);

const isInOurTime = (parts: V3NoticeParts, { boots, time }: V3Message): boolean =>
  boots === parts.own.boots && Math.abs(time - ourTime(parts)) <= TIME_WINDOW;

/** The PDU in the dialect in which it makes sense. */
function openIn(message: V3Message, protections: readonly Protection[]) {
  for (const protection of protections) {
    const scoped = openScopedPdu(message, protection.cipher);
    if (scoped === undefined) continue;
    const { at } = scoped.reader;
    const pdu = readPdu(scoped.reader);
    if (!scoped.reader.bad) return { scoped, at, pdu, protection };
  }
  return undefined;
}

function readTrap(
  { clock }: V3NoticeParts,
  remotes: Map<string, Remote>,
  message: V3Message,
  senders: readonly V3Sender[],
): V3Reading["said"] {
  const sender = senderOf(message, senders);
  if (sender === undefined || message.level !== sender.user.level) return undefined;
  const name = `${sender.device} ${Buffer.from(message.engineId).toString("hex")}`;
  const remote: Remote = remotes.get(name) ?? {
    protections: protectionsOf(sender.user, message.engineId),
    state: undefined,
  };
  const [protection] = remote.protections;
  if (protection === undefined || !isAuthentic(message, protection)) return undefined;
  if (!isFresh(message, remote.state, clock.monotonic())) return undefined;
  const opened = openIn(message, remote.protections);
  if (opened?.pdu.type !== PDU.trapV2) return undefined;
  follow(remote, message, clock.monotonic());
  remotes.delete(name);
  remotes.set(name, remote);
  const [oldest] = remotes.keys();
  if (remotes.size > MOST_REMOTES && oldest !== undefined) remotes.delete(oldest);
  return { sender, pdu: opened.pdu };
}

/** The first one sets the clock: whether it is an old one played again, nobody can know. */
const isFresh = (message: V3Message, state: EngineState | undefined, now: number): boolean =>
  message.level === 0 || state === undefined || isInTime(state, message, now);

function follow(remote: Remote, { engineId, boots, time }: V3Message, now: number): void {
  const { state } = remote;
  if (state !== undefined && boots === state.boots && time <= state.time) return;
  remote.state = { id: Uint8Array.from(engineId), boots, time, heardAt: now };
}

/** What an inform says with its acknowledgement; undefined when it makes no sense. */
function readInform(
  parts: V3NoticeParts,
  message: V3Message,
  sender: V3Sender,
  protections: readonly Protection[],
): V3Reading | undefined {
  const opened = openIn(message, protections);
  if (opened === undefined) return undefined;
  const { scoped, at, pdu, protection } = opened;
  if (pdu.type !== PDU.inform) return NOTHING;
  // The same with the tag of a response (RFC 3416 4.2.7), without the padding of a cipher.
  const response = scoped.reader.bytes.slice(0, scoped.reader.end);
  response[at] = PDU.response;
  return { said: { sender, pdu }, answer: messageTlv(parts, message, protection, response) };
}

function reportTlv(
  parts: V3NoticeParts,
  message: V3Message,
  {
    name,
    count,
    signed,
  }: { readonly name: ReportName; readonly count: number; readonly signed?: Protection | undefined },
): Uint8Array {
  // Encrypted, the request's id stays hidden: 0 by RFC 3412 7.1.
  const clear = message.level < 2 ? openScopedPdu(message, undefined) : undefined;
  const asked = clear === undefined ? undefined : readPdu(clear.reader);
  const requestId = asked === undefined || clear?.reader.bad === true ? 0 : asked.requestId;
  const varbinds = [{ oid: REPORTS[name], type: "counter32", value: count } as const];
  const pdu = pduTlv({ type: PDU.report, requestId, status: 0, index: 0, varbinds });
  const protection = signed ?? { signer: undefined, cipher: undefined };
  return messageTlv(parts, message, protection, scopedPduTlv(parts.own.id, NONE, pdu));
}

function messageTlv(
  parts: V3NoticeParts,
  { id, user }: V3Message,
  protection: Protection,
  scoped: Uint8Array,
): Uint8Array {
  const { own, newSalt } = parts;
  return v3Tlv({
    id,
    reportable: false,
    engineId: own.id,
    boots: own.boots,
    time: ourTime(parts),
    user,
    protection,
    salt: newSalt,
    scoped,
  });
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
