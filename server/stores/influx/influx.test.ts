import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, MINUTE, SECOND } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { fakeClock, type FakeClock } from "../../../test/support/fake-clock.ts";
import { silent } from "../../../test/support/log.ts";
import type { InfluxAuth } from "./client.ts";
import { delayFor } from "./drain.ts";
import { identifier, literal } from "./influxql.ts";
import { openInfluxStore, type InfluxStore } from "./open.ts";

/** The store against a server that answers by script, as InfluxDB 2.x, 3.x and proxies before them do. */
const T = Date.UTC(2026, 10, 23, 8);

interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly lines: readonly string[];
}
interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

let dir: string;
let clock: FakeClock;
let asked: Asked[];
let answer: (asked: Asked) => Answer | undefined;
let store: InfluxStore | undefined;
let url: string;
let refreshing: () => Promise<void>;
let close: () => Promise<void>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-influx-"));
  clock = fakeClock(T);
  asked = [];
  answer = () => ({ status: 204 });
  refreshing = async () => {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString(
        "utf8",
      );
      const one = { path: request.url ?? "", headers: request.headers, lines: text.split("\n") };
      asked.push(one);
      const say = answer(one);
      if (say === undefined) return void request.socket.destroy();
      response.writeHead(say.status, say.headers).end(say.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(auth: InfluxAuth = { mode: "none" }, maxOutboxBytes?: number): Promise<InfluxStore> {
  store = await openInfluxStore({
    dir,
    target: { url, database: "net works", auth },
    tags: { refresh: () => refreshing(), of: () => ({ site: "Xã Hương Sơn" }) },
    clock,
    log: silent,
    random: () => 1,
    ...(maxOutboxBytes === undefined ? {} : { maxOutboxBytes }),
  });
  return store;
}

let made = 0;
function put(to: InfluxStore, values: readonly number[], entity = "target:gw") {
  made += 1;
  const at = values.map((_, i) => T + made * MINUTE + i);
  const samples = [{ entity, at, fields: { rtt_avg: [...values] } }];
  return to.append({ block: `b${made}`, site: "s", receivedAt: T, samples });
}

/** Lets real sockets work until `done`. */
async function until(done: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!done()) {
    if (performance.now() > end) throw new Error("it never happened");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
const drained = (of: InfluxStore) => until(() => of.stats().headPoints === 0);
const codes = (of: InfluxStore) => of.stats().troubles.map(({ code }) => code);

describe("what goes over the wire", () => {
  test("lines with tags, database and precision in the path, and no retention policy", async () => {
    const one = await open();
    await put(one, [1.5]);
    await drained(one);
    expect(asked[0]?.path).toBe("/write?db=net%20works&precision=ms");
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(asked[0]?.lines[0]).toMatch(/^target,site=Xã\\ Hương\\ Sơn,target_id=gw rtt_avg=1\.5 \d{13}$/);
  });

  test.each<[InfluxAuth, string]>([
    [
      { mode: "basic", user: "cayda", password: "mật khẩu" },
      `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode("cayda:mật khẩu")))}`,
    ],
    [{ mode: "token", token: "t0ken==" }, "Token t0ken=="],
  ])("the header of %j, for writing and for reading", async (auth, header) => {
    answer = ({ path }) =>
      path.startsWith("/query") ? { status: 200, body: '{"results":[{}]}' } : { status: 204 };
    const one = await open(auth);
    await put(one, [1]);
    await drained(one);
    await one.raw("target:gw", T, T + MINUTE);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([header, header]);
  });

  test("large batches are compressed", async () => {
    const one = await open();
    await put(
      one,
      Array.from({ length: 200 }, (_, i) => i),
    );
    await drained(one);
    expect(asked[0]?.headers["content-encoding"]).toBe("gzip");
    expect(asked[0]?.lines.length).toBe(200);
  });
});

describe("an answer that is not 204", () => {
  test.each<[string, Answer | undefined, string]>([
    ["a broken connection", undefined, "influx_waiting"],
    ["408", { status: 408 }, "influx_waiting"],
    ["429", { status: 429 }, "influx_waiting"],
    ["500", { status: 500, body: '{"error":"timeout"}' }, "influx_waiting"],
    ["503", { status: 503 }, "influx_waiting"],
    ["401", { status: 401, body: '{"code":"unauthorized","message":"no"}' }, "influx_unauthorized"],
    ["403", { status: 403 }, "influx_unauthorized"],
    [
      "404",
      { status: 404, body: '{"error":"database not found: \\"net works\\""}' },
      "influx_database_missing",
    ],
    ["400 of a proxy", { status: 400, body: "<html>Bad Request</html>" }, "influx_refused"],
    ["413 to a single line", { status: 413, body: "too large" }, "influx_refused"],
  ])("%s keeps everything, says so, and goes on by itself", async (_, bad, code) => {
    answer = () => bad;
    const one = await open();
    await put(one, [1, 2]);
    await until(() => codes(one).length > 0);
    expect(codes(one)).toEqual([code]);
    expect(one.stats()).toMatchObject({ points: 2, headPoints: 2, figures: { outbox_blocks: 1 } });
    answer = () => ({ status: 204 });
    await until(() => clock.sleepers > 0);
    await clock.advance(MINUTE);
    await drained(one);
    expect(codes(one)).toEqual([]);
    expect(one.stats()).toMatchObject({ points: 2, figures: { outbox_blocks: 0, outbox_bytes: 0 } });
  });

  test("the server's own delay (Retry-After) is kept", async () => {
    answer = () => ({ status: 429, headers: { "retry-after": "120" } });
    const one = await open();
    await put(one, [1]);
    await until(() => clock.sleepers > 0);
    await clock.advance(119 * SECOND);
    expect(asked.length).toBe(1);
    answer = () => ({ status: 204 });
    await clock.advance(2 * SECOND);
    await drained(one);
    expect(asked.length).toBe(2);
  });

  test("413 goes in halves", async () => {
    answer = ({ lines }) => ({ status: lines.length > 3 ? 413 : 204 });
    const one = await open();
    await put(one, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await drained(one);
    const taken = asked.filter(({ lines }) => lines.length <= 3).flatMap(({ lines }) => lines);
    expect(new Set(taken).size).toBe(10);
    expect(codes(one)).toEqual([]);
  });

  test("400 puts the lines aside that are refused, with the reason, and the others go", async () => {
    const poison = (line: string) => line.includes("=666 ");
    answer = ({ lines }) =>
      lines.some(poison)
        ? { status: 400, body: '{"error":"partial write: \\u001b[31mconflict"}' }
        : { status: 204 };
    const one = await open();
    await put(one, [1, 2, 666, 4, 5, 6, 666, 8]);
    await drained(one);
    const taken = asked.filter(({ lines }) => !lines.some(poison)).flatMap(({ lines }) => lines);
    expect(new Set(taken).size).toBe(6);
    expect(one.parked(10).map(({ line }) => poison(line))).toEqual([true, true]);
    expect(one.parked(1)[0]?.reason).toBe("HTTP 400 partial write: [31mconflict");
    expect(codes(one)).toEqual(["influx_lines_parked"]);
    expect(one.stats().figures["influx_lines_parked"]).toBe(2);
    await one.close();
    expect((await open()).parked(10).length).toBe(2);
  });
});

describe("the outbox", () => {
  test("survives a restart while InfluxDB is away, with last values and known blocks", async () => {
    answer = () => undefined;
    let one = await open();
    await put(one, [1, 2, 3]);
    const block = `b${made}`;
    await one.close();
    one = await open();
    expect(one.stats()).toMatchObject({ points: 3, headPoints: 3 });
    expect(one.last("target:gw")?.get("rtt_avg")?.value).toBe(3);
    await expect(one.append({ block, site: "s", receivedAt: T, samples: [] })).resolves.toEqual({
      known: true,
    });
    answer = () => ({ status: 204 });
    await clock.advance(MINUTE);
    await drained(one);
    expect(asked.at(-1)?.lines.length).toBe(3);
  });

  test("says when it fills up, refuses what is beyond its size, never drops, and takes again once there is room", async () => {
    answer = () => undefined;
    const one = await open({ mode: "none" }, 2_000);
    let taken = 0;
    let refused: unknown;
    const told = new Set<string>();
    for (let i = 0; i < 200; i += 1) {
      for (const code of codes(one)) told.add(code);
      try {
        await put(one, [0.1, 0.2, 0.3]);
        taken += 1;
      } catch (error) {
        refused = error;
        break;
      }
    }
    expect(refused instanceof FaultError ? refused.fault.code : refused).toBe("influx_outbox_full");
    expect(told).toContain("influx_outbox_filling");
    expect(codes(one)).toContain("influx_outbox_full");
    expect(codes(one)).not.toContain("store_full");
    expect(one.stats().points).toBe(taken * 3);
    answer = () => ({ status: 204 });
    await until(() => clock.sleepers > 0);
    await clock.advance(MINUTE);
    await drained(one);
    expect(asked.at(-1)?.lines.length).toBe(taken * 3);
    await expect(put(one, [1])).resolves.toEqual({ known: false });
  });
});

test("what a stop kept from being rolled up once more is so after the next start", async () => {
  answer = ({ path }) =>
    path.startsWith("/query") ? { status: 200, body: '{"results":[{}]}' } : { status: 204 };
  const asksOf = async (of: InfluxStore) => {
    asked = [];
    await of.rollUp(T + 2 * DAY);
    return asked.filter(({ path }) => path.startsWith("/query")).length;
  };
  const one = await open();
  await put(one, [1]);
  await drained(one);
  await one.rollUp(T + 2 * DAY);
  await put(one, [2]);
  await drained(one);
  let closing: Promise<void> | undefined;
  refreshing = async () => {
    closing ??= one.close();
    // Until the job was told to stop.
    await new Promise((resolve) => setTimeout(resolve, 30));
  };
  await one.rollUp(T + 2 * DAY);
  await closing;
  refreshing = async () => {};
  const two = await open();
  // The oldest of a measurement and of its two roll-ups, once a day; then the day itself.
  expect(await asksOf(two)).toBe(4);
  expect(await asksOf(two)).toBe(0);
});

describe("reading", () => {
  const read = async (say: Answer | undefined) => {
    answer = ({ path }) => (path.startsWith("/query") ? say : { status: 204 });
    const one = await open();
    await put(one, [1]);
    await drained(one);
    const outcome = await one.raw("target:gw", T, T + MINUTE).then(
      () => undefined,
      (error: unknown) => error,
    );
    return outcome instanceof FaultError ? outcome.fault.code : outcome;
  };
  test.each<[string, Answer | undefined, string]>([
    ["a broken connection", undefined, "store_unreachable"],
    ["503", { status: 503 }, "store_unreachable"],
    ["401", { status: 401 }, "influx_unauthorized"],
    ["404", { status: 404 }, "influx_database_missing"],
    [
      "no such database",
      { status: 200, body: '{"results":[{"error":"database not found: x"}]}' },
      "influx_database_missing",
    ],
    [
      "an error in the answer",
      { status: 200, body: '{"results":[{"error":"query-file-limit"}]}' },
      "influx_refused",
    ],
    ["a web page", { status: 200, body: "<html>" }, "influx_refused"],
  ])("%s is a fault and no answer", async (_, say, code) => {
    expect(await read(say)).toBe(code);
  });
});

test("delays double up to a minute, at least half of each for sure; Retry-After wins", () => {
  expect([0, 1, 2, 6, 60].map((attempt) => delayFor(attempt, () => 1, undefined))).toEqual(
    [1, 2, 4, 60, 60].map((s) => s * SECOND),
  );
  expect(delayFor(3, () => 0, undefined)).toBe(4 * SECOND);
  expect(delayFor(0, () => 1, 90 * SECOND)).toBe(90 * SECOND);
});

test("text in InfluxQL ends where it should", () => {
  expect(literal("a'b\\c\n")).toBe(String.raw`'a\'b\\c\n'`);
  expect(identifier('a"b\\')).toBe(String.raw`"a\"b\\"`);
});
