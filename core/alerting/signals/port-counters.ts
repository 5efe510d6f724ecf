import { MINUTE } from "../../clock.ts";
import { createSingle, isFarAbove, learn, usualAt } from "../baseline.ts";
import type { SignalContext } from "../site-model.ts";
import type { Emit, Signal } from "../types.ts";
import { isNewer, newestOf, newestValueOf, push, sumInto, windowOf, type Shape } from "../windows.ts";
import { lanMapOf } from "./lan-map.ts";
import type { PortNow } from "./port-now.ts";
import { counted, evidence, newestValue } from "./reading.ts";
import type { Flood } from "./storms.ts";

/** Five minutes at one reading a minute; more often read, it is as many readings. */
const SPAN = 5 * MINUTE;
const SHAPE: Shape = { rows: 10, columns: 11 };
const [SECONDS, IN, IN_BAD, FCS, OUT, OUT_BAD, DROPPED, IN_OCTETS, OUT_OCTETS, FLOOD, UNICAST] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;
/** Fewer packets tell nothing, nor do fewer bad ones: plugging a cable damages some. */
const LEAST_PACKETS = 100;
const LEAST_BAD = 5;
/** ifOperStatus. */
const UP = 1;
/** Packets a minute that a PC which is awake sends at least; a sleeping one sends none. */
const AWAKE = 5;
/** Packets a second above the usual that a flood has at least. */
const LEAST_FLOOD = 200;

const row = new Float64Array(SHAPE.columns);
const sums = new Float64Array(SHAPE.columns);
const at0 = (values: Float64Array, column: number): number => values[column] ?? 0;

/** Takes a new reading into the port's window, when there is one before to compare it with. */
function take(context: SignalContext, { pair, entity }: PortNow, ring: Float64Array, at: number): void {
  const octets = pair.older.get("in_octets") ?? pair.older.get("out_octets");
  if (octets === undefined) return;
  const known = (field: string) => counted("port", pair, field, at);
  const count = (field: string): number => known(field) ?? 0;
  const [inOctets, outOctets] = [known("in_octets"), known("out_octets")];
  // Counters that restarted say nothing of this step, and the window goes on without it.
  if (inOctets === undefined || outOctets === undefined) return;
  const [unicast, broadcast, multicast] = [count("in_ucast"), count("in_bcast"), count("in_mcast")];
  const seconds = (at - octets.at) / 1_000;
  row[SECONDS] = seconds;
  row[IN] = unicast + broadcast + multicast;
  row[FCS] = count("fcs_errors") + count("alignment_errors");
  // ifInErrors holds FCS and alignment errors on most devices, on some it does not (RFC 3635 3.2.5).
  row[IN_BAD] = Math.max(count("in_errors"), row[FCS]);
  row[OUT] = count("out_ucast") + count("out_bcast") + count("out_mcast");
  row[OUT_BAD] = count("out_errors");
  // Of what comes in, devices also count as discarded what is none of their business (unknown protocols, foreign VLANs).
  row[DROPPED] = lostLink(pair, count("link_changes")) ? 0 : count("out_discards");
  row[IN_OCTETS] = inOctets;
  row[OUT_OCTETS] = outOctets;
  row[FLOOD] = (broadcast + multicast) / seconds;
  row[UNICAST] = unicast;
  push(ring, SHAPE, at, row);
  learnFlood(context, entity, at, at0(row, FLOOD), broadcast / seconds);
}

/** What waits to go out when the link is lost is dropped: of that the link's own alerts tell. */
function lostLink({ newer, older }: PortNow["pair"], linkChanges: number): boolean {
  const isDown = (reading: PortNow["pair"]["newer"]) => (reading.get("oper_status")?.value ?? UP) !== UP;
  const [change, before] = [newer.get("last_change")?.value, older.get("last_change")?.value];
  return linkChanges > 0 || isDown(newer) || isDown(older) || (before !== undefined && change !== before);
}

/** Errors, discards, use and storms of a port. Gives whether something at the other end sends: it is awake. */
export function emitCounters(context: SignalContext, now: PortNow, floods: Flood[], emit: Emit): boolean {
  const at = (now.pair.newer.get("in_octets") ?? now.pair.newer.get("out_octets"))?.at;
  if (at === undefined) return false;
  const ring = windowOf(context.memory.windows, now.entity, SHAPE);
  if (isNewer(ring, at)) take(context, now, ring, at);
  // The newest reading may have left no row: then there is nothing new to say.
  if (newestOf(ring) !== at || sumInto(sums, ring, SHAPE, SPAN) === 0) return false;
  emitErrors(context, now, at, emit);
  emitDiscards(context, now, at, emit);
  if (lanMapOf(context.model).uplinks.has(now.place)) emitBusy(now, at, emit);
  // A flood reaches every card of the LAN: that is one alert of the site (lan_loop), not one of each PC.
  if (now.device.agent === undefined) floods.push(floodOf(context, now, at));
  return (at0(sums, UNICAST) * 60) / Math.max(1, at0(sums, SECONDS)) >= AWAKE;
}

/** Who hangs on the port: whom it hits, and where its cable ends. */
const hangingOn = ({ model }: SignalContext, { device, port }: PortNow): readonly string[] =>
  lanMapOf(model).attached(device.id, port.part);

function emitErrors(context: SignalContext, now: PortNow, at: number, emit: Emit): void {
  const { subject, device, port, entity } = now;
  const inTotal = at0(sums, IN) + at0(sums, IN_BAD);
  const outTotal = at0(sums, OUT) + at0(sums, OUT_BAD);
  const ratioOf = (bad: number, total: number) =>
    total >= LEAST_PACKETS && bad >= LEAST_BAD ? bad / total : 0;
  const [inward, outward] = [ratioOf(at0(sums, IN_BAD), inTotal), ratioOf(at0(sums, OUT_BAD), outTotal)];
  if (inTotal < LEAST_PACKETS && outTotal < LEAST_PACKETS) return;
  const isIn = inward >= outward;
  const [errors, packets] = isIn ? [at0(sums, IN_BAD), inTotal] : [at0(sums, OUT_BAD), outTotal];
  const fcs = isIn && at0(sums, FCS) > 0 ? at0(sums, FCS) : undefined;
  const window_s = Math.round(at0(sums, SECONDS));
  emit({
    rule: "port_errors",
    subject,
    value: Math.max(inward, outward),
    at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, errors, packets, window_s, fcs },
        entity,
        [
          [isIn ? "in_errors" : "out_errors", "rate"],
          ["fcs_errors", "rate"],
        ],
        hangingOn(context, now),
      ),
  });
}

function emitDiscards(context: SignalContext, now: PortNow, at: number, emit: Emit): void {
  const { subject, device, port, entity } = now;
  const discards = at0(sums, DROPPED);
  const packets = at0(sums, OUT) + discards;
  if (packets < LEAST_PACKETS) return;
  const window_s = Math.round(at0(sums, SECONDS));
  emit({
    rule: "port_discards",
    subject,
    value: discards < LEAST_BAD ? 0 : discards / packets,
    at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, discards, packets, window_s },
        entity,
        [["out_discards", "rate"]],
        hangingOn(context, now),
      ),
  });
}

function emitBusy({ subject, device, port, entity, pair }: PortNow, at: number, emit: Emit): void {
  const speed = newestValue(pair, "speed");
  const seconds = at0(sums, SECONDS);
  // ifSpeed's end says "at least so much".
  if (speed === undefined || !(speed > 0) || speed === 4_294_967_295 || !(seconds > 0)) return;
  const rate = (Math.max(at0(sums, IN_OCTETS), at0(sums, OUT_OCTETS)) * 8) / seconds;
  emit({
    rule: "port_busy",
    subject,
    value: Math.min(1, rate / speed),
    at,
    evidence: () =>
      evidence({ device: device.name, port: port.name, speed_bps: speed, rate_bps: rate }, entity, [
        ["in_octets", "rate"],
        ["out_octets", "rate"],
      ]),
  });
}

const floodKey = (entity: string): string => `flood|${entity}`;

/** Multicast may be meant (cameras, television): until it is known to be usual only broadcasts count. */
function learnFlood(
  context: SignalContext,
  entity: string,
  at: number,
  flood: number,
  broadcast: number,
): void {
  const { baselines, windows } = context.memory;
  const key = floodKey(entity);
  let baseline = baselines.get(key);
  // Quiet ports need none: usual is nothing.
  if (baseline === undefined && flood < LEAST_FLOOD) return;
  if (baseline === undefined) baselines.set(key, (baseline = createSingle()));
  learn(baseline, at, flood, 1);
  const current = windows.get(key) ?? new Float64Array(1);
  current[0] = broadcast;
  windows.set(key, current);
}

/** Of the newest step: a flood is told within two readings, or nobody can tell it any more. */
function floodOf(
  context: SignalContext,
  { subject, device, port, entity, place }: PortNow,
  at: number,
): Flood {
  const { baselines, windows } = context.memory;
  const key = floodKey(entity);
  const usual = usualAt(baselines.get(key), at);
  const flood = newestValueOf(windowOf(windows, entity, SHAPE), SHAPE, FLOOD);
  const broadcast = windows.get(key)?.[0] ?? flood;
  const isFar = usual !== undefined && isFarAbove(flood, usual, LEAST_FLOOD);
  // A stream that is always there is normal; so many broadcasts never are.
  const value = isFar
    ? flood
    : Math.max(
        broadcast,
        usual === undefined ? 0 : Math.min(flood, context.settings("port_storm", subject).clear),
      );
  const signal: Signal = {
    rule: "port_storm",
    subject,
    value,
    at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, rate_pps: value, usual_pps: usual?.median ?? 0 },
        entity,
        [
          ["in_bcast", "rate"],
          ["in_mcast", "rate"],
        ],
      ),
  };
  return { signal, place };
}
