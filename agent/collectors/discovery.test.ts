import { describe, expect, test } from "vitest";
import { HOUR } from "../../core/clock.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { foundHost } from "../../core/wire/found.ts";
import { block } from "../../core/wire/block.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { silent } from "../../test/support/log.ts";
import { localNets } from "../lan/nets.ts";
import { foundHosts, sweepFacts } from "../discovery/found.ts";
import type { SweptHost } from "../discovery/sweep.ts";
import { createDiscoveryCollector } from "./discovery.ts";

const assignment = (revision: number): Assignment => ({
  protocol: 1,
  agent: "a1",
  device: "d1",
  site: { id: "s1", name: "Trụ sở" },
  host: { everyMs: 60_000 },
  inventory: { cron: "0 9 * * *" },
  snmp: [],
  ping: [],
  discovery: {
    revision,
    ranges: [{ first: "127.0.4.1", last: "127.0.4.2" }],
    ports: [9],
    credentials: [],
    perSecond: 20,
    reverseDns: false,
    worked: [],
    spared: [],
  },
});

function setUp() {
  const clock = fakeClock();
  const tools = { clock, now: () => clock.now(), random: () => 0.5, log: silent };
  const collect = createDiscoveryCollector({
    netbiosPort: 9,
    open: () => Promise.resolve({ ok: false, fault: { code: "snmp_address", params: {} } }),
    parts: { nets: localNets({}), neighbours: () => Promise.resolve(new Map()) },
  });
  const run = async (revision: number, signal = new AbortController().signal) => {
    const [job] = collect(assignment(revision), tools);
    const over = new AbortController();
    const running = job?.run(signal).finally(() => over.abort());
    while (!over.signal.aborted) await clock.advance(100);
    return (await running)?.facts ?? [];
  };
  return { collect, tools, run, clock };
}

test("without a task there is no job", () => {
  const { collect, tools } = setUp();
  const { discovery: _, ...without } = assignment(1);
  expect(collect(without, tools)).toEqual([]);
});

test("a task is carried out once, a newer one again, and one that was cut short is not counted", async () => {
  const { run } = setUp();
  const stop = new AbortController();
  stop.abort();
  expect(await run(1, stop.signal)).toEqual([]);
  expect(await run(1)).toMatchObject([{ type: "found", device: "d1", revision: 1, scanned: 2, hosts: [] }]);
  expect(await run(1)).toEqual([]);
  expect(await run(2)).toMatchObject([{ revision: 2 }]);
});

test("a task that the server still wants after hours is carried out again: its report was lost", async () => {
  const { run, clock } = setUp();
  expect(await run(1)).toHaveLength(1);
  await clock.advance(5 * HOUR);
  expect(await run(1)).toEqual([]);
  await clock.advance(2 * HOUR);
  expect(await run(1)).toHaveLength(1);
});

test("who is spared makes no other job, everything else does; and a sweep has an end", () => {
  const { collect, tools } = setUp();
  const version = (change: object) => {
    const task = { ...assignment(1), discovery: { ...assignment(1).discovery, ...change } } as Assignment;
    return collect(task, tools)[0]?.version;
  };
  expect(version({ spared: [{ address: "127.0.4.1", credentials: [] }] })).toBe(version({}));
  expect(version({ perSecond: 5 })).not.toBe(version({}));
  const big = { ranges: [{ first: "10.0.0.0", last: "10.0.255.255" }], perSecond: 1 };
  const task = { ...assignment(1), discovery: { ...assignment(1).discovery, ...big } } as Assignment;
  expect(collect(task, tools)[0]?.timeoutMs).toBeLessThan(HOUR);
});

describe("what was found", () => {
  const swept = (last: number, change: Partial<SweptHost> = {}): SweptHost => ({
    addresses: [`10.1.2.${last}`],
    seen: ["arp"],
    refused: [],
    ...change,
  });

  test("is polled at the address where that works, and told with all of its addresses", () => {
    const snmp = { serial: "SER-0001" };
    const hosts = foundHosts([
      swept(9, { snmp, seen: ["snmp"], port: 161, credential: "c1" }),
      swept(2, { snmp, seen: ["snmp"], mac: "f4:8e:38:00:00:02" }),
    ]);
    expect(hosts).toMatchObject([
      { addresses: ["10.1.2.9", "10.1.2.2"], credential: "c1", mac: "f4:8e:38:00:00:02", seen: ["snmp"] },
    ]);
    for (const host of hosts) expect(foundHost.safeParse(host).success).toBe(true);
  });

  test("travels in parts that the server takes, one also when it is nothing", () => {
    const about = {
      device: "d1",
      revision: 1,
      startedAt: Date.UTC(2026, 10, 23) - 60_000,
      finishedAt: Date.UTC(2026, 10, 23),
      scanned: 254,
    };
    const hosts = foundHosts(Array.from({ length: 200 }, (_, at) => swept(at + 1)));
    const facts = sweepFacts(hosts, about);
    expect(
      facts.map((fact) => (fact.type === "found" ? [fact.part, fact.parts, fact.hosts.length] : [])),
    ).toEqual([
      [0, 4, 64],
      [1, 4, 64],
      [2, 4, 64],
      [3, 4, 8],
    ]);
    const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    const made = {
      protocol: 1,
      agent: "a1",
      block: id,
      madeAt: about.finishedAt,
      samples: [],
      events: [],
      facts,
    };
    expect(block.safeParse(made).success).toBe(true);
    expect(sweepFacts([], about)).toMatchObject([{ part: 0, parts: 1, hosts: [] }]);
  });
});
