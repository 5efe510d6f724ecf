import { cleanText } from "../../core/text.ts";
import type { PortFact } from "../../core/wire/block.ts";
import type { Files } from "./files.ts";
import { counter32, counter64, wholeNumber } from "./numbers.ts";
import type { Card } from "./source.ts";

/** Names of virtual cards that carry nobody's traffic or only what another card carries as well. */
const NOISE = /^(?:ifb|dummy|teql|nlmon|gre|gretap|erspan|sit|tunl|ip6tnl|ip6gre|ip_vti|ip6_vti)\d+$/;
/** ARPHRD_ numbers of linux/if_arp.h. */
const ETHERNET = 1;
const LOOPBACK = 772;
/** IANAifType by the kernel's DEVTYPE. */
const IF_TYPES: Readonly<Record<string, number>> = { wlan: 71, bridge: 209, vlan: 135, bond: 161, wwan: 243 };
const IF_ETHERNET = 6;
const IF_LOOPBACK = 24;

/** ifOperStatus by operstate (both are RFC 2863). */
const OPER_STATUS: Readonly<Record<string, number>> = {
  up: 1,
  down: 2,
  testing: 3,
  unknown: 4,
  dormant: 5,
  notpresent: 6,
  lowerlayerdown: 7,
};
const DUPLEX: Readonly<Record<string, number>> = { unknown: 1, half: 2, full: 3 };
const IFF_UP = 1;
/** SPEED_UNKNOWN is -1, which some drivers and kernels print as an unsigned number. */
const UNKNOWN_SPEED = 0xffff_ffff;
/** A machine with hundreds of containers has a card for each: the real ones come first, the rest is cut. */
const MAX_CARDS = 64;

interface Description {
  readonly name: string;
  readonly physical: boolean;
  readonly hardware: number | undefined;
  readonly fact: PortFact;
}

/**
 * The network cards of a Linux PC: real ones, bridges, veth (a container's or namespace's own card). Loopback only
 * where there is nothing else. What hardly ever changes is remembered until the set of cards does.
 */
export function createLinuxCards(files: Files): (refresh: boolean) => readonly Card[] {
  let names = "";
  let described: readonly Description[] = [];
  return (refresh) => {
    const counters = parseNetDev(files.read("/proc/self/net/dev") ?? "");
    const present =
      counters.size > 0 ? [...counters.keys()] : files.list("/sys/class/net").filter(isCardName);
    if (refresh || names !== present.join("/")) {
      names = present.join("/");
      described = chooseCards(present.map((name) => describe(files, name)));
    }
    return described.map(({ name, fact }) => ({ fact, values: readState(files, name, counters.get(name)) }));
  };
}

function chooseCards(cards: readonly Description[]): readonly Description[] {
  const loopback = (card: Description) => card.hardware === LOOPBACK || card.name === "lo";
  const real = cards.filter((card) => card.physical && !loopback(card));
  const virtual = cards.filter(
    (card) => !card.physical && !loopback(card) && card.hardware === ETHERNET && !NOISE.test(card.name),
  );
  const chosen = [...real, ...virtual];
  const unique = new Map(
    (chosen.length > 0 ? chosen : cards.filter(loopback)).map((card) => [card.fact.part, card]),
  );
  unique.delete("");
  return [...unique.values()].slice(0, MAX_CARDS);
}

function describe(files: Files, name: string): Description {
  const read = (file: string) => files.read(`/sys/class/net/${name}/${file}`);
  const hardware = wholeNumber(read("type"));
  const kind = /^DEVTYPE=(\w+)$/m.exec(read("uevent") ?? "")?.[1] ?? "";
  const part = cleanText(name, 64);
  const mac = read("address")?.trim() ?? "";
  return {
    name,
    // Only a card with hardware (or a virtual machine's idea of it) has a device behind it.
    physical: read("device/uevent") !== undefined,
    hardware,
    fact: {
      part,
      name: part,
      ifIndex: wholeNumber(read("ifindex")),
      ifType: ifTypeOf(kind, hardware),
      mac: isMac(mac) ? mac : undefined,
      mtu: wholeNumber(read("mtu")),
    },
  };
}

function ifTypeOf(kind: string, hardware: number | undefined): number | undefined {
  if (Object.hasOwn(IF_TYPES, kind)) return IF_TYPES[kind];
  if (hardware === LOOPBACK) return IF_LOOPBACK;
  return hardware === ETHERNET ? IF_ETHERNET : undefined;
}

/** Six lower-case pairs, and not the all-zero address of cards that have none. */
export function isMac(text: string): boolean {
  return /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(text) && text !== "00:00:00:00:00:00";
}

function readState(files: Files, name: string, counters: Counters | undefined): Card["values"] {
  const read = (file: string) => files.read(`/sys/class/net/${name}/${file}`)?.trim();
  const up = isUp(read("flags"));
  // Asking a card that is switched off, or a driver about a link that is not there, is an error each time.
  const carrier = up === false ? undefined : read("carrier");
  const linked = carrier === "1";
  return {
    admin_status: up === undefined ? undefined : up ? 1 : 2,
    oper_status: operStatus(read("operstate"), carrier),
    speed: linked ? speedOf(read("speed")) : undefined,
    duplex: linked ? lookUp(DUPLEX, read("duplex")) : undefined,
    ...counters,
    fcs_errors: counter32(read("statistics/rx_crc_errors")),
    alignment_errors: counter32(read("statistics/rx_frame_errors")),
    late_collisions: counter32(read("statistics/tx_window_errors")),
    link_changes: counter32(read("carrier_changes")),
  };
}

/** Interface flags as hexadecimal, of which the lowest is "somebody switched it on". */
function isUp(flags: string | undefined): boolean | undefined {
  return flags !== undefined && /^0x[0-9a-f]{1,8}$/i.test(flags) ? (Number(flags) & IFF_UP) !== 0 : undefined;
}

/** Many simple drivers leave "unknown" for ever; there the carrier decides (kernel, networking/operstates). */
function operStatus(state: string | undefined, carrier: string | undefined): number | undefined {
  if (state === "unknown" && carrier === "1") return 1;
  if (state === "unknown" && carrier === "0") return 2;
  return lookUp(OPER_STATUS, state);
}

function speedOf(megabits: string | undefined): number | undefined {
  const speed = wholeNumber(megabits);
  return speed === undefined || speed === 0 || speed >= UNKNOWN_SPEED ? undefined : speed * 1e6;
}

function lookUp(table: Readonly<Record<string, number>>, word: string | undefined): number | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}

type Counters = Card["values"];

/**
 * /proc/net/dev: all cards' counters in one read, each card's from one moment. Linux does not tell unicast from the
 * rest except for received multicast, which is taken off as net-snmp does; broadcasts and all that is sent are
 * counted as unicast. "drop" includes what the card itself missed.
 */
export function parseNetDev(text: string): ReadonlyMap<string, Counters> {
  const cards = new Map<string, Counters>();
  for (const line of text.split("\n").slice(2)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).trim();
    const columns = line
      .slice(colon + 1)
      .trim()
      .split(/ +/);
    if (!isCardName(name) || columns.length < 16) continue;
    const packets = counter64(columns[1]);
    const multicast = counter64(columns[7]);
    cards.set(name, {
      counter_bits: 64,
      in_octets: counter64(columns[0]),
      in_ucast: unicast(packets, multicast),
      in_mcast: multicast,
      in_errors: counter32(columns[2]),
      in_discards: counter32(columns[3]),
      out_octets: counter64(columns[8]),
      out_ucast: counter64(columns[9]),
      out_errors: counter32(columns[10]),
      out_discards: counter32(columns[11]),
    });
  }
  return cards;
}

/** A driver that counts more multicasts than packets counts something else: then nobody knows. */
function unicast(packets: number | undefined, multicast: number | undefined): number | undefined {
  if (packets === undefined || multicast === undefined) return packets;
  return multicast > packets ? undefined : packets - multicast;
}

/** As the kernel allows them (dev_valid_name), so that a name never leads out of its folder. */
function isCardName(name: string): boolean {
  return name.length > 0 && name.length < 16 && !/[/:\s\0]/.test(name) && name !== "." && name !== "..";
}
