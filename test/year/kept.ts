import type { Past, PastUptime } from "../../core/alerting/outage.ts";
import { HOUR, type Instant } from "../../core/clock.ts";
import { PCS, type World } from "./world.ts";

/** Longer than any fault lasts, with what was before it. */
const KEPT_MS = 5 * HOUR;

/** What agents keep on their disks: their own PC's uptime, and whether the gateway answered them. */
export function createKept(): {
  readonly keep: (world: World, now: Instant) => void;
  readonly past: () => Past;
} {
  const hosts = Array.from({ length: PCS }, (_, i) => ({
    id: `PC${i + 1}`,
    uptimes: [] as PastUptime[],
    gateway: [] as { at: Instant; answered: boolean }[],
    complete: true,
  }));
  return {
    keep(world, now) {
      for (const [i, { uptimes, gateway }] of hosts.entries()) {
        const pc = world.pcs[i];
        if (pc?.on !== true || !pc.agent) continue;
        uptimes.push({ at: now, bootAt: pc.bootAt });
        gateway.push({ at: now, answered: world.gateway });
        while ((uptimes[0]?.at ?? now) < now - KEPT_MS) uptimes.shift();
        while ((gateway[0]?.at ?? now) < now - KEPT_MS) gateway.shift();
      }
    },
    past: () => ({ hosts, ups: [] }),
  };
}
