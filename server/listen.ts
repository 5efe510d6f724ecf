import type { RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SECOND, type Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
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
  // Nobody else is told anything; a form of our own pages says where it comes from, which `sameOrigin` asks.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

interface Rooms {
  readonly clock: Clock;
  readonly log: Log;
  /** Store and registry are open and the server is not stopping: blocks are taken. */
  readonly ready: () => boolean;
  readonly agents: RequestListener;
  /** Pages and API; loaded with the first request for them, or before it. */
  readonly web: () => Promise<RequestListener>;
}

/**
 * Requests of agents go their own short way, and so does the question whether the server is alive and ready: both are
 * answered before pages and API are loaded. Every answer says the server's time.
 */
export function rootListener({ clock, log, ready, agents, web }: Rooms): RequestListener {
  const pages: RequestListener = (request, response) => {
    web().then(
      (listener) => listener(request, response),
      (error: unknown) => {
        log.error("web_not_loaded", { error });
        response.writeHead(500).end();
      },
    );
  };
  return (request, response) => {
    response.setHeader(TIME_HEADER, clock.now());
    const path = request.url?.split("?", 1)[0];
    if (path?.startsWith("/agent/") === true) {
      agents(request, response);
      return;
    }
    for (const name in SECURITY_HEADERS) response.setHeader(name, SECURITY_HEADERS[name] ?? "");
    if (path === "/healthz") sayJson(response, 200, { alive: true, now: clock.now() });
    else if (path === "/readyz") sayJson(response, ready() ? 200 : 503, { ready: ready() });
    else pages(request, response);
  };
}

function sayJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
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
