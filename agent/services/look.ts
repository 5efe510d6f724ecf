import { SECOND } from "../../core/clock.ts";
import { cleanText } from "../../core/text.ts";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import { dnsProbe } from "./dns-probe.ts";
import { httpProbe } from "./http-probe.ts";
import { PHASE, startTrace, type Probe, type ProbeParts, type Trace } from "./probe.ts";
import { smtpProbe } from "./smtp-probe.ts";
import { tcpProbe } from "./tcp-probe.ts";

/** Every kind of service, one line each. */
const PROBES: Readonly<Record<ServiceTarget["kind"], Probe>> = {
  http: httpProbe,
  tcp: tcpProbe,
  dns: dnsProbe,
  smtp: smtpProbe,
};

/** A packet that got lost is no outage: what failed is looked at once more after this. */
const AGAIN_MS = 2 * SECOND;

/** How long a look takes at most, with the second one. */
export const longestLook = ({ timeoutMs }: Pick<ServiceTarget, "timeoutMs">): number =>
  2 * timeoutMs + AGAIN_MS;

export interface Seen {
  readonly trace: Trace;
  /** Why it is not as expected, for the log; undefined: it is. */
  readonly trouble: string | undefined;
}

/** What a user of the service would see now; undefined when `signal` aborted. Throws `BadTarget`. */
export async function look(
  target: ServiceTarget,
  parts: ProbeParts,
  signal: AbortSignal,
): Promise<Seen | undefined> {
  const first = await once(target, parts, signal);
  if (first.trouble === undefined || signal.aborted) return signal.aborted ? undefined : first;
  await parts.clock.sleep(AGAIN_MS, signal);
  if (signal.aborted) return undefined;
  const second = await once(target, parts, signal);
  return signal.aborted ? undefined : second;
}

async function once(target: ServiceTarget, parts: ProbeParts, outer: AbortSignal): Promise<Seen> {
  const trace = startTrace(parts);
  const over = new AbortController();
  const stop = () => over.abort();
  outer.addEventListener("abort", stop, { once: true });
  if (outer.aborted) stop();
  const done = new AbortController();
  let late = false;
  const limit = async () => {
    await parts.clock.sleep(target.timeoutMs, done.signal);
    late = !done.signal.aborted;
    stop();
  };
  void limit();
  try {
    const trouble = await PROBES[target.kind](target, trace, parts, over.signal);
    if (trouble === undefined) {
      trace.totalMs = trace.elapsed();
      trace.phase = PHASE.expected;
    }
    return { trace, trouble };
  } catch (error) {
    const trouble = late ? "timeout" : reasonOf(error);
    if (trouble === undefined) throw error;
    return { trace, trouble };
  } finally {
    done.abort();
    outer.removeEventListener("abort", stop);
  }
}

/** What the network failed with, in a word; undefined: it was not the network. */
function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return reasonOf(error.errors[0]) ?? "unreachable";
  if (error.name === "AbortError") return "timeout";
  return "code" in error && typeof error.code === "string" ? cleanText(error.code, 64) : undefined;
}
