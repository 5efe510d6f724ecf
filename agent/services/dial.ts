import { once } from "node:events";
import { createConnection, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { SECOND } from "../../core/clock.ts";
import { PHASE, type HostPort, type ProbeParts, type Trace } from "./probe.ts";

/** An address that does not answer must leave time for the next. */
const LEAST_ATTEMPT_MS = 1_000;
const MOST_ADDRESSES = 6;

/** A connected socket that dies with the signal; the trace says how far it came. */
export async function dial(
  { host, port }: HostPort,
  timeoutMs: number,
  trace: Trace,
  { lookUp }: ProbeParts,
  signal: AbortSignal,
): Promise<Socket> {
  const addresses = (await lookUp(host, signal)).slice(0, MOST_ADDRESSES);
  // An address in the place of a name is no look-up that took 0 ms.
  if (isIP(host) === 0) trace.nameMs = trace.elapsed();
  trace.phase = PHASE.name;
  signal.throwIfAborted();
  const lookup: LookupFunction = (_name, _options, done) => {
    done(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    );
  };
  const socket = createConnection({
    host: "service",
    port,
    lookup,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(LEAST_ATTEMPT_MS, Math.floor(timeoutMs / addresses.length)),
  });
  dieWith(socket, signal);
  await opened(socket, "connect");
  trace.connectMs = trace.elapsed();
  trace.phase = PHASE.connected;
  return socket;
}

/**
 * TLS over a connected socket. Old versions and weak keys are taken, and any issuer: whether a service is there is not
 * a question of its strength, and nothing secret is sent. What is wrong with the certificate is noted.
 */
export async function startTls(
  socket: Socket,
  host: string,
  trace: Trace,
  { now }: Pick<ProbeParts, "now">,
  signal: AbortSignal,
  protocols: readonly string[] = [],
): Promise<TLSSocket> {
  const secure = connectTls({
    socket,
    rejectUnauthorized: false,
    minVersion: "TLSv1",
    ciphers: "DEFAULT:@SECLEVEL=0",
    // RFC 6066 3: an address is no server name.
    ...(isIP(host) === 0 && { servername: host }),
    ...(protocols.length > 0 && { ALPNProtocols: [...protocols] }),
  });
  dieWith(secure, signal);
  await opened(secure, "secureConnect");
  trace.tlsMs = trace.elapsed();
  const ends = Date.parse(secure.getPeerCertificate().valid_to ?? "");
  if (!Number.isNaN(ends)) trace.certificateLeft = Math.round((ends - now()) / SECOND);
  if (!secure.authorized) trace.untrusted = whyNot(secure.authorizationError);
  return secure;
}

/** An Error by the types, but a code where no name was at fault. */
function whyNot(wrong: unknown): string {
  if (typeof wrong === "string") return wrong;
  return wrong instanceof Error ? wrong.message : "unknown";
}

function dieWith(socket: Socket, signal: AbortSignal): void {
  const die = () => socket.destroy();
  signal.addEventListener("abort", die, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", die));
  // An unheard error ends the process.
  socket.on("error", () => {});
  if (signal.aborted) die();
}

/** Resolves with the event; rejects when the socket ends without it. */
async function opened(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  const over = new AbortController();
  const closed = once(socket, "close", { signal: over.signal }).then(() => {
    throw Object.assign(new Error("closed"), { code: "ECLOSED" });
  });
  try {
    await Promise.race([once(socket, event, { signal: over.signal }), closed]);
  } finally {
    closed.catch(() => {});
    over.abort();
  }
}
