import type { Clock } from "../../core/clock.ts";
import type { BlockEvent, Sample } from "../../core/wire/block.ts";
import { MAX_PORTS } from "../../core/wire/limits.ts";
import { createRateLimit, type Rate } from "../snmp/traps/limit.ts";

/** Events of the ports whose oper_status is another than at the poll before. */
export type PortChanges = (ports: readonly Sample[]) => readonly BlockEvent[];

/**
 * Every port of the largest device goes down and comes up again, once; then one every five seconds, so that a device whose
 * ports never rest does not fill the server's disk. The states themselves are in the samples all the same.
 */
const TOLD: Rate = { burst: 2 * MAX_PORTS, perSecond: 0.2 };
/** Of ports that were renamed since, too. */
export const MOST_REMEMBERED = 2 * MAX_PORTS;

/** One for each device. */
export function createPortChanges(clock: Pick<Clock, "monotonic">): PortChanges {
  const states = new Map<string, number>();
  const limit = createRateLimit(clock, TOLD, TOLD);
  return (ports) => {
    // A device that gives its ports other names all the time must not fill the memory.
    if (states.size > MOST_REMEMBERED) states.clear();
    return ports.flatMap(({ entity, at, values }): BlockEvent[] => {
      const to = values["oper_status"];
      if (to === undefined) return [];
      const from = states.get(entity);
      states.set(entity, to);
      if (from === undefined || from === to || !limit.take("")) return [];
      return [{ type: "port_changed", at, entity, from, to }];
    });
  };
}
