import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openRegistry } from "../../server/stores/registry/registry.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { writeDemo } from "../../server/planning/demo-write.ts";
import { startServer } from "../../server/compose.ts";
import { parseServerConfig } from "../../server/config.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { writeDemoSamples } from "../../server/planning/demo-samples.ts";
const clock: any = { now: () => Date.now(), monotonic: () => performance.now(), sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined) };
const SILENT: any = { info() {}, warn() {}, error(...a: unknown[]) { console.error(...a); } };
const dir = process.argv[2] ?? await mkdtemp(join(tmpdir(), "cayda-wlook-"));
const newId = () => uuidv7(Date.now(), (b: any) => crypto.getRandomValues(b));
if (process.argv[3] !== "again") {
  const { registry } = await openRegistry(join(dir, "registry"), { clock, newId, log: SILENT } as any);
  const t = performance.now();
  const written = await writeDemo({ registry, now: clock.now(), newId } as any);
  if (process.argv[3] === "samples") await writeDemoSamples((days: any) => openSampleStore({ dir: join(dir, "samples"), clock: days, log: SILENT, inline: true } as any), clock.now(), written);
  console.log("demo", written.assets, Math.round(performance.now() - t));
  await registry.close();
}
const parsed = parseServerConfig("https: false\nlocalAgent: false\nhttp: { port: 8931 }", { CAYDA_DATA_DIR: dir }, "vi");
if (!parsed.ok) throw new Error(parsed.mistakes.join());
const server = await startServer({ config: parsed.config, clock, log: SILENT, version: "0", webDir: "/tmp/webdist" } as any);
console.log(server.http, server.setupLink, dir);
