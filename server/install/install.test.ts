import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "../../test/support/real-clock.ts";
import { parseServerConfig } from "../config.ts";
import { GREETING } from "../greeting.ts";
import { installServer, type ServerInstallation } from "./install.ts";

let dir: string;
let copies: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "cayda-install-"));
  copies = [];
  mkdirSync(join(dir, "usb", "server"), { recursive: true });
  writeFileSync(join(dir, "usb", "node"), "node");
  writeFileSync(join(dir, "usb", "server", "main.ts"), "");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const data = (name = "") => join(dir, "var", "data", name);

/** Files are real; what the system's manager starts says where it is, as the server does, unless it is `mute`. */
const installation = (version: string, mute = false): ServerInstallation => ({
  platform: "linux",
  env: {},
  places: { program: join(dir, "opt"), home: join(dir, "var") },
  from: join(dir, "usb"),
  version,
  language: "vi",
  clock: realClock,
  waitMs: mute ? 1 : undefined,
  performer: {
    write: () => Promise.resolve(),
    run: (_, args) => {
      if (args[0] === "restart" && !mute) writeFileSync(data(GREETING), `chạy bản ${version}`);
      return Promise.resolve({ code: 0, said: "" });
    },
  },
  backUp: (from, to) => {
    copies.push(`${from} → ${to}`);
    return to;
  },
});

test("a first installation opens the server to the network and answers what it said", async () => {
  mkdirSync(join(dir, "usb", "data"));
  expect(await installServer(installation("1.0.0"))).toEqual({
    ok: true,
    program: join(dir, "opt", "1.0.0"),
    backup: undefined,
    greeting: "chạy bản 1.0.0",
  });
  const yaml = readFileSync(data("server.yaml"), "utf8");
  expect(parseServerConfig(yaml, {}, "vi")).toMatchObject({
    ok: true,
    config: { dataDir: data().replace(/\/$/, ""), https: { host: "0.0.0.0", port: 8443 } },
  });
  expect(copies).toEqual([]);
  expect(readdirSync(join(dir, "opt", "1.0.0")).toSorted()).toEqual(["node", "server"]);
});

test("a new version finds the registry copied, keeps the settings, and does not answer what the old one said", async () => {
  await installServer(installation("1.0.0"));
  writeFileSync(data("server.yaml"), "language: en\n");
  mkdirSync(data("registry"));
  writeFileSync(data("registry/registry.sqlite"), "");
  const done = await installServer(installation("1.1.0", true));
  expect(done).toMatchObject({ ok: true, greeting: undefined, backup: join(dir, "var", "backups") });
  expect(copies).toEqual([`${join(dir, "var", "data")} → ${join(dir, "var", "backups")}`]);
  expect(readFileSync(data("server.yaml"), "utf8")).toBe("language: en\n");
  expect(readdirSync(join(dir, "opt"))).toEqual(["1.1.0"]);
});
