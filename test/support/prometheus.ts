import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startChild } from "./child.ts";
import { run } from "./run.ts";

export interface Prometheus {
  readonly url: string;
  close(): Promise<void>;
}

/** A real Prometheus (Debian's 2.42) on loopback with a folder of its own, loaded with OpenMetrics text. */
export function startPrometheus(openMetrics: string): Promise<Prometheus> {
  return start("{}", async (dir, data) => {
    const readings = join(dir, "readings.om");
    await writeFile(readings, openMetrics);
    const load = ["tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=240h", readings, data];
    const { code, output } = await run("promtool", load, false);
    if (code !== 0) throw new Error(output);
  });
}

/** The same, scraping `target` (host:port) every second with a bearer token, as its own configuration says. */
export function startScraper(target: string, token: string): Promise<Prometheus> {
  // JSON is YAML.
  const config = {
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    scrape_configs: [
      { job_name: "cayda", authorization: { credentials: token }, static_configs: [{ targets: [target] }] },
    ],
  };
  return start(JSON.stringify(config));
}

async function start(
  config: string,
  prepare?: (dir: string, data: string) => Promise<void>,
): Promise<Prometheus> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-promql-"));
  const [data, file] = [join(dir, "data"), join(dir, "prometheus.yml")];
  await writeFile(file, config);
  await prepare?.(dir, data);
  const url = `http://127.0.0.1:${await freePort()}`;
  const child = startChild("prometheus", [
    `--config.file=${file}`,
    `--storage.tsdb.path=${data}`,
    "--storage.tsdb.retention.time=100y",
    "--enable-feature=promql-negative-offset,promql-at-modifier",
    `--web.listen-address=${url.slice("http://".length)}`,
  ]);
  for (let tries = 0; (await fetch(`${url}/-/ready`).catch(() => undefined))?.status !== 200; tries += 1) {
    if (tries > 200) throw new Error(`prometheus does not answer:\n${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    close: async () => {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
