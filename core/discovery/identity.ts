import { byAddress } from "./ipv4.ts";
import { isCardMac } from "./mac.ts";

/**
 * Who is who on a LAN. One switch may answer at five addresses, and ten switches of one make may have the same name:
 * only what is made to be unique counts as the same, and one contradiction is enough to be different. Pure.
 */
export interface Identity {
  /** Addresses at which it answered. */
  readonly addresses: readonly string[];
  /** UDP port of its SNMP agent: one machine may run several. */
  readonly port?: number | undefined;
  /** From the PC's neighbour table. */
  readonly mac?: string | undefined;
  readonly netbios?: string | undefined;
  /** What the device says of itself; absent when it was not read. */
  readonly snmp?: SnmpIdentity | undefined;
}

export interface SnmpIdentity {
  readonly name?: string | undefined;
  readonly objectId?: string | undefined;
  /** snmpEngineID, hexadecimal. */
  readonly engineId?: string | undefined;
  /** Of the chassis (entPhysicalSerialNum). */
  readonly serial?: string | undefined;
  /** dot1dBaseBridgeAddress. */
  readonly baseMac?: string | undefined;
  /** lldpLocChassisId, where it is a MAC address: its other kinds are names. */
  readonly chassisMac?: string | undefined;
  /** All addresses that it has (ipAdEntAddr), not only those that were swept. */
  readonly ownAddresses?: readonly string[] | undefined;
  /** Of its ports (ifPhysAddress). */
  readonly macs?: readonly string[] | undefined;
}

export type Sameness = "same" | "different" | "unknown";

const PLACEHOLDER =
  /^(?:n\/?a|none|null|nil|unknown|default|not (?:specified|available|set)|to be filled.*|empty|0*123456789?0?|(.)\1*)$/i;

/** A serial number that somebody gave to one thing, not what a factory forgot to replace. */
export function plausibleSerial(serial: string | undefined): string | undefined {
  const text = serial?.trim();
  return text === undefined || text.length < 4 || PLACEHOLDER.test(text) ? undefined : text;
}

/** RFC 3411: 5 to 32 octets; engines that were never given one of their own say zeros. */
const plausibleEngine = (id: string | undefined): string | undefined =>
  id !== undefined && /^[0-9a-f]{10,64}$/.test(id) && !/^(..)\1*$/.test(id) ? id : undefined;

const card = (mac: string | undefined): string | undefined =>
  mac !== undefined && isCardMac(mac) ? mac : undefined;

const differ = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a !== b;
const agree = (a: string | undefined, b: string | undefined) => a !== undefined && a === b;

/** Whether two things that answered are one. Symmetric. A name alone proves nothing. */
export function sameness(a: Identity, b: Identity): Sameness {
  if (contradict(a, b)) return "different";
  if (a.snmp !== undefined && b.snmp !== undefined) {
    return proves(a.snmp, b.snmp) || ownsEachOther(a, b) || sameEngine(a, b) ? "same" : "unknown";
  }
  return sameCard(a, b) ? "same" : "unknown";
}

function contradict(a: Identity, b: Identity): boolean {
  const [left, right] = [a.snmp, b.snmp];
  return (
    differ(a.netbios?.toUpperCase(), b.netbios?.toUpperCase()) ||
    differ(plausibleSerial(left?.serial), plausibleSerial(right?.serial)) ||
    differ(card(left?.baseMac), card(right?.baseMac)) ||
    differ(left?.objectId, right?.objectId)
  );
}

const proves = (a: SnmpIdentity, b: SnmpIdentity): boolean =>
  agree(plausibleSerial(a.serial), plausibleSerial(b.serial)) ||
  agree(card(a.baseMac), card(b.baseMac)) ||
  agree(card(a.chassisMac), card(b.chassisMac));

/** Each says that it has the other's address too; one side alone could claim anything. */
function ownsEachOther(a: Identity, b: Identity): boolean {
  const owns = (one: Identity, other: Identity) =>
    other.addresses.every((address) => one.snmp?.ownAddresses?.includes(address) === true);
  return owns(a, b) && owns(b, a);
}

/** Engine ids are copied with disk images and firmware, so an equal one must not stand against anything else. */
function sameEngine(a: Identity, b: Identity): boolean {
  if (!agree(plausibleEngine(a.snmp?.engineId), plausibleEngine(b.snmp?.engineId))) return false;
  if (differ(a.snmp?.name, b.snmp?.name)) return false;
  const [left, right] = [addressesOf(a), addressesOf(b)];
  return left.length === 0 || right.length === 0 || left.some((address) => right.includes(address));
}

const addressesOf = ({ snmp }: Identity): readonly string[] => snmp?.ownAddresses ?? [];

/**
 * By the card that answered for the address. A Wi-Fi repeater answers with its own for everybody behind it, so beside
 * a device that speaks SNMP this counts only when the device says that the card is its own.
 */
function sameCard(a: Identity, b: Identity): boolean {
  if (a.snmp === undefined && b.snmp === undefined) return agree(card(a.mac), card(b.mac));
  const [speaker, mute] = a.snmp === undefined ? [b, a] : [a, b];
  const mac = card(mute.mac);
  return mac !== undefined && (speaker.snmp?.baseMac === mac || speaker.snmp?.macs?.includes(mac) === true);
}

/**
 * Puts together what is one thing; everything is in exactly one group, and no two of a group contradict each other.
 * The result does not depend on the order of `hosts`.
 */
export function groupHosts<Host extends Identity>(hosts: readonly Host[]): readonly (readonly Host[])[] {
  let groups: Host[][] = [];
  for (const host of hosts.toSorted(byPlace)) {
    const home: Host[] = [host];
    const apart: Host[][] = [];
    for (const group of groups) {
      const meets = group.some((member) => sameness(member, host) === "same");
      const clashes = group.some((member) => home.some((other) => sameness(member, other) === "different"));
      if (meets && !clashes) home.push(...group);
      else apart.push(group);
    }
    groups = [...apart, home];
  }
  return groups.map((group) => group.toSorted(byPlace)).toSorted(([a], [b]) => (a && b ? byPlace(a, b) : 0));
}

const byPlace = (a: Identity, b: Identity): number =>
  byAddress(a.addresses[0] ?? "", b.addresses[0] ?? "") || (a.port ?? 0) - (b.port ?? 0);
