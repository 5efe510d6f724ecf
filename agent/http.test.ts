import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { certificate, startTestServer, type TestServer } from "../test/support/agent-server.ts";
import { createHttpClient, type HttpClient, type ServerAddress } from "./http.ts";
import { systemClock } from "./system-clock.ts";

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});
const serve = async (tls?: Awaited<ReturnType<typeof certificate>>): Promise<TestServer> => {
  const server = await startTestServer(tls);
  cleanup.push(() => server.close());
  return server;
};
const open = (address: ServerAddress, limits = {}): HttpClient => {
  const client = createHttpClient(address, systemClock(), limits);
  if (!client.ok) throw new Error(client.fault.code);
  cleanup.push(() => client.value.close());
  return client.value;
};
const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  cleanup.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const get = { method: "GET", path: "/x" } as const;

test("speaks to the server whose certificate is pinned, over one kept connection", async () => {
  const server = await serve(await certificate());
  const client = open({ server: server.origin, fingerprint: server.fingerprint });
  for (let n = 0; n < 5; n += 1) {
    expect(await client.send({ ...get, body: Buffer.from("{}") })).toMatchObject({
      ok: true,
      value: { status: 401 },
    });
  }
  expect(server.connections).toBe(1);
});

test("to a server with another certificate not one byte of a request is sent", async () => {
  const [pinned, posing] = [await certificate(), await certificate()];
  let heard = 0;
  const address = await listen(createTlsServer(posing, (socket) => socket.on("data", () => (heard += 1))));
  const client = open({ server: `https://${address}`, fingerprint: pinned.fingerprint });
  const headers = { authorization: "Bearer secret" };
  expect(await client.send({ ...get, headers })).toEqual({
    ok: false,
    fault: { code: "certificate_mismatch", params: { server: `https://${address}` } },
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toBe(0);
});

test("a renewed certificate is taken once the pinned one of the same key was met; one of another key never is", async () => {
  const pinned = await certificate();
  const [renewed, posing] = [await certificate(pinned), await certificate()];
  let key: string | undefined;
  const pinnedKey = { known: () => key, met: (met: string) => void (key = met) };
  const meet = async (shown: typeof pinned) => {
    const server = await serve(shown);
    const client = open({ server: server.origin, fingerprint: pinned.fingerprint }, { pinnedKey });
    const sent = await client.send(get);
    return [sent.ok ? sent.value.status : sent.fault.code, server.requests.length];
  };
  const refused = ["certificate_mismatch", 0];
  expect(renewed.fingerprint).not.toBe(pinned.fingerprint);
  expect(await meet(renewed)).toEqual(refused);
  expect(await meet(posing)).toEqual(refused);
  expect(await meet(pinned)).toEqual([401, 1]);
  expect(await meet(renewed)).toEqual([401, 1]);
  expect(await meet(posing)).toEqual(refused);
});

test("plain HTTP goes to this very PC only, and HTTPS never without a fingerprint", async () => {
  const server = await serve();
  expect(await open({ server: server.origin, fingerprint: undefined }).send(get)).toMatchObject({ ok: true });
  for (const address of [
    "http://10.1.2.3:8480",
    "http://127.0.0.1.example.org",
    "https://127.0.0.1:1",
    "nonsense",
  ]) {
    expect(createHttpClient({ server: address, fingerprint: undefined }, systemClock())).toMatchObject({
      ok: false,
      fault: { code: "server_insecure" },
    });
  }
});

test.each([
  [
    "drops the connection",
    (server: Server) => server.on("connection", (socket) => socket.destroy()),
    "ECONNRESET",
  ],
  ["never answers", (server: Server) => server.on("connection", () => {}), "timeout"],
  [
    "answers without end",
    (server: Server) =>
      server.on("connection", (socket) => {
        socket.on("error", () => {});
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        const more = setInterval(() => socket.write("x".repeat(10_000)), 1);
        socket.on("close", () => clearInterval(more));
      }),
    "answer too large",
  ],
  [
    "talks nonsense",
    (server: Server) => server.on("connection", (socket) => socket.end("220 mail.example\r\n")),
    "HPE_INVALID_CONSTANT",
  ],
])("a server that %s is unreachable, and says why", async (_, behave, reason) => {
  const server = createServer();
  behave(server);
  const address = await listen(server);
  const client = open(
    { server: `http://${address}`, fingerprint: undefined },
    { answerMs: 300, maxBytes: 100_000 },
  );
  const sent = await client.send(get);
  expect(sent).toMatchObject({ ok: false, fault: { code: "server_unreachable", params: { reason } } });
});

test("nobody at the address, or a plain server where TLS is wanted, is unreachable too", async () => {
  const server = await serve();
  const client = open({ server: server.origin.replace("http", "https"), fingerprint: "ab".repeat(32) });
  expect(await client.send(get)).toMatchObject({ ok: false, fault: { code: "server_unreachable" } });
  await server.close();
  const gone = open({ server: server.origin, fingerprint: undefined });
  expect(await gone.send(get)).toMatchObject({
    ok: false,
    fault: { code: "server_unreachable", params: { reason: "ECONNREFUSED" } },
  });
});

test("a connection that breaks between two requests is made anew", async () => {
  const server = await serve(await certificate());
  const client = open({ server: server.origin, fingerprint: server.fingerprint });
  await client.send(get);
  server.mood = () => "drop";
  expect(await client.send(get)).toMatchObject({ ok: false });
  server.mood = undefined;
  expect(await client.send(get)).toMatchObject({ ok: true });
  expect(server.connections).toBe(2);
});

test("a request that is given up ends at once", async () => {
  const server = createServer();
  const address = await listen(server);
  const client = open({ server: `http://${address}`, fingerprint: undefined });
  const stop = new AbortController();
  const sent = client.send({ ...get, signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  expect(await sent).toMatchObject({ ok: false, fault: { code: "server_unreachable" } });
  expect(await client.send({ ...get, signal: stop.signal })).toMatchObject({ ok: false });
});
