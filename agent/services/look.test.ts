import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DAY } from "../../core/clock.ts";
import type { ServiceTarget } from "../../core/wire/assignment.ts";
import { makeDnsAnswer, startDns, type DnsRecords, type FakeDns } from "../../test/fakes/dns.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { createLookUp } from "./look-up.ts";
import { look } from "./look.ts";
import { BadTarget, PHASE } from "./probe.ts";

/** Time limits are over 25 times as fast: {@link SHORT} after a tenth of a second. */
const clock = { ...realClock, sleep: (ms: number, signal?: AbortSignal) => realClock.sleep(ms / 25, signal) };
const SHORT = { timeoutMs: 3_000 };
const never = new AbortController().signal;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Listens on 127.0.0.1; gives the port, and how many connections there were. */
async function listen(server: Server): Promise<{ readonly port: number; readonly sockets: Socket[] }> {
  const sockets: Socket[] = [];
  server.on("connection", (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}
const serve = (listener: RequestListener) => listen(createHttp(listener));
const raw = (talk: (socket: Socket) => void) => listen(createTcp(talk));

async function seen(
  target: Pick<ServiceTarget, "kind" | "target"> & Partial<ServiceTarget>,
  { dns, signal = never }: { readonly dns?: FakeDns; readonly signal?: AbortSignal } = {},
) {
  const nameServers = dns === undefined ? [] : [`127.0.0.1:${dns.port}`];
  const own = nameServers.length > 0 ? { nameServers } : {};
  const parts = {
    clock,
    now: () => Date.now(),
    random: Math.random,
    userAgent: "Cayda test",
    lookUp: createLookUp({ clock, servers: nameServers }),
    ...own,
  };
  const result = await look({ check: "k1", everyMs: 60_000, timeoutMs: 60_000, ...target }, parts, signal);
  if (result === undefined) return undefined;
  const { trouble, trace } = result;
  return { trouble, ...trace };
}

describe("a page", () => {
  test("is up with every phase measured, one after the other", async () => {
    const asked: (string | undefined)[] = [];
    const { port } = await serve((request, response) => {
      asked.push(request.method, request.url, request.headers.host, request.headers["user-agent"]);
      response.end("<h1>Dịch vụ công</h1>");
    });
    const result = await seen({
      kind: "http",
      target: `http://localhost:${port}/kham?x=1`,
      text: "Dịch vụ công",
    });
    expect(result).toMatchObject({ trouble: undefined, phase: PHASE.expected, status: 200 });
    expect(asked).toEqual(["GET", "/kham?x=1", `localhost:${port}`, "Cayda test"]);
    const { nameMs = NaN, connectMs = NaN, firstByteMs = NaN, totalMs = NaN } = result ?? {};
    expect(nameMs).toBeLessThanOrEqual(connectMs);
    expect(connectMs).toBeLessThanOrEqual(firstByteMs);
    expect(firstByteMs).toBeLessThanOrEqual(totalMs);
  });

  test("at an address has no time of a name, and no certificate", async () => {
    const { port } = await serve((_, response) => response.end());
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}` });
    expect(result?.phase).toBe(PHASE.expected);
    expect([result?.nameMs, result?.tlsMs, result?.certificateLeft]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("that leads elsewhere is up, and the way is not gone", async () => {
    const { port, sockets } = await serve((_, response) => {
      response.writeHead(302, { location: "http://127.0.0.1:9/" });
      response.end();
    });
    expect(await seen({ kind: "http", target: `http://127.0.0.1:${port}` })).toMatchObject({
      trouble: undefined,
      status: 302,
    });
    expect(sockets.length).toBe(1);
  });

  test.each([
    [503, undefined, "status 503"],
    [404, undefined, "status 404"],
    [401, 401, undefined],
    [200, 401, "status 200"],
  ])("with status %d where %s is expected: %s", async (status, expected, trouble) => {
    const { port } = await serve((_, response) => {
      response.statusCode = status;
      response.end("x");
    });
    const wish = expected === undefined ? {} : { status: expected };
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}`, ...wish });
    expect(result).toMatchObject({ trouble, status, phase: trouble === undefined ? 5 : PHASE.firstByte });
  });

  test.each([
    ["in another spelling of the same letters", "Dịch vụ công".normalize("NFD"), {}],
    ["with letters as numbers", "D&#7883;ch v&#x1EE5; c&#xF4;ng", {}],
    ["broken over lines", "Dịch\n   vụ&nbsp;công", {}],
    ["packed", gzipSync("Dịch vụ công"), { "content-encoding": "gzip" }],
  ])("holds its text %s", async (_, body, headers) => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    });
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}`, text: "Dịch vụ công" });
    expect(result?.trouble).toBeUndefined();
  });

  test("without its text is down although it answers", async () => {
    const { port } = await serve((_, response) => response.end("Đang bảo trì"));
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}`, text: "Dịch vụ công" });
    expect(result).toMatchObject({ trouble: "text not found", phase: PHASE.firstByte, status: 200 });
    expect(result?.totalMs).toBeUndefined();
  });

  test("that never ends is read to the bound only", async () => {
    const sent = { bytes: 0 };
    const { port } = await serve((_, response) => {
      const more = () => {
        if (response.destroyed) return;
        sent.bytes += 65_536;
        response.write("x".repeat(65_536), more);
      };
      more();
    });
    expect((await seen({ kind: "http", target: `http://127.0.0.1:${port}` }))?.trouble).toBeUndefined();
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}`, text: "không có" });
    expect(result?.trouble).toBe("text not found");
    expect(sent.bytes).toBeLessThan(40 * 2 ** 20);
  });

  test("that failed once is looked at again before it is called down", async () => {
    let asked = 0;
    const { port } = await serve((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else response.end("x");
    });
    expect((await seen({ kind: "http", target: `http://127.0.0.1:${port}` }))?.trouble).toBeUndefined();
    expect(asked).toBe(2);
  });

  test("over IPv6", async () => {
    const server = createHttp((_, response) => response.end("x"));
    await new Promise<void>((resolve) => {
      server.listen(0, "::1", resolve);
    });
    closers.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect((await seen({ kind: "http", target: `http://[::1]:${port}/` }))?.trouble).toBeUndefined();
  });
});

describe("what goes wrong says how far it came", () => {
  test.each<[string, (socket: Socket) => void, Record<string, unknown>]>([
    ["silence after the connection", () => {}, { trouble: "timeout", phase: PHASE.connected }],
    ["a reset", (socket) => socket.resetAndDestroy(), { trouble: "ECONNRESET", phase: PHASE.connected }],
    ["an end without an answer", (socket) => socket.end(), { phase: PHASE.connected }],
    ["no HTTP", (socket) => socket.end("220 mail\r\n\r\n"), { phase: PHASE.connected }],
    [
      "bad chunks",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"),
      { phase: PHASE.firstByte, status: 200 },
    ],
    [
      "a body that breaks off",
      (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"),
      { phase: PHASE.firstByte, status: 200 },
    ],
    [
      "a body that comes a letter at a time",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        const timer = setInterval(() => socket.write("x"), 20);
        socket.on("close", () => clearInterval(timer));
      },
      { trouble: "timeout", phase: PHASE.firstByte },
    ],
    [
      "a head that comes a letter at a time",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nX-A: ");
        const timer = setInterval(() => socket.write("x"), 20);
        socket.on("close", () => clearInterval(timer));
      },
      { trouble: "timeout", phase: PHASE.connected },
    ],
    [
      "a head without end",
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nX-A: ${"x".repeat(200_000)}`),
      { trouble: "HPE_HEADER_OVERFLOW", phase: PHASE.connected },
    ],
    [
      "a packed body that breaks off",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n");
        socket.write(gzipSync("Dịch vụ công".repeat(99)).subarray(0, 20), () => socket.destroy());
      },
      { trouble: "ECONNRESET", phase: PHASE.firstByte },
    ],
    [
      "a body that is packed wrongly",
      (socket) =>
        socket.end("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nxxxxxxxxxxxx"),
      { phase: PHASE.firstByte },
    ],
  ])("%s", async (_, talk, expected) => {
    const { port } = await raw((socket) => {
      socket.once("data", () => talk(socket));
    });
    const result = await seen({ kind: "http", target: `http://127.0.0.1:${port}`, ...SHORT });
    expect(result).toMatchObject(expected);
    expect(result?.trouble).toBeTypeOf("string");
    expect(result?.totalMs).toBeUndefined();
  });

  test("nobody listens", async () => {
    const { port } = await raw(() => {});
    closers.pop()?.();
    expect(await seen({ kind: "http", target: `http://localhost:${port}` })).toMatchObject({
      trouble: "ECONNREFUSED",
      phase: PHASE.name,
    });
  });

  test("an abort in the middle says nothing of the service", async () => {
    const stop = new AbortController();
    const { port } = await raw(() => stop.abort());
    expect(
      await seen({ kind: "http", target: `http://127.0.0.1:${port}` }, { signal: stop.signal }),
    ).toBeUndefined();
  });

  test.each(["ftp://a/", "nothing", "file:///etc/passwd"])("%s is no target", async (target) => {
    await expect(seen({ kind: "http", target })).rejects.toBeInstanceOf(BadTarget);
  });
});

describe("a certificate", () => {
  const made = (days: number, name = "localhost") =>
    generate([{ name: "commonName", value: name }], {
      keyType: "ec",
      curve: "P-256",
      notBeforeDate: new Date(Date.now() - 400 * DAY),
      notAfterDate: new Date(Date.now() + days * DAY),
    });
  let certificates: Record<"soon" | "over" | "other", { cert: string; private: string }>;
  beforeAll(async () => {
    certificates = { soon: await made(9), over: await made(-3), other: await made(100, "other.example") };
  });

  test.each([
    ["soon", 9],
    ["over", -3],
    ["other", 100],
  ] as const)("that ends (%s) is measured although nobody vouches for it", async (which, days) => {
    const { cert, private: key } = certificates[which];
    const server = createHttps({ cert, key }, (_, response) => response.end("x"));
    const { port } = await listen(server);
    const result = await seen({ kind: "http", target: `https://localhost:${port}/` });
    expect(result).toMatchObject({ trouble: undefined, phase: PHASE.expected });
    expect((result?.certificateLeft ?? NaN) / 86_400).toBeCloseTo(days, 2);
    expect(result?.untrusted).toBeTypeOf("string");
    expect(result?.tlsMs).toBeGreaterThan(0);
  });

  test("a server that does not know the name refuses it: connected, no TLS", async () => {
    const { cert, private: key } = certificates.soon;
    const server = createHttps({ cert, key, SNICallback: (_, done) => done(new Error("unknown name")) });
    server.on("tlsClientError", () => {});
    const { port } = await listen(server);
    const result = await seen({ kind: "http", target: `https://localhost:${port}/` });
    expect(result).toMatchObject({ phase: PHASE.connected });
    expect(result?.trouble).toBeTypeOf("string");
  });

  test("plain HTTP where TLS is expected: connected, no TLS", async () => {
    const { port } = await serve((_, response) => response.end("x"));
    expect(await seen({ kind: "http", target: `https://localhost:${port}/` })).toMatchObject({
      phase: PHASE.connected,
    });
  });

  test("of a mail server is found behind STARTTLS, and no mail is sent", async () => {
    const { cert, private: key } = certificates.soon;
    const said: string[] = [];
    const mail = new SMTPServer({
      cert,
      key,
      authOptional: true,
      onMailFrom: (address, _session, done) => {
        said.push(address.address);
        done();
      },
    });
    mail.on("error", () => {});
    mail.listen(0, "127.0.0.1");
    await new Promise((resolve) => {
      mail.server.once("listening", resolve);
    });
    closers.push(() => mail.close());
    const { port } = mail.server.address() as AddressInfo;
    const result = await seen({ kind: "smtp", target: `localhost:${port}` });
    expect(result).toMatchObject({ trouble: undefined, phase: PHASE.expected, status: 220 });
    expect((result?.certificateLeft ?? NaN) / 86_400).toBeCloseTo(9, 2);
    expect(said).toEqual([]);
  });
});

describe("a mail server", () => {
  const mailbox = (replies: Record<string, string>, banner = "220 mail\r\n") =>
    raw((socket) => {
      socket.write(banner);
      socket.on("data", (line) => {
        const [word = ""] = line.toString().trim().split(" ");
        socket.write(replies[word] ?? "500 what\r\n");
      });
    });

  test("without TLS is greeted and left", async () => {
    const { port } = await mailbox({ EHLO: "250-mail\r\n250 SIZE 100\r\n", QUIT: "221 bye\r\n" });
    const result = await seen({ kind: "smtp", target: `127.0.0.1:${port}` });
    expect(result).toMatchObject({ trouble: undefined, phase: PHASE.expected, status: 220 });
  });

  test.each([
    ["that turns us away", {}, "554 no\r\n", { trouble: "banner 554", status: 554, phase: PHASE.firstByte }],
    ["that does not greet back", { EHLO: "421 busy\r\n" }, undefined, { trouble: "EHLO 421", status: 421 }],
    ["that is none", {}, "SSH-2.0-x\r\n", { trouble: "not SMTP", phase: PHASE.connected }],
    ["that says nothing", {}, " ", { trouble: "timeout", phase: PHASE.connected }],
    ["that never ends its banner", {}, "220-x\r\n".repeat(20_000), { trouble: "not SMTP" }],
    [
      "whose TLS fails",
      { EHLO: "250-m\r\n250 STARTTLS\r\n", STARTTLS: "220 go\r\nnothing like TLS" },
      undefined,
      { phase: PHASE.firstByte },
    ],
  ])("%s is down", async (_, replies, banner, expected) => {
    const { port } = await mailbox(replies, banner);
    const result = await seen({ kind: "smtp", target: `127.0.0.1:${port}`, ...SHORT });
    expect(result).toMatchObject(expected);
    expect(result?.trouble).toBeTypeOf("string");
  });

  test("that is expected to turn us away is up when it does", async () => {
    const { port } = await mailbox({}, "554 no\r\n");
    expect((await seen({ kind: "smtp", target: `127.0.0.1:${port}`, status: 554 }))?.trouble).toBeUndefined();
  });
});

describe("a port", () => {
  test("that takes connections is up, and nothing is sent", async () => {
    const got: string[] = [];
    const { port } = await raw((socket) => {
      socket.on("data", (bytes) => got.push(bytes.toString()));
    });
    expect(await seen({ kind: "tcp", target: `127.0.0.1:${port}` })).toMatchObject({
      trouble: undefined,
      phase: PHASE.expected,
    });
    expect(got).toEqual([]);
  });

  test.each(["127.0.0.1", "127.0.0.1:0", "127.0.0.1:70000", "http://a", ""])(
    "%j is no target",
    async (target) => {
      await expect(seen({ kind: "tcp", target })).rejects.toBeInstanceOf(BadTarget);
    },
  );
});

describe("a name", () => {
  let records: DnsRecords | undefined;
  let dns: FakeDns;
  beforeAll(async () => {
    dns = await startDns(
      (question) => records && makeDnsAnswer(question, question.type === 1 ? records : {}),
    );
  });
  afterAll(() => dns.close());
  const atServer = (more: Partial<ServiceTarget> = {}) =>
    seen({ kind: "dns", target: "huongson.example", server: `127.0.0.1:${dns.port}`, ...more });
  const atOwn = (more: Partial<ServiceTarget> = {}) =>
    seen({ kind: "dns", target: "huongson.example", ...more }, { dns });

  test.each([
    ["at the server given", atServer],
    ["at the PC's own servers", atOwn],
  ])("%s: found, another address, unknown, and silence", async (_, ask) => {
    records = { addresses: [[10, 1, 2, 3]], alias: "a.example" };
    expect(await ask()).toMatchObject({ trouble: undefined, phase: PHASE.expected });
    expect(await ask({ text: "10.1.2.3" })).toMatchObject({ trouble: undefined });
    expect(await ask({ text: "10.1.2.4" })).toMatchObject({
      trouble: "other address",
      phase: PHASE.firstByte,
    });
    records = { code: 3 };
    expect(await ask()).toMatchObject({ trouble: "no such name", phase: PHASE.firstByte });
    records = undefined;
    expect(await ask(SHORT)).toMatchObject({ trouble: "timeout", phase: PHASE.nothing });
  });

  test("a server that fails is down, one that nobody runs too", async () => {
    records = { code: 2 };
    expect(await atServer()).toMatchObject({ trouble: "DNS error 2", phase: PHASE.firstByte });
    expect(await seen({ kind: "dns", target: "a.example", server: "127.0.0.1:9" })).toMatchObject({
      trouble: "ECONNREFUSED",
    });
  });

  test("of a page is looked up at the PC's servers", async () => {
    const { port } = await serve((_, response) => response.end("x"));
    records = { addresses: [[127, 0, 0, 1]] };
    const found = await seen({ kind: "http", target: `http://huongson.example:${port}/` }, { dns });
    expect(found).toMatchObject({ trouble: undefined, phase: PHASE.expected });
    records = { code: 3 };
    expect(await seen({ kind: "http", target: `http://huongson.example:${port}/` }, { dns })).toMatchObject({
      trouble: "ENOTFOUND",
      phase: PHASE.nothing,
    });
  });

  test("with an address that is dead and one that is not is up", async () => {
    const { port } = await serve((_, response) => response.end("x"));
    records = {
      addresses: [
        [127, 0, 0, 9],
        [127, 0, 0, 1],
      ],
    };
    const found = await seen({ kind: "http", target: `http://huongson.example:${port}/` }, { dns });
    expect(found).toMatchObject({ trouble: undefined, phase: PHASE.expected });
  });
});
