import { entityRef } from "../../core/entities.ts";
import type { PingTarget } from "../../core/wire/assignment.ts";
import { longest, ping, type PingOptions } from "../lan/ping.ts";
import type { PingBurst } from "../lan/ping-output.ts";
import type { Collector, Job, Reading, Tools } from "./collector.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** Pings targets in bursts: one job a target. */
export interface PingCollectorOptions {
  /** Bursts at the same time: each is a process of its own, and office PCs are weak. */
  readonly mostAtOnce?: number;
  readonly programs?: PingOptions["programs"];
}

export function createPingCollector({ mostAtOnce = 16, programs }: PingCollectorOptions = {}): Collector {
  const limiter = createLimiter(mostAtOnce);
  return (assignment, tools) =>
    assignment.ping.map((target) =>
      createJob(target, tools, limiter, programs === undefined ? {} : { programs }),
    );
}

const WAIT_MS = 10_000;
const NOTHING: Reading = { samples: [], events: [], facts: [] };

function createJob(
  target: PingTarget,
  tools: Tools,
  limiter: Limiter,
  options: Pick<PingOptions, "programs">,
): Job {
  let trouble: string | undefined;
  return {
    id: `ping:${target.target}`,
    version: JSON.stringify(target),
    when: { everyMs: target.everyMs },
    timeoutMs: longest(process.platform, target.count) + WAIT_MS,
    async run(signal) {
      const leave = await limiter.enter(signal);
      if (leave === undefined) return NOTHING;
      const at = Math.round(tools.now());
      const burst = await ping(target, { ...options, clock: tools.clock, signal }).finally(leave);
      const reason = burst.ok ? undefined : String(burst.fault.params["reason"] ?? burst.fault.code);
      if (!burst.ok && reason !== trouble) {
        tools.log.warn("ping_failed", {
          target: target.target,
          code: burst.fault.code,
          ...burst.fault.params,
        });
      }
      trouble = reason;
      // Without ping nothing is known of the target: no sample, not a lost one.
      if (!burst.ok) return NOTHING;
      return {
        ...NOTHING,
        samples: [{ entity: entityRef("target", target.target), at, values: valuesOf(burst.value) }],
      };
    },
  };
}

function valuesOf({ sent, received, loss, rtt }: PingBurst) {
  return {
    sent,
    received,
    loss,
    rtt_min: rtt?.min,
    rtt_avg: rtt?.avg,
    rtt_max: rtt?.max,
    jitter: rtt?.jitter,
  };
}
