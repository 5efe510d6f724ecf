import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SECOND, type Clock } from "../core/clock.ts";
import { FaultError } from "../core/result.ts";
import { TIME_HEADER } from "../core/wire/limits.ts";

/** The web is fully bundled: nothing from elsewhere, nothing inline. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Requests of agents go their own short way; every answer says the server's time. */
export function rootListener(clock: Clock, agents: RequestListener, web: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader(TIME_HEADER, clock.now());
    if (request.url?.startsWith("/agent/") === true) {
      agents(request, response);
      return;
    }
    for (const name in SECURITY_HEADERS) response.setHeader(name, SECURITY_HEADERS[name] ?? "");
    web(request, response);
  };
}

/** Resolves with the port once it listens. Rejects with `port_in_use`. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  // Slow senders hold a connection for a bounded time only.
  server.headersTimeout = 20 * SECOND;
  server.requestTimeout = 60 * SECOND;
  server.keepAliveTimeout = 75 * SECOND;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new FaultError("port_in_use", { port }) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Takes no new connections, lets requests that are under way finish for `graceMs`, then cuts the rest off. */
export async function closeServer(server: Server, clock: Clock, graceMs: number): Promise<void> {
  const done = new AbortController();
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      done.abort();
      resolve();
    });
  });
  server.closeIdleConnections();
  // Connections that are kept alive become idle one by one as their requests end.
  const end = clock.monotonic() + graceMs;
  while (!done.signal.aborted && clock.monotonic() < end) {
    await clock.sleep(100, done.signal);
    server.closeIdleConnections();
  }
  server.closeAllConnections();
  await closed;
}
