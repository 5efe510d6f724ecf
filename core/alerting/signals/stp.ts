import { HOUR, MINUTE, type Instant } from "../../clock.ts";
import type { ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import type { Emit } from "../types.ts";
import { hourSum, isNewer, push, sumInto, windowOf, type Shape } from "../windows.ts";
import { STEADY } from "./devices.ts";
import { lanMapOf } from "./lan-map.ts";
import { changesKey } from "./port-link.ts";
import { deviceSubject, evidence, newest } from "./reading.ts";

const STP: Shape = { rows: 12, columns: 1 };
const stpSum = new Float64Array(1);
const LONGEST_STP = 6 * HOUR;

/**
 * Topology changes in the last hour; where they are read more seldom, per hour since they were read last. Without those that come
 * of machines being switched on and off: most switches count each of them, some fifty every morning. Asked after the ports, whose
 * changes it needs.
 */
export const stp: SignalSource = (context, emit) => {
  for (const device of context.model.devices)
    if (device.stpChanges !== undefined && STEADY.has(device.class))
      emitStp(context, device, device.stpChanges, emit);
};

type Read = NonNullable<ModelDevice["stpChanges"]>;

function emitStp(context: SignalContext, device: ModelDevice, read: Read, emit: Emit): void {
  const { windows } = context.memory;
  const ring = windowOf(windows, `stp|${device.id}`, STP);
  takeStp(windows, `stp-last|${device.id}`, ring, read);
  if (sumInto(stpSum, ring, STP, HOUR) === 0 || !arePortsRead(context, device, read.at)) return;
  const all = Math.round(stpSum[0] ?? 0);
  const machines = Math.min(all, machineChanges(context));
  emit({
    rule: "stp_changes",
    subject: deviceSubject(context, device.id),
    value: all - machines,
    at: read.at,
    evidence: () =>
      evidence(
        { device: device.name, machines: machines > 0 ? machines : undefined },
        `device:${device.id}`,
        [],
      ),
  });
}

/** What its ports did until then is known, or nobody reads them. */
function arePortsRead({ pairOf }: SignalContext, { id, ports }: ModelDevice, at: Instant): boolean {
  let isRead = false;
  for (const { part } of ports) {
    const state = newest(pairOf(`port:${id}/${part}`), "oper_status");
    if (state !== undefined && state.at >= at) return true;
    isRead ||= state !== undefined;
  }
  return !isRead;
}

/** Several switches ask in the same pass. */
const asked = new WeakMap<SignalContext, number>();

/** How often the state of ports at which machines hang changed within the hour, at all switches of the site: they tell each other. */
function machineChanges(context: SignalContext): number {
  let sum = asked.get(context);
  if (sum !== undefined) return sum;
  const { model, memory, now } = context;
  const { uplinks } = lanMapOf(model);
  sum = 0;
  for (const { id, agent, ports } of model.devices)
    if (agent === undefined)
      for (const { part } of ports)
        if (!uplinks.has(`${id}/${part}`))
          sum += hourSum(memory.windows, changesKey(`port:${id}/${part}`), now);
  asked.set(context, sum);
  return sum;
}

function takeStp(windows: Map<string, Float64Array>, key: string, ring: Float64Array, read: Read): void {
  const last = windows.get(key);
  windows.set(key, Float64Array.of(read.count, read.at));
  if (last === undefined) return;
  const [count = 0, at = 0] = last;
  const [more, elapsed] = [read.count - count, read.at - at];
  if (elapsed <= 0 || !isNewer(ring, read.at)) return;
  // Less than before: the counter began anew. Nobody knows how often, nor when in a night; what was before is over all the same.
  const isKnown = more >= 0 && elapsed <= LONGEST_STP;
  push(ring, STP, read.at, [isKnown ? more * Math.min(1, HOUR / Math.max(elapsed, MINUTE)) : 0]);
}
