import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSteps } from "../../core/install.ts";
import type { Me, Overview, SiteView, TokenView } from "../../core/wire/views.ts";
import { startChild, type Child } from "../support/child.ts";
import { run } from "../support/run.ts";
import { ADMIN, createClient, until, type Client } from "./support/client.ts";

/**
 * The folder for offices without Internet, as a person would use it: moved away from the source, without npm, started by its own
 * scripts with its own Node.
 */
const TARGET = `linux-${process.arch}`;
const isHere = process.platform === "linux" && existsSync("dashboards/web/dist/index.html");
if (!isHere) console.warn("SKIPPED: the folder for offices without Internet needs Linux and built pages");

let dir: string;
let child: Child | undefined;
const server = (...path: string[]) => join(dir, "usb", `server-${TARGET}`, ...path);
const agent = (...path: string[]) => join(dir, "usb", `agent-${TARGET}`, ...path);
/** Nothing of this project, and no npm, is in the way. */
const env = () => ({
  PATH: "/usr/bin:/bin",
  CAYDA_DATA_DIR: join(dir, "data"),
  CAYDA_HTTP_PORT: "0",
  CAYDA_HTTPS_PORT: "0",
});
const sh = (script: string, ...args: string[]) =>
  execFileSync("/bin/sh", [script, ...args], { cwd: dir, env: env(), encoding: "utf8" });

beforeAll(async () => {
  if (!isHere) return;
  dir = mkdtempSync(join(tmpdir(), "cayda-bundle-"));
  await run(process.execPath, ["agent/packaging/bundle.ts"], false);
  const order = ["--out", join(dir, "usb"), "--for", TARGET];
  const made = await run(process.execPath, ["server/packaging/main.ts", ...order], false);
  if (made.code !== 0) throw new Error(made.output);
});
afterAll(async () => {
  await child?.stop();
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true });
});

test.skipIf(!isHere)("has a guide, a server and an agent, and no tests or things of developers", () => {
  expect(readdirSync(join(dir, "usb")).toSorted()).toEqual([
    "DOC-TRUOC.txt",
    "READ-ME.txt",
    `agent-${TARGET}`,
    `server-${TARGET}`,
  ]);
  expect(readFileSync(join(dir, "usb", "DOC-TRUOC.txt"), "utf8")).toContain("install.cmd");
  expect(readdirSync(agent()).toSorted()).toEqual([
    "LICENSE",
    "agent.cjs",
    "cayda-agent.sh",
    "install.sh",
    "node",
    "uninstall.sh",
  ]);
  expect(globSync("**/*.test.ts", { cwd: server() })).toEqual([]);
  for (const name of ["vitest", "typescript", "vite"])
    expect(existsSync(server("node_modules", name))).toBe(false);
  // Every package that a shipped file names is there.
  const files = globSync("{agent,core,server}/**/*.ts", { cwd: server() });
  const named = files.flatMap((file) =>
    [
      ...readFileSync(server(file), "utf8").matchAll(/(?:from|import\()\s*"((?:@[\w-]+\/)?[\w.-]+)[^"]*"/g),
    ].map(([, name = ""]) => name),
  );
  const packages = new Set(
    named.filter((name) => /^[@a-z]/.test(name) && name !== "esbuild" && name !== "node"),
  );
  expect(packages.size).toBeGreaterThan(15);
  const absent = [...packages].filter((name) => !existsSync(server("node_modules", name)));
  expect(absent).toEqual([]);
});

test.skipIf(!isHere)(
  "starts, is set up, makes documents, is backed up, and gives a forgotten password anew",
  async () => {
    child = startChild("/bin/sh", [server("cayda.sh"), "start"], { cwd: dir, env: env() });
    const [, url = ""] = await child.waitFor(/ tại (http:\/\/127\.0\.0\.1:\d+)/);
    const greeting = await until(
      "what it says at its start",
      () => readFile(join(dir, "data", "greeting.txt"), "utf8"),
      (text) => text.includes("/setup?key="),
    );
    const key = new URL(/http\S+\/setup\?key=\S+/.exec(greeting)?.[0] ?? "").searchParams.get("key");
    expect(await (await fetch(url)).text()).toContain('type="module"');
    const client = createClient(url);
    await client.post("/api/setup", { key, ...ADMIN });
    const { units } = await client.get<Overview>("/api/overview");
    const [unit] = units;
    const site = unit?.sites[0]?.id ?? "";
    await until(
      "this machine's own agent",
      () => client.get<SiteView>(`/api/sites/${site}`),
      ({ deviceList }) => deviceList.some(({ agent: id, state }) => id !== null && state === "good"),
    );
    const cookie = client
      .cookies()
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    for (const kind of ["wear", "yearReport"]) {
      const path = `${url}/api/unit-documents/${kind}?unit=${unit?.id}&year=2026`;
      const answer = await fetch(path, { headers: { cookie } });
      expect(answer.status, kind).toBe(200);
      // Both are ZIP files.
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 2)
          .toString(),
        kind,
      ).toBe("PK");
    }
    expect(sh(server("cayda.sh"), "backup", "--to", "copies")).toContain(join(dir, "copies"));
    const password = /an\.nguyen: (\S+)/.exec(sh(server("cayda.sh"), "password", ADMIN.username))?.[1];
    const login = { username: ADMIN.username, password };
    expect(await createClient(url).post<Me>("/api/auth/sign-in/username", login)).toMatchObject({
      passwordDue: true,
    });
    await enrols(await signedIn(url, password ?? ""), site);
  },
);

/** With the password for one sign-in, and one of one's own after it. */
async function signedIn(url: string, password: string): Promise<Client> {
  const client = createClient(url);
  const { username } = ADMIN;
  await client.post("/api/auth/sign-in/username", { username, password });
  await client.post("/api/auth/change-password", { currentPassword: password, newPassword: ADMIN.password });
  return client;
}

/** The agent of the folder joins, and tells of it. */
async function enrols(client: Client, site: string): Promise<void> {
  const { token } = await client.post<TokenView>(`/api/sites/${site}/tokens`, { uses: 1 });
  const data = join(dir, "agent-data");
  expect(sh(agent("cayda-agent.sh"), "enrol", token, "--data", data)).toContain("Máy này");
  const running = startChild("/bin/sh", [agent("cayda-agent.sh"), "run", "--data", data], {
    cwd: dir,
    env: env(),
  });
  try {
    await until(
      "a second PC",
      () => client.get<SiteView>(`/api/sites/${site}`),
      ({ agentList }) => agentList.filter(({ lastSeen }) => lastSeen !== null).length === 2,
    );
  } finally {
    await running.stop();
  }
}

const verifies = isHere && existsSync("/usr/bin/systemd-analyze");
test.skipIf(!verifies)("the units that it installs are good ones", () => {
  for (const [name, program] of [
    ["cayda", server("node")],
    ["cayda-agent", agent("node")],
  ] as const) {
    const service = { name, title: name, program, args: ["--version"], home: dir, lets: "ping" } as const;
    const unit = startSteps(service, "linux", {}).flatMap((step) => ("write" in step ? [step.text] : []));
    const file = join(dir, `${name}.service`);
    writeFileSync(file, unit.join(""));
    // It says nothing where all is well, and of a key that it does not know it only says so.
    const { status, stderr } = spawnSync("/usr/bin/systemd-analyze", ["verify", file], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  }
});
