import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silent } from "../../test/support/log.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { run } from "../../test/support/run.ts";
import { openRegistry, type OpenedRegistry } from "../stores/registry/registry.ts";

let dir: string;
let configFile: string;
let opened: OpenedRegistry;
const OLD = { username: "an.nguyen", password: "mat-khau-da-quen" };

/** A server's registry that is open, as it is while the server runs. */
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "cayda-password-"));
  configFile = join(dir, "server.yaml");
  writeFileSync(configFile, `dataDir: ${join(dir, "data")}\n`);
  opened = await openRegistry(join(dir, "data", "registry"), {
    clock: realClock,
    newId: () => crypto.randomUUID(),
    log: silent,
  });
  await opened.people.add({ ...OLD, name: "An", role: "administrator", unit: null });
});
afterEach(async () => {
  await opened.registry.close();
  rmSync(dir, { recursive: true, force: true });
});

const program = (...args: string[]) =>
  run(process.execPath, ["server/password/main.ts", ...args, "--config", configFile], false);

test("an administrator who forgot the password gets one for one sign-in, and the history tells of it", async () => {
  const { code, output } = await program("An.Nguyen");
  expect(code, output).toBe(0);
  const password = /an\.nguyen: (\S{16})/.exec(output)?.[1] ?? "";
  expect(await opened.people.signIn({ ...OLD, password }, false)).toMatchObject({
    ok: true,
    value: { me: { username: OLD.username, passwordDue: true } },
  });
  expect((await opened.people.signIn(OLD, false)).ok).toBe(false);
  const entries = await opened.registry.auditEntries({ limit: 10 });
  expect(entries).toMatchObject([{ action: "password_reset", actor: "recovery" }]);
});

test("whom nobody knows is answered with the names of the administrators, and nothing changes", async () => {
  const { code, output } = await program("binh");
  expect([code, output]).toEqual([1, expect.stringContaining(OLD.username)]);
  expect((await opened.people.signIn(OLD, false)).ok).toBe(true);
  expect((await run(process.execPath, ["server/password/main.ts"], false)).code).toBe(2);
});
