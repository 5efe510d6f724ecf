import type { Instant } from "../../core/clock.ts";
import { SECOND } from "../../core/clock.ts";
import type { Past } from "../../core/alerting/outage.ts";
import type { LanWatch, LastValue, ModelEvent, PairOf, ReadingPair } from "../../core/alerting/site-model.ts";
import { createKept } from "./kept.ts";
import { SWITCH_PORTS, type Known, type SitePlan } from "./plan.ts";
import { PCS, together, type World } from "./world.ts";

/** The newest two readings of everything in a site, as the store would have them. */
interface Pair extends ReadingPair {
  newer: Map<string, LastValue>;
  older: Map<string, LastValue>;
}
export interface Readings {
  readonly pairOf: PairOf;
  /** Reads everything that can be read now; what is cut off keeps its last reading. */
  read(world: World, now: Instant): void;
  known(): Known;
  /** What happened since it was asked last. */
  events(): readonly ModelEvent[];
  /** What PCs read of the last hours, heard or not. */
  past(): Past;
}

const SENT = 5;
const PACKETS_A_SECOND = 400;

export function createReadings(plan: SitePlan, random: () => number, enrolledAt: Instant): Readings {
  const pairs = new Map<string, Pair>();
  const counters = new Map<string, number>();
  const state = {
    lastSeen: Array.from<Instant | undefined>({ length: PCS }),
    watch: undefined as Known["watch"],
    contact: new Map<string, { at: Instant; ok: boolean }>(),
    jam: undefined as Known["jam"],
    stp: undefined as Known["stp"],
    failing: false,
    lease: undefined as string | undefined,
    events: [] as ModelEvent[],
    readAt: 0,
    linkChanges: 0,
  };
  const put = (entity: string, at: Instant, fields: Readonly<Record<string, number>>): void => {
    let pair = pairs.get(entity);
    if (pair === undefined) {
      pair = { newer: new Map(), older: new Map() };
      pairs.set(entity, pair);
    }
    for (const name in fields) {
      const before = pair.newer.get(name);
      if (before !== undefined) pair.older.set(name, before);
      pair.newer.set(name, { at, value: fields[name] ?? 0 });
    }
  };
  const count = (key: string, more: number): number => {
    const total = (counters.get(key) ?? 1e6) + more;
    counters.set(key, total);
    return Math.floor(total);
  };
  const kept = createKept();
  const context: Context = { plan, put, count, random, state };
  return {
    pairOf: (entity) => pairs.get(entity),
    read(world, now) {
      const seconds = Math.min(3_600, (now - state.readAt) / SECOND);
      kept.keep(world, now);
      readPcs(context, world, now, seconds);
      readShared(context, world, now, seconds);
      state.readAt = now;
    },
    known: () => ({ ...state, enrolledAt, lastSeen: [...state.lastSeen] }),
    events: () => state.events.splice(0),
    past: kept.past,
  };
}

interface Context {
  readonly plan: SitePlan;
  readonly put: (entity: string, at: Instant, fields: Readonly<Record<string, number>>) => void;
  readonly count: (key: string, more: number) => number;
  readonly random: () => number;
  readonly state: {
    lastSeen: (Instant | undefined)[];
    watch: Known["watch"];
    contact: Map<string, { at: Instant; ok: boolean }>;
    jam: Known["jam"];
    stp: Known["stp"];
    failing: boolean;
    lease: string | undefined;
    events: ModelEvent[];
    readAt: Instant;
    linkChanges: number;
  };
}

const hears = (world: World): boolean => world.power && world.uplink;

function readPcs(context: Context, world: World, now: Instant, seconds: number): void {
  const { put, count, state } = context;
  const speaking = world.pcs.flatMap((pc, i) => (pc.on && pc.agent && hears(world) ? [i] : []));
  for (const i of speaking) {
    const pc = world.pcs[i];
    if (pc === undefined) continue;
    const name = `PC${i + 1}`;
    state.lastSeen[i] = now;
    put(`host:${name}`, now, {
      cpu: 12,
      memory_total: 8e9,
      memory_used: 4e9,
      uptime: (now - pc.bootAt) / SECOND,
    });
    put(`agent:agent-${name}`, now, {
      uptime: (now - pc.bootAt) / SECOND,
      clock_offset: pc.clockOffsetMs,
      spool_blocks: 0,
      dropped_points: 0,
    });
    put(`volume:${name}/C:`, now, { total: 250e9, used: 250e9 * pc.diskUsed });
    put(`port:${name}/eth0`, now, {
      admin_status: 1,
      oper_status: 1,
      speed: world.slowSwitch ? 1e8 : 1e9,
      duplex: 3,
      counter_bits: 64,
      ...counted(count, `${name}/eth0`, seconds, world.broadcasts, {
        errors: 0,
        discards: 0,
        load: 0.01,
        speed: 1e9,
      }),
      link_changes: 2,
    });
    readPeers(context, world, i, now);
  }
  state.failing = world.pcs[1]?.diskFails === true;
  if (speaking.length > 0) state.watch = { at: now, value: watchOf(world) };
}

/** The next two PCs and the gateway, as the server would assign them. */
function readPeers({ put, random }: Context, world: World, self: number, now: Instant): void {
  const own = world.pcs[self]?.cableLoss ?? 0;
  const stray = (): number => (random() < 0.001 ? 1 / SENT : 0);
  const burst = (loss: number) => {
    let received = 0;
    for (let i = 0; i < SENT * 4; i += 1) if (random() >= loss) received += 1 / 4;
    const lost = loss === 0 ? stray() : 1 - received / SENT;
    return lost >= 1
      ? { sent: SENT, received: 0, loss: 1 }
      : { sent: SENT, received: SENT * (1 - lost), loss: lost, rtt_avg: 0.4, rtt_max: 0.9 };
  };
  put(`peer:PC${self + 1}/gateway`, now, burst(together(own, world.switchLoss, world.gateway ? 0 : 1)));
  for (const step of [1, 2, 3]) {
    const other = (self + step) % PCS;
    const pc = world.pcs[other];
    if (pc === undefined) continue;
    const loss = pc.on ? together(own, pc.cableLoss, world.switchLoss) : 1;
    put(`peer:PC${self + 1}/PC${other + 1}`, now, burst(loss));
  }
}

function watchOf(world: World): LanWatch {
  const dhcp = [{ ip: "10.1.0.1", mac: "cc:2d:e0:00:00:01", router: "10.1.0.1" }];
  return {
    gateway: { ip: "10.1.0.1", mac: world.gatewayMac },
    conflicts: world.conflict ? [{ ip: "10.1.0.7", macs: ["00:0c:42:00:00:50", "a4:bb:6d:00:03:00"] }] : [],
    dhcp: world.foreignDhcp
      ? [...dhcp, { ip: "192.168.1.1", mac: "00:0c:42:00:00:50", router: "192.168.1.1" }]
      : dhcp,
  };
}

interface Traffic {
  readonly errors: number;
  readonly discards: number;
  readonly load: number;
  readonly speed: number;
}
function counted(
  count: Context["count"],
  key: string,
  seconds: number,
  broadcasts: number,
  { errors, discards, load, speed }: Traffic,
): Record<string, number> {
  const packets = PACKETS_A_SECOND * seconds;
  return {
    counters_since: 1_700_000_000,
    in_octets: count(`${key} io`, (load * speed * seconds) / 8),
    out_octets: count(`${key} oo`, (load * speed * seconds) / 8),
    in_ucast: count(`${key} iu`, packets),
    out_ucast: count(`${key} ou`, packets),
    in_mcast: count(`${key} im`, broadcasts * 0.3 * seconds),
    out_mcast: count(`${key} om`, broadcasts * 0.3 * seconds),
    in_bcast: count(`${key} ib`, broadcasts * seconds),
    out_bcast: count(`${key} ob`, broadcasts * seconds),
    in_errors: count(`${key} ie`, errors * packets),
    out_errors: count(`${key} oe`, 0),
    in_discards: count(`${key} id`, 0),
    out_discards: count(`${key} od`, discards * packets),
    fcs_errors: count(`${key} fe`, errors * packets),
    alignment_errors: count(`${key} ae`, 0),
  };
}

function readShared(context: Context, world: World, now: Instant, seconds: number): void {
  const { state, plan } = context;
  const holder = world.pcs.findIndex((pc) => pc.on && pc.agent);
  if (holder < 0 || !hears(world)) return;
  state.lease = `agent-PC${holder + 1}`;
  readTargets(context, world, now, holder);
  readUps(context, world, now);
  readPrinter(context, world, now);
  if (!plan.managed) return;
  for (const name of ["SW1", "SW2"] as const) readSwitch(context, world, name, now, seconds);
}

function readTargets({ put, random }: Context, world: World, now: Instant, holder: number): void {
  const own = world.pcs[holder]?.cableLoss ?? 0;
  const near = together(own, world.switchLoss);
  const burst = (loss: number, ms: number, jitter: number) => {
    let received = 0;
    for (let i = 0; i < SENT; i += 1) if (random() >= loss) received += 1;
    if (received === SENT && world.strayLoss) received -= 1;
    if (received === 0) return { sent: SENT, received, loss: 1 };
    const times = { rtt_min: ms, rtt_avg: ms + jitter / 2, rtt_max: ms + jitter, jitter };
    return { sent: SENT, received, loss: 1 - received / SENT, ...times };
  };
  put("target:T1", now, burst(world.gateway ? near : 1, 0.6, 0.2));
  put("target:T2", now, burst(together(near, world.uplinkLoss), world.uplinkMs, world.uplinkJitterMs));
  for (const [i, { up, ms, certificateDays }] of world.services.entries()) {
    const reached = up && world.uplinkLoss < 1;
    const phases = {
      name_time: 2,
      connect_time: ms / 4,
      tls_time: ms / 2,
      first_byte_time: ms * 0.9,
      total_time: ms,
    };
    const certificate = { status: 200, certificate_left: certificateDays * 86_400 };
    put(
      `service:S${i + 1}`,
      now,
      reached ? { up: 1, phase: 5, ...phases, ...certificate } : { up: 0, phase: 1 },
    );
  }
}

function readUps({ put, state }: Context, { ups }: World, now: Instant): void {
  state.contact.set("UPS1", { at: now, ok: true });
  put("device:UPS1", now, { up: 1, uptime: now / SECOND - 1.7e9, poll_time: 20 });
  put("ups:UPS1", now, {
    output_source: ups.onBattery ? 5 : 3,
    // What a worn battery looks like at most makers': charged, and its own test failed.
    battery_status: 2,
    replace_battery: ups.replace ? 1 : 0,
    charge: ups.onBattery ? 80 : 100,
    runtime: ups.runtime,
    load: ups.load,
    input_voltage: ups.onBattery ? 0 : 226,
    output_voltage: 230,
  });
}

function readPrinter({ put, state }: Context, { printer }: World, now: Instant): void {
  state.contact.set("PR1", { at: now, ok: printer.on });
  put("device:PR1", now, printer.on ? { up: 1, uptime: now / SECOND - 1.7e9, poll_time: 30 } : { up: 0 });
  if (!printer.on) return;
  put("printer:PR1", now, { status: 3, pages: 48_211, alerts: printer.jam ? 1 : 0 });
  put("supply:PR1/1", now, { level: printer.toner });
  state.jam = { at: now, errors: printer.jam ? ["jammed"] : [] };
}

function readSwitch(
  context: Context,
  world: World,
  name: "SW1" | "SW2",
  now: Instant,
  seconds: number,
): void {
  const { put, count, state } = context;
  const sw = name === "SW1" ? world.sw : world.sw2;
  const ok = sw.answers && sw.on && !world.missedPoll;
  state.contact.set(name, { at: now, ok });
  if (!ok) return put(`device:${name}`, now, { up: 0 });
  const uptime = (now - sw.bootAt) / SECOND;
  put(`device:${name}`, now, {
    up: 1,
    uptime,
    poll_time: 40,
    cpu: sw.cpu,
    memory_total: 128e6,
    memory_used: 128e6 * sw.memory,
    poe_budget: 123,
    poe_used: sw.poe,
    temperature: sw.celsius,
  });
  put(`sensor:${name}/fan1`, now, { fanspeed: sw.fan ? 3_200 : 0 });
  put(`sensor:${name}/temp1`, now, { temperature: sw.celsius });
  if (name === "SW1") state.stp = { at: now, count: count("stp", (sw.stp * seconds) / 60) };
  for (const part of SWITCH_PORTS) readPort(context, world, name, part, now, seconds);
}

function readPort(
  { put, count, state }: Context,
  world: World,
  name: "SW1" | "SW2",
  part: string,
  now: Instant,
  seconds: number,
): void {
  const [key, entity] = [`${name}/${part}`, `port:${name}/${part}`];
  const { sw } = world;
  const bad = name === "SW1" && part === "1" ? sw.port : undefined;
  const up = !(part === "24" && name === "SW1" && !sw.uplinkUp);
  const load = part === "23" && name === "SW1" ? world.uplinkLoad : 0.01;
  const bootAt = (name === "SW1" ? sw : world.sw2).bootAt;
  if (bad?.flapping === true) state.linkChanges = now;
  const changed = name === "SW1" && part === "1" ? state.linkChanges : 0;
  if (bad?.flapping === true) {
    for (const [from, to] of [
      [1, 2],
      [2, 1],
    ] as const) {
      state.events.push({ at: now, type: "port_changed", device: name, entity, detail: { from, to } });
    }
  }
  put(entity, now, {
    admin_status: 1,
    oper_status: up ? 1 : 2,
    speed: bad?.speed ?? 1e9,
    duplex: 3,
    counter_bits: 64,
    last_change: changed > bootAt ? (changed - bootAt) / SECOND : 10,
    ...(up
      ? counted(count, key, seconds, world.broadcasts, {
          errors: bad?.errors ?? 0,
          discards: bad?.discards ?? 0,
          load,
          speed: 1e9,
        })
      : {}),
    late_collisions: count(`${key} lc`, ((bad?.latePerMinute ?? 0) * seconds) / 60),
  });
}
