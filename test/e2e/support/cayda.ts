import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild, type Child } from "../../support/child.ts";
import { SERVER_FLAGS } from "../../support/server-flags.ts";
import { ADMIN, createClient, type Client } from "./client.ts";

export interface Cayda {
  readonly url: string;
  readonly setupLink: string | undefined;
  readonly dataDir: string;
  readonly client: Client;
  readonly child: Child;
  /** From the start of the process to the first answer of /readyz, in milliseconds. */
  readonly readyAfterMs: number;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

export interface CaydaOptions {
  /** An existing data folder: the server continues where another one ended. */
  readonly dataDir?: string;
  /** Fixed ports, for a server that comes back where it was; free ones by default. */
  readonly ports?: { readonly http: number; readonly https: number };
  readonly localAgent?: boolean;
  /** Create the administrator and sign in; default true when a set-up link was printed. */
  readonly setUp?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server as a process of its own, as `npm start` runs it, on a free port and a temporary folder. */
export async function startCayda(options: CaydaOptions = {}): Promise<Cayda> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "cayda-e2e-")));
  const started = performance.now();
  const child = startChild(process.execPath, [...SERVER_FLAGS, "server/main.ts"], {
    env: {
      CAYDA_DATA_DIR: dataDir,
      CAYDA_HTTP_PORT: String(options.ports?.http ?? 0),
      CAYDA_HTTPS_PORT: String(options.ports?.https ?? 0),
      CAYDA_LOCAL_AGENT: String(options.localAgent ?? true),
      ...options.env,
    },
  });
  const [, url = ""] = await child.waitFor(/ tại (http:\/\/127\.0\.0\.1:\d+)/, 30_000);
  await untilReady(url, child);
  const readyAfterMs = performance.now() - started;
  const setupLink = /http:\/\/127\.0\.0\.1:\d+\/setup\?key=[\w-]+/.exec(child.output())?.[0];
  const client = createClient(url);
  if (setupLink !== undefined && options.setUp !== false) {
    const key = new URL(setupLink).searchParams.get("key");
    await client.post("/api/setup", { key, ...ADMIN });
  } else if (options.setUp !== false) {
    const { username, password } = ADMIN;
    await client.post("/api/auth/sign-in/username", { username, password });
  }
  return {
    url,
    setupLink,
    dataDir,
    client,
    child,
    readyAfterMs,
    close: async () => {
      await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: Child): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    if (performance.now() > end) throw new Error(`the server is not ready:\n${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
