import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { LANGUAGES, type Language } from "../../core/messages/say.ts";
import { fail, FAULTS, FaultError, ok, type Fault, type Result } from "../../core/result.ts";
import { AGENT_PATHS, MAX_BLOCK_BYTES } from "../../core/wire/limits.ts";
import type { Log } from "../../core/log.ts";
import { faultAnswer, faultHeaders } from "./fault-answer.ts";
import type { IngestCounts } from "./counts.ts";
import type { Ingest } from "./ingest.ts";

/** Enrolments and the like are a few hundred bytes. */
const MAX_SMALL_BODY = 8_192;
/** A usual block unpacks into one piece of this size (measured: 40 % less time than with 16 KiB). */
const UNPACK_CHUNK = 32_768;

export interface AgentHttp {
  /** Answers a request under /agent/. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface HttpPorts {
  readonly ingest: Ingest;
  readonly log: Log;
  readonly language: Language;
  readonly newId: () => string;
  readonly counts: IngestCounts;
}

type Answer = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };

interface Route {
  readonly what: Parameters<IngestCounts["answered"]>[0];
  readonly answer: (request: IncomingMessage) => Promise<Result<Answer>>;
}

/**
 * The agents' side of HTTP, directly on Node's requests: this is the path that carries every sample, so no router, no
 * web streams and no middleware lie on it.
 */
export function agentHttp({ ingest, log, language, newId, counts }: HttpPorts): AgentHttp {
  const routes: Readonly<Record<string, Route>> = {
    [`POST ${AGENT_PATHS.blocks}`]: { what: "blocks", answer: (request) => blocks(ingest, request) },
    [`GET ${AGENT_PATHS.assignment}`]: {
      what: "assignment",
      answer: (request) => assignment(ingest, request),
    },
    [`POST ${AGENT_PATHS.enrol}`]: { what: "enrol", answer: (request) => enrol(ingest, request) },
  };
  return {
    async handle(request, response) {
      const route = routes[`${request.method ?? ""} ${request.url ?? ""}`];
      let result: Result<Answer>;
      try {
        result = route === undefined ? fail("not_found") : await route.answer(request);
      } catch (error) {
        if (wentAway(request)) {
          log.info("agent_went_away", { peer: request.socket.remoteAddress });
          return;
        }
        result = unexpected(error, newId(), log);
      }
      counts.answered(route?.what ?? "other", result.ok ? "ok" : result.fault.code);
      if (response.destroyed || response.headersSent) return;
      if (result.ok) send(response, result.value);
      else sendFault(request, response, result.fault, language);
    },
  };
}

/** In the middle of what it sent; a body that has not come yet is no reason to answer nothing. */
const wentAway = (request: IncomingMessage): boolean => request.destroyed && !request.complete;

async function blocks(ingest: Ingest, request: IncomingMessage): Promise<Result<Answer>> {
  const agent = await ingest.authenticate(request.headers.authorization);
  if (!agent.ok) return agent;
  const limited = ingest.admit(agent.value);
  if (limited !== undefined) return { ok: false, fault: limited };
  const value = await readJson(request, MAX_BLOCK_BYTES);
  if (!value.ok) return value;
  const taken = await ingest.take(agent.value, value.value);
  return taken.ok ? ok({ status: 200, body: JSON.stringify(taken.value) }) : taken;
}

async function assignment(ingest: Ingest, request: IncomingMessage): Promise<Result<Answer>> {
  const agent = await ingest.authenticate(request.headers.authorization);
  if (!agent.ok) return agent;
  const { etag, body } = await ingest.assignment(agent.value);
  const headers = { etag, "cache-control": "no-store" };
  if (request.headers["if-none-match"] === etag) return ok({ status: 304, body: "", headers });
  return ok({ status: 200, body, headers });
}

async function enrol(ingest: Ingest, request: IncomingMessage): Promise<Result<Answer>> {
  const value = await readJson(request, MAX_SMALL_BODY);
  if (!value.ok) return value;
  const enrolled = await ingest.enrol(value.value, request.socket.remoteAddress ?? "");
  if (!enrolled.ok) return enrolled;
  return ok({
    status: 200,
    body: JSON.stringify(enrolled.value),
    headers: { "cache-control": "no-store" },
  });
}

/** Reads, unpacks and parses a body of at most `max` bytes, before and after decompression. */
async function readJson(request: IncomingMessage, max: number): Promise<Result<unknown>> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity") return fail("body_encoding");
  if (Number(request.headers["content-length"] ?? 0) > max) return fail("body_too_large", { max });
  const body = await readBody(request, max);
  if (body === undefined) return fail("body_too_large", { max });
  let text = body;
  if (encoding === "gzip") {
    try {
      text = gunzipSync(body, { maxOutputLength: max, chunkSize: UNPACK_CHUNK });
    } catch (error) {
      const bomb = error instanceof RangeError;
      return bomb ? fail("body_too_large", { max }) : fail("body_encoding");
    }
  }
  try {
    return ok(JSON.parse(text.toString("utf8")) as unknown);
  } catch {
    return fail("bad_json");
  }
}

/** Undefined when it is longer than `max`; what comes beyond is read and thrown away, so that the answer arrives. */
function readBody(request: IncomingMessage, max: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= max) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on("error", reject);
    request.on("close", () => reject(new Error("the sender went away")));
  });
}

/** A fault that was thrown on the way, or a bug: logged with a reference that the answer carries. */
function unexpected(error: unknown, id: string, log: Log): Result<never> {
  if (error instanceof FaultError) return { ok: false, fault: error.fault };
  log.error("agent_request_failed", { id, error: error instanceof Error ? error.stack : String(error) });
  return fail("internal", { id });
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(
    status,
    status === 304
      ? headers
      : { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
  );
  response.end(status === 304 ? undefined : body);
}

function sendFault(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
  otherwise: Language,
): void {
  const asked = request.headers["accept-language"]?.slice(0, 2).toLowerCase();
  const language = LANGUAGES.find((known) => known === asked) ?? otherwise;
  send(response, {
    status: FAULTS[fault.code].status,
    body: JSON.stringify(faultAnswer(fault, language)),
    headers: faultHeaders(fault),
  });
}
