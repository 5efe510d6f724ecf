import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { objectsOf, spoil } from "./spoilt-device.ts";
import { visitSpoilt } from "./survey-run.ts";

/**
 * `node --expose-gc test/fuzz/survey.ts [--minutes N] [--seed N] [--recordings FOLDER] [--json]`: surveys of recorded
 * devices of which some objects are spoilt, for so long. A part that throws, a fact that the protocol refuses, or a
 * survey that takes more than 100 ms for each thousand objects (and 100 ms besides) is a finding. Last line with
 * --json: `{"surveys","findings","slowestMs","growthMB","seconds"}`.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    recordings: { type: "string", default: "test/fakes/snmp-device/recordings" },
    json: { type: "boolean", default: false },
  },
});
const MOST_GROWTH_MB = 30;

const random = seededRandom(Number(values.seed));
const files = globSync(`${values.recordings}/*.snmprec`).toSorted();
if (files.length === 0) throw new Error(`no recordings in ${values.recordings}`);
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
};

const began = performance.now();
const end = began + Number(values.minutes) * 60_000;
let [surveys, findings, slowestMs, settled] = [0, 0, 0, 0];
while (performance.now() < end) {
  const file = files[Math.floor(random() * files.length)] ?? "";
  const every = [1, 3, 10, 50][Math.floor(random() * 4)] ?? 10;
  const objects = spoil(objectsOf(readFileSync(file, "utf8")), every, random);
  const { wrong, ms, objects: count } = await visitSpoilt(objects);
  surveys += 1;
  slowestMs = Math.max(slowestMs, ms);
  const slow = ms > 100 + count / 10 ? [`${ms.toFixed(0)} ms for ${count} objects`] : [];
  // The first surveys compile code and read the makers' data.
  for (const what of surveys > 20 ? [...wrong, ...slow] : wrong) {
    findings += 1;
    process.stderr.write(
      `FOUND in ${file} (seed ${values.seed}, survey ${surveys}, every ${every}): ${what}\n`,
    );
  }
  if (surveys === 200) settled = heap();
}
const growthMB = settled === 0 ? 0 : Math.max(0, heap() - settled);
const seconds = Math.round((performance.now() - began) / 1_000);
process.stdout.write(
  `${surveys} surveys in ${seconds} s, ${findings} findings, slowest ${slowestMs.toFixed(0)} ms, memory ${growthMB.toFixed(1)} MB more\n`,
);
if (values.json)
  process.stdout.write(`${JSON.stringify({ surveys, findings, slowestMs, growthMB, seconds })}\n`);
process.exitCode = findings > 0 || growthMB > MOST_GROWTH_MB || surveys === 0 ? 1 : 0;
