import { hc } from "hono/client";
import type { Api } from "../../../server/api/app.ts";
import { ifMatch } from "../../../core/etag.ts";
import { TIME_HEADER } from "../../../core/wire/limits.ts";
import { readProblem, type Answer, type Problem } from "../lib/problem.ts";
import { serverSays, serverSilent } from "./clock.ts";
import { language } from "./preferences.ts";

/** The server's API, typed by the server itself. */
export const { api } = hc<Api>("/", {
  fetch: (input: RequestInfo | URL, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    headers.set("accept-language", language.value);
    return fetch(input, { ...init, headers, signal: init?.signal ?? AbortSignal.timeout(30_000) });
  },
});

/** Options of a change: what was seen before; somebody else's change since then is not overwritten. */
export const ifSeen = (etag: string) => ({ headers: { "if-match": ifMatch(etag) } });

/** What the client gives back; written by its shape so that every route's answer fits. */
interface Reply<T> {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  json(): Promise<T>;
}

let whenRefused: (code: string) => void = () => {};
/** Who is told of the codes with which the server refuses things, to hear when it no longer knows this session or wants more of it. */
export function onRefused(listener: (code: string) => void): void {
  whenRefused = listener;
}

/** Asks the server; every expected failure, the missing server included, is a value. */
export async function ask<T>(request: Promise<Reply<T>>): Promise<Answer<T>> {
  let reply: Reply<T>;
  try {
    reply = await request;
  } catch {
    // fetch rejects without a usable reason: no network, no server, or no answer in time.
    serverSilent();
    return { ok: false, problem: { kind: "offline" } };
  }
  serverSays(Number(reply.headers.get(TIME_HEADER) ?? Number.NaN));
  const body: unknown = await reply.json().catch(() => undefined);
  if (reply.ok && body !== undefined) return { ok: true, value: body as T };
  const problem: Problem = readProblem(reply.status, body);
  if (problem.kind === "fault") whenRefused(problem.code);
  return { ok: false, problem };
}
