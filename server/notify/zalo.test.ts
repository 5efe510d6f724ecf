import { afterEach, expect, test } from "vitest";
import { startScriptedHttp, type ScriptedHttp } from "../../test/fakes/scripted-http.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { testMessage } from "./test-message.ts";
import type { NotifyChannel } from "../notify-port.ts";
import { createZalo } from "./zalo.ts";

const open: ScriptedHttp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const USER = "2468458835296197922";
const message = testMessage("vi", "Zalo", 0);
const good = { status: 200, body: '{"error":0,"message":"Success","data":{"message_id":"m"}}' };
const expired = { status: 200, body: '{"error":-216,"message":"Access token has expired"}' };
const tokens = (n: number) => ({
  status: 200,
  body: JSON.stringify({ access_token: `access-${n}`, refresh_token: `refresh-${n}`, expires_in: "90000" }),
});

/** Zalo's two interfaces on loopback, and a registry that keeps what it is given. */
async function setup(change: { readonly renew?: () => Promise<void> } = {}) {
  const api = await startScriptedHttp();
  const oauth = await startScriptedHttp();
  open.push(api, oauth);
  const clock = fakeClock();
  const saved: Readonly<Record<string, string>>[] = [];
  let channel: NotifyChannel = {
    id: "z1",
    kind: "zalo",
    name: "Zalo",
    enabled: true,
    settings: { appId: "77" },
    secrets: { secretKey: "key", refreshToken: "refresh-0" },
  };
  const renew = async (_: string, secrets: Readonly<Record<string, string>>) => {
    await change.renew?.();
    saved.push(secrets);
    channel = { ...channel, secrets: { ...channel.secrets, ...secrets } };
  };
  const zalo = createZalo({
    clock,
    allow: ["127.0.0.1"],
    renew,
    timeoutMs: 2_000,
    zalo: { api: api.url, oauth: oauth.url },
  });
  const send = (to = USER, from = channel) => zalo(from, to, message, new AbortController().signal);
  api.say(good);
  oauth.say(tokens(1), tokens(2), tokens(3));
  return { api, oauth, clock, saved, send, channel: () => channel };
}

test("gets a token with the refresh token, keeps the new pair, then sends", async () => {
  const { api, oauth, saved, send } = await setup();
  expect(await send()).toEqual({ ok: true, value: null });
  expect(oauth.requests[0]?.path).toBe("/v4/oa/access_token");
  expect(oauth.requests[0]?.headers["secret_key"]).toBe("key");
  expect(Object.fromEntries(new URLSearchParams(oauth.requests[0]?.body))).toEqual({
    app_id: "77",
    refresh_token: "refresh-0",
    grant_type: "refresh_token",
  });
  expect(saved[0]).toMatchObject({ accessToken: "access-1", refreshToken: "refresh-1" });
  expect(api.requests[0]?.path).toBe("/v3.0/oa/message/cs");
  expect(api.requests[0]?.headers["access_token"]).toBe("access-1");
  const body = JSON.parse(api.requests[0]?.body ?? "") as { message: { text: string } };
  expect(body).toMatchObject({ recipient: { user_id: USER } });
  expect(body.message.text).toContain("Tin thử từ Cayda");
  await send();
  expect(oauth.requests.length).toBe(1);
});

test("an expired token is renewed once, and a second refusal is final", async () => {
  const { api, oauth, send } = await setup();
  api.say(expired, good);
  expect((await send()).ok).toBe(true);
  expect(api.requests.map(({ headers }) => headers["access_token"])).toEqual(["access-1", "access-2"]);
  api.say(expired);
  expect(await send()).toMatchObject({ ok: false, retry: false, fault: { code: "notify_unauthorized" } });
  expect(oauth.requests.length).toBe(3);
});

test("a token that is about to end is renewed before it is used", async () => {
  const { api, oauth, clock, send } = await setup();
  await send();
  await clock.advance(90_000_000 - 60_000);
  await send();
  expect(oauth.requests.length).toBe(2);
  expect(api.requests.at(-1)?.headers["access_token"]).toBe("access-2");
});

test("no refresh token is ever used twice, not even by many at once with settings that were read before", async () => {
  const { oauth, send, channel } = await setup();
  const old = channel();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => send(USER, old)));
  expect(outcomes.every(({ ok }) => ok)).toBe(true);
  await send(USER, old);
  const used = oauth.requests.map(({ body }) => new URLSearchParams(body).get("refresh_token"));
  expect(used).toEqual(["refresh-0"]);
});

test("tokens that could not be kept send nothing, and are kept before the next message", async () => {
  let broken = true;
  const renew = () => (broken ? Promise.reject(new Error("disk full")) : Promise.resolve());
  const { api, oauth, saved, send } = await setup({ renew });
  expect(await send()).toMatchObject({ ok: false, retry: true });
  expect(api.requests).toEqual([]);
  broken = false;
  expect((await send()).ok).toBe(true);
  expect(saved).toEqual([expect.objectContaining({ refreshToken: "refresh-1" })]);
  expect(oauth.requests.length).toBe(1);
});

test("answers are explained: who cannot be written to, who is too fast, what is broken", async () => {
  const { api, oauth, send } = await setup();
  await send();
  const answer = async (body: string, status = 200) => {
    api.say({ status, body });
    const outcome = await send();
    return outcome.ok ? "sent" : `${outcome.fault.code} ${outcome.retry}`;
  };
  expect(await answer('{"error":-213,"message":"not follow"}')).toBe("notify_zalo_silent false");
  expect(await answer('{"error":-230,"message":"no interaction"}')).toBe("notify_zalo_silent false");
  expect(await answer('{"error":-32,"message":"limit"}')).toBe("notify_refused true");
  expect(await answer('{"error":-201,"message":"params"}')).toBe("notify_refused false");
  expect(await answer("<html>", 200)).toBe("notify_refused true");
  expect(await answer("", 502)).toBe("notify_refused true");
  oauth.say({ status: 200, body: '{"error":-14014,"error_name":"invalid refresh token"}' });
  api.say(expired);
  expect(await send()).toMatchObject({ ok: false, retry: false, fault: { code: "notify_unauthorized" } });
});

test("an id that is none and settings that lack something are said, and nothing is sent", async () => {
  const { api, oauth, send, channel } = await setup();
  expect(await send("0912345678x")).toMatchObject({ fault: { code: "notify_recipient_invalid" } });
  const bare = { ...channel(), secrets: { secretKey: "key" } };
  expect(await send(USER, bare)).toMatchObject({ fault: { params: { field: "refreshToken" } } });
  expect(await send(USER, { ...channel(), settings: {} })).toMatchObject({
    fault: { params: { field: "appId" } },
  });
  expect([...api.requests, ...oauth.requests]).toEqual([]);
});
