import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A real HTTP server on loopback that answers as it is told, one script for each request, the last one from then on. */
export interface ScriptedHttp {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly Received[];
  /** What the next requests get. */
  say(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Answer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Never answers; resets the connection; sends a head and then drops; sends without end. */
  | "hang"
  | "reset"
  | "half"
  | "flood";

export async function startScriptedHttp(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<ScriptedHttp> {
  const requests: Received[] = [];
  let script: readonly Answer[] = [{ status: 200 }];
  const serve = (answer: ServerResponse) => {
    const [next = { status: 200 }, ...rest] = script;
    if (rest.length > 0) script = rest;
    perform(next, answer);
  };
  const handler: Parameters<typeof createServer>[1] = (request, answer) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      requests.push({
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body,
      });
      serve(answer);
    });
  };
  const server = tls === undefined ? createServer(handler) : createSecureServer(tls, handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    port,
    requests,
    say: (...answers) => (script = answers),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function perform(what: Answer, answer: ServerResponse): void {
  if (what === "hang") return;
  if (what === "reset") return void answer.socket?.resetAndDestroy();
  if (what === "half") {
    answer.writeHead(200, { "Content-Length": "1000" });
    answer.write("x");
    return void setImmediate(() => answer.destroy());
  }
  if (what === "flood") {
    answer.writeHead(200);
    const more = () => {
      while (!answer.destroyed && answer.write("x".repeat(65_536)));
      if (!answer.destroyed) answer.once("drain", more);
    };
    return more();
  }
  answer.writeHead(what.status, what.headers);
  answer.end(what.body ?? "");
}
