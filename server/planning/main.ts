import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "../../core/clock.ts";
import { createLog } from "../../core/log.ts";
import { say } from "../../core/messages/say.ts";
import { uuidv7 } from "../../core/uuid.ts";
import { programClock as clock, programLanguage, reasonOf } from "../command-line.ts";
import { OWN_TABLES } from "../own-tables.ts";
import { configOf } from "../read-config.ts";
import { registryTarget } from "../registry-target.ts";
import { openRegistry } from "../stores/registry/registry.ts";
import { openSampleStore } from "../stores/samples/open.ts";
import { createPlanningDesk } from "./desk.ts";
import { writeDemoSamples } from "./demo-samples.ts";
import { writeDemo } from "./demo-write.ts";
import { InputError } from "./input-error.ts";
import { planOrder, type PlanOrder } from "./order.ts";
import { runPlan } from "./run.ts";

/**
 * `npm run plan -- --year 2027 --budget 500000000 [--source city=300000000]… [--years 3] [--year-budget 2028=300000000]… [--unit NAME|id]… [--issuer NAME|id] --out DIR [--data DIR] [--demo]
 *   [--lang vi|en] [--json]`: the plan with its documents. The server must be stopped: its samples belong to one process.
 * The last line is JSON. Exit code 2: what was asked for cannot be understood; 1: it went wrong.
 */
const log = createLog((line) => process.stderr.write(line), clock, "warn");
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
const newId = () => uuidv7(clock.now(), (bytes) => crypto.getRandomValues(bytes));
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(order: PlanOrder, dataDir: string): Promise<void> {
  const started = clock.monotonic();
  const { registry } = await openRegistry(join(dataDir, "registry"), {
    clock,
    newId,
    log,
    postgres: order.demo
      ? undefined
      : registryTarget(configOf(undefined, programLanguage, dataDir).config.registry),
    role: "reader",
  });
  try {
    if (order.demo) {
      const written = await writeDemo({ registry, now: clock.now(), newId });
      // Days pass within seconds here, and what the store tells of them is nobody's business.
      const open = (days: Clock) =>
        openSampleStore({ dir: join(dataDir, "samples"), clock: days, log: SILENT, inline: true });
      await writeDemoSamples(open, clock.now(), written);
    }
    const store = await openSampleStore({ dir: join(dataDir, "samples"), clock, log });
    try {
      const { language } = order;
      const calendarFile = process.env["CAYDA_ALERTS_CALENDAR"];
      const tablesDir = join(dataDir, OWN_TABLES);
      const desk = createPlanningDesk({ registry, store, clock, language, newId, tablesDir, calendarFile });
      const done = await runPlan({ desk, registry }, order);
      const files: string[] = [];
      for (const { name, data } of done.files) {
        const file = join(resolve(order.out), name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, data);
        files.push(file);
      }
      if (!order.json) {
        for (const line of done.lines) tell(line);
        for (const file of files) tell(say(language, "server.plan.file", { file }));
      }
      const seconds = Math.round((clock.monotonic() - started) / 100) / 10;
      tell(JSON.stringify({ ...done.figures, seconds, files }));
    } finally {
      await store.close();
    }
  } finally {
    await registry.close();
  }
}

async function inFolder(order: PlanOrder): Promise<void> {
  if (order.demo) {
    const dir = await mkdtemp(join(tmpdir(), "cayda-plan-"));
    try {
      await run(order, dir);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    return;
  }
  const dir = resolve(order.data ?? process.env["CAYDA_DATA_DIR"] ?? "data");
  // Opening would make an empty one.
  if (!existsSync(join(dir, "registry"))) {
    throw new InputError(say(order.language, "server.plan.no_data", { dir }));
  }
  await run(order, dir);
}

const ordered = planOrder(process.argv.slice(2), programLanguage);
if (ordered.ok) {
  try {
    await inFolder(ordered.order);
  } catch (error) {
    const isInput = error instanceof InputError;
    process.stderr.write(`${isInput ? error.message : reasonOf(error, ordered.order.language)}\n`);
    process.exitCode = isInput ? 2 : 1;
  }
} else {
  process.stderr.write(`${ordered.reason}\n`);
  process.exitCode = 2;
}
