import type { SignalContext } from "../site-model.ts";
import type { Emit } from "../types.ts";
import { devicesOf, lanMapOf } from "./lan-map.ts";
import type { PortNow } from "./port-now.ts";
import { evidence, newest, newestValue } from "./reading.ts";

const UP = 1;
/** ifOperStatus: 2 down, 6 not present, 7 lower layer down. Testing, unknown and dormant say neither. */
const DOWN = new Set([2, 6, 7]);
/** Is remembered for an uplink of which the map does not know the other end. */
const SOMETHING = "";

/**
 * An uplink, or a cable to a known important device, is without link. What hung on a port is remembered while it is up: the
 * map loses a link soon after it went down. A PC's port is down every evening and never counts.
 */
export function emitPortDown(context: SignalContext, now: PortNow, emit: Emit): void {
  const { model, memory } = context;
  const { pair, entity, subject, device, port, place } = now;
  const oper = newest(pair, "oper_status");
  if (oper === undefined || device.class === "workstation") return;
  const { known } = memory;
  const isUp = oper.value === UP;
  if (!isUp && !DOWN.has(oper.value)) return;
  const key = `link|${entity}`;
  if (isUp) remember(known, key, importantAt(context, place));
  const held = known.get(key);
  if (held === undefined) return;
  // Switched off by a person: that is meant.
  const meant = newestValue(pair, "admin_status") === 2;
  const peer = devicesOf(model).get(String(held));
  if (meant || (held !== SOMETHING && peer === undefined) || isElsewhere(context, place, String(held))) {
    known.delete(key);
    emit({ rule: "port_down", subject, value: 0, at: oper.at, evidence: () => ({ params: {}, series: [] }) });
    return;
  }
  emit({
    rule: "port_down",
    subject,
    value: isUp ? 0 : 1,
    at: oper.at,
    evidence: () =>
      evidence(
        { device: device.name, port: port.name, peer: peer?.name },
        entity,
        [["oper_status", "min"]],
        lanMapOf(model).attached(device.id, port.part),
      ),
  });
}

function remember(known: Map<string, string | number>, key: string, important: string | undefined): void {
  if (important === undefined) known.delete(key);
  else if (known.get(key) !== important) known.set(key, important);
}

/** The id of the important device at the other end; "" for an uplink into the unknown; undefined for all other ports. */
function importantAt({ model }: SignalContext, place: string): string | undefined {
  const map = lanMapOf(model);
  const end = map.ends.get(place);
  const peer = end === undefined ? undefined : devicesOf(model).get(end.node);
  if (peer?.important === true) return peer.id;
  return map.uplinks.has(place) ? SOMETHING : undefined;
}

/** The device has been plugged in somewhere else meanwhile: one of its other links is up. */
function isElsewhere({ model, pairOf }: SignalContext, place: string, peer: string): boolean {
  // While the map still shows the link it is one of several, and its loss is worth a word.
  if (peer === SOMETHING || lanMapOf(model).ends.has(place)) return false;
  const [device] = place.split("/", 1);
  for (const [other, end] of lanMapOf(model).ends)
    if (other !== place && end.node === peer && other.startsWith(`${device}/`))
      return newestValue(pairOf(`port:${other}`), "oper_status") === UP;
  return false;
}
