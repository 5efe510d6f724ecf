import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { startScriptedHttp, type ScriptedHttp } from "../../test/fakes/scripted-http.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { phoneNumber, plainLetters, SMS_LENGTH, smsText } from "./gsm.ts";
import { createSms } from "./sms.ts";
import { testMessage } from "./test-message.ts";
import type { NotifyChannel } from "../notify-port.ts";

const open: ScriptedHttp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});
async function gateway(): Promise<ScriptedHttp> {
  const server = await startScriptedHttp();
  open.push(server);
  return server;
}

const clock = fakeClock();
const sms = createSms({ clock, allow: ["127.0.0.1"], renew: () => Promise.resolve(), timeoutMs: 2_000 });
const channelOf = (settings: NotifyChannel["settings"], secrets = {}): NotifyChannel => ({
  id: "c1",
  kind: "sms",
  name: "Tin nhắn",
  enabled: true,
  settings,
  secrets,
});
const message = { ...testMessage("vi", "Tin nhắn", 0), short: 'Cổng "7" của SW-1 & SW-2 lỗi' };
const send = (channel: NotifyChannel, to = "0912 345 678") =>
  sms(channel, to, message, new AbortController().signal);

test("Vietnamese becomes plain letters", () => {
  expect(plainLetters("Đường truyền xã Hương Sơn đứt – từ 07:42… nóng 71,5 °C")).toBe(
    "Duong truyen xa Huong Son dut - tu 07:42... nong 71,5 do C",
  );
  expect(plainLetters("[a] {b} c|d\n\te\u{1f600}")).toBe("(a) (b) c/d e");
});

test("a message fits one part of the GSM alphabet whatever the words are, and is cut at a word", () => {
  // TS 23.038: these stand in the default alphabet at one place each.
  const alphabet = /^[A-Za-z0-9 @$!"#%&'()*+,\-./:;<=>?_]*$/u;
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const short = smsText(text);
      expect(short).toMatch(alphabet);
      expect(short.length).toBeLessThanOrEqual(SMS_LENGTH);
    }),
  );
  const long = smsText("Cổng bảy của tầng một hỏng nhiều gói. ".repeat(10));
  expect(long.length).toBeGreaterThan(140);
  expect(long).toMatch(/[a-z]\.\.\.$/u);
  expect(smsText("x".repeat(400)).length).toBe(SMS_LENGTH);
});

test("telephone numbers are written in any way that people do", () => {
  for (const text of [
    "0912345678",
    "0912 345 678",
    "+84 912 345 678",
    "84912345678",
    "0084912345678",
    "0912.345.678",
  ])
    expect(phoneNumber(text), text).toBe("84912345678");
  expect(phoneNumber("024 3825 1234")).toBe("842438251234");
  expect(phoneNumber("+1 202 555 0100")).toBe("12025550100");
  for (const text of ["", "abc", "0912", "09123456789012", "0912345678; rm", "+84 0912345678", "8409123"])
    expect(phoneNumber(text), text).toBeUndefined();
});

test("values are encoded for the place where they stand", async () => {
  const server = await gateway();
  const url = `${server.url}/send?phone={to}&msg={text}&key={key}&id={id}`;
  await send(channelOf({ url, method: "GET" }, { key: "a&b=c" }));
  const form = { url: `${server.url}/form`, body: "to={to}&text={text}" };
  await send(channelOf(form));
  const json = {
    url: `${server.url}/json`,
    contentType: "application/json",
    body: '{"to":"{to}","m":{"t":"{text}"}}',
  };
  await send(channelOf(json, { authorization: "Bearer x\r\nEvil: 1" }));
  const xml = { url: `${server.url}/xml`, contentType: "text/xml", body: "<m to='{to}'>{text}</m>" };
  await send(channelOf(xml));
  const [get, posted, asJson, asXml] = server.requests;
  const plain = 'Cong "7" cua SW-1 & SW-2 loi';
  const query = new URL(get?.path ?? "", server.url).searchParams;
  expect(Object.fromEntries(query)).toEqual({
    phone: "84912345678",
    msg: plain,
    key: "a&b=c",
    id: message.id,
  });
  expect(get?.method).toBe("GET");
  expect(Object.fromEntries(new URLSearchParams(posted?.body))).toEqual({ to: "84912345678", text: plain });
  expect(JSON.parse(asJson?.body ?? "")).toEqual({ to: "84912345678", m: { t: plain } });
  expect(asJson?.headers.authorization).toBe("Bearer xEvil: 1");
  expect(asJson?.headers["evil"]).toBeUndefined();
  expect(asXml?.body).toBe("<m to='84912345678'>Cong &quot;7&quot; cua SW-1 &amp; SW-2 loi</m>");
});

test("a gateway that answers 200 with an error in its text has refused", async () => {
  const server = await gateway();
  const channel = channelOf({ url: server.url, success: '"CodeResult":"100"' });
  server.say({ status: 200, body: '{"CodeResult":"99","ErrorMessage":"no money"}' });
  const refused = await send(channel);
  expect(refused).toMatchObject({ ok: false, retry: false, fault: { code: "notify_refused" } });
  expect(JSON.stringify(refused)).toContain("no money");
  server.say({ status: 200, body: '{"CodeResult":"100"}' });
  expect((await send(channel)).ok).toBe(true);
  server.say({ status: 503 });
  expect(await send(channel)).toMatchObject({ ok: false, retry: true });
});

test("a number that is none and settings that lack the address are said, and nothing is sent", async () => {
  const server = await gateway();
  const wrong = await send(channelOf({ url: server.url }), "không có");
  expect(wrong).toMatchObject({ ok: false, retry: false, fault: { code: "notify_recipient_invalid" } });
  expect(await send(channelOf({}))).toMatchObject({ fault: { params: { field: "url" } } });
  expect(server.requests).toEqual([]);
});
