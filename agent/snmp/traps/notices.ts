import type { SnmpTarget } from "../../../core/wire/assignment.ts";
import { enter, peekTag, readBytes, readerOf, readInteger, TAG } from "../codec/ber.ts";
import { PDU, readPdu, readTrapV1, type Pdu, type TrapV1 } from "../codec/pdu.ts";
import { readV3Message } from "../v3/message.ts";
import type { KeyMaker } from "../usm/keys.ts";
import { createUser } from "../v3/user.ts";
import { toldBy, type Told } from "./kinds.ts";
import type { RateLimit } from "./limit.ts";
import type { V3Notices, V3Sender } from "./version3.ts";

/**
 * What devices tell by themselves. Believed is only who sends from the address of a device that is polled, with the
 * community or as the user with which it is polled.
 */
export interface Notices {
  /** Reads what came from this address. Never throws, whatever the bytes; it may change the datagram. */
  read(datagram: Uint8Array, address: string): Reading;
}

export interface Reading {
  /** Undefined: it was dropped. */
  readonly told?: (Told & { readonly device: string }) | undefined;
  readonly dropped?: DropReason | undefined;
  /** To be sent back: an acknowledgement or a Report. */
  readonly answer?: Uint8Array | undefined;
}

/**
 * `stranger`: from an address that nobody polls. `refused`: with a wrong community, user, key or clock. `limited`: more
 * than is taken. `repeated`: an inform whose acknowledgement was lost.
 */
export type DropReason = "stranger" | "malformed" | "refused" | "limited" | "repeated";

interface NoticeParts {
  /** Their addresses as the operating system writes them. */
  readonly targets: readonly Pick<SnmpTarget, "device" | "address" | "credential">[];
  readonly limit: RateLimit;
  readonly keys: KeyMaker;
  readonly version3: V3Notices;
}

interface Source {
  readonly communities: { readonly device: string; readonly community: Uint8Array }[];
  readonly senders: V3Sender[];
  /** Request ids of the last informs. */
  readonly informs: number[];
}

const REMEMBERED_INFORMS = 16;

export function createNotices({ targets, limit, keys, version3 }: NoticeParts): Notices {
  const sources = new Map<string, Source>();
  for (const { device, address, credential } of targets) {
    const source = sources.get(address) ?? { communities: [], senders: [], informs: [] };
    sources.set(address, source);
    if (credential.version === "3") source.senders.push({ device, user: createUser(credential, keys) });
    else source.communities.push({ device, community: Buffer.from(credential.community) });
  }
  return {
    read(datagram, address) {
      const source = sources.get(address);
      if (source === undefined) return { dropped: "stranger" };
      const allowed = () => limit.take(address);
      const community = readCommunity(datagram);
      if (community !== undefined) return readOld(datagram, community, source, allowed);
      const message = readV3Message(datagram);
      if (message === undefined) return { dropped: "malformed" };
      if (source.senders.length === 0) return { dropped: "refused" };
      // Before anything is worked out: forged messages cost as much as true ones.
      if (!allowed()) return { dropped: "limited" };
      const { said, answer } = version3.read(message, source.senders);
      if (said === undefined) return { dropped: "refused", answer };
      return finish(said.pdu, said.sender.device, source, answer);
    },
  };
}

interface CommunityHead {
  readonly version: 0 | 1;
  readonly community: Uint8Array;
  /** Where the PDU begins. */
  readonly at: number;
}

/** The head of a message of version 1 or 2c; undefined when it is none. */
function readCommunity(datagram: Uint8Array): CommunityHead | undefined {
  const reader = readerOf(datagram);
  enter(reader, TAG.sequence);
  const version = readInteger(reader);
  if (reader.bad || (version !== 0 && version !== 1)) return undefined;
  const community = readBytes(reader, TAG.octets);
  return reader.bad ? undefined : { version, community, at: reader.at };
}

function readOld(
  datagram: Uint8Array,
  { version, community, at }: CommunityHead,
  source: Source,
  allowed: () => boolean,
): Reading {
  const known = source.communities.find((one) => Buffer.compare(one.community, community) === 0);
  if (known === undefined) return { dropped: "refused" };
  if (!allowed()) return { dropped: "limited" };
  const reader = readerOf(datagram, at);
  const type = peekTag(reader);
  const fits = version === 0 ? type === PDU.trapV1 : type === PDU.trapV2 || type === PDU.inform;
  const pdu = type === PDU.trapV1 ? readTrapV1(reader) : readPdu(reader);
  if (!fits || reader.bad) return { dropped: "malformed" };
  if (type !== PDU.inform) return finish(pdu, known.device, source);
  // The same with the tag of a response (RFC 3416 4.2.7).
  const answer = Uint8Array.from(datagram);
  answer[at] = PDU.response;
  return finish(pdu, known.device, source, answer);
}

function finish(pdu: Pdu | TrapV1, device: string, { informs }: Source, answer?: Uint8Array): Reading {
  if (answer !== undefined && "requestId" in pdu) {
    if (informs.includes(pdu.requestId)) return { dropped: "repeated", answer };
    informs.push(pdu.requestId);
    if (informs.length > REMEMBERED_INFORMS) informs.shift();
  }
  return { told: { ...toldBy(pdu), device }, answer };
}
