import { mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Clock, DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { fail } from "../core/result.ts";
import { type BlockEvent, countPoints } from "../core/wire/block.ts";
import { SECRET, startTestServer, type TestServer } from "../test/support/agent-server.ts";
import { fakeClock } from "../test/support/fake-clock.ts";
import { createBlockBuilder } from "./block.ts";
import { createFlush, gatherFor } from "./flush.ts";
import { createHttpClient, type HttpClient } from "./http.ts";
import { createLink } from "./link.ts";
import { createServerClock } from "./server-clock.ts";
import { openSpool, type SpoolOptions } from "./spool.ts";
import { openState } from "./state.ts";
import { createUplink } from "./uplink.ts";

const START = Date.UTC(2026, 10, 23, 8);
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanup.splice(0).reverse()) await undo();
});

/** A clock on which a sleep is over at once and moves the time on: it shows how long somebody would have waited. */
function leapingClock(): Clock & { readonly slept: number[] } {
  let monotonic = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => START + monotonic,
    monotonic: () => monotonic,
    sleep: async (ms) => {
      slept.push(ms);
      monotonic += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function setUp<C extends Clock>(
  clock: C,
  more: Partial<SpoolOptions> = {},
  wrap?: (client: HttpClient) => HttpClient,
) {
  const server = await startTestServer();
  server.now = () => clock.now();
  // Memory instead of a disk where there is one: these tests write thousands of files.
  const folder = await mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "cayda-uplink-"));
  const lines: [string, Record<string, unknown>][] = [];
  const note = (event: string, fields: Record<string, unknown> = {}) => void lines.push([event, fields]);
  const log = { info: note, warn: note, error: note };
  const state = await openState(join(folder, "state.json"), log);
  const serverClock = createServerClock(clock, 0);
  const now = () => serverClock.now();
  let serial = 0;
  const randomBytes = (bytes: Uint8Array) => {
    serial += 1;
    new DataView(bytes.buffer).setUint32(2, serial);
    return bytes;
  };
  const builder = createBlockBuilder({ agent: "agent1", now, randomBytes, log });
  const events: BlockEvent[] = [];
  const report = (event: BlockEvent) => void events.push(event);
  const spool = await openSpool({
    folder: join(folder, "spool"),
    maxBytes: 256 * 2 ** 20,
    maxAgeMs: 10 * DAY,
    isTimeSure: () => true,
    now,
    log,
    onDrop: (points, reason) => {
      const { dropped } = state.get();
      return state.update({ dropped: { ...dropped, [reason]: dropped[reason] + points } });
    },
    onCorrupt: () => {},
    ...more,
  });
  const made = createHttpClient({ server: server.origin, fingerprint: undefined }, clock);
  if (!spool.ok || !made.ok) throw new Error("set-up");
  const client = wrap?.(made.value) ?? made.value;
  const parts = {
    server: server.origin,
    secret: SECRET,
    client,
    clock,
    serverClock,
    state,
    log,
    report,
    now,
  };
  const link = createLink(parts);
  const uplink = createUplink({
    ...parts,
    link,
    spool: spool.value,
    random: () => 1,
    longestPauseMs: MINUTE,
  });
  const flush = createFlush({ ...parts, builder, spool: spool.value, onPut: () => uplink.wake() });
  cleanup.push(
    () => rm(folder, { recursive: true, force: true }),
    () => server.close(),
    () => made.value.close(),
  );
  const measure = async (values: Record<string, number> = { cpu: 1 }) => {
    builder.add({ samples: [{ entity: "host:pc1", at: now(), values }] });
    await flush();
  };
  return {
    clock,
    server,
    state,
    spool: spool.value,
    uplink,
    builder,
    flush,
    link,
    lines,
    events,
    measure,
    folder,
  };
}

/** Runs the uplink until `done` says so. */
async function runUntil(uplink: ReturnType<typeof createUplink>, done: () => boolean): Promise<void> {
  const stop = new AbortController();
  const running = uplink.run(stop.signal);
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await running;
}

/** The server's moods, one a block request. */
function inTurn(server: TestServer, moods: ReturnType<NonNullable<TestServer["mood"]>>[]): void {
  server.mood = (path) => (path.endsWith("/blocks") ? moods.shift() : undefined);
}

test("a block is deleted after the server said that it holds it, and not before", async () => {
  const { server, spool, uplink, measure } = await setUp(leapingClock());
  await measure();
  inTurn(server, ["portal", "drop", { status: 503 }]);
  await runUntil(uplink, () => spool.figures().blocks === 0);
  expect(server.requests).toHaveLength(4);
  expect(server.blocks).toHaveLength(1);
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: `Bearer ${SECRET}`,
    "content-type": "application/json",
    "content-encoding": "gzip",
  });
});

test("while the server is in trouble the wait doubles to a minute; Retry-After wins; a success starts over", async () => {
  const { clock, server, spool, uplink, measure, state, lines } = await setUp(leapingClock());
  await measure();
  inTurn(server, [
    ...Array.from({ length: 8 }, () => ({ status: 500 })),
    { status: 429, headers: { "retry-after": "7" } },
  ]);
  await runUntil(uplink, () => spool.figures().blocks === 0);
  const waits = clock.slept.filter((ms) => ms >= SECOND && ms !== 5 * SECOND);
  expect(waits.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 7].map((s) => s * SECOND));
  expect(lines.filter(([event]) => event === "server_trouble")).toHaveLength(1);
  expect(lines.filter(([event]) => event === "server_contact")).toHaveLength(1);
  expect(state.get().trouble).toBeUndefined();
});

test.each([401, 403])(
  "a server that answers %i keeps the data waiting, is noted, and is asked slowly",
  async (status) => {
    const { clock, server, spool, uplink, measure, state, lines } = await setUp(leapingClock());
    await measure();
    inTurn(server, [
      { status, code: "agent_revoked" },
      { status, code: "agent_revoked" },
    ]);
    await runUntil(uplink, () => server.requests.length === 2);
    expect(spool.figures()).toMatchObject({ blocks: 1, parkedBlocks: 0 });
    expect(clock.slept.filter((ms) => ms === 5 * MINUTE).length).toBeGreaterThanOrEqual(1);
    expect(state.get().trouble).toMatchObject({ fault: { code: "agent_revoked" } });
    expect(lines.filter(([event]) => event === "server_trouble")).toHaveLength(1);
    await runUntil(uplink, () => spool.figures().blocks === 0);
    expect(server.blocks).toHaveLength(1);
    expect(state.get().trouble).toBeUndefined();
  },
);

test.each([400, 413, 415, 422])(
  "a block refused with %i is set aside and reported, and the next one goes",
  async (status) => {
    const { clock, server, spool, uplink, measure, events } = await setUp(leapingClock());
    await measure({ cpu: 1 });
    await clock.sleep(3 * MINUTE);
    await measure({ cpu: 2 });
    inTurn(server, [{ status, code: "bad_input" }]);
    await runUntil(uplink, () => spool.figures().blocks === 0);
    expect(spool.figures().parkedBlocks).toBe(1);
    expect(server.blocks.map(({ samples }) => samples[0]?.fields["cpu"])).toEqual([[1]]);
    expect(events).toMatchObject([{ type: "block_parked", code: "bad_input" }]);
  },
);

test("a block that arrived, but whose answer was lost, is not new when it comes again", async () => {
  const { server, spool, uplink, measure } = await setUp(leapingClock());
  await measure();
  inTurn(server, ["lose"]);
  await runUntil(uplink, () => spool.figures().blocks === 0);
  expect(server.blocks).toHaveLength(1);
  expect(server.known).toEqual([server.blocks[0]?.block]);
});

test("a wrong PC clock is reported once, again when it changes a lot, and every sample is stamped right", async () => {
  const clock = fakeClock(START - 3 * HOUR);
  const { server, link, events, builder } = await setUp(clock);
  server.now = () => START + clock.monotonic();
  const ask = () => link.ask({ method: "GET", path: "/x" });
  for (let n = 0; n < 5; n += 1) await ask();
  expect(events).toMatchObject([{ type: "clock_wrong", offsetMs: 3 * HOUR, at: START }]);
  clock.setWall(START - 10 * DAY);
  await ask();
  await ask();
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ offsetMs: 10 * DAY });
  clock.setWall(START);
  await ask();
  expect(events).toHaveLength(2);
  builder.add({ events: [{ at: START, type: "agent_started", version: "1" }] });
  expect(builder.take()[0]?.block.madeAt).toBe(START);
});

test("points that had to go are told to the server with the next block, each once", async () => {
  const { server, spool, uplink, measure, clock, state } = await setUp(leapingClock(), {
    maxBytes: 6 * 4_096,
  });
  for (let n = 0; n < 10; n += 1) {
    await measure({ cpu: n, load: n });
    await clock.sleep(5 * MINUTE);
  }
  await runUntil(uplink, () => spool.figures().blocks === 0);
  await measure();
  await measure();
  await runUntil(uplink, () => spool.figures().blocks === 0);
  const told = server.blocks.flatMap(({ events }) => events).filter(({ type }) => type === "points_dropped");
  const points = told.reduce((sum, event) => sum + (event.type === "points_dropped" ? event.points : 0), 0);
  // Reports that waited in dropped blocks are gone with them; the count in the state is not.
  const arrived = countPoints(server.blocks.flatMap(({ samples }) => samples));
  expect(arrived + state.get().dropped.full).toBe(10 * 2 + 2);
  expect(points).toBeGreaterThan(0);
  expect(points).toBeLessThanOrEqual(state.get().dropped.full);
  expect(state.get().droppedTold).toEqual(state.get().dropped);
});

test.each([
  ["all of it fits, so all of it arrives", 256 * 2 ** 20, false],
  ["two MiB are too little, so the oldest is dropped and counted", 2 * 2 ** 20, true],
])(
  "ten days without the server: %s, live data is not starved, and nothing arrives twice",
  async (_, maxBytes, drops) => {
    const clock = fakeClock(START);
    let away = true;
    const reach = (client: HttpClient): HttpClient => ({
      ...client,
      send: async (message) =>
        away ? fail("server_unreachable", { server: "s", reason: "EHOSTUNREACH" }) : client.send(message),
    });
    const { server, spool, uplink, builder, flush, state } = await setUp(clock, { maxBytes }, reach);
    const stop = new AbortController();
    const sending = uplink.run(stop.signal);
    let measured = 0;
    const end = clock.monotonic() + 10 * DAY - HOUR;
    while (clock.monotonic() < end) {
      const gather = gatherFor(5 * MINUTE, spool.figures().blocks);
      for (let at = 0; at < gather; at += MINUTE) {
        builder.add({
          samples: [{ entity: "host:pc1", at: clock.now() + at, values: { cpu: at % 97, load: at % 7 } }],
        });
        measured += 2;
      }
      await clock.advance(gather);
      await flush();
      expect(spool.figures().bytes).toBeLessThanOrEqual(maxBytes);
    }
    const backlog = spool.figures().blocks;
    away = false;
    let liveArrivedWith = 0;
    let liveId = "";
    while (spool.figures().blocks > 0) {
      await clock.advance(200);
      if (liveId === "" && server.blocks.length > 50) {
        builder.add({ samples: [{ entity: "host:pc1", at: clock.now(), values: { cpu: 1, load: 1 } }] });
        measured += 2;
        const [live] = builder.take();
        liveId = live?.block.block ?? "";
        if (live !== undefined) await spool.put(live.block, live.points);
      }
      if (liveArrivedWith === 0 && server.blocks.some(({ block }) => block === liveId)) {
        liveArrivedWith = spool.figures().blocks;
      }
    }
    stop.abort();
    await clock.advance(SECOND);
    await sending;
    expect(backlog).toBeGreaterThan(400);
    expect(liveArrivedWith).toBeGreaterThan(backlog / 2);
    const { dropped } = state.get();
    const arrived = countPoints(server.blocks.flatMap(({ samples }) => samples));
    expect(arrived + dropped.full + dropped.old).toBe(measured);
    expect(dropped.full + dropped.old > 0).toBe(drops);
    expect(server.known).toEqual([]);
    expect(new Set(server.blocks.map(({ block }) => block)).size).toBe(server.blocks.length);
  },
  90_000,
);
