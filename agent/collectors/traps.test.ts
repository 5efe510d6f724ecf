import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import type { Assignment, SnmpCredential } from "../../core/wire/assignment.ts";
import type { BlockEvent } from "../../core/wire/block.ts";
import { AUTH_NAMES, EVERY_USER, freeUdpPort, PRIV_NAMES } from "../../test/support/snmpd.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { communityTlv } from "../snmp/codec/message.ts";
import { PDU, pduTlv } from "../snmp/codec/pdu.ts";
import type { AgentLog } from "./collector.ts";
import { createTrapCollector } from "./traps.ts";

const SNMPTRAP = "/usr/bin/snmptrap";
const hasTools = existsSync(SNMPTRAP);
if (!hasTools) process.stderr.write("SKIPPED: Net-SNMP's programs (Debian: snmp) are not installed\n");

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const PUBLIC = { version: "2c", community: "xa" } as const;

function assigned(port: number, credentials: readonly SnmpCredential[], address = "127.0.0.1"): Assignment {
  return {
    protocol: 1,
    agent: "a1",
    device: "d1",
    site: { id: "s1", name: "Hương Sơn" },
    host: { everyMs: 60_000 },
    inventory: { cron: "0 9 * * *" },
    snmp: credentials.map((credential, at) => ({
      device: `sw${at + 1}`,
      address,
      port: 161,
      everyMs: 60_000,
      credential,
    })),
    ping: [],
    traps: { port },
  };
}

async function collecting(credentials: readonly SnmpCredential[], address?: string) {
  const port = await freeUdpPort();
  const logged: [string, Record<string, unknown> | undefined][] = [];
  const line = (event: string, fields?: Record<string, unknown>) => void logged.push([event, fields]);
  const log: AgentLog = { info: line, warn: line, error: line };
  const collector = createTrapCollector({
    nextBoots: async () => 7,
    host: "127.0.0.1",
    resolve: async () => "127.0.0.1",
  });
  const tools = { clock: realClock, now: () => realClock.now(), random: () => 0.5, log };
  const [job] = collector(assigned(port, credentials, address), tools);
  if (job === undefined) throw new Error("no job");
  closing.push(() => job.close?.());
  const run = async () => (await job.run(new AbortController().signal)).events;
  expect(await run()).toEqual([]);
  return { port, job, run, logged, collector, tools };
}

/** What the job hands over once something came, within two seconds. */
async function events(run: () => Promise<readonly BlockEvent[]>): Promise<readonly BlockEvent[]> {
  for (let turn = 0; turn < 100; turn += 1) {
    const found = await run();
    if (found.length > 0) return found;
    await realClock.sleep(20);
  }
  return [];
}

describe.skipIf(!hasTools)(
  "what Net-SNMP's programs send" + (hasTools ? "" : " (SKIPPED: not installed)"),
  () => {
    const tool = async (...args: string[]) => {
      const home = await mkdtemp(join(tmpdir(), "cayda-traps-"));
      closing.push(() => rm(home, { recursive: true, force: true }));
      const env = { ...process.env, MIBS: "", SNMP_PERSISTENT_DIR: home, SNMPCONFPATH: home };
      await promisify(execFile)(SNMPTRAP, args, { env, timeout: 15_000 });
    };
    const LINK_DOWN = ["", "1.3.6.1.6.3.1.1.5.3"];
    const PORT = ["1.3.6.1.2.1.2.2.1.1.7", "i", "7", "1.3.6.1.2.1.31.1.1.1.1.7", "s", "Gi0/7"];
    const down = { type: "trap", device: "sw1", kind: "linkDown", ifIndex: 7, port: "Gi0/7" };

    test("a trap of version 1", async () => {
      const { port, run } = await collecting([PUBLIC]);
      await tool(
        "-v1",
        "-c",
        "xa",
        `127.0.0.1:${port}`,
        "1.3.6.1.4.1.32473",
        "127.0.0.1",
        "2",
        "0",
        "",
        ...PORT,
      );
      expect(await events(run)).toMatchObject([down]);
    });

    test("a trap and an inform of version 2c; the inform is acknowledged, or the program would fail", async () => {
      const { port, run } = await collecting([PUBLIC], "sw-1.test");
      await tool("-v2c", "-c", "xa", `127.0.0.1:${port}`, ...LINK_DOWN, ...PORT);
      expect(await events(run)).toMatchObject([down]);
      await tool("-v2c", "-Ci", "-r0", "-t3", "-c", "xa", `127.0.0.1:${port}`, ...LINK_DOWN, ...PORT);
      expect(await events(run)).toMatchObject([down]);
    });

    const users = EVERY_USER.filter(
      ({ auth, priv }) => auth.protocol === "sha" || (priv?.protocol ?? "aes") === "aes",
    );
    test.each(users.map((user) => [user.user, user] as const))(
      "of version 3 by %s",
      async (_, { user, auth, priv }) => {
        const { port, run } = await collecting([{ version: "3", user, auth, ...(priv && { priv }) }]);
        const secret = priv && ["-x", PRIV_NAMES[priv.protocol], "-X", priv.password];
        const level = ["-l", priv === undefined ? "authNoPriv" : "authPriv"];
        const who = [
          "-v3",
          "-u",
          user,
          "-a",
          AUTH_NAMES[auth.protocol],
          "-A",
          auth.password,
          ...level,
          ...(secret ?? []),
        ];
        const at = `127.0.0.1:${port}`;
        await tool(...who, "-e", "0x80007ed90501020304", at, ...LINK_DOWN, ...PORT);
        expect(await events(run)).toMatchObject([down]);
        await tool(...who, "-Ci", "-r0", "-t3", at, ...LINK_DOWN, ...PORT);
        expect(await events(run)).toMatchObject([down]);
        const wrong = who.map((word) => (word === auth.password ? "wrong-password" : word));
        await expect(tool(...wrong, "-Ci", "-r0", "-t1", at, ...LINK_DOWN)).rejects.toThrow(
          /password|Authentication/i,
        );
        expect(await run()).toEqual([]);
      },
    );
  },
);

test("a flood of 10,000 is bounded, counted to the last one, and costs no memory", async () => {
  const { port, run, logged } = await collecting([PUBLIC]);
  const socket = createSocket("udp4");
  closing.push(() => socket.close());
  const trap = communityTlv(
    1,
    Buffer.from("xa"),
    pduTlv({
      type: PDU.trapV2,
      requestId: 1,
      status: 0,
      index: 0,
      varbinds: [{ oid: "1.3.6.1.6.3.1.1.4.1.0", type: "oid", value: "1.3.6.1.6.3.1.1.5.3" }],
    }),
  );
  const kinds = [
    trap,
    trap.subarray(0, 20),
    communityTlv(1, Buffer.from("no"), Buffer.of(0xa7, 0)),
    Buffer.of(0x30, 3, 1, 2, 3),
  ];
  const before = process.memoryUsage().heapUsed;
  for (let sent = 0; sent < 10_000; sent += 50) {
    for (let at = 0; at < 50; at += 1) socket.send(kinds[at % kinds.length] ?? trap, port, "127.0.0.1");
    // The receiver shares our event loop: give it its turn, so that the kernel drops nothing and the sum can be right.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await realClock.sleep(100);
  const told = await run();
  const taken = told.filter(({ type }) => type === "trap").length;
  expect(taken).toBeGreaterThanOrEqual(50);
  expect(taken).toBeLessThanOrEqual(110);
  const [, drops] = logged.find(([event]) => event === "traps_dropped") ?? [];
  const { malformed, refused, limited } = drops as Record<string, number>;
  expect({ malformed: (malformed ?? 0) + (refused ?? 0) + (limited ?? 0) + taken }).toEqual({
    malformed: 10_000,
  });
  expect(refused).toBe(200 * 12);
  expect(told.at(-1)).toMatchObject({ type: "traps_dropped", count: limited });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
});

test("a port that is taken is said once, and listened to when it is free", async () => {
  const port = await freeUdpPort();
  const other = createSocket("udp4");
  await new Promise<void>((resolve) => other.bind(port, "127.0.0.1", resolve));
  const logged: string[] = [];
  const line = (event: string) => void logged.push(event);
  const tools = {
    clock: realClock,
    now: () => realClock.now(),
    random: () => 0.5,
    log: { info: line, warn: line, error: line },
  };
  const [job] = createTrapCollector({ nextBoots: async () => 1, host: "127.0.0.1" })(
    assigned(port, [PUBLIC]),
    tools,
  );
  closing.push(() => job?.close?.());
  const run = () => job?.run(new AbortController().signal);
  await run();
  await run();
  expect(logged).toEqual(["traps_unavailable"]);
  await new Promise<void>((resolve) => other.close(resolve));
  await run();
  expect(logged).toEqual(["traps_unavailable", "traps_listening"]);
});

test("without a port, or without devices, nothing listens; the engine starts once, whatever is assigned", async () => {
  let boots = 0;
  const nextBoots = async () => (boots += 1);
  const collector = createTrapCollector({ nextBoots, host: "127.0.0.1" });
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const tools = { clock: realClock, now: () => realClock.now(), random: () => 0.5, log };
  const { traps: _, ...without } = assigned(162, [PUBLIC]);
  expect(collector(without, tools)).toEqual([]);
  expect(collector(assigned(162, []), tools)).toEqual([]);
  expect(boots).toBe(0);
  const [first] = collector(assigned(162, [PUBLIC]), tools);
  const [second] = collector(assigned(162, [{ ...PUBLIC, community: "other" }]), tools);
  expect(first?.id).toBe(second?.id);
  expect(first?.version).not.toBe(second?.version);
  expect(boots).toBe(1);
});
