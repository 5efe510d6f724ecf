import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY, MINUTE, type Clock } from "../../core/clock.ts";
import { block } from "../../core/wire/block.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { fakeClock, type FakeClock } from "../../test/support/fake-clock.ts";
import { systemFiles, MAX_FILE_BYTES, type Files } from "../host/files.ts";
import { BROKEN, card, CONTAINER, DESKTOP, LAPTOP, treeFiles, type Tree } from "../host/fixtures/trees.ts";
import { linuxSource } from "../host/linux-source.ts";
import { portableSource } from "../host/portable.ts";
import type { HostSource } from "../host/source.ts";
import type { Job, Reading, Tools } from "./collector.ts";
import { createHostCollector, hostCollector } from "./host.ts";

const DEVICE = "pc-1";
const assignment: Assignment = {
  protocol: 1,
  agent: "agent-1",
  device: DEVICE,
  site: { id: "s", name: "Hương Sơn" },
  host: { everyMs: MINUTE },
  inventory: { cron: "0 9 * * *" },
  snmp: [],
  ping: [],
};
const never = new AbortController().signal;
const log: Tools["log"] = { info: () => undefined, warn: () => undefined, error: () => undefined };

function jobOf(source: (clock: Clock) => HostSource, clock: Clock): Job {
  const [job] = createHostCollector(source)(assignment, {
    clock,
    now: () => clock.now(),
    random: () => 0.5,
    log,
  });
  if (job === undefined) throw new Error("the collector has no job");
  return job;
}
const valuesOf = (reading: Reading, entity: string) =>
  reading.samples.find((sample) => sample.entity === entity)?.values;
const entities = (reading: Reading) => reading.samples.map(({ entity }) => entity);

/** A PC whose tree can be changed between two runs. */
function pc(tree: Tree, clock: FakeClock = fakeClock()) {
  const size = { total: 100, used: 40 };
  const state = { tree };
  const files: Files = {
    read: (path) => treeFiles(state.tree).read(path),
    list: (directory) => treeFiles(state.tree).list(directory),
    size: (path) =>
      treeFiles(
        {},
        { "/": size, "/boot/efi": size, "/srv/good": size, "/mnt/dead1": "hang", "/mnt/dead2": "hang" },
      ).size(path),
  };
  const job = jobOf(() => linuxSource(files), clock);
  return { state, clock, run: (signal: AbortSignal) => job.run(signal) };
}

/** Puts a reading into a block and through the wire's own check, as the agent will. */
function expectSendable(reading: Reading): void {
  const samples = reading.samples.map(({ entity, at, values }) => ({
    entity,
    at: [at],
    fields: Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, [value]]),
    ),
  }));
  const { events, facts } = reading;
  const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const text = JSON.stringify({
    protocol: 1,
    agent: "a",
    block: id,
    madeAt: Date.UTC(2026, 10, 23),
    samples,
    events,
    facts,
  });
  expect(block.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
}

describe("the host job", () => {
  test("reads the PC, its cards and its volumes; processor load needs a run before", async () => {
    const { run, state, clock } = pc(DESKTOP);
    const first = await run(never);
    expect(entities(first)).toEqual([
      "host:pc-1",
      "port:pc-1/enp3s0",
      "volume:pc-1//",
      "volume:pc-1//boot/efi",
    ]);
    expect(valuesOf(first, "host:pc-1")?.["cpu"]).toBeUndefined();
    expect(valuesOf(first, "volume:pc-1//")).toEqual({ total: 100, used: 40 });
    expectSendable(first);

    state.tree = { ...DESKTOP, "/proc/stat": "cpu  1500 50 500 8300 600 10 40 0 0 0\n" };
    await clock.advance(MINUTE);
    expect(valuesOf(await run(never), "host:pc-1")?.["cpu"]).toBe(50);
  });

  test.each([
    ["container", CONTAINER],
    ["laptop", LAPTOP],
    ["PC in trouble", BROKEN],
  ])("what it says of a %s may be sent", async (_, tree) => {
    const { run, clock } = pc(tree);
    const answer = run(never);
    await clock.advance(10_000);
    expectSendable(await answer);
  });

  test("dead disks cost their time limits; everything else of the PC is read", async () => {
    const { run, clock } = pc(BROKEN);
    const answer = run(never);
    await clock.advance(2_000);
    expect(entities(await answer)).toEqual(["host:pc-1", "port:pc-1/lo", "volume:pc-1//"]);
    // The two dead ones are not asked again, and no further disk is risked.
    expect(entities(await run(never))).toEqual(["host:pc-1", "port:pc-1/lo"]);
  });

  test("the counters' beginning is one number although uptime and clock are read with jitter", async () => {
    const { run, state, clock } = pc(DESKTOP);
    const since = async () => valuesOf(await run(never), "port:pc-1/enp3s0")?.["counters_since"];
    const first = await since();
    expect(first).toBe(Math.round(clock.now() / 1_000 - 86_400.25));
    for (const jitter of [-20, 12, 29, -29, 0]) {
      state.tree = { ...DESKTOP, "/proc/uptime": `${86_400.25 + jitter} 1.0\n` };
      expect(await since()).toBe(first);
    }
    // Without uptime it is remembered; after a restart it is another one.
    state.tree = { ...DESKTOP, "/proc/uptime": "" };
    expect(await since()).toBe(first);
    state.tree = { ...DESKTOP, "/proc/uptime": "60.00 1.0\n" };
    expect(await since()).toBe(Math.round(clock.now() / 1_000 - 60));
  });

  test("a cable that is pulled and put back is two events", async () => {
    const { run, state, clock } = pc(DESKTOP);
    expect((await run(never)).events).toEqual([]);
    state.tree = {
      ...DESKTOP,
      ...card("enp3s0", { operstate: "down", carrier: "0", carrier_changes: "10" }),
    };
    await clock.advance(MINUTE);
    const entity = "port:pc-1/enp3s0";
    const pulled = await run(never);
    expect(pulled.events).toEqual([{ type: "port_changed", at: clock.now(), entity, from: 1, to: 2 }]);
    expect(valuesOf(pulled, entity)?.["link_changes"]).toBe(10);
    expectSendable(pulled);
    expect((await run(never)).events).toEqual([]);
    state.tree = DESKTOP;
    expect((await run(never)).events).toMatchObject([{ from: 2, to: 1 }]);
  });

  test("a status that could not be read once is no event", async () => {
    const { run, state } = pc(DESKTOP);
    await run(never);
    state.tree = { ...DESKTOP, ...card("enp3s0", { operstate: "?" }) };
    expect((await run(never)).events).toEqual([]);
    state.tree = DESKTOP;
    expect((await run(never)).events).toEqual([]);
  });

  test("the cards are described at the start, when one comes or goes, and once a day", async () => {
    const { run, state, clock } = pc(DESKTOP);
    const described = async () => {
      const { facts } = await run(never);
      return facts.map((fact) => (fact.type === "ports" ? fact.ports.map(({ part }) => part) : fact.type));
    };
    expect(await described()).toEqual([["enp3s0"]]);
    expect(await described()).toEqual([]);
    const line = " usb0: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n";
    const withUsb = {
      ...DESKTOP,
      ...card("usb0", { type: "1", "device/uevent": "DRIVER=r8152" }),
      "/proc/self/net/dev": `${DESKTOP["/proc/self/net/dev"]}${line}`,
    };
    state.tree = withUsb;
    expect(await described()).toEqual([["enp3s0", "usb0"]]);
    state.tree = { ...withUsb, ...card("usb0", { address: "00:e0:4c:00:00:01" }) };
    await clock.advance(DAY - 1);
    expect(await described()).toEqual([]);
    await clock.advance(1);
    expect(await described()).toEqual([["enp3s0", "usb0"]]);
  });

  test("the same assignment gives the same job, another interval another version", () => {
    const tools = { clock: fakeClock(), now: () => 0, random: () => 0, log };
    const [one] = hostCollector(assignment, tools);
    const [same] = hostCollector({ ...assignment, snmp: [] }, tools);
    const [other] = hostCollector({ ...assignment, host: { everyMs: 5 * MINUTE } }, tools);
    expect([one?.id, one?.version, one?.when]).toEqual([same?.id, same?.version, { everyMs: MINUTE }]);
    expect(other?.version).not.toBe(one?.version);
  });
});

describe("this machine", () => {
  const clock: Clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      }),
  };
  const tools = { clock, now: () => Date.now(), random: () => 0.5, log };

  test("is read plausibly and sendably", async () => {
    const [job] = hostCollector(assignment, tools);
    if (job === undefined) throw new Error("the collector has no job");
    await job.run(never);
    // Work for the processor to be seen with; a tick of the kernel is 10 ms.
    for (const until = performance.now() + 60; performance.now() < until;) Math.sqrt(until);
    const reading = await job.run(never);
    expectSendable(reading);
    const host = valuesOf(reading, "host:pc-1");
    const total = host?.["memory_total"] ?? 0;
    expect(Math.abs(total - os.totalmem()) / os.totalmem()).toBeLessThan(0.01);
    expect(host?.["uptime"]).toBeCloseTo(os.uptime(), -1);
    expect(host?.["cpu"]).toBeGreaterThan(0);
    expect(host?.["cpu"]).toBeLessThanOrEqual(100);
    if (process.platform === "linux") {
      const volume = valuesOf(reading, "volume:pc-1//");
      expect(volume?.["total"]).toBeGreaterThan(volume?.["used"] ?? Infinity);
      expect(entities(reading).some((entity) => entity.startsWith("port:pc-1/"))).toBe(true);
    }
  });

  test("a run costs at most 3 ms of processor time", async () => {
    const [job] = hostCollector(assignment, tools);
    if (job === undefined) throw new Error("the collector has no job");
    for (let run = 0; run < 30; run += 1) await job.run(never);
    const runs = 100;
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run += 1) await job.run(never);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / runs / 1_000).toBeLessThan(3);
  });

  test("the portable readings, as Windows would give them, are plausible here too", async () => {
    const source = portableSource(os, "win32", systemFiles(), () => performance.now());
    const reading = await jobOf(() => source, clock).run(never);
    expectSendable(reading);
    expect(valuesOf(reading, "host:pc-1")?.["memory_total"]).toBe(os.totalmem());
  });

  test.skipIf(!existsSync("/proc/self/stat"))(
    "files: missing, a folder, too large and /proc are all survived",
    async () => {
      const folder = mkdtempSync(join(os.tmpdir(), "cayda-files-"));
      try {
        const files = systemFiles();
        writeFileSync(join(folder, "huge"), Buffer.alloc(MAX_FILE_BYTES + 1));
        writeFileSync(join(folder, "large"), "đ".repeat(100_000));
        expect(files.read(join(folder, "huge"))).toBeUndefined();
        expect(files.read(join(folder, "large"))).toBe("đ".repeat(100_000));
        expect(files.read(join(folder, "missing"))).toBeUndefined();
        expect(files.read(folder)).toBeUndefined();
        expect(files.read("/proc/self/mem")).toBeUndefined();
        expect(files.list(join(folder, "missing"))).toEqual([]);
        expect(await files.size(join(folder, "missing"))).toBeUndefined();
        expect(files.read("/proc/self/mountinfo")).toContain(" - ");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

/** Only root may make network namespaces. */
function canMakeNamespaces(): boolean {
  try {
    execFileSync("ip", ["netns", "list"], { stdio: "ignore" });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

describe.skipIf(!canMakeNamespaces())("in a network namespace with a real cable (veth)", () => {
  const namespace = `cayda-host-${process.pid}`;
  let folder = "";
  const ip = (...args: string[]) => execFileSync("ip", args, { stdio: "pipe" });
  beforeAll(() => {
    folder = mkdtempSync(join(os.tmpdir(), "cayda-host-"));
    ip("netns", "add", namespace);
    ip("-n", namespace, "link", "add", "lan0", "type", "veth", "peer", "name", "far0");
    ip("-n", namespace, "link", "set", "lan0", "up");
    ip("-n", namespace, "link", "set", "far0", "up");
  });
  afterAll(() => {
    ip("netns", "delete", namespace);
    rmSync(folder, { recursive: true });
  });

  test("the far end going down is seen as a status, an event and a link change", () => {
    const script = join(folder, "watch.mts");
    writeFileSync(
      script,
      `import { execFileSync } from "node:child_process";
import { hostCollector } from ${JSON.stringify(join(import.meta.dirname, "host.ts"))};
const clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: () => new Promise(() => undefined) };
const log = { info() {}, warn() {}, error() {} };
const [job] = hostCollector(${JSON.stringify(assignment)}, { clock, now: clock.now, random: Math.random, log });
const readings = [await job.run(new AbortController().signal)];
execFileSync("ip", ["link", "set", "far0", "down"]);
readings.push(await job.run(new AbortController().signal));
process.stdout.write(JSON.stringify(readings));
`,
    );
    const output = execFileSync("ip", ["netns", "exec", namespace, process.execPath, script], {
      encoding: "utf8",
    });
    const [before, after] = JSON.parse(output) as [Reading, Reading];
    const [up, down] = [valuesOf(before, "port:pc-1/lan0"), valuesOf(after, "port:pc-1/lan0")];
    expect(up).toMatchObject({ admin_status: 1, oper_status: 1, speed: 1e10, duplex: 3 });
    expect(down).toMatchObject({
      admin_status: 1,
      oper_status: 7,
      link_changes: (up?.["link_changes"] ?? NaN) + 1,
    });
    expect(down?.["speed"]).toBeUndefined();
    expect(after.events).toContainEqual(
      expect.objectContaining({ entity: "port:pc-1/lan0", from: 1, to: 7 }),
    );
    // The namespace has a loopback too, and it is not the only card.
    expect(entities(before).filter((entity) => entity.startsWith("port:"))).toEqual([
      "port:pc-1/far0",
      "port:pc-1/lan0",
    ]);
  });
});
