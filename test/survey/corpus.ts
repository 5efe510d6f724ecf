import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { recordingsIn } from "../fakes/snmp-device/recording.ts";
import { makeTree } from "../fakes/snmp-device/tree.ts";
import { realClock } from "../support/real-clock.ts";
import { run } from "../support/run.ts";

/**
 * `node test/survey/corpus.ts --corpus FOLDER [--only WORD] [--misses FIELD] [--out FILE] [--json]`: serves a corpus of
 * recordings with our own responder, surveys every device with the agent's own command, and scores what it found
 * with the corpus' `score.mjs`. A recording's name is its community.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: "../shared/corpus" },
    only: { type: "string", default: "" },
    misses: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean", default: false },
    concurrency: { type: "string", default: "16" },
  },
});

const recordings = join(values.corpus, "recordings");
if (!existsSync(recordings)) {
  process.stderr.write(`No recordings in ${recordings}: say --corpus FOLDER\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "cayda-survey-"));
const devices = await startSnmpDevices({
  clock: realClock,
  devices: [{ name: "corpus", tree: makeTree([]), views: recordingsIn(recordings), maxMessageSize: 1_472 }],
});
try {
  const { address, port } = devices.device;
  const targets = globSync(join(recordings, "*.snmprec"))
    .map((file) => basename(file, ".snmprec"))
    .filter((name) => !name.includes("@") && name.includes(values.only))
    .toSorted()
    .map((name) => JSON.stringify({ name, address, port, version: "2c", community: name }));
  const list = join(folder, "targets.jsonl");
  writeFileSync(list, `${targets.join("\n")}\n`);
  const out = values.out ?? join(folder, "survey.jsonl");
  const { concurrency } = values;
  const args = ["agent/main.ts", "survey", "--targets", list, "--out", out, "--concurrency", concurrency];
  const { code } = await run(process.execPath, args, true);
  if (code === 0) {
    const misses = values.misses === undefined ? [] : ["--misses", values.misses];
    const json = values.json ? ["--json"] : [];
    const scored = [join(values.corpus, "score.mjs"), out, values.corpus, ...misses, ...json];
    process.exitCode = (await run(process.execPath, scored, true)).code;
  } else process.exitCode = code;
} finally {
  await devices.close();
  rmSync(folder, { recursive: true, force: true });
}
