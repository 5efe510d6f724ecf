import { formatIpv4 } from "../../core/discovery/ipv4.ts";
import { macOfBytes } from "../../core/discovery/mac.ts";

/**
 * DHCPDISCOVER and DHCPOFFER (RFC 2131 2, options by RFC 2132): the question "who gives out addresses here?" and what
 * answers it. There is no way here to write a DHCPREQUEST, so no address is ever taken.
 */
const BOOT_REQUEST = 1;
const BOOT_REPLY = 2;
const ETHERNET = 1;
const MAC_BYTES = 6;
/** With the flags' highest bit the answer comes to everybody: we have no address that it could be sent to (4.1). */
const BROADCAST = 0x8000;
const FIXED = 236;
const COOKIE = 0x63_82_53_63;
const OPTIONS = FIXED + 4;
/** RFC 1542 2.1: shorter ones are dropped by some. */
const LEAST_BYTES = 300;

const OPTION = { router: 3, messageType: 53, serverId: 54, parameters: 55, clientId: 61, end: 255 } as const;
const SUBNET_MASK = 1;
const DISCOVER = 1;
const OFFER = 2;

/** `xid`: 32 bits that come back; `mac`: six bytes, the card that asks. */
export function encodeDiscover(xid: number, mac: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(LEAST_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set([BOOT_REQUEST, ETHERNET, MAC_BYTES, 0]);
  view.setUint32(4, xid);
  view.setUint16(10, BROADCAST);
  bytes.set(mac.subarray(0, MAC_BYTES), 28);
  view.setUint32(FIXED, COOKIE);
  const card = mac.subarray(0, MAC_BYTES);
  const options = [
    [OPTION.messageType, 1, DISCOVER],
    // The same identity as the PC's own DHCP client has, so that it is offered what it holds already.
    [OPTION.clientId, MAC_BYTES + 1, ETHERNET, ...card],
    [OPTION.parameters, 2, SUBNET_MASK, OPTION.router],
    [OPTION.end],
  ];
  bytes.set(options.flat(), OPTIONS);
  return bytes;
}

export interface DhcpOffer {
  readonly xid: number;
  /** The card that had asked. */
  readonly mac: string;
  /** Who offers: option 54; absent where a server forgot it (the sender then is it). */
  readonly server: string | undefined;
  readonly router: string | undefined;
}

/** What an offer says; undefined when it is none. Never throws, whatever came. */
export function decodeOffer(bytes: Uint8Array): DhcpOffer | undefined {
  if (bytes.length < OPTIONS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [kind, hardware, length] = bytes;
  if (kind !== BOOT_REPLY || hardware !== ETHERNET || length !== MAC_BYTES) return undefined;
  if (view.getUint32(FIXED) !== COOKIE) return undefined;
  const options = readOptions(bytes);
  if (options?.get(OPTION.messageType)?.[0] !== OFFER) return undefined;
  return {
    xid: view.getUint32(4),
    mac: macOfBytes(bytes.subarray(28, 28 + MAC_BYTES)) ?? "",
    server: addressIn(options.get(OPTION.serverId)),
    router: addressIn(options.get(OPTION.router)),
  };
}

/** The first of each option; undefined when one is cut off. */
function readOptions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const found = new Map<number, Uint8Array>();
  let at = OPTIONS;
  for (;;) {
    const code = bytes[at];
    if (code === undefined || code === OPTION.end) return found;
    at += 1;
    // A filling byte without a length.
    if (code === 0) continue;
    const length = bytes[at];
    if (length === undefined || at + 1 + length > bytes.length) return undefined;
    if (!found.has(code)) found.set(code, bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
}

/** The first address of an option. */
function addressIn(data: Uint8Array | undefined): string | undefined {
  if (data === undefined || data.length < 4) return undefined;
  const number = new DataView(data.buffer, data.byteOffset, 4).getUint32(0);
  return number === 0 ? undefined : formatIpv4(number);
}
