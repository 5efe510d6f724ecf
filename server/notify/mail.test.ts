import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { names, noticeOf, portErrors, resolvedErrors } from "../../test/fakes/notices.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { Notice } from "../../core/alerting/types.ts";
import { composeMessage } from "./compose-message.ts";
import { createMail } from "./mail.ts";
import { createNotifier } from "./table.ts";
import type { NotifyChannel } from "../notify-port.ts";
import type { NoticeMessage, NotifyPorts } from "./types.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Inbox {
  readonly port: number;
  /** As they came over the line. */
  readonly mails: readonly string[];
  readonly recipients: readonly string[];
}

/** A real SMTP server on loopback. */
async function inbox(options: SMTPServerOptions = {}): Promise<Inbox> {
  const mails: string[] = [];
  const recipients: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(Buffer.concat(chunks).toString("utf8"));
        recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails, recipients };
}

/** A server that speaks as badly as the test wants. */
async function rawServer(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

const portsOf = (timeoutMs = 3_000): NotifyPorts => ({
  clock: fakeClock(),
  allow: [],
  renew: () => Promise.resolve(),
  timeoutMs,
});
const channelTo = (port: number, settings: NotifyChannel["settings"] = {}, secrets = {}): NotifyChannel => ({
  id: "m1",
  kind: "mail",
  name: "Thư công vụ",
  enabled: true,
  settings: {
    host: "127.0.0.1",
    port,
    security: "none",
    from: "cayda@xa.vn",
    fromName: "Cayda xã",
    ...settings,
  },
  secrets,
});
const reader = { language: "vi", names, base: "https://cayda.xa.vn" } as const;
const first = composeMessage(noticeOf(portErrors()), reader);
const over = composeMessage(noticeOf(resolvedErrors(), "resolved", 2), reader);
const send = (
  channel: NotifyChannel,
  message: NoticeMessage = first,
  to = "huong@xa.vn",
  timeoutMs?: number,
) => createMail(portsOf(timeoutMs))(channel, to, message, new AbortController().signal);

const header = (mail = "", name = "") =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "imu").exec(mail)?.[1]?.replaceAll(/\r\n[ \t]/gu, " ");
/** The words of a header in encoded form (RFC 2047). */
const decoded = (text = "") =>
  text
    .replaceAll(/\?=\s+=\?/gu, "?==?")
    .replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/giu, (_, kind: string, words: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(words, "base64").toString("latin1")
        : words
            .replaceAll("_", " ")
            .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
    );
const utf8 = (text: string) => Buffer.from(text, "latin1").toString("utf8");

test("a mail has a Vietnamese subject, text and HTML, and says that a machine wrote it", async () => {
  const { port, mails, recipients } = await inbox();
  expect(await send(channelTo(port))).toEqual({ ok: true, value: null });
  const [mail = ""] = mails;
  expect(recipients).toEqual(["huong@xa.vn"]);
  expect(utf8(decoded(header(mail, "Subject")))).toBe(first.title);
  expect(utf8(decoded(header(mail, "From")))).toBe("Cayda xã <cayda@xa.vn>");
  expect(header(mail, "Content-Type")).toMatch(/^multipart\/alternative/u);
  expect(mail).toMatch(/Content-Type: text\/plain; charset=utf-8/iu);
  expect(mail).toMatch(/Content-Type: text\/html; charset=utf-8/iu);
  expect(header(mail, "Auto-Submitted")).toBe("auto-generated");
  for (const line of mail.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
});

test("two tries of one notice are one mail by their id, and a later one answers the first", async () => {
  const { port, mails } = await inbox();
  await send(channelTo(port));
  await send(channelTo(port));
  await send(channelTo(port), over);
  await send(channelTo(port), first, "lan@xa.vn");
  const ids = mails.map((mail) => header(mail, "Message-ID"));
  expect(ids[0]).toMatch(/^<cayda\.[0-9a-f]{40}@xa\.vn>$/u);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  expect(header(mails[2], "In-Reply-To")).toBe(ids[0]);
  expect(header(mails[2], "References")).toBe(ids[0]);
  expect(header(mails[0], "In-Reply-To")).toBeUndefined();
});

test("nothing in a name or an address can add a header or a recipient", async () => {
  const { port, mails, recipients } = await inbox();
  const evil = "x\r\nBcc: spy@x.y\r\n\r\nhello";
  await send(channelTo(port, { fromName: evil }), { ...first, title: evil, id: evil });
  expect(recipients).toEqual(["huong@xa.vn"]);
  expect(header(mails[0], "Bcc")).toBeUndefined();
  expect(utf8(decoded(header(mails[0], "Subject")))).toBe("x Bcc: spy@x.y hello");
  for (const to of [
    "a@b.vn, c@d.vn",
    "a@b.vn\r\nRCPT TO:<c@d.vn>",
    "<a@b.vn>",
    "a",
    "",
    "a@b@c",
    "A B <a@b.vn>",
  ]) {
    const outcome = await send(channelTo(port), first, to);
    expect(outcome, to).toMatchObject({
      ok: false,
      retry: false,
      fault: { code: "notify_recipient_invalid" },
    });
  }
  expect(mails.length).toBe(1);
});

test("what a server refuses for good is not tried again, what it puts off is", async () => {
  const refusing = (responseCode: number) =>
    inbox({
      onRcptTo: (_, _session, done) => done(Object.assign(new Error("no such mailbox"), { responseCode })),
    });
  const final = await send(channelTo((await refusing(550)).port));
  expect(final).toMatchObject({ ok: false, retry: false, fault: { code: "notify_refused" } });
  expect(JSON.stringify(final)).toContain("no such mailbox");
  const later = await send(channelTo((await refusing(451)).port));
  expect(later).toMatchObject({ ok: false, retry: true, fault: { code: "notify_refused" } });
});

test("a server that hangs, drops or is not there fails in time and is tried again; then it works", async () => {
  const greeting = "220 x ESMTP\r\n";
  const hangs = await rawServer(() => undefined);
  const drops = await rawServer((socket) => {
    socket.write(greeting);
    socket.on("data", (data) => {
      if (!data.toString().startsWith("DATA")) return void socket.write("250 ok\r\n");
      socket.write("354 go on\r\n");
      socket.resetAndDestroy();
    });
  });
  const closed = await rawServer((socket) => socket.end());
  for (const [port, timeoutMs] of [
    [hangs, 200],
    [drops, 3_000],
    [closed, 3_000],
  ] as const) {
    const outcome = await send(channelTo(port), first, "huong@xa.vn", timeoutMs);
    expect(outcome).toMatchObject({ ok: false, retry: true, fault: { code: "notify_unreachable" } });
  }
  const { port, mails } = await inbox();
  expect((await send(channelTo(port))).ok).toBe(true);
  expect(mails.length).toBe(1);
});

test("a sending is called off when the server stops", async () => {
  const port = await rawServer(() => undefined);
  const stop = new AbortController();
  const sending = createMail(portsOf())(channelTo(port), "huong@xa.vn", first, stop.signal);
  stop.abort();
  expect(await sending).toMatchObject({ ok: false, retry: true });
});

test("a wrong password is said as one, a right one is used over TLS only", async () => {
  const made = await generate([{ name: "commonName", value: "mail" }], { keyType: "ec" });
  const foreign = await generate([{ name: "commonName", value: "mail" }], { keyType: "ec" });
  const secured: SMTPServerOptions = {
    key: made.private,
    cert: made.cert,
    authOptional: false,
    disabledCommands: [],
    onAuth: ({ username, password }, _, done) =>
      username === "cayda" && password === "right" ? done(null, { user: username }) : done(new Error("no")),
  };
  const { port, mails } = await inbox(secured);
  const settings = { security: "starttls", user: "cayda", certificate: made.cert };
  expect(await send(channelTo(port, settings, { password: "wrong" }))).toMatchObject({
    ok: false,
    retry: false,
    fault: { code: "notify_unauthorized" },
  });
  expect((await send(channelTo(port, settings, { password: "right" }))).ok).toBe(true);
  const pinned = { ...settings, certificate: foreign.cert };
  expect((await send(channelTo(port, pinned, { password: "right" }))).ok).toBe(false);
  const system = { security: "starttls", user: "cayda" };
  expect((await send(channelTo(port, system, { password: "right" }))).ok).toBe(false);
  const implicit = await inbox({ ...secured, secure: true });
  expect(
    (await send(channelTo(implicit.port, { ...settings, security: "tls" }, { password: "right" }))).ok,
  ).toBe(true);
  expect(mails.length + implicit.mails.length).toBe(2);
});

test("a server without TLS gets nothing when TLS is asked for", async () => {
  const { port, mails } = await inbox();
  expect((await send(channelTo(port, { security: "starttls" }))).ok).toBe(false);
  expect(mails).toEqual([]);
});

test("what is missing in the settings is named, and the test button sends a mail that says so", async () => {
  const { port, mails } = await inbox();
  expect(await send(channelTo(port, { host: "" }))).toMatchObject({ fault: { params: { field: "host" } } });
  expect(await send(channelTo(port, { from: "no address" }))).toMatchObject({
    fault: { params: { field: "from" } },
  });
  const signal = new AbortController().signal;
  const notifier = createNotifier(portsOf());
  expect((await notifier.test(channelTo(port), "huong@xa.vn", "vi", signal)).ok).toBe(true);
  expect(utf8(decoded(header(mails[0], "Subject")))).toBe("Tin thử từ Cayda");
});

test("one notice is its own mail, several are one", async () => {
  const { port, mails } = await inbox();
  const notifier = createNotifier(portsOf());
  const { signal } = new AbortController();
  const one = noticeOf(portErrors());
  const two = noticeOf(resolvedErrors(), "resolved", 2);
  const tell = (id: string, ...notices: Notice[]) =>
    notifier.tell(channelTo(port), "huong@xa.vn", { id, notices }, reader, signal);
  expect((await tell(one.id, one)).ok).toBe(true);
  expect((await tell("bundle", one, two)).ok).toBe(true);
  const subjects = mails.map((mail) => utf8(decoded(header(mail, "Subject"))));
  expect(subjects).toEqual([first.title, "Cayda: 2 tin cảnh báo cùng lúc"]);
});
