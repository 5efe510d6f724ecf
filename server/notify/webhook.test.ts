import { createHmac } from "node:crypto";
import { generate } from "selfsigned";
import { afterEach, expect, test } from "vitest";
import { startScriptedHttp, type ScriptedHttp } from "../../test/fakes/scripted-http.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { MOST_ANSWER, sendHttp } from "./http.ts";
import { testMessage } from "./test-message.ts";
import type { NotifyChannel } from "../notify-port.ts";
import type { NotifyPorts } from "./types.ts";
import { createWebhook } from "./webhook.ts";

const open: ScriptedHttp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
async function serverOf(...args: Parameters<typeof startScriptedHttp>): Promise<ScriptedHttp> {
  const server = await startScriptedHttp(...args);
  open.push(server);
  return server;
}

const NOW = Date.UTC(2026, 10, 25, 1, 0, 0);
const clock = fakeClock(NOW);
const ports = (change: Partial<NotifyPorts> = {}): NotifyPorts => ({
  clock,
  allow: ["127.0.0.1"],
  renew: () => Promise.resolve(),
  timeoutMs: 2_000,
  ...change,
});
const message = testMessage("vi", "Bảng điều hành", NOW);
const channelTo = (url: string, settings = {}): NotifyChannel => ({
  id: "c1",
  kind: "webhook",
  name: "Bảng điều hành",
  enabled: true,
  settings: { url, ...settings },
  secrets: { secret: "s3cret" },
});
const never = new AbortController().signal;
const send = (url: string, change: Partial<NotifyPorts> = {}, settings = {}) =>
  createWebhook(ports(change))(channelTo(url, settings), "", message, never);

test("posts JSON that whoever holds the secret can check", async () => {
  const server = await serverOf();
  expect(await send(`${server.url}/hook?a=1`)).toEqual({ ok: true, value: null });
  const [request] = server.requests;
  expect(request?.method).toBe("POST");
  expect(request?.path).toBe("/hook?a=1");
  expect(request?.headers["idempotency-key"]).toBe(message.id);
  const timestamp = String(request?.headers["cayda-timestamp"]);
  expect(timestamp).toBe(String(NOW / 1_000));
  const expected = createHmac("sha256", "s3cret").update(`${timestamp}.${request?.body}`).digest("hex");
  expect(request?.headers["cayda-signature"]).toBe(`v1=${expected}`);
  expect(JSON.parse(request?.body ?? "")).toMatchObject({ version: 1, kind: "test" });
});

test("temporary refusals are worth another try, at the time that the server names", async () => {
  const server = await serverOf();
  const after = async (status: number, headers = {}) => {
    server.say({ status, headers });
    const outcome = await send(server.url);
    return outcome.ok ? "sent" : { code: outcome.fault.code, retry: outcome.retry, afterMs: outcome.afterMs };
  };
  const refused = { code: "notify_refused", retry: true, afterMs: undefined };
  expect(await after(503)).toEqual(refused);
  expect(await after(500)).toEqual(refused);
  expect(await after(429, { "Retry-After": "120" })).toEqual({ ...refused, afterMs: 120_000 });
  const date = new Date(NOW + 90_000).toUTCString();
  expect(await after(503, { "Retry-After": date })).toEqual({ ...refused, afterMs: 90_000 });
  expect(await after(503, { "Retry-After": "99999999" })).toEqual({ ...refused, afterMs: 3_600_000 });
  expect(await after(503, { "Retry-After": "soon" })).toEqual(refused);
  expect(await after(204)).toBe("sent");
});

test("final refusals and redirects are not tried again, and nothing is sent on to where a redirect leads", async () => {
  const server = await serverOf();
  const other = await serverOf();
  for (const [status, code] of [
    [400, "notify_refused"],
    [404, "notify_refused"],
    [401, "notify_unauthorized"],
    [403, "notify_unauthorized"],
    [302, "notify_refused"],
    [307, "notify_refused"],
  ] as const) {
    server.say({ status, headers: { Location: other.url } });
    const outcome = await send(server.url);
    expect(outcome, String(status)).toMatchObject({ ok: false, retry: false, fault: { code } });
  }
  expect(other.requests).toEqual([]);
});

test("a server that hangs, resets, breaks off or is not there fails in time and is tried again", async () => {
  const server = await serverOf();
  for (const [answer, reason] of [
    ["hang", "ETIMEDOUT"],
    ["reset", "ECONNRESET"],
    ["half", "ECONNRESET"],
  ] as const) {
    server.say(answer);
    const outcome = await send(server.url, { timeoutMs: answer === "hang" ? 100 : 2_000 });
    const expected = { ok: false, retry: true, fault: { code: "notify_unreachable", params: { reason } } };
    expect(outcome, answer).toMatchObject(expected);
  }
  server.say({ status: 200 });
  expect((await send(server.url)).ok).toBe(true);
  const gone = await startScriptedHttp();
  await gone.close();
  const outcome = await send(gone.url);
  expect(outcome).toMatchObject({ ok: false, retry: true, fault: { params: { reason: "ECONNREFUSED" } } });
});

test("an answer without end is cut off", async () => {
  const server = await serverOf();
  server.say("flood");
  const sending = { url: server.url, method: "POST", headers: {}, body: "" } as const;
  const sent = await sendHttp(sending, ports(), never);
  expect(sent.ok && sent.answer.body.length).toBe(MOST_ANSWER);
});

test("inside the own machine nothing is reached unless the configuration allows it", async () => {
  const server = await serverOf();
  const outcome = await send(server.url, { allow: [] });
  expect(outcome).toMatchObject({ ok: false, retry: false, fault: { code: "notify_address_refused" } });
  expect(server.requests).toEqual([]);
});

test("a name is looked up once, and the connection goes to the very address that was checked", async () => {
  const server = await serverOf();
  let asked = 0;
  // DNS rebinding: whoever asks a second time is led elsewhere.
  const lookUp = () => Promise.resolve([asked++ === 0 ? "127.0.0.1" : "127.0.0.9"]);
  const url = `http://hook.test:${server.port}/x`;
  expect((await send(url, { allow: ["hook.test"], lookUp })).ok).toBe(true);
  expect(asked).toBe(1);
  expect(server.requests[0]?.headers.host).toBe(`hook.test:${server.port}`);
  const rebound = { allow: [], lookUp: () => Promise.resolve(["127.0.0.1"]) };
  expect(await send(url, rebound)).toMatchObject({ fault: { code: "notify_address_refused" } });
  expect(server.requests.length).toBe(1);
});

test("HTTPS: a certificate of the own making is believed only when it is the pinned one", async () => {
  const made = await generate([{ name: "commonName", value: "hook" }], { keyType: "ec" });
  const foreign = await generate([{ name: "commonName", value: "hook" }], { keyType: "ec" });
  const server = await serverOf({ key: made.private, cert: made.cert });
  const plain = await send(server.url);
  expect(plain).toMatchObject({ ok: false, retry: true, fault: { code: "notify_unreachable" } });
  expect((await send(server.url, {}, { certificate: foreign.cert })).ok).toBe(false);
  expect(server.requests).toEqual([]);
  expect(await send(server.url, {}, { certificate: made.cert })).toEqual({ ok: true, value: null });
});

test("what is missing in the settings is named", async () => {
  const webhook = createWebhook(ports());
  const bare = { ...channelTo(""), settings: {} };
  expect(await webhook(bare, "", message, never)).toMatchObject({ fault: { params: { field: "url" } } });
  const open = { ...channelTo("http://10.0.0.1/"), secrets: {} };
  expect(await webhook(open, "", message, never)).toMatchObject({ fault: { params: { field: "secret" } } });
});
