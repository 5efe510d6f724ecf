import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sayAny } from "../../core/messages/say.ts";
import type { Fault, Result } from "../../core/result.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { registryTarget } from "../../server/registry-target.ts";
import { copyToPostgres } from "../../server/stores/registry/copy-to-postgres.ts";
import { openPostgres } from "../../server/stores/registry/database-postgres.ts";
import type { Db } from "../../server/stores/registry/database.ts";
import { migrate, NEWEST_VERSION } from "../../server/stores/registry/migrations.ts";
import type { LinkOptions } from "../../server/stores/registry/postgres-link.ts";
import { openRegistry, type OpenedRegistry } from "../../server/stores/registry/registry.ts";
import { ownCertificate } from "../../server/tls.ts";
import { firingAlert, noticeOf } from "../support/alert-states.ts";
import { freePort } from "../support/child.ts";
import { silent } from "../support/log.ts";
import {
  NO_POSTGRES,
  PASSWORD,
  postgresPrograms,
  startPostgres,
  type Postgres,
} from "../support/postgres.ts";
import { realClock } from "../support/real-clock.ts";
import { run } from "../support/run.ts";
import { until } from "./support/client.ts";

let dir: string;
let postgres: Postgres;
const newId = () => uuidv7(realClock.now(), (bytes) => crypto.getRandomValues(bytes));
const by = { id: "p1", name: "an" };
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
function targetOf(url: string) {
  const target = registryTarget({ url });
  if (target === undefined) throw new Error(url);
  return target;
}
const open = (url: string, more: Partial<LinkOptions> = {}): Promise<Db> =>
  openPostgres({
    target: targetOf(url),
    role: "owner",
    clock: realClock,
    log: silent,
    renewed: () => {},
    ...more,
  });
const begin = (
  url: string,
  more: Partial<Parameters<typeof openRegistry>[1]> = {},
): Promise<OpenedRegistry> =>
  openRegistry(dir, { clock: realClock, newId, log: silent, postgres: targetOf(url), ...more });
const addUnit = async ({ registry }: OpenedRegistry, name: string) =>
  value(await registry.addUnit({ name, kind: "commune", parent: null, validFrom: "2026-07-01" }, by));

describe.skipIf(postgresPrograms === undefined)(`the registry in PostgreSQL (else: ${NO_POSTGRES})`, () => {
  beforeAll(async () => {
    const made = mkdtempSync(join(tmpdir(), "cayda-tls-"));
    const { cert, key } = await ownCertificate(made, ["127.0.0.1"], realClock.now(), async () => 0);
    postgres = await startPostgres({ cert, key });
    writeFileSync(join(made, "ca.pem"), cert);
    authority = join(made, "ca.pem");
  });
  afterAll(async () => {
    await postgres.close();
    rmSync(join(authority, ".."), { recursive: true, force: true });
  });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "cayda-registry-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  let authority = "";

  describe("migrations", () => {
    const schemaOf = async (db: Db) => ({
      columns: (
        await sql`SELECT table_name, column_name, data_type, collation_name, is_nullable
          FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position`.execute(
          db,
        )
      ).rows,
      indexes: (await sql`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`.execute(db))
        .rows,
    });

    test("bring a database of every version to what a new one is, and do nothing the second time", async () => {
      const fresh = await open(postgres.url(await postgres.makeDatabase()));
      await migrate(fresh);
      const wanted = await schemaOf(fresh);
      expect(wanted.columns.length).toBeGreaterThan(150);
      await fresh.destroy();
      for (let version = 1; version <= NEWEST_VERSION; version += 1) {
        const db = await open(postgres.url(await postgres.makeDatabase()));
        await migrate(db, version);
        await db.insertInto("settings").values({ key: "k", value: "Xã Hương Sơn" }).execute();
        for (const _ of [1, 2]) {
          await migrate(db);
          expect(await schemaOf(db)).toEqual(wanted);
          expect(await db.selectFrom("schema_version").selectAll().execute()).toEqual([
            { version: NEWEST_VERSION },
          ]);
        }
        expect(await db.selectFrom("settings").selectAll().execute()).toEqual([
          { key: "k", value: "Xã Hương Sơn" },
        ]);
        await db.destroy();
      }
    });

    test("that fail leave the database at the version before them", async () => {
      const db = await open(postgres.url(await postgres.makeDatabase()));
      await migrate(db, 6);
      await sql`CREATE TABLE plan_assets (other TEXT)`.execute(db);
      await expect(migrate(db)).rejects.toThrow(/plan_assets/);
      expect(await db.selectFrom("schema_version").selectAll().execute()).toEqual([{ version: 6 }]);
      await sql`DROP TABLE plan_assets`.execute(db);
      await migrate(db);
      await db.destroy();
    });
  });

  describe("answers as SQLite does", () => {
    test("texts in the order of their bytes, whole numbers of 64 bits, nothing in an empty list", async () => {
      const db = await open(postgres.url(await postgres.makeDatabase()));
      await migrate(db);
      const texts = ["é", "Z", "a", "_", "-", "đ", "B"];
      for (const key of texts) await db.insertInto("settings").values({ key, value: key }).execute();
      const keys = await db.selectFrom("settings").select("key").orderBy("key").execute();
      expect(keys.map(({ key }) => key)).toEqual(["-", "B", "Z", "_", "a", "é", "đ"]);
      const at = 2 ** 53 - 1;
      await db
        .insertInto("audit")
        .values({
          id: "a",
          at,
          actor: "p",
          actor_name: "an\0",
          action: "x",
          subject: "s",
          before: null,
          after: null,
        })
        .execute();
      const all = await db.selectFrom("audit").select(["at", "actor_name"]).execute();
      expect(all).toEqual([{ at, actor_name: "an" }]);
      const counted = await db
        .selectFrom("audit")
        .select((row) => [row.fn.countAll().as("n"), row.fn.sum("at").as("sum")])
        .execute();
      expect(counted).toEqual([{ n: 1, sum: at }]);
      expect(await db.selectFrom("audit").select("id").where("id", "in", []).execute()).toEqual([]);
      expect(await db.selectFrom("audit").select("id").where("id", "not in", []).execute()).toHaveLength(1);
      await db.destroy();
    });
  });

  describe("is not opened, and says why without the password", () => {
    const refused = async (url: string): Promise<Fault> => {
      const error: unknown = await open(url).then(
        (db) => db.destroy(),
        (failed: unknown) => failed,
      );
      expect(error).toMatchObject({ fault: {} });
      const { fault } = error as { fault: Fault };
      const said = `${JSON.stringify(fault)} ${sayAny("vi", `fault.${fault.code}`, fault.params) ?? ""}`;
      expect(said).not.toContain(PASSWORD);
      expect(said).not.toContain("…");
      return fault;
    };

    test("with a wrong password, no password, or no such account", async () => {
      const wrong = new URL(postgres.url());
      wrong.password = "sai-mat-khau";
      expect((await refused(wrong.href)).code).toBe("registry_unauthorized");
      wrong.password = "";
      expect((await refused(wrong.href)).code).toBe("registry_unauthorized");
      wrong.username = "nobody";
      wrong.password = PASSWORD;
      expect((await refused(wrong.href)).code).toBe("registry_unauthorized");
    });

    test("without the database, without its encoding, without the right to make tables", async () => {
      expect(await refused(postgres.url("none"))).toMatchObject({
        code: "registry_database_missing",
        params: { database: "none", user: "cayda" },
      });
      await postgres.sql(
        "CREATE DATABASE ascii ENCODING SQL_ASCII LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0",
      );
      expect(await refused(postgres.url("ascii"))).toMatchObject({
        code: "registry_refused",
        params: { reason: expect.stringContaining("SQL_ASCII") as string },
      });
      await postgres.sql(`CREATE ROLE guest LOGIN PASSWORD '${PASSWORD}'`);
      const guest = new URL(postgres.url(await postgres.makeDatabase()));
      guest.username = "guest";
      expect((await refused(guest.href)).code).toBe("registry_forbidden");
    });

    test("where nothing listens, and where TLS is not as it was asked for", async () => {
      const away = `postgresql://cayda:${PASSWORD}@127.0.0.1:${await freePort()}/cayda`;
      expect((await refused(away)).code).toBe("registry_unreachable");
      expect((await refused(`postgresql://cayda@localhost/x?host=${dir}`)).code).toBe("registry_unreachable");
      expect((await refused(postgres.url("postgres", "?sslmode=verify-full"))).code).toBe("registry_tls");
      const plain = createServer((socket) => socket.once("data", () => socket.end("N")));
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
      const { port } = plain.address() as AddressInfo;
      const fault = await refused(`postgresql://cayda:${PASSWORD}@127.0.0.1:${port}/x?sslmode=require`);
      expect(fault.code).toBe("registry_tls");
      plain.close();
    });

    test("but opens over TLS, whose certificate it can check, and over the Unix socket", async () => {
      const database = await postgres.makeDatabase();
      const check = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`;
      for (const parameters of ["?sslmode=require", check]) {
        const db = await open(postgres.url(database, parameters));
        const { rows } = await sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`.execute(db);
        expect(rows).toEqual([{ ssl: true }]);
        await db.destroy();
      }
      const socket = `postgresql://cayda:${PASSWORD}@localhost:${postgres.port}/${database}?host=${postgres.dir}`;
      const db = await open(socket);
      const { rows } = await sql`SELECT inet_server_port() AS port`.execute(db);
      expect(rows).toEqual([{ port: null }]);
      await db.destroy();
    });
  });

  describe("belongs to one server", () => {
    test("another one waits, says so once, and takes over when the first is gone; a program may read meanwhile", async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const first = await begin(url);
      const unit = await addUnit(first, "Xã A");
      await expect(begin(url)).rejects.toMatchObject({ fault: { code: "registry_taken" } });
      const told: string[] = [];
      const second = begin(url, { waiting: ({ code }) => told.push(code) });
      const reader = await begin(url, { role: "reader" });
      expect(await reader.registry.units()).toEqual([unit]);
      await expect(addUnit(reader, "Xã B")).rejects.toThrow();
      await reader.registry.close();
      await until(
        "it waits",
        async () => told,
        ({ length }) => length > 0,
      );
      await first.registry.close();
      const owner = await second;
      expect(told).toEqual(["registry_taken"]);
      expect(await owner.registry.units()).toEqual([unit]);
      await owner.registry.close();
    });

    test("a connection that breaks is made again, and caches are not trusted any more", async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const opened = await begin(url);
      const unit = await addUnit(opened, "Xã A");
      const before = opened.registry.revision();
      await endSessions(url);
      await until(
        "it is back",
        () => opened.registry.units(),
        (units) => units.length === 1,
        10,
      );
      expect(opened.registry.revision()).toBeGreaterThan(before);
      expect(await opened.registry.units()).toEqual([unit]);
      await opened.registry.close();
    });

    test("what was begun on a connection that breaks is not half done", async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const db = await open(url);
      await migrate(db);
      const work = db.transaction().execute(async (transaction) => {
        await transaction.insertInto("settings").values({ key: "a", value: "1" }).execute();
        await endSessions(url);
        await transaction.insertInto("settings").values({ key: "b", value: "1" }).execute();
      });
      await expect(work).rejects.toMatchObject({ fault: { code: "registry_unreachable" } });
      expect(await db.selectFrom("settings").selectAll().execute()).toEqual([]);
      await db.destroy();
    });

    test("its own dead session, of which the database did not hear, does not keep it out", async () => {
      const url = new URL(postgres.url(await postgres.makeDatabase()));
      const cable = await startCable(postgres.port);
      url.port = String(cable.port);
      const lost: Fault[] = [];
      const db = await open(url.href, { lost: (fault) => lost.push(fault) });
      const session = async () =>
        (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(db)).rows[0]?.pid;
      const before = await session();
      cable.cut();
      const after = await until("it is back", session, (pid) => pid !== undefined, 20);
      expect(after).not.toBe(before);
      expect(lost).toEqual([]);
      await db.destroy();
      await cable.close();
    });

    test("who lost it to another one learns that once, and writes nothing more", async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const lost: string[] = [];
      const first = await begin(url, { lost: ({ code }) => lost.push(code) });
      await addUnit(first, "Xã A");
      const second = begin(url, { waiting: () => {} });
      await realClock.sleep(200);
      await endSessions(url, "pg_try_advisory_lock");
      // Nobody asks the first one anything until the second has it.
      const owner = await second;
      for (const name of ["Xã B", "Xã C"])
        await expect(addUnit(first, name)).rejects.toMatchObject({ fault: { code: "registry_taken" } });
      expect(lost).toEqual(["registry_taken"]);
      expect((await owner.registry.units()).map(({ name }) => name)).toEqual(["Xã A"]);
      await first.registry.close();
      // Nor does it come back when the other one is gone: what it remembers is not what there is.
      await owner.registry.close();
      expect(lost).toHaveLength(1);
    });

    test("who owned it in between is not overlooked", async () => {
      const url = postgres.url(await postgres.makeDatabase());
      const first = await begin(url);
      await endSessions(url);
      const second = await begin(url, { waiting: () => {} });
      await addUnit(second, "Xã B");
      await second.registry.close();
      await expect(first.registry.units()).rejects.toMatchObject({ fault: { code: "registry_taken" } });
      await first.registry.close().catch(() => undefined);
    });
  });

  test("an empty database is not taken while the registry's file still lies in the folder", async () => {
    const file = await openRegistry(dir, { clock: realClock, newId, log: silent });
    await file.registry.close();
    await expect(begin(postgres.url(await postgres.makeDatabase()))).rejects.toMatchObject({
      fault: { code: "registry_not_copied" },
    });
  });

  describe("is copied from the file of a stopped server", () => {
    const login = { username: "binh.tran", password: "cay-da-dau-lang" };
    const copy = (url: string, folder = dir) =>
      copyToPostgres({
        file: join(folder, "registry.sqlite"),
        target: targetOf(url),
        clock: realClock,
        log: silent,
      });
    /** A registry in use for a while: units below one another in the wrong order, people, sealed secrets, a broken row. */
    async function fill(): Promise<OpenedRegistry> {
      const opened = await openRegistry(dir, { clock: realClock, newId, log: silent });
      const { registry, people } = opened;
      const below = await addUnit(opened, "Xã B");
      const above = await addUnit(opened, "Huyện A");
      value(await registry.changeUnit(below.id, { name: below.name, kind: "commune", parent: above.id }, by));
      const site = value(await registry.addSite({ unit: below.id, name: "Trụ sở" }, by));
      const credential = { version: "2c", community: "bi-mat" } as const;
      for (let n = 0; n < 120; n += 1)
        value(await registry.addDevice(site.id, { address: `10.0.${n % 5}.${n}`, credential }, by));
      value(await people.add({ ...login, name: "Bình", role: "officer", unit: below.id }, by));
      expect((await people.signIn(login, false)).ok).toBe(true);
      const state = firingAlert(site.id);
      const notice = noticeOf(state);
      const delivery = { notice: "a1.1", person: "p", channel: "c", due: 1_764_000_000_000.25 };
      const news = {
        site: site.id,
        at: realClock.now(),
        gone: [],
        notices: [notice],
        deliveries: [delivery],
      };
      await registry.saveAlerts({ ...news, changed: [state] });
      return opened;
    }

    test("row by row, with people, their passwords and what the key opens", async () => {
      const before = await fill();
      const seen = await overview(before);
      await before.registry.close();
      const url = postgres.url(await postgres.makeDatabase());
      const { tables: copied } = await copy(url);
      expect(copied).toContainEqual({ table: "devices", rows: 120 });
      expect(copied).toContainEqual({ table: "user", rows: 1 });
      const after = await begin(url);
      expect(await overview(after)).toEqual(seen);
      expect((await after.people.signIn(login, false)).ok).toBe(true);
      expect((await after.registry.deliveries({ limit: 9 }))[0]?.due).toBe(1_764_000_000_000);
      await after.registry.close();
      await expect(copy(url)).rejects.toMatchObject({ fault: { code: "registry_not_empty" } });
    });

    test("but not while the server runs, nor while another one owns the database", async () => {
      const running = await fill();
      const url = postgres.url(await postgres.makeDatabase());
      await expect(copy(url)).rejects.toMatchObject({ fault: { code: "registry_in_use" } });
      expect(await running.registry.units()).toHaveLength(2);
      await running.registry.close();
      const owner = await open(url);
      await expect(copy(url)).rejects.toMatchObject({ fault: { code: "registry_taken" } });
      await owner.destroy();
      expect((await copy(url)).tables.length).toBeGreaterThan(20);
    });

    test("by a command that says what it did; the backup command names pg_dump from then on", async () => {
      const opened = await fill();
      await opened.registry.close();
      const data = mkdtempSync(join(tmpdir(), "cayda-data-"));
      renameSync(dir, join(data, "registry"));
      const config = join(data, "server.yaml");
      writeFileSync(
        config,
        `dataDir: ${data}\nregistry: { url: "${postgres.url(await postgres.makeDatabase())}" }\n`,
      );
      const ran = await run(process.execPath, ["server/registry/main.ts", "copy", "--config", config], false);
      expect([ran.code, ran.output]).toEqual([0, expect.stringContaining("devices: 120")]);
      expect(ran.output).not.toContain(PASSWORD);
      const asked = await run(process.execPath, ["server/registry/main.ts", "move"], false);
      expect([asked.code, asked.output]).toEqual([2, expect.stringContaining("registry -- copy")]);
      const to = join(data, "copies");
      const backup = await run(
        process.execPath,
        ["server/backup/main.ts", "--to", to, "--config", config],
        false,
      );
      expect([backup.code, backup.output]).toEqual([1, expect.stringContaining("pg_dump")]);
      expect(existsSync(to)).toBe(false);
      rmSync(data, { recursive: true, force: true });
    });
  });

  test("while the database is away everything is refused at once, and it goes on by itself", async () => {
    const opened = await begin(postgres.url(await postgres.makeDatabase()));
    const unit = await addUnit(opened, "Xã A");
    const login = { username: "binh.tran", password: "cay-da-dau-lang" };
    value(await opened.people.add({ ...login, name: "Bình", role: "officer", unit: null }, by));
    const { headers } = value(await opened.people.signIn(login, false));
    const cookie = new Headers({ cookie: headers.getSetCookie()[0]?.split(";", 1)[0] ?? "" });
    expect((await opened.people.who(cookie, false))?.me.name).toBe("Bình");
    const told: string[] = [];
    await postgres.down("SIGQUIT");
    const early = begin(postgres.url("nowhere"), { waiting: ({ code }) => told.push(code) });
    early.catch(() => undefined);
    const gone = { fault: { code: "registry_unreachable" } };
    await expect(opened.registry.units()).rejects.toMatchObject(gone);
    await expect(addUnit(opened, "Xã B")).rejects.toMatchObject(gone);
    // Nobody is signed out by it, and no password is called wrong.
    await expect(opened.people.who(cookie, false)).rejects.toMatchObject(gone);
    await expect(opened.people.signIn(login, false)).rejects.toMatchObject(gone);
    await postgres.up();
    expect(
      await until(
        "it is back",
        () => opened.registry.units(),
        () => true,
        10,
      ),
    ).toEqual([unit]);
    expect((await opened.people.who(cookie, false))?.me.name).toBe("Bình");
    await opened.registry.close();
    // A server that was started while the database was away waited for it.
    await expect(early).rejects.toMatchObject({ fault: { code: "registry_database_missing" } });
    expect(told).toEqual(["registry_unreachable"]);
  });
});

/** What people see of a registry. */
const overview = async ({ registry, people }: OpenedRegistry) => ({
  units: await registry.units(),
  sites: await registry.sites(),
  devices: (await registry.devices()).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  people: await people.all(),
  audit: await registry.auditEntries({ limit: 1_000 }),
  alerts: await registry.alertList({ limit: 9 }),
});

/** Ends all sessions on a database, or only those whose last statement is not this one. */
async function endSessions(url: string, except = "nothing"): Promise<void> {
  await postgres.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${new URL(url).pathname.slice(1)}' AND query NOT LIKE '%${except}%'`,
  );
}

/** A way to the database on which our end breaks off while the other end hears nothing of it. */
async function startCable(port: number) {
  const near = new Set<Socket>();
  const far = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(port, "127.0.0.1");
    near.add(socket);
    far.add(other);
    socket.pipe(other, { end: false });
    other.pipe(socket);
    for (const one of [socket, other]) one.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      for (const socket of near) socket.destroy();
    },
    close: async () => {
      for (const socket of [...near, ...far]) socket.destroy();
      server.close();
    },
  };
}
