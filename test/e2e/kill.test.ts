import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Assignment } from "../../core/wire/assignment.ts";
import { countPoints, type Block, type SampleColumns } from "../../core/wire/block.ts";
import { parseToken, formatToken } from "../../core/wire/token.ts";
import type { Overview } from "../../core/wire/views.ts";
import { freePort, startChild } from "../support/child.ts";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { makeSwitch } from "../fakes/snmp-device/switch.ts";
import { realClock } from "../support/real-clock.ts";
import { auditStore } from "./support/audit.ts";
import { startCayda } from "./support/cayda.ts";
import { until, type Client } from "./support/client.ts";
import { startLoadAgent, type LoadAgent } from "./support/load-agent.ts";

const KILLS = 10;
const AGENTS = 4;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const firstSite = async (client: Client) =>
  (await client.get<Overview>("/api/overview")).units.flatMap((unit) => unit.sites)[0]?.id ?? "";
const newToken = async (client: Client, uses: number) =>
  (await client.post<{ token: string }>(`/api/sites/${await firstSite(client)}/tokens`, { uses })).token;

/** One agent's stream of blocks: 20 entities × 5 fields, a new second each time. */
async function produce(agent: LoadAgent, stopping: () => boolean, start: number): Promise<void> {
  for (let second = 0; !stopping(); second += 1) {
    const at = [start + second * 1_000];
    const samples = Array.from({ length: 20 }, (_, port): SampleColumns => {
      const fields = {
        in_octets: [second * 1_000 + port],
        out_octets: [second / 3],
        in_errors: [port === 3 ? null : second],
        speed: [1e9],
        oper_status: [1 + (second % 2)],
      };
      return { entity: `port:${agent.identity.device}/p${port}`, at, fields };
    });
    await agent.put(samples);
    await sleep(10);
  }
}

test(`the server killed ${KILLS} times under load loses and doubles nothing, and is back within two seconds`, async () => {
  const ports = { http: await freePort(), https: await freePort() };
  let cayda = await startCayda({ ports, localAgent: false });
  const { dataDir } = cayda;
  const token = await newToken(cayda.client, AGENTS);
  const agents = await Promise.all(Array.from({ length: AGENTS }, () => startLoadAgent({ token })));
  let stop = false;
  // Two hours back: whole hours are flushed to chunks while the kills go on.
  const start = Date.now() - 2 * 3_600_000;
  const producing = Promise.all(agents.map((agent) => produce(agent, () => stop, start)));
  for (const agent of agents) agent.send();
  const reopened: number[] = [];
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(300 + Math.random() * 1_500);
      await cayda.child.stop("SIGKILL");
      cayda = await startCayda({ ports, dataDir, localAgent: false, setUp: false });
      reopened.push(Math.round(cayda.readyAfterMs));
    }
    stop = true;
    await producing;
    await until(
      "the spools are empty",
      async () => agents.map(({ spool }) => spool.figures().blocks),
      (blocks) => blocks.every((n) => n === 0),
      120,
    );
    await cayda.child.stop();
    const spooled = agents.reduce((sum, agent) => sum + agent.points(), 0);
    const audit = await auditStore(
      dataDir,
      agents.map((agent) => agent.spooled),
    );
    process.stdout.write(
      `server kill -9 × ${KILLS}: ${spooled} points spooled, ${JSON.stringify(audit)}; ready after ${reopened.join(", ")} ms\n`,
    );
    expect(spooled).toBeGreaterThan(20_000);
    expect(audit).toEqual({ kept: spooled, missing: 0, wrong: 0, invented: 0, taken: spooled });
    // The start of the process, its modules and the recovery of the store.
    expect(Math.max(...reopened)).toBeLessThan(2_000);
  } finally {
    stop = true;
    await Promise.all(agents.map((agent) => agent.close()));
    await cayda.close();
  }
});

/**
 * Stands between agent and server: shortens the assignment's intervals, keeps a copy of every block that passes, and is
 * down for blocks when `down` says so, so that they gather in the spool.
 */
async function startProxy(target: string, blocks: Map<string, Block>, down: () => boolean) {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (request.url?.endsWith("/blocks") === true && down()) {
        response.destroy();
        return;
      }
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(
          ([name]) => !["host", "connection", "content-length", "if-none-match"].includes(name),
        ),
      );
      const answer = await fetch(target + (request.url ?? ""), {
        method: request.method ?? "GET",
        headers: headers as Record<string, string>,
        ...(body.length > 0 ? { body } : {}),
      });
      let text = await answer.text();
      if (request.url?.endsWith("/assignment") === true && answer.ok) {
        const assignment = JSON.parse(text) as Assignment;
        text = JSON.stringify({
          ...assignment,
          host: { everyMs: 1_000 },
          snmp: assignment.snmp.map((one) => ({ ...one, everyMs: 1_000 })),
          ping: assignment.ping.map((one) => ({ ...one, everyMs: 1_000 })),
        });
      }
      if (request.url?.endsWith("/blocks") === true && answer.ok) {
        const block = JSON.parse(gunzipSync(body).toString("utf8")) as Block;
        blocks.set(block.block, block);
      }
      response.writeHead(answer.status, {
        "content-type": "application/json",
        "cayda-time": answer.headers.get("cayda-time") ?? "",
      });
      response.end(text);
    })().catch(() => response.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test(`the agent killed ${KILLS} times while it measures: every block that it had spooled arrives exactly once`, async () => {
  const cayda = await startCayda({ localAgent: false });
  const clock = realClock;
  const { tree, machine } = makeSwitch({ clock, ports: 28 });
  const fakes = await startSnmpDevices({ clock, devices: [{ community: "public", tree, machine }] });
  const arrived = new Map<string, Block>();
  let down = false;
  const proxy = await startProxy(cayda.url, arrived, () => down);
  const dataDir = await mkdtemp(join(tmpdir(), "cayda-kill-"));
  const spool = join(dataDir, "spool");
  const site = await firstSite(cayda.client);
  await cayda.client.post(`/api/sites/${site}/devices`, {
    address: fakes.device.address,
    port: fakes.device.port,
    credential: { version: "2c", community: "public" },
  });
  const token = parseToken(await newToken(cayda.client, 1));
  if (token === undefined) throw new Error("no token");
  const start = () =>
    startChild(process.execPath, ["agent/main.ts", "run", "--data", dataDir], {
      env: {
        CAYDA_AGENT_ENROL_TOKEN: formatToken({ ...token, server: proxy.url, fingerprint: undefined }),
        CAYDA_AGENT_FLUSH_EVERY: "1s",
      },
    });
  const seen = new Map<string, Block>();
  const look = () => {
    const before = seen.size;
    for (const name of readdirSync(spool).filter((file) => file.endsWith(".gz"))) {
      const block = JSON.parse(gunzipSync(readFileSync(join(spool, name))).toString("utf8")) as Block;
      seen.set(block.block, block);
    }
    return seen.size - before;
  };
  /** A life that ends before its first block tells nothing, and how soon that comes is the machine's affair. */
  const oneMore = () =>
    until(
      "a new block in the spool",
      async () => look(),
      (more) => more > 0,
      60,
    );
  let agent = start();
  try {
    await until(
      "the first block",
      async () => arrived.size,
      (size) => size > 0,
      30,
    );
    for (let kill = 0; kill < KILLS; kill += 1) {
      down = kill % 2 === 0;
      // With the server away, the end comes while blocks pile up; with it there, at any moment, start included.
      if (down) await oneMore();
      await sleep(Math.random() * (down ? 2_000 : 3_500));
      await agent.stop("SIGKILL");
      look();
      agent = start();
    }
    down = true;
    await oneMore();
    await agent.stop();
    look();
    down = false;
    // Once more, to send what is left.
    agent = start();
    await until(
      "all that was seen in the spool arrives",
      async () => [...seen.keys()].filter((id) => !arrived.has(id)),
      (left) => left.length === 0,
      60,
    );
    await agent.stop();
    look();
    const left = readdirSync(spool).filter((file) => file.endsWith(".gz")).length;
    await cayda.child.stop();
    const all = [...arrived.values()];
    const audit = await auditStore(cayda.dataDir, [spooledOf(all)]);
    const points = all.reduce((sum, block) => sum + countPoints(block.samples), 0);
    process.stdout.write(
      `agent kill -9 × ${KILLS}: ${seen.size} blocks seen in the spool, ${arrived.size} arrived (${points} points), ${left} left over; ${JSON.stringify(audit)}\n`,
    );
    expect(seen.size).toBeGreaterThan(KILLS / 2);
    expect(audit).toEqual({ kept: points, missing: 0, wrong: 0, invented: 0, taken: points });
    expect(readdirSync(join(spool, "parked"))).toEqual([]);
  } finally {
    await agent.stop();
    proxy.close();
    await fakes.close();
    await cayda.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

function spooledOf(blocks: readonly Block[]): LoadAgent["spooled"] {
  const spooled: LoadAgent["spooled"] = new Map();
  for (const { entity, at, fields } of blocks.flatMap(({ samples }) => samples)) {
    const times = spooled.get(entity) ?? new Map<number, Record<string, number | null>>();
    spooled.set(entity, times);
    for (const [i, time] of at.entries()) {
      times.set(time, {
        ...times.get(time),
        ...Object.fromEntries(Object.entries(fields).map(([name, column]) => [name, column[i] ?? null])),
      });
    }
  }
  return spooled;
}
