import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startChild, type Child } from "./child.ts";

export interface Influxd {
  readonly url: string;
  readonly child: Child;
  /** kill -9; `start` brings it back on the same folder and port. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Where its data are. */
  readonly dir: string;
  close(): Promise<void>;
}

export interface InfluxdOptions {
  /** Only accounts get in (`auth-enabled`); the first one that is made must be an administrator. */
  readonly auth?: boolean;
  /** False: it is only started by `start`. */
  readonly started?: boolean;
}

/** A real InfluxDB (Debian's 1.6.7) on loopback with a folder of its own; defaults but for logging and reporting. */
export async function startInfluxd({ auth = false, started = true }: InfluxdOptions = {}): Promise<Influxd> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-influxd-"));
  const [http, rpc] = [await freePort(), await freePort()];
  const config = join(dir, "influxdb.conf");
  await writeFile(
    config,
    `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${dir}/meta"
[data]
  dir = "${dir}/data"
  wal-dir = "${dir}/wal"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${http}"
  log-enabled = false
  auth-enabled = ${auth}
[logging]
  level = "warn"
`,
  );
  const url = `http://127.0.0.1:${http}`;
  let child = started ? await startOn(config, url) : undefined;
  return {
    url,
    get child() {
      if (child === undefined) throw new Error("influxd was not started yet");
      return child;
    },
    kill: async () => void (await child?.stop("SIGKILL")),
    start: async () => {
      child = await startOn(config, url);
    },
    dir,
    close: async () => {
      await child?.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startOn(config: string, url: string): Promise<Child> {
  const child = startChild("influxd", ["-config", config]);
  const until = performance.now() + 20_000;
  for (;;) {
    const answer = await fetch(`${url}/ping`).catch(() => undefined);
    if (answer?.status === 204) return child;
    if (performance.now() > until) {
      await child.stop();
      throw new Error(`influxd does not answer:\n${child.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
