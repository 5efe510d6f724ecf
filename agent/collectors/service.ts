import { SECOND } from "../../core/clock.ts";
import { entityRef } from "../../core/entities.ts";
import { cleanText } from "../../core/text.ts";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import { createLookUp } from "../services/look-up.ts";
import { longestLook, look, type Seen } from "../services/look.ts";
import { BadTarget, type ProbeParts } from "../services/probe.ts";
import type { Collector, Job, Reading, Tools } from "./collector.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

/** Looks at public services as their users do: one job a check. */
export interface ServiceCollectorOptions {
  /** Looks at the same time. */
  readonly mostAtOnce?: number;
  /** Name servers in the place of the system's, `address:port`. */
  readonly nameServers?: readonly string[];
}

/** Who reads the log of the service should see that no visitor and no attacker came. */
const USER_AGENT = "Cayda (availability check)";
const MOST_AT_ONCE = 4;
const WAIT_MS = 30 * SECOND;
const NOTHING: Reading = { samples: [], events: [], facts: [] };

export function createServiceCollector(options: ServiceCollectorOptions = {}): Collector {
  const { mostAtOnce = MOST_AT_ONCE, nameServers } = options;
  const limiter = createLimiter(mostAtOnce);
  return (assignment, tools) => {
    const parts: ProbeParts = {
      clock: tools.clock,
      now: tools.now,
      random: tools.random,
      lookUp: createLookUp({ clock: tools.clock, servers: nameServers }),
      userAgent: USER_AGENT,
      ...(nameServers !== undefined && { nameServers }),
    };
    return (assignment.services ?? []).map((target) => createJob(target, tools, parts, limiter));
  };
}

function createJob(target: ServiceTarget, tools: Tools, parts: ProbeParts, limiter: Limiter): Job {
  const note = createNotes(target, tools);
  return {
    id: `service:${target.check}`,
    version: JSON.stringify(target),
    when: { everyMs: target.everyMs },
    timeoutMs: longestLook(target) + WAIT_MS,
    async run(signal) {
      const leave = await limiter.enter(signal);
      if (leave === undefined) return NOTHING;
      try {
        const at = Math.round(tools.now());
        const seen = await look(target, parts, signal);
        if (seen === undefined) return NOTHING;
        note(seen.trouble, seen.trace.untrusted);
        return {
          ...NOTHING,
          samples: [{ entity: entityRef("service", target.check), at, values: valuesOf(seen) }],
        };
      } catch (error) {
        if (!(error instanceof BadTarget)) throw error;
        // Nothing was asked, so nothing is known of the service.
        note("bad target", undefined);
        return NOTHING;
      } finally {
        leave();
      }
    },
  };
}

/** One line in the log whenever it changes: why a service is not as expected, and why its certificate is not trusted. */
function createNotes(
  { check, kind }: ServiceTarget,
  { log }: Tools,
): (trouble: string | undefined, untrusted: string | undefined) => void {
  let before: { trouble?: string | undefined; untrusted?: string | undefined } = {};
  return (trouble, untrusted) => {
    const told = untrusted === undefined ? undefined : cleanText(untrusted, 120);
    if (trouble !== undefined && trouble !== before.trouble)
      log.warn("service_trouble", { check, kind, trouble });
    if (told !== undefined && told !== before.untrusted)
      log.info("service_untrusted", { check, reason: told });
    before = { trouble, untrusted: told ?? before.untrusted };
  };
}

function valuesOf({ trace, trouble }: Seen) {
  return {
    up: trouble === undefined ? 1 : 0,
    phase: trace.phase,
    name_time: trace.nameMs,
    connect_time: trace.connectMs,
    tls_time: trace.tlsMs,
    first_byte_time: trace.firstByteMs,
    total_time: trace.totalMs,
    status: trace.status,
    certificate_left: trace.certificateLeft,
  };
}
