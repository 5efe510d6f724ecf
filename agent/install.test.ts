import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fail, ok } from "../core/result.ts";
import type { Identity } from "./enrol.ts";
import { dataOf, installAgent, systemPerformer, uninstallAgent, type AgentInstallation } from "./install.ts";

let dir: string;
let ran: string[];
const IDENTITY: Identity = {
  agent: "a1",
  device: "d1",
  site: { id: "s1", name: "Trụ sở" },
  secret: "x",
  enrolledAt: 0,
  server: "https://127.0.0.1:8443",
  fingerprint: undefined,
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-install-"));
  ran = [];
  mkdirSync(join(dir, "usb"));
  writeFileSync(join(dir, "usb", "node"), "node");
  writeFileSync(join(dir, "usb", "agent.cjs"), "first");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Files are real; programs of the system are only noted, and may be told to fail. */
const installation = (version: string, failing = ""): AgentInstallation => ({
  platform: "linux",
  env: {},
  places: { program: join(dir, "opt"), home: join(dir, "var") },
  node: join(dir, "usb", "node"),
  bundle: join(dir, "usb", "agent.cjs"),
  version,
  language: "vi",
  performer: {
    write: (path, text) => Promise.resolve(void ran.push(`write ${path}\n${text}`)),
    run: (program, args) => {
      const line = [program, ...args].join(" ");
      ran.push(line);
      return Promise.resolve(
        failing !== "" && line.includes(failing) ? { code: 1, said: "không" } : { code: 0, said: "" },
      );
    },
  },
});
const known = () => Promise.resolve(ok(IDENTITY));

test("the agent lies where only administrators write, knows its server before it starts, and starts with the PC", async () => {
  const order: string[] = [];
  const done = await installAgent(installation("1.0.0"), () => {
    order.push(...ran);
    return known();
  });
  const program = join(dir, "opt", "1.0.0");
  expect(done).toEqual({ ok: true, identity: IDENTITY, program });
  expect(order).toEqual(["/usr/bin/systemctl stop cayda-agent.service"]);
  expect(readFileSync(join(program, "agent.cjs"), "utf8")).toBe("first");
  expect(existsSync(dataOf(installation("1.0.0").places))).toBe(true);
  const unit = ran.find((line) => line.startsWith("write"));
  expect(unit).toContain(`ExecStart=${join(program, "node")} ${join(program, "agent.cjs")} run`);
  expect(unit).toContain(`--data ${join(dir, "var", "data")}`);
  expect(ran.at(-1)).toBe("/usr/bin/systemctl restart cayda-agent.service");
});

test("a new version takes the place of the old one, and one version can be installed again", async () => {
  await installAgent(installation("1.0.0"), known);
  writeFileSync(join(dir, "usb", "agent.cjs"), "later");
  await installAgent(installation("1.0.0"), known);
  expect(readFileSync(join(dir, "opt", "1.0.0", "agent.cjs"), "utf8")).toBe("later");
  await installAgent(installation("1.1.0"), known);
  expect(readdirSync(join(dir, "opt"))).toEqual(["1.1.0"]);
});

test("without a server that knows it, it is not started; a command that fails is told with what the system said", async () => {
  const refused = await installAgent(installation("1.0.0"), () => Promise.resolve(fail("token_malformed")));
  expect(refused).toMatchObject({ ok: false, fault: { code: "token_malformed" } });
  expect(ran.join("\n")).not.toContain("enable");
  const failed = await installAgent(installation("1.0.0", "enable"), known);
  expect(failed).toMatchObject({
    ok: false,
    failed: { command: "/usr/bin/systemctl enable cayda-agent.service", code: 1, said: "không" },
  });
  expect(await uninstallAgent(installation("1.0.0", "disable"))).toMatchObject({ code: 1 });
});

test("programs of the system are run without a shell, and what they say is kept", async () => {
  const script = "console.log(process.argv[1]); console.error('lỗi'); process.exit(3)";
  expect(await systemPerformer.run(process.execPath, ["-e", script, "$HOME; ls"])).toEqual({
    code: 3,
    said: "$HOME; ls\nlỗi",
  });
  expect(await systemPerformer.run(join(dir, "none"), [])).toMatchObject({
    code: 1,
    said: expect.stringContaining("ENOENT") as string,
  });
});
