import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { startSnmpDevices } from "../fakes/snmp-device/devices.ts";
import { recordingsIn } from "../fakes/snmp-device/recording.ts";
import { makeTree } from "../fakes/snmp-device/tree.ts";
import { realClock } from "../support/real-clock.ts";
import { run } from "../support/run.ts";
import { startSnmpsim } from "../support/snmpd.ts";

/** Surveys of a corpus of recordings, a recording's name being its community. The corpus is no part of the project. */
export const CORPUS = "../shared/corpus";
export const hasCorpus = existsSync(join(CORPUS, "truth.jsonl"));

const recordingsOf = (corpus: string): string => join(corpus, "recordings");

/** Names of the devices; a second view of one (`NAME@CONTEXT`) is no device of its own. */
export const devicesOf = (corpus: string): readonly string[] =>
  globSync(join(recordingsOf(corpus), "*.snmprec"))
    .map((file) => basename(file, ".snmprec"))
    .filter((name) => !name.includes("@"))
    .toSorted();

interface Responder {
  readonly address: string;
  readonly port: number;
  close(): Promise<unknown>;
}

/** Our own responder, with replies cut to an Ethernet frame. */
export async function serveCorpus(corpus: string): Promise<Responder> {
  const views = recordingsIn(recordingsOf(corpus));
  const devices = await startSnmpDevices({
    clock: realClock,
    devices: [{ name: "corpus", tree: makeTree([]), views, maxMessageSize: 1_472 }],
  });
  const { address, port } = devices.device;
  return { address, port, close: () => devices.close() };
}

/** Debian's simulator with these devices; `folder` is for its copies. It does not cut replies to a message size. */
export async function simulate(corpus: string, names: readonly string[], folder: string): Promise<Responder> {
  const data = join(folder, "recordings");
  const cache = join(folder, "cache");
  for (const path of [data, cache]) mkdirSync(path);
  const wanted = new Set(names);
  for (const file of globSync(join(recordingsOf(corpus), "*.snmprec"))) {
    const [device = ""] = basename(file, ".snmprec").split("@");
    if (wanted.has(device)) copyFileSync(file, join(data, basename(file)));
  }
  // It runs as nobody, who must be able to read the recordings and to write the cache.
  for (const path of [folder, data, cache]) chmodSync(path, 0o777);
  return startSnmpsim(data, cache, 300_000);
}

export interface SurveyRun {
  readonly responder: Pick<Responder, "address" | "port">;
  readonly names: readonly string[];
  readonly out: string;
  readonly concurrency: number;
  readonly show?: boolean;
}

/** Runs the agent's own command over the devices; its exit code. */
export async function surveyAll({ responder, names, out, concurrency, show }: SurveyRun): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "cayda-targets-"));
  try {
    const { address, port } = responder;
    const lines = names.map((name) =>
      JSON.stringify({ name, address, port, version: "2c", community: name }),
    );
    const targets = join(folder, "targets.jsonl");
    writeFileSync(targets, `${lines.join("\n")}\n`);
    const args = ["agent/main.ts", "survey", "--targets", targets, "--out", out];
    return (await run(process.execPath, [...args, "--concurrency", String(concurrency)], show ?? false)).code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Score {
  readonly fields: Readonly<Record<string, { readonly right: number; readonly of: number }>>;
  readonly falseClaims: Readonly<Record<string, { readonly false: number; readonly of: number }>>;
}

/** What the corpus' own judge makes of a survey. */
export async function scoreOf(corpus: string, survey: string): Promise<Score> {
  const { output, code } = await run(
    process.execPath,
    [join(corpus, "score.mjs"), survey, corpus, "--json"],
    false,
  );
  if (code !== 0) throw new Error(output);
  return JSON.parse(output) as Score;
}

/** The lines of a survey by name, as text, without what differs from run to run. */
export function linesOf(survey: string): ReadonlyMap<string, string> {
  const lines = readFileSync(survey, "utf8").split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const {
        requests: _requests,
        seconds: _seconds,
        // The simulator does not cut replies, so no value is too big for it.
        incomplete: _incomplete,
        ...rest
      } = JSON.parse(line) as Record<string, unknown>;
      return [String(rest["name"]), JSON.stringify(rest)];
    }),
  );
}
