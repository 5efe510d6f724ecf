import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP } from "node:net";
import { cleanText } from "../../core/text.ts";
import { destination } from "./guard.ts";
import type { NotifyOutcome } from "../notify-port.ts";
import { again, never, NOTIFY_TIMEOUT_MS, type NotifyPorts } from "./types.ts";

/** One HTTP request to an address that a person typed: guarded, bounded, no redirects followed. */
export interface HttpSending {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** PEM: the only certificate that is believed, whatever name it has. Absent: the system's authorities. */
  readonly certificate?: string;
}
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** At most {@link MOST_ANSWER} bytes of it. */
  readonly body: string;
}
export type HttpResult =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly outcome: NotifyOutcome };

export const MOST_ANSWER = 64 * 1_024;
const MOST_WAIT_MS = 60 * 60_000;

/** `address` of outcomes is host and port only: a URL may hold a secret. */
export async function sendHttp(
  sending: HttpSending,
  ports: Pick<NotifyPorts, "allow" | "lookUp" | "timeoutMs">,
  signal: AbortSignal,
): Promise<HttpResult> {
  const url = URL.parse(sending.url);
  if (url === null || !/^https?:$/u.test(url.protocol))
    return { ok: false, outcome: never("notify_refused", { address: "URL", reason: "no http(s) URL" }) };
  const address = url.host;
  const timed = AbortSignal.any([signal, AbortSignal.timeout(ports.timeoutMs ?? NOTIFY_TIMEOUT_MS)]);
  try {
    const found = await unlessAborted(destination(url, ports.allow, ports.lookUp), timed);
    if (found.kind === "refused") return { ok: false, outcome: never("notify_address_refused", { address }) };
    if (found.kind === "unknown")
      return { ok: false, outcome: again("notify_unreachable", { address, reason: "DNS" }) };
    return { ok: true, answer: await exchange(url, found.address, sending, timed) };
  } catch (error) {
    return { ok: false, outcome: again("notify_unreachable", { address, reason: reasonOf(error) }) };
  }
}

/** A look-up cannot be called off, but nobody has to wait for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function exchange(url: URL, address: string, sending: HttpSending, signal: AbortSignal): Promise<HttpAnswer> {
  const name = url.hostname.replace(/^\[|\]$/gu, "");
  const options: RequestOptions = {
    // The address that was checked, not the name: it is not looked up again.
    host: address,
    port: url.port === "" ? undefined : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method: sending.method,
    headers: {
      "User-Agent": "Cayda",
      ...sending.headers,
      Host: url.host,
      ...(sending.method === "POST" ? { "Content-Length": String(Buffer.byteLength(sending.body)) } : {}),
    },
    agent: false,
    signal,
    ...(url.username === ""
      ? {}
      : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
  };
  return new Promise((resolve, reject) => {
    const answered = (answer: IncomingMessage) => void bounded(answer).then(resolve, reject);
    const sent =
      url.protocol === "https:"
        ? secureRequest({ ...options, ...tlsOptions(sending.certificate), ...serverName(name) }, answered)
        : plainRequest(options, answered);
    sent.on("error", reject);
    sent.end(sending.method === "POST" ? sending.body : undefined);
  });
}

const serverName = (name: string) => (isIP(name) === 0 ? { servername: name } : {});

/** A pinned certificate is proof by itself, whoever signed it and whatever name is in it; it must not have ended. */
export const tlsOptions = (certificate: string | undefined) =>
  certificate === undefined
    ? {}
    : { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };

async function bounded(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MOST_ANSWER) {
      answer.destroy();
      break;
    }
  }
  return {
    status: answer.statusCode ?? 0,
    retryAfter: answer.headers["retry-after"],
    body: Buffer.concat(chunks).subarray(0, MOST_ANSWER).toString("utf8"),
  };
}

/** Error codes of Node ("ECONNREFUSED") say more to whoever mends it than sentences in English. */
export function reasonOf(error: unknown): string {
  const { name, code, message, cause } = error as {
    name?: string;
    code?: unknown;
    message?: string;
    cause?: unknown;
  };
  if (name === "TimeoutError") return "ETIMEDOUT";
  if (name === "AbortError")
    return (cause as Error | undefined)?.name === "TimeoutError" ? "ETIMEDOUT" : "aborted";
  return cleanText(typeof code === "string" ? code : (message ?? "error"), 80);
}

/** How an HTTP status counts; undefined: it was taken. 4xx but 408, 425 and 429 do not get better by trying again. */
export function refusalOf(url: string, answer: HttpAnswer, now: number): NotifyOutcome | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  const address = URL.parse(url)?.host ?? "URL";
  const params = { address, reason: `HTTP ${status}` };
  if (status === 401 || status === 403) return never("notify_unauthorized", params);
  const temporary = status >= 500 || status === 408 || status === 425 || status === 429;
  return temporary
    ? again("notify_refused", params, retryAfterMs(answer.retryAfter, now))
    : never("notify_refused", params);
}

/** RFC 9110, 10.2.3: seconds or a date. Never more than an hour. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/u.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_WAIT_MS) : undefined;
}
