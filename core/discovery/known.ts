import { plausibleSerial, sameness, type Identity } from "./identity.ts";
import { isCardMac } from "./mac.ts";

/** Something that the registry knows already: a device that is polled, or a PC with an agent. */
export interface KnownDevice {
  readonly id: string;
  /** Where it is polled; undefined of a PC, which speaks for itself wherever it is. */
  readonly polledAt?: { readonly address: string; readonly port: number } | undefined;
  /** Of its cards. */
  readonly addresses: readonly string[];
  readonly macs: readonly string[];
  readonly serial?: string | undefined;
}

export interface KnownMatch {
  readonly id: string;
  /** It is polled there, but that address was looked at and it answers at another one only. */
  readonly movedFrom: string | undefined;
}

/**
 * The known device that a found one is. Serial number and cards come before the address, because addresses are handed
 * out anew; a device whose cards are all others than those known there is not the one that had the address. Pure.
 */
export function matchKnown(
  found: Identity,
  known: readonly KnownDevice[],
  { swept, answered }: Sweep,
): KnownMatch | undefined {
  const serial = plausibleSerial(found.snmp?.serial);
  const macs = cardsOf(found);
  const bySerial = known.find((one) => serial !== undefined && plausibleSerial(one.serial) === serial);
  const isElsewhere = ({ polledAt }: KnownDevice) =>
    polledAt !== undefined && answered(polledAt.address) && !found.addresses.includes(polledAt.address);
  const byCard =
    bySerial ??
    known.find(
      (one) =>
        one.macs.some((mac) => macs.includes(mac)) && !(isByNeighbourTable(found, one) && isElsewhere(one)),
    );
  const match = byCard ?? known.find((one) => meets(found, one) && !isStranger(found, one));
  if (match === undefined) return undefined;
  return { id: match.id, movedFrom: movedFrom(found, match, swept) };
}

/** What is known of the sweep that found it. */
interface Sweep {
  /** Whether the address was looked at. */
  readonly swept: (address: string) => boolean;
  /** Whether something answered there, be it this or another thing. */
  readonly answered: (address: string) => boolean;
}

const areCards = (macs: readonly (string | undefined)[]): readonly string[] =>
  macs.filter((mac) => mac !== undefined && isCardMac(mac)) as string[];

const ownCards = ({ snmp }: Identity): readonly string[] => areCards(snmp?.macs ?? []);

/**
 * A Wi-Fi repeater answers with its own card for everybody behind it: what lists its cards itself is not known by the one in
 * the neighbour table.
 */
const cardsOf = (found: Identity): readonly string[] => {
  const own = ownCards(found);
  return areCards([found.snmp?.baseMac, own.length === 0 ? found.mac : undefined, ...own]);
};

/** Nothing but the neighbour table says that it has a card of the known device. */
const isByNeighbourTable = (found: Identity, { macs }: KnownDevice): boolean =>
  !areCards([found.snmp?.baseMac, ...ownCards(found)]).some((mac) => macs.includes(mac));

function movedFrom(found: Identity, { polledAt }: KnownDevice, swept: Sweep["swept"]): string | undefined {
  if (polledAt === undefined || !swept(polledAt.address)) return undefined;
  const has = [...found.addresses, ...(found.snmp?.ownAddresses ?? [])];
  return has.includes(polledAt.address) ? undefined : polledAt.address;
}

function meets(found: Identity, { polledAt, addresses }: KnownDevice): boolean {
  const here = polledAt !== undefined && found.addresses.includes(polledAt.address);
  if (here && (found.port === undefined || found.port === polledAt.port)) return true;
  return found.addresses.some((address) => addresses.includes(address));
}

/** Both sides know the cards, and none is the same. A neighbour table alone may show a card of a router between. */
function isStranger(found: Identity, { macs, serial }: KnownDevice): boolean {
  const [mine, theirs] = [plausibleSerial(found.snmp?.serial), plausibleSerial(serial)];
  if (mine !== undefined && theirs !== undefined) return mine !== theirs;
  const own = found.snmp?.macs ?? [];
  return own.length > 0 && macs.length > 0 && !cardsOf(found).some((mac) => macs.includes(mac));
}

/** Something that an earlier sweep found. */
export interface FoundBefore {
  readonly id: string;
  readonly identity: Identity;
}

/**
 * Which of the things found before this one is: the same by what is made to be unique, else what was at one of its
 * addresses and does not contradict. Pure.
 */
export function matchFound(found: Identity, before: readonly FoundBefore[]): string | undefined {
  const same = before.find(({ identity }) => sameness(identity, found) === "same");
  if (same !== undefined) return same.id;
  return before.find(({ identity }) => overlaps(identity, found) && mayBe(identity, found))?.id;
}

/**
 * Those that turn out to be parts of what was found: taken for things of their own when not enough was read of them,
 * at addresses that are all its own. Pure.
 */
export function partsOf(found: Identity, before: readonly FoundBefore[]): readonly string[] {
  return before
    .filter(({ identity }) => identity.addresses.every((address) => found.addresses.includes(address)))
    .filter(({ identity }) => mayBe(identity, found))
    .map(({ id }) => id);
}

const overlaps = (a: Identity, b: Identity): boolean =>
  a.addresses.some((address) => b.addresses.includes(address));

/** Nothing stands against the two being one. */
function mayBe(a: Identity, b: Identity): boolean {
  const differs = (one: unknown, other: unknown) => one !== undefined && other !== undefined && one !== other;
  return !differs(a.port, b.port) && !differs(a.mac, b.mac) && sameness(a, b) !== "different";
}
