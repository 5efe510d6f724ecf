import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { build } from "vite";
import { expect } from "vitest";
import type { Clock } from "../../../core/clock.ts";
import { uuidv7 } from "../../../core/uuid.ts";
import { startServer } from "../../../server/compose.ts";
import { parseServerConfig } from "../../../server/config.ts";
import { writeDemo } from "../../../server/planning/demo-write.ts";
import { openRegistry } from "../../../server/stores/registry/registry.ts";
import { silent } from "../../support/log.ts";
import { realClock } from "../../support/real-clock.ts";
import { ADMIN, cookieOf } from "../../support/start-server.ts";
import { openBrowser, type OpenBrowser } from "./screens.ts";

/** The real server in this process with an administrator who is signed in, in a real browser, and over HTTP. */
export interface OfficePages {
  readonly url: string;
  /** The administrator's session. */
  readonly cookie: string;
  readonly browser: OpenBrowser;
  readonly page: Page;
  /** As the administrator; expects 200. */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  /** The browser is the administrator's again. */
  asAdmin(): Promise<void>;
  close(): Promise<void>;
}

export interface OfficeOptions {
  readonly clock?: Clock;
  /** With the demonstration register of 22 communes. */
  readonly demo?: boolean;
  /** How long the browser waits for what it is asked for. */
  readonly timeoutMs?: number;
}

/** Builds the pages into a folder; answers it. */
export async function buildWeb(dir: string): Promise<string> {
  const webDir = join(dir, "web");
  await build({
    configFile: "dashboards/web/vite.config.ts",
    logLevel: "silent",
    build: { outDir: webDir, emptyOutDir: true },
  });
  return webDir;
}

export async function openOfficePages(options: OfficeOptions = {}): Promise<OfficePages> {
  const { clock = realClock, demo = false, timeoutMs = 20_000 } = options;
  const dir = await mkdtemp(join(tmpdir(), "cayda-pages-"));
  const webDir = await buildWeb(dir);
  if (demo) await writeRegister(dir, clock);
  const yaml = "https: false\nlocalAgent: false\nhttp: { port: 0 }";
  const parsed = parseServerConfig(yaml, { CAYDA_DATA_DIR: dir }, "vi");
  if (!parsed.ok) throw new Error(parsed.mistakes.join("\n"));
  const server = await startServer({
    config: parsed.config,
    clock,
    log: silent,
    version: "0.0.0-test",
    webDir,
  });
  const url = server.http ?? "";
  const key = new URL(server.setupLink ?? "").searchParams.get("key");
  const send = (method: string, path: string, body: object | undefined, cookie: string) =>
    fetch(url + path, {
      method,
      headers: { origin: url, "content-type": "application/json", cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const cookie = cookieOf((await send("POST", "/api/setup", { key, ...ADMIN }, "")).headers);
  const browser = await openBrowser();
  const { page } = browser;
  page.setDefaultTimeout(timeoutMs);
  const asAdmin = async () => {
    await browser.context.clearCookies();
    const [name = "", value = ""] = cookie.split("=");
    await browser.context.addCookies([{ name, value, url }]);
  };
  await asAdmin();
  return {
    url,
    cookie,
    browser,
    page,
    asAdmin,
    async call<T>(method: string, path: string, body?: object) {
      const answer = await send(method, path, body, cookie);
      expect(answer.status, path).toBe(200);
      return (await answer.json()) as T;
    },
    async close() {
      await browser.close();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function writeRegister(dir: string, clock: Clock): Promise<void> {
  const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
  const { registry } = await openRegistry(join(dir, "registry"), { clock, newId, log: silent });
  await writeDemo({ registry, now: clock.now(), newId });
  await registry.close();
}
