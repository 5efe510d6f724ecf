import { createHash, type X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Clock } from "../core/clock.ts";
import { fail, FaultError, ok, type Result } from "../core/result.ts";
import { reasonOf } from "./files.ts";

/**
 * The agent's only way to the server: one kept-alive connection. The certificate is pinned by its fingerprint, as the
 * enrolment token says it, and checked before the first byte of a request leaves; who signed it does not matter. Once the pinned
 * one was met, another certificate of the same public key is the same server, too: the handshake has proved that it
 * holds that key (RFC 7469 pins no more), and certificates must be renewed.
 *
 * Not `fetch`, which brings a second HTTP library into memory; and `node:https` also for plain HTTP on loopback,
 * because importing `node:http` as a module loads that library too (Node 24: 8 MB).
 */
export interface HttpClient {
  /** Faults: `server_unreachable`, `certificate_mismatch`. Every status that arrives is an answer. */
  send(message: HttpMessage): Promise<Result<HttpAnswer>>;
  close(): void;
}

export interface HttpMessage {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
  /** On the monotonic clock: when the request left and when the head of the answer came. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

export interface ServerAddress {
  /** Origin, e.g. `https://10.1.2.3:8443`. */
  readonly server: string;
  /** SHA-256 of the certificate (DER), 64 hex digits; undefined only for plain HTTP on loopback. */
  readonly fingerprint: string | undefined;
}

/** The public key of the pinned certificate, as SHA-256 of its SubjectPublicKeyInfo (DER). */
export interface PinnedKey {
  /** Undefined while the pinned certificate itself was not met. */
  known(): string | undefined;
  /** The pinned certificate was met, and this is its key. */
  met(key: string): void;
}

interface HttpOptions {
  readonly connectMs?: number;
  readonly answerMs?: number;
  readonly maxBytes?: number;
  /** Without it, only the pinned certificate itself is taken. */
  readonly pinnedKey?: PinnedKey;
}

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;
const MAX_ANSWER_BYTES = 4 * 2 ** 20;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Fault `server_insecure` when the address is plain HTTP to another machine, or HTTPS without a fingerprint. */
export function createHttpClient(
  { server, fingerprint }: ServerAddress,
  clock: Pick<Clock, "monotonic">,
  options: HttpOptions = {},
): Result<HttpClient> {
  const origin = readOrigin(server);
  if (origin === undefined || (origin.plain ? !LOOPBACK.test(origin.host) : fingerprint === undefined)) {
    return fail("server_insecure", { server });
  }
  const { host, port, plain } = origin;
  const { connectMs = CONNECT_MS, answerMs = ANSWER_MS, maxBytes = MAX_ANSWER_BYTES, pinnedKey } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1, keepAliveMsecs: 30_000 });
  const peer: Peer = {
    host,
    port,
    server,
    fingerprint: plain ? undefined : fingerprint,
    pinnedKey,
    connectMs,
  };
  agent.createConnection = (_options, done) => {
    openSocket(peer, (error, socket) => done?.(error ?? null, socket as Socket));
    return undefined;
  };
  const where: Where = { agent, host, port, server, answerMs, maxBytes, clock };
  return ok({ send: (message) => send(where, message), close: () => agent.destroy() });
}

function readOrigin(server: string): { host: string; port: number; plain: boolean } | undefined {
  const url = URL.parse(server);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  const plain = url.protocol === "http:";
  const port = url.port === "" ? (plain ? 80 : 443) : Number(url.port);
  return { host: url.hostname.replaceAll(/[[\]]/gu, ""), port, plain };
}

interface Where {
  readonly agent: Agent;
  readonly host: string;
  readonly port: number;
  readonly server: string;
  readonly answerMs: number;
  readonly maxBytes: number;
  readonly clock: Pick<Clock, "monotonic">;
}

async function send(where: Where, message: HttpMessage): Promise<Result<HttpAnswer>> {
  const { clock, server } = where;
  const over = new AbortController();
  const abort = () => over.abort();
  if (message.signal?.aborted === true) abort();
  message.signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(abort, where.answerMs);
  try {
    const { answer, sentAt } = await exchange(where, message, over.signal);
    const answeredAt = clock.monotonic();
    const body = await readBody(answer, where.maxBytes);
    const header = (name: string) => [answer.headers[name]].flat()[0];
    return ok({ status: answer.statusCode ?? 0, header, body, sentAt, answeredAt });
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    return fail("server_unreachable", { server, reason: over.signal.aborted ? "timeout" : reasonOf(error) });
  } finally {
    clearTimeout(timer);
    message.signal?.removeEventListener("abort", abort);
  }
}

function exchange(
  { agent, host, port, clock }: Where,
  { method, path, headers, body = new Uint8Array() }: HttpMessage,
  signal: AbortSignal,
): Promise<{ readonly answer: IncomingMessage; readonly sentAt: number }> {
  return new Promise((resolve, reject) => {
    let sentAt = clock.monotonic();
    const withLength = { ...headers, "content-length": body.byteLength };
    const sent = request({ agent, host, port, method, path, signal, headers: withLength });
    // It may have waited for the connection; only now does it leave.
    sent.on("socket", () => {
      sentAt = clock.monotonic();
    });
    sent.on("response", (answer) => resolve({ answer, sentAt }));
    sent.on("error", reject);
    sent.end(body);
  });
}

async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    length += part.byteLength;
    if (length > maxBytes) throw new Error("answer too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

interface Peer {
  readonly host: string;
  readonly port: number;
  readonly server: string;
  readonly fingerprint: string | undefined;
  readonly pinnedKey: PinnedKey | undefined;
  readonly connectMs: number;
}

/** A connected socket; over TLS only once the certificate is the pinned one. */
function openSocket(peer: Peer, done: (error: Error | undefined, socket?: Socket) => void): void {
  const { host, port, server, fingerprint, connectMs } = peer;
  // Trust comes from the pin alone: the certificate is self-signed and may name another host.
  const names = isIP(host) === 0 ? { servername: host } : {};
  const socket =
    fingerprint === undefined
      ? connect({ host, port })
      : connectTls({ host, port, ...names, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] });
  const finish = (error?: Error): void => {
    clearTimeout(timer);
    socket.off("error", finish);
    // Between two requests nobody else listens, and an unheard error ends the process.
    socket.on("error", () => {});
    if (error === undefined) return done(undefined, socket);
    socket.destroy();
    return done(error);
  };
  const timer = setTimeout(() => finish(new Error("timeout")), connectMs);
  socket.on("error", finish);
  if (!("getPeerX509Certificate" in socket)) {
    socket.once("connect", () => finish());
    return;
  }
  socket.once("secureConnect", () => {
    const found = socket.getPeerX509Certificate();
    const trusted = found !== undefined && isPinned(found, peer);
    finish(trusted ? undefined : new FaultError("certificate_mismatch", { server }));
  });
}

/** Whether a certificate, whose key the handshake has proved, is the pinned one or one of the same key. */
function isPinned(found: X509Certificate, { fingerprint, pinnedKey }: Peer): boolean {
  const key = keyOf(found);
  if (sha256(found.raw) !== fingerprint) return key !== undefined && pinnedKey?.known() === key;
  if (key !== undefined) pinnedKey?.met(key);
  return true;
}

/** Undefined for a kind of key that this runtime does not know. */
function keyOf(found: X509Certificate): string | undefined {
  try {
    return sha256(found.publicKey.export({ type: "spki", format: "der" }));
  } catch {
    return undefined;
  }
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
