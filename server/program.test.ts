import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-program-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = () =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    const args = [join(import.meta.dirname, "main.ts"), "--config", join(dir, "server.yaml")];
    const env = { ...process.env, CAYDA_DATA_DIR: join(dir, "data"), CAYDA_LANGUAGE: "vi" };
    execFile(process.execPath, args, { env, timeout: 15_000 }, (error, _out, said) =>
      resolve({ code: error?.code, said }),
    );
  });

test.each([
  ["rules", "rules:\n  port_errors: { raise: viel }\n", "rules.port_errors.raise"],
  ["calendar", "hours:\n  monday: [nine to five]\n", "hours.monday"],
])("a mistake in one's own %s file is named before anything runs", async (kind, text, field) => {
  const file = join(dir, `${kind}.yaml`);
  writeFileSync(file, text);
  writeFileSync(join(dir, "server.yaml"), `http: { port: 0 }\nalerts:\n  ${kind}: ${file}\n`);
  const { code, said } = await start();
  expect(code).toBe(1);
  expect(said).toContain(`Tệp cấu hình ${file} có lỗi`);
  expect(said).toContain(field);
});

/** The program until it has said what `until` finds; stopped as a service stops it. */
async function running<T>(args: readonly string[], until: RegExp, work: (said: string) => Promise<T>) {
  const config = join(dir, "server.yaml");
  writeFileSync(config, "https: false\nlocalAgent: false\nhttp: { port: 0 }\n");
  const env = { ...process.env, CAYDA_DATA_DIR: join(dir, "data"), CAYDA_LANGUAGE: "vi" };
  const all = [join(import.meta.dirname, "main.ts"), "--config", config, ...args];
  const child = spawn(process.execPath, all, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  let logged = "";
  child.stderr.on("data", (text: Buffer) => (logged += text.toString()));
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (text: Buffer) => {
        said += text.toString();
        if (until.test(said)) resolve();
      });
      child.once("exit", () => reject(new Error(said + logged)));
    });
    const done = await work(said);
    return { done, said, logged };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
const post = async (origin: string, path: string, body: object) => {
  const headers = { origin, "content-type": "application/json" };
  const answer = await fetch(origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as Readonly<Record<string, unknown>>;
};

test("whoever has the machine gives an administrator a password for one sign-in, and nobody else", async () => {
  const login = { username: "an.nguyen", password: "cay-da-dau-lang" };
  await running([], /setup\?key=\S+\s/, async (said) => {
    const link = new URL(/http\S+setup\?key=\S+/.exec(said)?.[0] ?? "");
    const key = link.searchParams.get("key");
    expect(await post(link.origin, "/api/setup", { key, name: "Nguyễn Văn An", ...login })).toMatchObject({
      role: "administrator",
    });
  });
  const originOf = (said: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? "";
  const wrong = await running(["--recover", "an"], /npm start -- --recover USER-NAME/, async (said) =>
    post(originOf(said), "/api/auth/sign-in/username", login),
  );
  expect(wrong.said).toContain("“an”");
  expect(wrong.said).toContain("Quản trị viên đang có: an.nguyen");
  expect(wrong.done).toMatchObject({ username: "an.nguyen" });
  const { logged } = await running(["--recover", "An.Nguyen"], /Leave --recover out/, async (said) => {
    const password = /Mật khẩu dùng một lần của Nguyễn Văn An: (\S+)/.exec(said)?.[1] ?? "";
    expect(password).toHaveLength(16);
    const signIn = (secret: string) =>
      post(originOf(said), "/api/auth/sign-in/username", { ...login, password: secret });
    expect(await signIn(login.password)).toMatchObject({ error: { code: "sign_in_failed" } });
    expect(await signIn(password)).toMatchObject({ username: "an.nguyen", passwordDue: true });
    return password;
  }).then((ran) => {
    expect(ran.logged).not.toContain(ran.done);
    return ran;
  });
  expect(logged).toContain("administrator_recovered");
});

test.each([
  ["prices.yaml", "rows: [{ key: pc-desktop }]\n", "rows.0.category"],
  ["documents.yaml", "legal: [{ text: Luật A }]\n", "legal.0.source"],
])("a mistake in one's own %s is named before anything runs", async (name, text, field) => {
  const tables = join(dir, "data", "tables");
  mkdirSync(tables, { recursive: true });
  writeFileSync(join(tables, name), text);
  writeFileSync(join(dir, "server.yaml"), "http: { port: 0 }\n");
  const { code, said } = await start();
  expect(code).toBe(1);
  expect(said).toContain(tables);
  expect(said).toContain(field);
});
