import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BlockEvent } from "../../core/wire/block.ts";
import type { Overview } from "../../core/wire/views.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { registryTarget } from "../../server/registry-target.ts";
import { openRegistry } from "../../server/stores/registry/registry.ts";
import { startScriptedHttp } from "../fakes/scripted-http.ts";
import { freePort, startChild, type Child } from "../support/child.ts";
import { startInfluxd } from "../support/influxd.ts";
import { silent } from "../support/log.ts";
import { NO_POSTGRES, postgresPrograms, startPostgres, type Postgres } from "../support/postgres.ts";
import { realClock } from "../support/real-clock.ts";
import { SERVER_FLAGS } from "../support/server-flags.ts";
import { startCayda } from "./support/cayda.ts";
import { until, type Client } from "./support/client.ts";
import { hasProgram, influxql } from "./support/influx.ts";
import { startLoadAgent, type LoadAgent } from "./support/load-agent.ts";

const newId = () => uuidv7(realClock.now(), (bytes) => crypto.getRandomValues(bytes));
let postgres: Postgres;

/** Servers as processes of their own on one registry in PostgreSQL. */
describe.skipIf(postgresPrograms === undefined)(`several servers (else: ${NO_POSTGRES})`, () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.close());

  test("one is killed: the other one takes its place within seconds, and agents and people go on with it", async () => {
    const database = await postgres.makeDatabase();
    const env = { CAYDA_REGISTRY: postgres.url(database) };
    const ports = { http: await freePort(), https: await freePort() };
    const first = await startCayda({ ports, localAgent: false, env });
    const standbyDir = mkdtempSync(join(tmpdir(), "cayda-standby-"));
    const agent = await startLoadAgent({ token: await newToken(first.client) });
    let standby: Child | undefined;
    try {
      await agent.put([], [started(realClock.now())]);
      agent.send();
      await emptied(agent);
      // What secrets are sealed with, sessions signed, and the certificate that agents trust.
      for (const name of ["registry", "tls"])
        cpSync(join(first.dataDir, name), join(standbyDir, name), { recursive: true });
      standby = startServer({ ...env, CAYDA_DATA_DIR: standbyDir }, ports);
      await standby.waitFor(/registry_waiting/);
      expect(await fetch(`${first.url}/readyz`).then(({ status }) => status)).toBe(200);
      const killed = performance.now();
      await first.child.stop("SIGKILL");
      await agent.put([], [started(realClock.now())]);
      await until(
        "the other one is ready",
        () => fetch(`${first.url}/readyz`),
        ({ ok }) => ok,
        20,
      );
      const seconds = (performance.now() - killed) / 1_000;
      process.stdout.write(`took over after ${seconds.toFixed(1)} s\n`);
      expect(seconds).toBeLessThan(10);
      // The same session, the same agent.
      expect((await first.client.get<Overview>("/api/overview")).units).toHaveLength(1);
      await emptied(agent);
      expect(await events(database)).toBe(2);
    } finally {
      await agent.close();
      await standby?.stop();
      await first.close();
      rmSync(standbyDir, { recursive: true, force: true });
    }
  });

  test("one that waits without the keys of the first says so while there is time to mend it", async () => {
    const env = { CAYDA_REGISTRY: postgres.url(await postgres.makeDatabase()) };
    const first = await startCayda({ localAgent: false, env });
    const standbyDir = mkdtempSync(join(tmpdir(), "cayda-standby-"));
    let standby: Child | undefined;
    try {
      const { units } = await first.client.get<Overview>("/api/overview");
      const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
      const credential = { version: "2c", community: "bi-mat" };
      await first.client.post(`/api/sites/${site}/devices`, { address: "127.0.0.9", credential });
      standby = startServer({ ...env, CAYDA_DATA_DIR: standbyDir }, { http: 0, https: 0 });
      await standby.waitFor(/standby_incomplete/);
      await standby.waitFor(/Chép lại tệp đó/);
    } finally {
      await standby?.stop();
      await first.close();
      rmSync(standbyDir, { recursive: true, force: true });
    }
  });

  test.skipIf(!hasProgram("influxd", "what a killed server left for InfluxDB"))(
    "what a server acknowledged before it was killed reaches InfluxDB while it waits for its turn",
    async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const influxd = await startInfluxd();
      const env = { CAYDA_REGISTRY: url, CAYDA_STORE_KIND: "influx", CAYDA_INFLUX_URL: influxd.url };
      const first = await startCayda({ localAgent: false, env });
      const otherDir = mkdtempSync(join(tmpdir(), "cayda-other-"));
      const agent = await startLoadAgent({ token: await newToken(first.client) });
      let again: Child | undefined;
      try {
        await influxql(influxd.url, "CREATE DATABASE cayda");
        await influxd.kill();
        const entity = `host:${agent.identity.device}`;
        await agent.put([{ entity, at: [realClock.now() - 60_000], fields: { cpu: [13.25] } }]);
        agent.send();
        await emptied(agent);
        await first.child.stop("SIGKILL");
        cpSync(join(first.dataDir, "registry"), otherDir, { recursive: true });
        const { registry } = await openRegistry(otherDir, {
          clock: realClock,
          newId,
          log: silent,
          postgres: registryTarget({ url }),
          waiting: () => {},
        });
        await influxd.start();
        again = startServer({ ...env, CAYDA_DATA_DIR: first.dataDir }, { http: 0, https: 0 });
        await again.waitFor(/registry_waiting/);
        const stored = () => influxql(influxd.url, "SELECT * FROM /.*/", "cayda");
        await until("it is there", stored, (answer) => JSON.stringify(answer).includes("13.25"), 20);
        await registry.close();
        await again.waitFor(/server_started/);
      } finally {
        await agent.close();
        await again?.stop();
        await first.close();
        await influxd.close();
        rmSync(otherDir, { recursive: true, force: true });
      }
    },
  );

  test("the database is killed amid ingest: nothing acknowledged is lost, and nothing is there twice", async () => {
    const database = await postgres.makeDatabase();
    const cayda = await startCayda({ localAgent: false, env: { CAYDA_REGISTRY: postgres.url(database) } });
    const agents: LoadAgent[] = [];
    try {
      const token = await newToken(cayda.client);
      for (let n = 0; n < 3; n += 1) agents.push(await startLoadAgent({ token }));
      const stop = new AbortController();
      let made = 0;
      const produce = async (agent: LoadAgent) => {
        while (!stop.signal.aborted) {
          await agent.put([], [started(realClock.now())]);
          made += 1;
          await realClock.sleep(15);
        }
      };
      const producing = Promise.all(agents.map(produce));
      for (const agent of agents) agent.send();
      await until(
        "events come",
        () => events(database),
        (count) => count > 20,
        20,
      );
      await postgres.down("SIGQUIT");
      const page = await fetch(`${cayda.url}/api/overview`, {
        headers: { cookie: cookieOf(cayda.client), "accept-language": "en" },
      });
      expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("PostgreSQL")]);
      expect(await fetch(`${cayda.url}/healthz`).then(({ status }) => status)).toBe(200);
      await realClock.sleep(1_000);
      await postgres.up();
      stop.abort();
      await producing;
      for (const agent of agents) await emptied(agent);
      expect(made).toBeGreaterThan(60);
      expect(await events(database)).toBe(made);
      expect((await cayda.client.get<Overview>("/api/overview")).units).toHaveLength(1);
      expect(cayda.child.output()).toContain("registry_connected");
    } finally {
      await Promise.all(agents.map((agent) => agent.close()));
      await cayda.close();
    }
  });

  test("who loses the registry while the database was away from it waits for its turn, and comes back", async () => {
    const database = await postgres.makeDatabase();
    const env = { CAYDA_REGISTRY: postgres.url(database) };
    const first = await startCayda({ localAgent: false, env });
    const standbyDir = mkdtempSync(join(tmpdir(), "cayda-standby-"));
    const standby = startServer({ ...env, CAYDA_DATA_DIR: standbyDir }, { http: 0, https: 0 });
    try {
      await standby.waitFor(/registry_waiting/);
      // Its process stands still while its connection is cut, as that of a machine that hangs.
      first.child.process.kill("SIGSTOP");
      await postgres.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = '${database}' AND query NOT LIKE '%pg_try_advisory_lock%'`,
      );
      await standby.waitFor(/server_started/);
      first.child.process.kill("SIGCONT");
      await first.child.waitFor(/registry_lost[\s\S]*registry_waiting/);
      await standby.stop();
      await first.child.waitFor(/registry_lost[\s\S]*server_started/);
    } finally {
      await standby.stop();
      await first.close();
      rmSync(standbyDir, { recursive: true, force: true });
    }
  });

  test("each notice is told once when the server that decided it is killed and another one goes on", async () => {
    const hook = await startScriptedHttp();
    const dir = mkdtempSync(join(tmpdir(), "cayda-notices-"));
    const url = postgres.url(await postgres.makeDatabase());
    try {
      await setUpHook(dir, url, hook.url);
      const sender = (first: number, step: number) =>
        startChild(process.execPath, ["test/fakes/notice-sender.ts", dir, String(first), "6", String(step)], {
          env: { CAYDA_REGISTRY: url },
        });
      const dying = sender(0, 9);
      await dying.waitFor(/decided 0/);
      const next = sender(100, 0);
      await next.waitFor(/ended/);
      expect(dying.process.signalCode).toBe("SIGKILL");
      const decided = [...`${dying.output()}\n${next.output()}`.matchAll(/^decided (\d+)$/gm)].map(
        ([, n]) => `alert-${n}.1`,
      );
      expect(decided.length).toBeGreaterThan(6);
      const { registry } = await open(dir, url);
      const deliveries = await registry.deliveries({ limit: 100 });
      await registry.close();
      expect(deliveries.filter(({ state }) => state !== "sent")).toEqual([]);
      expect(deliveries.map(({ notice }) => notice.id)).toEqual(expect.arrayContaining(decided));
      const told = hook.requests.map(({ headers }) => headers["idempotency-key"]);
      const names = new Set(deliveries.map(({ message }) => message));
      expect(new Set(told)).toEqual(names);
      // At most the one that was under way at the kill comes again, under its old name.
      expect(told.length - names.size).toBeLessThanOrEqual(1);
    } finally {
      await hook.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

const startServer = (
  env: Readonly<Record<string, string>>,
  ports: { readonly http: number; readonly https: number },
): Child =>
  startChild(process.execPath, [...SERVER_FLAGS, "server/main.ts"], {
    env: {
      CAYDA_HTTP_PORT: String(ports.http),
      CAYDA_HTTPS_PORT: String(ports.https),
      CAYDA_LOCAL_AGENT: "false",
      ...env,
    },
  });

const started = (at: number): BlockEvent => ({ type: "agent_started", at, version: "test" });

async function newToken(client: Client): Promise<string> {
  const { units } = await client.get<Overview>("/api/overview");
  const site = units.flatMap((unit) => unit.sites)[0]?.id ?? "";
  return (await client.post<{ token: string }>(`/api/sites/${site}/tokens`, { uses: 9 })).token;
}

const emptied = (agent: LoadAgent) =>
  until(
    "the spool is empty",
    async () => agent.spool.figures().blocks,
    (blocks) => blocks === 0,
    60,
  );

const events = async (database: string): Promise<number> =>
  Number((await postgres.sql("SELECT count(*) AS n FROM events", database))[0]?.["n"]);

const cookieOf = (client: Client): string =>
  client
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");

const open = (dir: string, url: string) =>
  openRegistry(dir, { clock: realClock, newId, log: silent, postgres: registryTarget({ url }) });

async function setUpHook(dir: string, url: string, hook: string): Promise<void> {
  const by = { id: "p", name: "an" };
  const { registry } = await open(dir, url);
  const made = await registry.setChannel(
    undefined,
    {
      kind: "webhook",
      name: "Hook",
      enabled: true,
      settings: { url: hook },
      secrets: { secret: "s3cret-s3cret" },
    },
    by,
  );
  if (!made.ok) throw new Error(made.fault.code);
  await registry.setSubscription(
    {
      person: "p",
      language: "vi",
      addresses: { [made.value.id]: "" },
      severities: ["critical", "warning", "notice"],
      outside: "all",
      unit: null,
      step: 1,
      digest: "none",
    },
    by,
  );
  await registry.close();
}
