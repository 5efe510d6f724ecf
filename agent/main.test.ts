import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Block, block as blockSchema } from "../core/wire/block.ts";
import { formatToken } from "../core/wire/token.ts";
import { certificate, startTestServer, TOKEN_SECRET, type TestServer } from "../test/support/agent-server.ts";
import { type Child, startChild } from "../test/support/child.ts";

let data = "";
let server: TestServer;
const children: Child[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "cayda-agent-"));
  server = await startTestServer(await certificate());
  server.assignment = {
    protocol: 1,
    agent: "agent1",
    device: "pc1",
    site: { id: "site1", name: "UBND xã Hương Sơn" },
    host: { everyMs: 1_000 },
    inventory: { cron: "0 9 * * *" },
    snmp: [],
    ping: [],
  };
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop("SIGKILL");
  await server.close();
  await rm(data, { recursive: true, force: true });
});

const agent = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Child => {
  const all = [...args, "--data", data];
  const child = startChild(process.execPath, ["agent/main.ts", ...all], {
    env: { CAYDA_AGENT_FLUSH_EVERY: "1s", CAYDA_AGENT_LANGUAGE: "en", ...env },
  });
  children.push(child);
  return child;
};
const ended = async (child: Child): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.process.exitCode !== null) resolve(child.process.exitCode);
    child.process.once("exit", (code) => resolve(code));
  });
const token = () =>
  formatToken({ server: server.origin, fingerprint: server.fingerprint, secret: TOKEN_SECRET });
const until = async (condition: () => boolean, ms = 15_000): Promise<void> => {
  for (let left = ms; !condition() && left > 0; left -= 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
};
const spooled = async (): Promise<Block[]> => {
  const names = (await readdir(join(data, "spool"))).filter((name) => name.endsWith(".gz"));
  const files = await Promise.all(names.map((name) => readFile(join(data, "spool", name))));
  return files.map((body) => blockSchema.parse(JSON.parse(gunzipSync(body).toString())));
};
const entitiesOf = (blocks: readonly Block[]) =>
  new Set(blocks.flatMap(({ samples }) => samples.map(({ entity }) => entity)));

test("enrols with a token, measures, sends, and says in words how it is doing", async () => {
  const unknown = agent(["status"]);
  expect(await ended(unknown)).toBe(3);
  expect(unknown.output()).toContain("not enrolled");

  const enrolling = agent(["enrol", token()]);
  expect(await ended(enrolling)).toBe(0);
  expect(enrolling.output()).toContain("UBND xã Hương Sơn");
  expect((await stat(join(data, "identity.json"))).mode & 0o777).toBe(0o600);

  const running = agent(["run"]);
  await until(
    () => entitiesOf(server.blocks).has("host:pc1") && entitiesOf(server.blocks).has("agent:agent1"),
  );
  expect(server.blocks[0]?.agent).toBe("agent1");
  expect(server.blocks.flatMap(({ events }) => events.map(({ type }) => type))).toContain("agent_started");

  const status = agent(["status", "--lang", "vi"]);
  expect(await ended(status)).toBe(0);
  expect(status.output()).toContain("Điểm: UBND xã Hương Sơn");
  expect(status.output()).toContain("Máy thu thập: đang chạy");
  expect(status.output()).toContain("Không có vướng mắc.");

  const second = agent(["run"]);
  expect(await ended(second)).toBe(1);
  expect(second.output()).toContain("Another agent is using folder");

  const before = performance.now();
  expect(await running.stop("SIGTERM")).toBe(0);
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(running.output()).toContain('"event":"agent_stopped","clean":true');
  expect(server.known).toEqual([]);
  expect(running.output()).not.toContain("s".repeat(43));
}, 60_000);

test("polls what it was told last when the server is away at the start, and stops with its input, the last block spooled", async () => {
  expect(await ended(agent(["enrol", token()]))).toBe(0);
  const first = agent(["run", "--stdin-stop"]);
  await until(() => entitiesOf(server.blocks).has("host:pc1"));
  first.process.stdin?.end();
  expect(await ended(first)).toBe(0);
  const { origin } = server;
  await server.close();

  const second = agent(["run", "--stdin-stop"], { CAYDA_AGENT_FLUSH_EVERY: "10m" });
  await second.waitFor(/"event":"server_trouble".*ECONNREFUSED/);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  second.process.stdin?.end();
  expect(await ended(second)).toBe(0);
  expect(entitiesOf(await spooled())).toContain("host:pc1");

  const status = agent(["status"]);
  expect(await ended(status)).toBe(3);
  expect(status.output()).toMatch(/Waiting: \d+ blocks/);
  expect(status.output()).toContain(`Server ${origin} cannot be reached (ECONNREFUSED)`);
}, 60_000);

test("enrols by itself at the first start when its configuration holds a token, by file too", async () => {
  const file = join(data, "token");
  await writeFile(file, `${token()}\n`);
  const running = agent(["run"], { CAYDA_AGENT_ENROL_TOKEN_FILE: file });
  await until(() => server.blocks.length > 0);
  expect(await running.stop("SIGINT")).toBe(0);
  expect(server.requests.filter(({ path }) => path.endsWith("/enrol"))).toHaveLength(1);
  const again = agent(["run"], { CAYDA_AGENT_ENROL_TOKEN_FILE: file });
  const before = server.blocks.length;
  await until(() => server.blocks.length > before);
  await again.stop("SIGTERM");
  expect(server.requests.filter(({ path }) => path.endsWith("/enrol"))).toHaveLength(1);
}, 60_000);

test("killed ten times while it measures, it loses nothing that was in the spool and sends nothing twice as new", async () => {
  expect(await ended(agent(["enrol", token()]))).toBe(0);
  const inSpool = new Set<string>();
  server.mood = (path) => (path.endsWith("/blocks") ? { status: 503 } : undefined);
  for (let kill = 0; kill < 10; kill += 1) {
    const child = agent(["run"]);
    await child.waitFor(/"event":"agent_started"/);
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1_500));
    await child.stop("SIGKILL");
    for (const { block } of await spooled()) inSpool.add(block);
  }
  expect(inSpool.size).toBeGreaterThan(0);
  server.mood = undefined;
  const last = agent(["run"]);
  await until(() => [...inSpool].every((id) => server.blocks.some(({ block }) => block === id)), 30_000);
  await last.stop("SIGTERM");
  expect(server.known).toEqual([]);
}, 120_000);

test.each([
  [["enrol", "cayda1~cut-off"], 1, "not an enrolment token"],
  [["enrol"], 2, "Usage: cayda-agent"],
  [["dance"], 2, "Usage: cayda-agent"],
  [["run", "--colour", "red"], 2, "Unknown option '--colour'"],
  [["run", "--config", "/nowhere/agent.yaml"], 1, "the file cannot be read (ENOENT)"],
  [["run"], 1, "not enrolled"],
  [["diagnose", "127.0.0.1", "--port", "99999"], 2, "Usage: cayda-agent"],
])("the command %j ends with %i and says what is wrong", async (args, code, says) => {
  const child = agent(args);
  expect(await ended(child)).toBe(code);
  expect(child.output()).toContain(says);
});

test("a token that the server does not know, or whose certificate another server shows, enrols nobody", async () => {
  const unknown = agent(["enrol", token().replace(TOKEN_SECRET, "x".repeat(32))]);
  expect(await ended(unknown)).toBe(1);
  expect(unknown.output()).toContain("does not know this enrolment token");
  const posing = agent(["enrol", token().replace(server.fingerprint ?? "", "ab".repeat(32))]);
  expect(await ended(posing)).toBe(1);
  expect(posing.output()).toContain("does not match the token");
  expect(await readdir(data)).toEqual([]);
});
