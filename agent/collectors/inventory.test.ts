import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fact } from "../../core/wire/block.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { Reading, Tools } from "./collector.ts";
import { createInventoryCollector, INVENTORY_LIMIT_MS, inventoryCollector } from "./inventory.ts";

const assignment: Assignment = {
  protocol: 1,
  agent: "agent-1",
  device: "pc-1",
  site: { id: "s", name: "Hương Sơn" },
  host: { everyMs: 60_000 },
  inventory: { cron: "0 9 * * *" },
  snmp: [],
  ping: [],
};
const folder = mkdtempSync(join(os.tmpdir(), "cayda-inventory-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the collector's job once with `source` as the child's program. */
function take(name: string, source: string) {
  const script = join(folder, `${name}.mts`);
  writeFileSync(script, source);
  const clock = fakeClock();
  const warnings: Record<string, unknown>[] = [];
  const log: Tools["log"] = {
    info: () => undefined,
    warn: (event, fields) => void warnings.push({ event, ...fields }),
    error: () => undefined,
  };
  const collector = createInventoryCollector(() => ({
    program: process.execPath,
    args: [script, "inventory-child"],
  }));
  const [job] = collector(assignment, { clock, now: () => clock.now(), random: () => 0.5, log });
  if (job === undefined) throw new Error("the collector has no job");
  const stop = new AbortController();
  return { clock, warnings, stop, answer: job.run(stop.signal) };
}

function inventoryOf(reading: Reading) {
  const [only, ...more] = reading.facts;
  expect(more).toEqual([]);
  if (only === undefined) return undefined;
  const parsed = fact.parse(JSON.parse(JSON.stringify(only)));
  return parsed.type === "inventory" ? parsed.inventory : undefined;
}

/** Waits for what real processes do, at most five seconds. */
async function until(done: () => boolean): Promise<void> {
  for (const end = performance.now() + 5_000; !done();) {
    if (performance.now() > end) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isAlive(pid: number): boolean {
  try {
    // A killed process stays a zombie until its new parent has looked after it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const linux = process.platform === "linux";
const BASE = `process.stdout.write(JSON.stringify({section:"base",ok:true,value:{hostname:"pc",memoryBytes:4e9}})+"\\n");\n`;
const HANG = "setInterval(() => undefined, 1000);\n";

describe("the inventory job", () => {
  test("runs at the start and then when the assignment says", () => {
    const clock = fakeClock();
    const log: Tools["log"] = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const [job] = inventoryCollector(assignment, { clock, now: () => 0, random: () => 0, log });
    expect(job).toMatchObject({ id: "inventory", when: { cron: "0 9 * * *", atStart: true } });
    expect(job?.timeoutMs).toBeGreaterThan(INVENTORY_LIMIT_MS);
  });

  test("reads this machine with the real child", async () => {
    const child = join(import.meta.dirname, "../host/inventory-child.ts");
    const { answer, warnings } = take(
      "real",
      `import { runInventoryChild } from ${JSON.stringify(child)};\nawait runInventoryChild();\n`,
    );
    const reading = await answer;
    const inventory = inventoryOf(reading);
    expect(warnings).toEqual([]);
    expect(reading.samples).toEqual([]);
    expect(inventory).toMatchObject({
      hostname: os.hostname(),
      memoryBytes: os.totalmem(),
      os: { platform: process.platform, arch: os.arch() },
    });
    expect(inventory?.cpu?.cores).toBeGreaterThan(0);
    expect(inventory?.cpu?.name).toBeTruthy();
    expect(JSON.stringify(inventory)).not.toMatch(/unknown|o\.e\.m\.|default string|""/i);
  });

  test("a child that hangs is killed with all that it started, and what it read before is kept", async () => {
    const pids = join(folder, "pids");
    const { clock, warnings, answer } = take(
      "hang",
      `${BASE}import { spawn } from "node:child_process"; import { writeFileSync, renameSync } from "node:fs";
const grandchild = spawn(process.execPath, ["-e", ${JSON.stringify(HANG)}], { stdio: "inherit" });
writeFileSync("${pids}.new", process.pid + " " + grandchild.pid); renameSync("${pids}.new", "${pids}");
${HANG}`,
    );
    const written = () => {
      try {
        return readFileSync(pids, "utf8").split(" ").map(Number);
      } catch {
        return [];
      }
    };
    await until(() => written().length === 2);
    expect(written().every(isAlive)).toBe(linux);
    await clock.advance(INVENTORY_LIMIT_MS);
    expect(inventoryOf(await answer)).toEqual({ hostname: "pc", memoryBytes: 4e9 });
    expect(warnings).toEqual([
      {
        event: "inventory_failed",
        fault: "inventory_failed",
        reason: "timeout",
        kept: ["hostname", "memoryBytes"],
      },
    ]);
    await until(() => !written().some(isAlive));
  });

  test.each([
    ["garbage", `process.stdout.write(Buffer.from([0, 255, 10, 123, 10, 195]));`, "garbage"],
    ["silence", "", "garbage"],
    ["a crash", "throw new Error('x');", "exit_code"],
    ["half a line", `process.stdout.write('{"section":"base","ok":true,"value":{"hostname":"p');`, "garbage"],
    [
      "endless output",
      `const write = () => process.stdout.write("x".repeat(65536), write); write();`,
      "too_much_output",
    ],
  ])("a child that gives %s is a warning and no fact", async (name, source, reason) => {
    const { answer, warnings } = take(name.replaceAll(" ", "-"), source);
    expect(inventoryOf(await answer)).toBeUndefined();
    expect(warnings).toEqual([{ event: "inventory_failed", fault: "inventory_failed", reason, kept: [] }]);
  });

  test("a part that gave no answer is named, the others are kept", async () => {
    const { answer, warnings } = take(
      "partial",
      `${BASE}process.stdout.write('{"section":"bios","ok":false}\\n{"section":"done"}\\n', () => process.exit(1));`,
    );
    expect(inventoryOf(await answer)).toMatchObject({ hostname: "pc" });
    expect(warnings).toMatchObject([{ reason: "no answer: bios" }]);
  });

  test("a program that cannot be started is a warning", async () => {
    const clock = fakeClock();
    const warnings: unknown[] = [];
    const collector = createInventoryCollector(() => ({
      program: join(folder, "no-such-program"),
      args: [],
    }));
    const log: Tools["log"] = {
      info: () => undefined,
      warn: (_, fields) => void warnings.push(fields?.["reason"]),
      error: () => undefined,
    };
    const [job] = collector(assignment, { clock, now: () => clock.now(), random: () => 0, log });
    expect((await job?.run(new AbortController().signal))?.facts).toEqual([]);
    expect(warnings).toEqual(["not_started"]);
  });

  test("stopping the agent stops the child", async () => {
    const { answer, stop, warnings } = take("stopped", HANG);
    stop.abort();
    expect((await answer).facts).toEqual([]);
    expect(warnings).toMatchObject([{ reason: "aborted" }]);
  });
});

test("the agent itself never loads systeminformation", async () => {
  const collector = join(import.meta.dirname, "inventory.ts");
  const { answer, warnings } = take(
    "loads",
    `import { createRequire } from "node:module";
import { inventoryCollector } from ${JSON.stringify(collector)};
import ${JSON.stringify(join(import.meta.dirname, "host.ts"))};
import ${JSON.stringify(join(import.meta.dirname, "../host/inventory-child.ts"))};
const require = createRequire(${JSON.stringify(collector)});
const loaded = () => Object.keys(require.cache).some((file) => file.includes("systeminformation"));
const before = loaded();
await import(require.resolve("systeminformation"));
const hostname = [typeof inventoryCollector, before, loaded()].join(" ");
process.stdout.write(JSON.stringify({ section: "base", ok: true, value: { hostname } }) + '\\n{"section":"done"}\\n');`,
  );
  expect(inventoryOf(await answer)?.hostname).toBe("function false true");
  expect(warnings).toEqual([]);
});
