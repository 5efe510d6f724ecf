import type { Clock } from "../../core/clock.ts";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import type { LookUp } from "./look-up.ts";

/** How far a look at a service came: the field `phase` of the entity kind `service`. */
export const PHASE = { nothing: 0, name: 1, connected: 2, tls: 3, firstByte: 4, expected: 5 } as const;

/** What a look found out, filled in while it goes on, so that an end in the middle still says how far it came. */
export interface Trace {
  phase: number;
  /** Milliseconds from the start to the end of each phase. */
  nameMs?: number;
  connectMs?: number;
  tlsMs?: number;
  firstByteMs?: number;
  totalMs?: number;
  status?: number;
  /** Seconds. */
  certificateLeft?: number;
  /** Why the certificate is not trusted. No failure: closed networks have authorities of their own. */
  untrusted?: string;
  /** Since the start, in milliseconds. */
  readonly elapsed: () => number;
}

export interface ProbeParts {
  readonly clock: Clock;
  /** Wall-clock time, for certificates. */
  readonly now: () => number;
  readonly random: () => number;
  readonly lookUp: LookUp;
  /** The PC's own name servers in the place of the system's: for tests. */
  readonly nameServers?: readonly string[];
  /** What we call ourselves. */
  readonly userAgent: string;
}

/**
 * One look at a service. Resolves with why it is not as expected, in a word or two for the log, or with undefined when
 * it is; rejects when the network failed. It must let go of everything when `signal` aborts.
 */
export type Probe = (
  target: ServiceTarget,
  trace: Trace,
  parts: ProbeParts,
  signal: AbortSignal,
) => Promise<string | undefined>;

export function startTrace({ clock }: Pick<ProbeParts, "clock">): Trace {
  const start = clock.monotonic();
  return { phase: PHASE.nothing, elapsed: () => Math.round((clock.monotonic() - start) * 10) / 10 };
}

/** A target that is none: a mistake in the assignment, which says nothing about the service. */
export class BadTarget extends Error {}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[v6]:port`; without a port the default. Throws {@link BadTarget}. */
export function parseHostPort(text: string, defaultPort?: number): HostPort {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? defaultPort : Number(digits);
  if (host === undefined || port === undefined || port < 1 || port > 65_535) throw new BadTarget(text);
  return { host, port };
}
