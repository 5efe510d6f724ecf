import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { uuidv7 } from "../../core/uuid.ts";
import type { Block } from "../../core/wire/block.ts";
import type { EnrolAnswer } from "../../core/wire/enrolment.ts";
import { parseToken } from "../../core/wire/token.ts";
import type { FaultAnswer, Me, TokenView } from "../../core/wire/views.ts";
import { startServer, type RunningServer, type ServerOptions } from "../../server/compose.ts";
import { parseServerConfig } from "../../server/config.ts";
import { fakeClock, type FakeClock } from "./fake-clock.ts";

export interface TestServer extends RunningServer {
  readonly url: string;
  readonly dir: string;
  readonly clock: FakeClock;
  readonly logged: { readonly level: string; readonly event: string; readonly fields: unknown }[];
  /** As a person: with the session cookie of the last sign-in, Origin as a browser sends it. */
  person(cookie?: string): Person;
  /** Creates the administrator through the printed link. */
  setUp(): Promise<Person>;
  /** Stops the server and removes its folder. */
  end(): Promise<void>;
}

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The code of the fault; undefined when it is none. */
  readonly code: string | undefined;
}

export interface Person {
  readonly cookie: string;
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
}

export const ADMIN = { name: "Nguyễn Văn An", username: "an.nguyen", password: "cay-da-dau-lang" };

/** Starts the whole server in this process on free ports, its data in a folder of its own, its time a fake one. */
export async function startTestServer(
  options: { readonly yaml?: string; readonly dir?: string; readonly clock?: FakeClock } & Partial<
    Pick<ServerOptions, "agentCommand" | "environment">
  > = {},
): Promise<TestServer> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "cayda-server-"));
  const clock = options.clock ?? fakeClock(Date.now());
  const yaml = options.yaml ?? "https: false\nlocalAgent: false\nhttp: { port: 0 }";
  const parsed = parseServerConfig(yaml, { CAYDA_DATA_DIR: dir }, "vi");
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  const logged: TestServer["logged"] = [];
  const log = (level: string) => (event: string, fields?: unknown) =>
    void logged.push({ level, event, fields });
  const server = await startServer({
    config: parsed.config,
    clock,
    log: { info: log("info"), warn: log("warn"), error: log("error") },
    version: "0.0.0-test",
    webDir: builtWeb(dir),
    agentCommand: options.agentCommand,
    environment: options.environment,
  });
  const url = server.http ?? "";
  const person = (cookie = ""): Person => ({
    cookie,
    call: (method, path, body, headers = {}) =>
      call(url, method, path, body, { origin: url, ...(cookie === "" ? {} : { cookie }), ...headers }),
  });
  return {
    ...server,
    url,
    dir,
    clock,
    logged,
    person,
    async setUp() {
      const key = new URL(server.setupLink ?? "").searchParams.get("key");
      const made = await person().call<Me>("POST", "/api/setup", { key, ...ADMIN });
      if (made.status !== 200) throw new Error(JSON.stringify(made.body));
      return person(cookieOf(made.headers));
    },
    async end() {
      const over = new AbortController();
      const stopped = server.stop().finally(() => over.abort());
      // A connection whose answer is hardly out is closed a moment later, by this clock.
      while (!over.signal.aborted) await clock.advance(100);
      await stopped;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");

async function call<T>(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer<T>> {
  // A form says itself what it is.
  const isForm = body instanceof URLSearchParams;
  const isText = isForm || typeof body === "string";
  const answer = await fetch(url + path, {
    method,
    headers: { ...(body === undefined || isForm ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = answer.headers.get("content-type")?.startsWith("application/json") === true;
  const parsed = (json ? JSON.parse(text) : text) as T;
  const code = answer.ok || !json ? undefined : (parsed as FaultAnswer).error.code;
  return { status: answer.status, headers: answer.headers, body: parsed, code };
}

/** A small stand-in for the built web pages: the handler is the real one. */
function builtWeb(dir: string): string {
  const web = join(dir, "web");
  mkdirSync(join(web, "assets"), { recursive: true });
  writeFileSync(join(web, "index.html"), "<!doctype html><title>Cayda</title>");
  writeFileSync(join(web, "assets", "main-0a1b2c3d.js"), "export const x = 1;\n".repeat(100));
  return web;
}

export interface TestAgent extends EnrolAnswer {
  /** A good block of this agent with one CPU reading, changed as wanted. */
  block(change?: Partial<Block>): Block;
  /** Sends it as the agent does: gzip, Bearer secret. */
  send(block: unknown, headers?: Record<string, string>): Promise<Answer>;
  request(method: string, path: string, headers?: Record<string, string>): Promise<Answer>;
}

export async function makeToken(
  admin: Person,
  site: string,
  input: { uses?: number; hours?: number } = {},
): Promise<string> {
  const made = await admin.call<TokenView>("POST", `/api/sites/${site}/tokens`, input);
  const token = parseToken(made.body.token);
  if (token === undefined) throw new Error(JSON.stringify(made.body));
  return token.secret;
}

export const enrolment = (token: string, hostname = "PC-01") => ({
  protocol: 1,
  token,
  hostname,
  platform: "linux",
  version: "0.1.0",
});

export async function enrolAgent(server: TestServer, admin: Person, site: string): Promise<TestAgent> {
  const token = await makeToken(admin, site);
  const { body } = await server.person().call<EnrolAnswer>("POST", "/agent/v1/enrol", enrolment(token));
  const now = server.clock.now();
  const bearer = { authorization: `Bearer ${body.secret}` };
  return {
    ...body,
    block: (change = {}) => ({
      protocol: 1,
      agent: body.agent,
      block: newBlockId(now),
      madeAt: now,
      samples: [{ entity: `host:${body.device}`, at: [now], fields: { cpu: [12.5] } }],
      events: [],
      facts: [],
      ...change,
    }),
    async send(block, headers = {}) {
      const packed = new Uint8Array(gzipSync(typeof block === "string" ? block : JSON.stringify(block)));
      const answer = await fetch(`${server.url}/agent/v1/blocks`, {
        method: "POST",
        headers: { ...bearer, "content-encoding": "gzip", "accept-language": "en", ...headers },
        body: packed,
      });
      const parsed = (await answer.json()) as FaultAnswer;
      return {
        status: answer.status,
        headers: answer.headers,
        body: parsed,
        code: answer.ok ? undefined : parsed.error.code,
      };
    },
    request: (method, path, headers = {}) =>
      call(server.url, method, path, undefined, { ...bearer, ...headers }),
  };
}

export const newBlockId = (now: number) => uuidv7(now, (bytes) => crypto.getRandomValues(bytes));
