import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startChild, type Child } from "./child.ts";

export interface Influxd {
  readonly url: string;
  readonly child: Child;
  /** Where its data are. */
  readonly dir: string;
  close(): Promise<void>;
}

/** A real InfluxDB (Debian's 1.6.7) on loopback with a folder of its own; defaults but for logging and reporting. */
export async function startInfluxd(): Promise<Influxd> {
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
[logging]
  level = "warn"
`,
  );
  const child = startChild("influxd", ["-config", config]);
  const url = `http://127.0.0.1:${http}`;
  const until = performance.now() + 20_000;
  for (;;) {
    const answer = await fetch(`${url}/ping`).catch(() => undefined);
    if (answer?.status === 204) break;
    if (performance.now() > until) throw new Error(`influxd does not answer:\n${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    child,
    dir,
    close: async () => {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
