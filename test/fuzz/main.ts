import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Finding, Progress } from "./worker.ts";

/**
 * `node test/fuzz/main.ts [--minutes N] [--target NAME] [--seed N] [--json]`: spoilt inputs into everything that reads
 * bytes from outside (`targets.ts`), for so long. An input that throws, takes 100 ms or never ends is kept in
 * `found/`, where `replay.test.ts` tries it again for ever. Last line with --json: `{"runs","findings","seconds",
 * "growthMB","targets"}`. Ends with code 1 when something was found, or memory grew.
 */
const FOUND = join(import.meta.dirname, "found");
/** The worker shows after how many milliseconds of one input that it hangs. */
const HANGS_AFTER_MS = 5_000;
/** Memory in use after a collection may differ by this much between the first minute and the last. */
const MOST_GROWTH_MB = 20;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    target: { type: "string" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

function keep({ target, input }: Pick<Finding, "target" | "input">): string {
  if (!existsSync(FOUND)) mkdirSync(FOUND);
  const name = `${target}-${createHash("sha256").update(input).digest("hex").slice(0, 12)}.bin`;
  writeFileSync(join(FOUND, name), input);
  return name;
}

async function fuzz(): Promise<{ readonly findings: readonly string[]; readonly progress: Progress }> {
  const shared = new SharedArrayBuffer(8_192);
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: {
      shared,
      seed: Number(values.seed),
      seconds: Number(values.minutes) * 60,
      only: values.target,
    },
  });
  const head = new Int32Array(shared, 0, 2);
  const findings: string[] = [];
  let progress: Progress = { runs: 0, growthMB: 0, perTarget: {} };
  let seen = -1;
  const watch = setInterval(() => {
    const count = Atomics.load(head, 0);
    if (count === seen) {
      // The input that is being tried: its length, then its bytes.
      const input = new Uint8Array(shared, 8).slice(0, Atomics.load(head, 1));
      const name = keep({ target: "hang", input });
      findings.push(`${name}: never ends`);
      process.stderr.write(`FOUND ${findings.at(-1)}\n`);
      void worker.terminate();
    }
    seen = count;
  }, HANGS_AFTER_MS);
  worker.on("message", (message: Finding | Progress) => {
    if ("runs" in message) progress = message;
    else {
      findings.push(`${keep(message)}: ${message.what}`);
      process.stderr.write(`FOUND ${findings.at(-1)}\n`);
    }
  });
  await new Promise<void>((resolve, reject) => {
    worker.once("exit", () => resolve());
    worker.once("error", reject);
  });
  clearInterval(watch);
  return { findings, progress };
}

const began = performance.now();
const { findings, progress } = await fuzz();
const seconds = Math.round((performance.now() - began) / 1_000);
const { runs, growthMB, perTarget } = progress;
for (const [name, count] of Object.entries(perTarget)) process.stdout.write(`${name.padEnd(24)} ${count}\n`);
const grew = growthMB > MOST_GROWTH_MB;
process.stdout.write(
  `${runs} inputs in ${seconds} s, ${findings.length} findings, memory ${growthMB.toFixed(1)} MB more\n`,
);
if (values.json) {
  const targets = Object.keys(perTarget).length;
  process.stdout.write(
    `${JSON.stringify({ runs, findings: findings.length, seconds, growthMB, targets })}\n`,
  );
}
process.exitCode = findings.length > 0 || grew || runs === 0 ? 1 : 0;
