import { createHash, createPublicKey, X509Certificate } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { generate } from "selfsigned";
import type { Block } from "../../core/wire/block.ts";
import { AGENT_PATHS, TIME_HEADER } from "../../core/wire/limits.ts";

/** What the server does with the next request instead of its job. */
export type Mood =
  | { readonly status: number; readonly code?: string; readonly headers?: Record<string, string> }
  | "drop"
  /** Commits the block, and the answer is lost. */
  | "lose"
  | "portal";

export interface TestServer {
  readonly origin: string;
  readonly fingerprint: string | undefined;
  /** Blocks that were committed, each once, in order of arrival. */
  readonly blocks: Block[];
  /** Ids of blocks that arrived again. */
  readonly known: string[];
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
  }[];
  connections: number;
  mood: ((path: string, block: Block | undefined) => Mood | undefined) | undefined;
  assignment: unknown;
  now: () => number;
  close(): Promise<void>;
}

export const SECRET = "s".repeat(43);
export const TOKEN_SECRET = "t".repeat(32);

interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  readonly fingerprint: string;
}

/** A new one; with the key of another, as an office renews its own. */
export async function certificate(renewed?: TestCertificate): Promise<TestCertificate> {
  const keyPair =
    renewed === undefined
      ? {}
      : {
          keyPair: {
            privateKey: renewed.key,
            publicKey: createPublicKey(renewed.key).export({ type: "spki", format: "pem" }).toString(),
          },
        };
  const { private: key, cert } = await generate([{ name: "commonName", value: "cayda test" }], {
    keySize: 2048,
    ...keyPair,
  });
  return { key, cert, fingerprint: createHash("sha256").update(new X509Certificate(cert).raw).digest("hex") };
}

/** A small real server that keeps the agent's side of the protocol; HTTPS when it gets a certificate. */
export async function startTestServer(tls?: Awaited<ReturnType<typeof certificate>>): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const seen = new Set<string>();
  const handler = (request: IncomingMessage, response: ServerResponse) =>
    void answer(server, seen, request, response);
  const listener = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
  listener.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    server.connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const server: TestServer = {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    fingerprint: tls?.fingerprint,
    blocks: [],
    known: [],
    requests: [],
    connections: 0,
    mood: undefined,
    assignment: undefined,
    now: () => Date.now(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  };
  return server;
}

async function answer(
  server: TestServer,
  seen: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const { method = "", url = "", headers } = request;
  server.requests.push({ method, path: url, headers });
  const raw =
    headers["content-encoding"] === "gzip" ? gunzipSync(Buffer.concat(parts)) : Buffer.concat(parts);
  const body: unknown = raw.length === 0 ? undefined : JSON.parse(raw.toString());
  const mood = server.mood?.(url, url === AGENT_PATHS.blocks ? (body as Block) : undefined);
  const say = (status: number, value?: unknown, more: Record<string, string> = {}) => {
    response.writeHead(status, {
      "content-type": "application/json",
      [TIME_HEADER]: String(server.now()),
      ...more,
    });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  if (mood === "drop") request.socket.destroy();
  else if (mood === "lose") route(server, seen, { url, headers, body }, () => request.socket.destroy());
  else if (mood === "portal") say(200, { welcome: "please accept our terms" });
  else if (mood !== undefined) {
    const error = { code: mood.code, says: "…", params: {} };
    say(mood.status, mood.code === undefined ? undefined : { error }, mood.headers);
  } else route(server, seen, { url, headers, body }, say);
}

function route(
  server: TestServer,
  seen: Set<string>,
  { url, headers, body }: { url: string; headers: IncomingMessage["headers"]; body: unknown },
  say: (status: number, value?: unknown, headers?: Record<string, string>) => void,
): void {
  const serverTime = server.now();
  if (url === AGENT_PATHS.enrol) {
    const { token } = body as { token: string };
    if (token !== TOKEN_SECRET) return say(401, { error: { code: "token_unknown", says: "…", params: {} } });
    const site = { id: "site1", name: "UBND xã Hương Sơn" };
    return say(200, { protocol: 1, agent: "agent1", device: "pc1", site, secret: SECRET, serverTime });
  }
  if (headers.authorization !== `Bearer ${SECRET}`) {
    return say(401, { error: { code: "agent_unauthorized", says: "…", params: {} } });
  }
  if (url === AGENT_PATHS.assignment) {
    const etag = `"${createHash("sha256").update(JSON.stringify(server.assignment)).digest("hex").slice(0, 16)}"`;
    if (headers["if-none-match"] === etag) return say(304, undefined, { etag });
    return say(200, server.assignment, { etag });
  }
  if (url !== AGENT_PATHS.blocks) return say(404, { error: { code: "not_found", says: "…", params: {} } });
  const block = body as Block;
  const known = seen.has(block.block);
  seen.add(block.block);
  if (known) server.known.push(block.block);
  else server.blocks.push(block);
  return say(200, { block: block.block, known, serverTime });
}
