import { MINUTE, type Instant } from "../../core/clock.ts";
import { entityRef } from "../../core/entities.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { countPoints, type SampleColumns } from "../../core/wire/block.ts";

/**
 * The measurements of a district, the same for the same seed: 22 sites of 1,372 series each. A site has two switches of
 * 28 ports × 12 counters, 30 PCs × 18 gauges (one of them a full-precision double) and 40 ping targets × 4, every minute;
 * 42 % of the ports are idle, a tenth has errors, traffic follows office hours, gauges are rounded as agents round.
 * The PCs' agents send their own; a 31st agent polls the switches and pings.
 */
export interface WorkloadOptions {
  readonly seed?: number;
  readonly sites?: number;
  readonly start?: Instant;
  /** When the equipment was set up; its names are the same for the same epoch. Otherwise the start. */
  readonly epoch?: Instant;
  readonly minutes: number;
}

export interface WorkloadBlock {
  readonly block: string;
  readonly site: string;
  readonly agent: string;
  readonly madeAt: Instant;
  readonly samples: readonly SampleColumns[];
  readonly points: number;
}

const SWITCHES = 2;
const PORTS = 28;
const PCS = 30;
const TARGETS = 40;
/** A block of pings alone, as an agent sends them after an hour without a network. */
const PING_MINUTES = 60;
export const AGENTS = PCS + 1;
const COUNTERS = [
  "in_octets",
  "out_octets",
  "in_ucast",
  "out_ucast",
  "in_mcast",
  "out_mcast",
  "in_bcast",
  "out_bcast",
  "in_errors",
  "out_errors",
  "in_discards",
  "out_discards",
] as const;

/** Monday, 07:00 in Vietnam. */
export const WORKLOAD_START = Date.UTC(2026, 10, 23, 0);

/** Every block of every agent, minute by minute, as the agents of the sites send them. */
export function* agentBlocks(options: WorkloadOptions): Generator<WorkloadBlock> {
  const make = makeBlocks(options);
  for (const { district, now } of make.minutes()) {
    for (const site of district) {
      yield make.block(site.name, site.poller, now, [...site.ports(now), ...site.targets(now)]);
      for (const pc of site.pcs) yield make.block(site.name, pc.agent, now, pc.samples(now));
    }
  }
}

/**
 * The same measurements in batches of half a site's minute (672 and 700 points), for measuring the store alone: a batch
 * is valid until the next minute is made, which writes into the same arrays, so that little garbage is in the figures.
 */
export function* siteBatches(options: WorkloadOptions): Generator<WorkloadBlock> {
  const make = makeBlocks(options, true);
  for (const { district, now } of make.minutes()) {
    for (const site of district) {
      yield make.block(site.name, site.poller, now, site.ports(now));
      const rest = [...site.pcs.flatMap((pc) => pc.samples(now)), ...site.targets(now)];
      yield make.block(site.name, site.poller, now, rest);
    }
  }
}

interface WorkloadMinute {
  readonly now: Instant;
  /** Sites in their order; the batches of each are made when they are asked for, and only then do its counters move. */
  readonly batches: readonly (() => readonly WorkloadBlock[])[];
}

/** {@link siteBatches} minute by minute, so that whoever measures may leave sites out, or make a minute ahead. */
export function* districtMinutes(options: WorkloadOptions): Generator<WorkloadMinute> {
  const make = makeBlocks(options, true);
  for (const { district, now } of make.minutes()) {
    const batches = district.map((site) => () => [
      make.block(site.name, site.poller, now, site.ports(now)),
      make.block(site.name, site.poller, now, [
        ...site.pcs.flatMap((pc) => pc.samples(now)),
        ...site.targets(now),
      ]),
    ]);
    yield { now, batches };
  }
}

/** The pings alone of the first site, an hour in a block: history from before the workload begins. */
export function* pingHistory(options: WorkloadOptions): Generator<WorkloadBlock> {
  const make = makeBlocks(options);
  let waiting = new Map<string, { at: number[]; fields: Record<string, number[]> }>();
  let minutes = 0;
  for (const { district, now } of make.minutes()) {
    const [site] = district;
    if (site === undefined) return;
    for (const { entity, at, fields } of site.targets(now)) {
      const all = waiting.get(entity) ?? { at: [], fields: {} };
      all.at.push(...at);
      for (const [name, values] of Object.entries(fields)) {
        (all.fields[name] ??= []).push(...values.filter((value) => value !== null));
      }
      waiting.set(entity, all);
    }
    minutes += 1;
    if (minutes % PING_MINUTES > 0) continue;
    yield make.block(
      site.name,
      site.poller,
      now,
      [...waiting].map(([entity, all]) => ({ entity, ...all })),
    );
    waiting = new Map();
  }
}

function makeBlocks(
  { seed = 1, sites = 22, start = WORKLOAD_START, epoch = start, minutes }: WorkloadOptions,
  reuse = false,
) {
  const random = randomOf(seed);
  const uuid = (at: Instant) =>
    uuidv7(at, (bytes) => {
      for (let i = 0; i < bytes.length; i += 1) bytes[i] = random() * 256;
      return bytes;
    });
  const district = Array.from({ length: sites }, (_, i) =>
    makeSite(`site-${i}`, random, () => uuid(epoch), reuse ? reused : fresh, epoch),
  );
  return {
    *minutes() {
      for (let minute = 0; minute < minutes; minute += 1) yield { district, now: start + minute * MINUTE };
    },
    block: (site: string, agent: string, now: Instant, samples: readonly SampleColumns[]): WorkloadBlock => ({
      block: uuid(now),
      site,
      agent,
      madeAt: now + MINUTE,
      samples,
      points: countPoints(samples),
    }),
  };
}

function makeSite(name: string, random: () => number, uuid: () => string, sheet: MakeSheet, epoch: Instant) {
  const ports = Array.from({ length: SWITCHES }, () => makeSwitch(random, uuid(), sheet));
  const targets = Array.from({ length: TARGETS }, () => makeTarget(random, uuid(), sheet));
  return {
    name,
    poller: uuid(),
    pcs: Array.from({ length: PCS }, () => makePc(random, uuid(), sheet, epoch)),
    ports: (now: Instant) => ports.flatMap((poll) => poll(now)),
    targets: (now: Instant) => targets.map((ping) => ping(now)),
  };
}

/** Each thing is measured at its own second of the minute, give or take some milliseconds. */
function makeSchedule(random: () => number): (now: Instant) => Instant {
  const offset = Math.floor(random() * 59_000);
  return (now) => now + offset + Math.floor(random() * 30);
}

/** Makes the columns of one entity's reading. */
type Sheet = (at: Instant, values: readonly number[]) => SampleColumns;
type MakeSheet = (entity: string, names: readonly string[]) => Sheet;

const fresh: MakeSheet = (entity, names) => (at, values) => {
  const fields: Record<string, number[]> = {};
  for (const [i, name] of names.entries()) fields[name] = [values[i] ?? 0];
  return { entity, at: [at], fields };
};

const reused: MakeSheet = (entity, names) => {
  const columns = fresh(entity, names)(0, []);
  const cells = names.map((name) => columns.fields[name] ?? []);
  return (at, values) => {
    columns.at[0] = at;
    for (const [i, cell] of cells.entries()) cell[0] = values[i] ?? 0;
    return columns;
  };
};

/** How busy an office is at that time in Vietnam, 0 to 1. */
function busyness(now: Instant): number {
  const hour = (now / 3_600_000 + 7) % 24;
  if (hour < 7 || hour > 18) return 0.03;
  return hour > 11.5 && hour < 13.5 ? 0.4 : 1;
}

function makeSwitch(random: () => number, id: string, sheet: MakeSheet) {
  const schedule = makeSchedule(random);
  const ports = Array.from({ length: PORTS }, (_, i) =>
    makePort(random, sheet(entityRef("port", id, `Gi0/${i + 1}`), COUNTERS)),
  );
  return (now: Instant) => {
    const at = schedule(now);
    return ports.map((port) => port(now, at));
  };
}

function makePort(random: () => number, sheet: Sheet) {
  const idle = random() < 0.42;
  const faulty = random() < 0.1;
  const speed = idle ? 0 : 10 ** (3 + random() * 4);
  const counters = COUNTERS.map((name) =>
    Math.floor(
      name.endsWith("octets") ? random() * 1e13 : name.includes("cast") ? random() * 1e10 : random() * 1e4,
    ),
  );
  return (now: Instant, at: Instant): SampleColumns => {
    const load = busyness(now) * speed * 60 * random();
    const grown = [load, load * 0.3, load / 700, load / 1_200, 12, 9, 31 * random(), 3];
    const faults = faulty && random() < 0.3 ? [3, 1, 2, 1] : [0, 0, 0, 0];
    for (let i = 0; i < COUNTERS.length; i += 1) {
      const growth = i < 8 ? (idle ? 0 : (grown[i] ?? 0)) : (faults[i - 8] ?? 0) * random();
      counters[i] = (counters[i] ?? 0) + Math.floor(growth + (growth > 0 ? random() : 0));
    }
    return sheet(at, counters);
  };
}

const HOST = ["cpu", "memory_total", "memory_used", "swap_total", "swap_used", "load", "uptime"] as const;
const AGENT = [
  "uptime",
  "memory",
  "cpu",
  "spool_blocks",
  "spool_bytes",
  "parked_blocks",
  "dropped_points",
  "skipped_runs",
  "failed_runs",
  "poll_time",
  "clock_offset",
] as const;

function makePc(random: () => number, agent: string, sheet: MakeSheet, first: Instant) {
  const schedule = makeSchedule(random);
  const host = sheet(entityRef("host", agent), HOST);
  const self = sheet(entityRef("agent", agent), AGENT);
  const memory = 2 ** 30 * (4 + 4 * Math.floor(random() * 4));
  const swap = 2 ** 31;
  const started = Math.floor(random() * 500_000);
  let used = memory * 0.4;
  return {
    agent,
    samples: (now: Instant): SampleColumns[] => {
      const at = schedule(now);
      const busy = busyness(now);
      const uptime = started + Math.round((at - first) / 1_000);
      used = Math.min(memory * 0.95, Math.max(memory * 0.2, used + (random() - 0.5) * 2e8 * busy));
      return [
        host(at, [
          Math.round(random() * 300 * busy) / 10,
          memory,
          Math.floor(used / 4_096) * 4_096,
          swap,
          Math.floor((swap * 0.1) / 4_096) * 4_096,
          random() * busy * 2,
          uptime,
        ]),
        self(at, [
          uptime,
          Math.floor((5e7 + random() * 1e6) / 4_096) * 4_096,
          Math.round(random() * 30) / 100,
          0,
          0,
          0,
          0,
          0,
          0,
          Math.round(80 + random() * 40),
          Math.round((random() - 0.5) * 20),
        ]),
      ];
    },
  };
}

function makeTarget(random: () => number, id: string, sheet: MakeSheet) {
  const schedule = makeSchedule(random);
  const columns = sheet(entityRef("target", id), ["sent", "received", "rtt_avg", "rtt_max"]);
  const base = 0.3 + random() * 20;
  return (now: Instant): SampleColumns => {
    const wobble = random() * random() * 4;
    return columns(schedule(now), [
      5,
      random() < 0.005 ? 4 : 5,
      Math.round((base + wobble) * 100) / 100,
      Math.round((base + wobble * 2.5) * 100) / 100,
    ]);
  };
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
