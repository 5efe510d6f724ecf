import { type Counter, type Machine, makeCounter } from "./machine.ts";
import type { Entry } from "./tree.ts";
import { type Source, counter32, gauge32, integer, octets, timeTicks } from "./values.ts";

/** What passes a port in one direction, while its link is up. */
interface Flow {
  readonly bitsPerSecond: number;
  /** Default 700 bytes. */
  readonly bytesPerPacket?: number;
  /** Shares of the packets, 0…1; default 0.02 and 0.01. */
  readonly multicast?: number;
  readonly broadcast?: number;
}

/** Errors and discards per second, while the link is up. What is left out is 0. */
interface ErrorRates {
  readonly inErrors?: number;
  readonly outErrors?: number;
  readonly inDiscards?: number;
  readonly outDiscards?: number;
  readonly fcs?: number;
  readonly alignment?: number;
  readonly lateCollisions?: number;
  readonly collisions?: number;
}

type Duplex = "unknown" | "half" | "full";

export interface PortStart {
  /** ifName; default Gi0/N. */
  readonly name?: string;
  /** ifDescr; default GigabitEthernet0/N. */
  readonly description?: string;
  readonly alias?: string;
  readonly mac?: Uint8Array;
  readonly speedMbps?: number;
  readonly duplex?: Duplex;
  readonly admin?: "up" | "down";
  readonly link?: "up" | "down";
  readonly in?: Flow;
  readonly out?: Flow;
  readonly errors?: ErrorRates;
}

/** Changes a port while the switch is running. */
export interface PortControl {
  readonly index: number;
  setTraffic(flows: { readonly in?: Flow; readonly out?: Flow }): void;
  setErrors(rates: ErrorRates): void;
  /** The cable in or out: ifOperStatus and ifLastChange; a port without link counts nothing. */
  setLink(link: "up" | "down"): void;
  /** The administrator's will; a port that is shut has no link. */
  setAdmin(admin: "up" | "down"): void;
  setSpeed(mbps: number, duplex?: Duplex): void;
  setAlias(alias: string): void;
  /** A counter itself, to set it (near its wrap, say) or to add to it. */
  counter(name: CounterName): Counter;
}

const COUNTERS = [
  "inOctets",
  "inUnicast",
  "inMulticast",
  "inBroadcast",
  "inDiscards",
  "inErrors",
  "outOctets",
  "outUnicast",
  "outMulticast",
  "outBroadcast",
  "outDiscards",
  "outErrors",
  "fcs",
  "alignment",
  "lateCollisions",
  "collisions",
] as const;
type CounterName = (typeof COUNTERS)[number];

/** A port's state as the tree reads it. */
export interface Port {
  readonly index: number;
  readonly name: string;
  readonly description: string;
  readonly mac: Uint8Array;
  readonly counters: Readonly<Record<CounterName, Counter>>;
  readonly control: PortControl;
  readonly now: () => {
    readonly alias: string;
    readonly speedMbps: number;
    readonly duplex: Duplex;
    readonly admin: "up" | "down";
    readonly oper: "up" | "down";
    /** sysUpTime at the last change of `oper`, in hundredths of a second. */
    readonly lastChange: number;
  };
}

const IDLE: Flow = { bitsPerSecond: 0 };

export function makePort(machine: Machine, start: PortStart & { number: number; index: number }): Port {
  const { number, index, name = `Gi0/${number}`, description = `GigabitEthernet0/${number}` } = start;
  const counters = Object.fromEntries(COUNTERS.map((counter) => [counter, makeCounter(machine)])) as Record<
    CounterName,
    Counter
  >;
  let { alias = "", speedMbps = 1_000, duplex = "full", admin = "up", link = "up", errors = {} } = start;
  let flows = { in: start.in ?? IDLE, out: start.out ?? IDLE };
  let lastChange = 0;
  const oper = () => (admin === "up" && link === "up" ? "up" : "down");
  const apply = () => {
    const rates = oper() === "up" ? ratesOf(flows, errors) : {};
    for (const counter of COUNTERS) counters[counter].setRate(rates[counter] ?? 0);
  };
  const change = (make: () => void) => {
    const before = oper();
    make();
    if (oper() !== before) lastChange = Math.floor(machine.uptimeMs() / 10) % 2 ** 32;
    apply();
  };
  machine.onReboot(() => (lastChange = 0));
  apply();
  const control: PortControl = {
    index,
    setTraffic: (next) => change(() => (flows = { ...flows, ...next })),
    setErrors: (rates) => change(() => (errors = rates)),
    setLink: (next) => change(() => (link = next)),
    setAdmin: (next) => change(() => (admin = next)),
    setSpeed: (mbps, nextDuplex) =>
      change(() => {
        speedMbps = mbps;
        duplex = nextDuplex ?? duplex;
      }),
    setAlias: (next) => void (alias = next),
    counter: (counter) => counters[counter],
  };
  const now = () => ({ alias, speedMbps, duplex, admin, oper: oper(), lastChange }) as const;
  return { index, name, description, mac: start.mac ?? macOf(number), counters, control, now };
}

/** Locally administered, so that it can be nobody's. */
const macOf = (number: number) => Uint8Array.of(0x02, 0xca, 0xda, 0x00, number >> 8, number & 0xff);

function ratesOf(flows: { in: Flow; out: Flow }, errors: ErrorRates): Partial<Record<CounterName, number>> {
  const into = packetsOf(flows.in);
  const out = packetsOf(flows.out);
  const { inErrors = (errors.fcs ?? 0) + (errors.alignment ?? 0), ...others } = errors;
  return {
    inOctets: flows.in.bitsPerSecond / 8,
    inUnicast: into.unicast,
    inMulticast: into.multicast,
    inBroadcast: into.broadcast,
    outOctets: flows.out.bitsPerSecond / 8,
    outUnicast: out.unicast,
    outMulticast: out.multicast,
    outBroadcast: out.broadcast,
    ...others,
    inErrors,
  };
}

function packetsOf({ bitsPerSecond, bytesPerPacket = 700, multicast = 0.02, broadcast = 0.01 }: Flow) {
  const packets = bitsPerSecond / 8 / bytesPerPacket;
  return {
    unicast: packets * (1 - multicast - broadcast),
    multicast: packets * multicast,
    broadcast: packets * broadcast,
  };
}

const IF_ENTRY = "1.3.6.1.2.1.2.2.1";
const IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1";
const DOT3_STATS_ENTRY = "1.3.6.1.2.1.10.7.2.1";
/** Columns by their number. */
type Columns = Readonly<Record<number, Source>>;

/** The port's rows: IF-MIB (RFC 2863) and EtherLike-MIB (RFC 3635). */
export function portEntries(port: Port, counterBits: 32 | 64): Entry[] {
  const rows: (readonly [string, Columns])[] = [
    [IF_ENTRY, ifEntry(port)],
    [DOT3_STATS_ENTRY, dot3StatsEntry(port)],
  ];
  if (counterBits === 64) rows.push([IF_X_ENTRY, ifXEntry(port)]);
  return rows.flatMap(([entry, columns]) =>
    Object.entries(columns).map(([column, source]): Entry => [`${entry}.${column}.${port.index}`, source]),
  );
}

const STATUS = { up: integer(1), down: integer(2) };
const DUPLEX = { unknown: integer(1), half: integer(2), full: integer(3) };
/** ifSpeed says so when the speed does not fit; ifHighSpeed then has it. */
const MOST_IF_SPEED = 2 ** 32 - 1;
const ETHERNET_CSMACD = 6;

const ifEntry = ({ index, description, mac, counters, now }: Port): Columns => ({
  1: integer(index),
  2: octets(description),
  3: integer(ETHERNET_CSMACD),
  4: integer(1_500),
  5: () => gauge32(Math.min(now().speedMbps * 1_000_000, MOST_IF_SPEED)),
  6: octets(mac),
  7: () => STATUS[now().admin],
  8: () => STATUS[now().oper],
  9: () => timeTicks(now().lastChange),
  10: counters.inOctets.as32,
  11: counters.inUnicast.as32,
  12: nonUnicast(counters.inMulticast, counters.inBroadcast),
  13: counters.inDiscards.as32,
  14: counters.inErrors.as32,
  15: counter32(0),
  16: counters.outOctets.as32,
  17: counters.outUnicast.as32,
  18: nonUnicast(counters.outMulticast, counters.outBroadcast),
  19: counters.outDiscards.as32,
  20: counters.outErrors.as32,
});

/** ifInNUcastPkts and ifOutNUcastPkts: deprecated, but all that an old switch has. */
const nonUnicast = (multicast: Counter, broadcast: Counter) => () =>
  counter32(Number(BigInt.asUintN(32, multicast.read() + broadcast.read())));

const ifXEntry = ({ name, counters, now }: Port): Columns => ({
  1: octets(name),
  2: counters.inMulticast.as32,
  3: counters.inBroadcast.as32,
  4: counters.outMulticast.as32,
  5: counters.outBroadcast.as32,
  6: counters.inOctets.as64,
  7: counters.inUnicast.as64,
  8: counters.inMulticast.as64,
  9: counters.inBroadcast.as64,
  10: counters.outOctets.as64,
  11: counters.outUnicast.as64,
  12: counters.outMulticast.as64,
  13: counters.outBroadcast.as64,
  14: integer(1),
  15: () => gauge32(now().speedMbps),
  16: integer(2),
  17: integer(1),
  18: () => octets(now().alias),
  19: timeTicks(0),
});

const dot3StatsEntry = ({ index, counters, now }: Port): Columns => ({
  1: integer(index),
  2: counters.alignment.as32,
  3: counters.fcs.as32,
  4: counters.collisions.as32,
  5: counter32(0),
  7: counter32(0),
  8: counters.lateCollisions.as32,
  9: counter32(0),
  10: counter32(0),
  11: counter32(0),
  13: counter32(0),
  16: counter32(0),
  19: () => DUPLEX[now().duplex],
});
