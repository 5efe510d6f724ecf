import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "../support/run.ts";
import { CORPUS, devicesOf, serveCorpus, simulate, surveyAll } from "./harness.ts";

/**
 * `node test/survey/corpus.ts [--corpus FOLDER] [--only WORD] [--misses FIELD] [--out FILE] [--snmpsim]
 * [--json]`: serves a corpus of recordings with our own responder (or Debian's simulator), surveys every device with the agent's own command, and scores what it found
 * with the corpus' `score.mjs`.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: CORPUS },
    only: { type: "string", default: "" },
    misses: { type: "string" },
    out: { type: "string" },
    json: { type: "boolean", default: false },
    snmpsim: { type: "boolean", default: false },
    concurrency: { type: "string", default: "16" },
  },
});
const { corpus } = values;
const names = devicesOf(corpus).filter((name) => name.includes(values.only));
if (names.length === 0) {
  process.stderr.write(`No recordings in ${corpus}: say --corpus FOLDER\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "cayda-survey-"));
const responder = values.snmpsim ? await simulate(corpus, names, folder) : await serveCorpus(corpus);
try {
  const out = values.out ?? join(folder, "survey.jsonl");
  const code = await surveyAll({
    responder,
    names,
    out,
    concurrency: Number(values.concurrency),
    show: true,
  });
  const misses = values.misses === undefined ? [] : ["--misses", values.misses];
  const json = values.json ? ["--json"] : [];
  const scored = [join(corpus, "score.mjs"), out, corpus, ...misses, ...json];
  process.exitCode = code === 0 ? (await run(process.execPath, scored, true)).code : code;
} finally {
  await responder.close();
  rmSync(folder, { recursive: true, force: true });
}
