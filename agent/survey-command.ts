import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import type { Clock } from "../core/clock.ts";
import { fail, ok, type Result } from "../core/result.ts";
import { snmpCredential } from "../core/wire/assignment.ts";
import { reasonOf } from "./files.ts";
import { inContext } from "./snmp/context.ts";
import type { OpenSession, SnmpPeer } from "./snmp/protocol.ts";
import { createOpener } from "./snmp/open.ts";
import { partsOfLine, type SurveyLine } from "./snmp/survey/line.ts";
import { surveyDevice } from "./snmp/survey/survey.ts";

/**
 * `agent survey --targets FILE.jsonl [--out FILE] [--concurrency N]`: visits each device once and writes a line for
 * each. A target: `{"name", "address", "port", "version", "community"}`, or for version 3 `user`, `auth`, `priv`
 * (`{"protocol", "password"}` each) and `context`.
 */
export interface SurveyCommandOptions {
  readonly targets: string;
  readonly out?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly clock: Clock;
  readonly open?: OpenSession;
}

export interface SurveyFigures {
  readonly devices: number;
  readonly reachable: number;
  readonly requests: number;
  readonly medianRequests: number;
  readonly seconds: number;
}

interface Target extends SnmpPeer {
  readonly name: string;
}

const DEFAULT_CONCURRENCY = 16;
/** A survey is done once: better late than incomplete, on slow devices and through slow simulators. */
const PATIENCE_MS = 4_000;
const MOST_MS = 120_000;

/** Fault `config_invalid`: with every mistake of the file. */
export async function runSurvey(options: SurveyCommandOptions): Promise<Result<SurveyFigures>> {
  const read = readTargets(options.targets);
  if (!read.ok) return read;
  const { clock, out } = options;
  const open = options.open ?? createOpener({ clock, timeoutMs: PATIENCE_MS });
  const write = (line: SurveyLine) => {
    const text = `${JSON.stringify(line)}\n`;
    if (out === undefined) process.stdout.write(text);
    else appendFileSync(out, text);
  };
  if (out !== undefined) writeFileSync(out, "");
  const began = clock.monotonic();
  const requests: number[] = [];
  let reachable = 0;
  const waiting = read.value.values();
  const work = async () => {
    for (const target of waiting) {
      const line = await surveyTarget(target, open, clock).catch((error: unknown) => broken(target, error));
      requests.push(line.requests);
      if (line.reachable) reachable += 1;
      write(line);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? DEFAULT_CONCURRENCY }, work));
  const sorted = requests.toSorted((a, b) => a - b);
  return ok({
    devices: sorted.length,
    reachable,
    requests: sorted.reduce((sum, number) => sum + number, 0),
    medianRequests: sorted[sorted.length >> 1] ?? 0,
    seconds: Math.round(clock.monotonic() - began) / 1_000,
  });
}

/** A bug of ours over one device must not cost the others. */
function broken({ name }: Target, error: unknown): SurveyLine {
  process.stderr.write(`${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
  return { name, reachable: false, error: "internal", requests: 0, seconds: 0 };
}

async function surveyTarget({ name, ...peer }: Target, open: OpenSession, clock: Clock): Promise<SurveyLine> {
  const began = clock.monotonic();
  const opened = await open(peer);
  const seconds = () => Math.round(clock.monotonic() - began) / 1_000;
  const silent = (error: string, requests: number): SurveyLine => {
    return { name, reachable: false, error, requests, seconds: seconds() };
  };
  if (!opened.ok) return silent(opened.fault.code, 0);
  const session = opened.value;
  try {
    const { address } = peer;
    const openContext = async (context: string) => {
      const other = await open({ ...peer, credential: inContext(peer.credential, context) });
      return other.ok ? other.value : undefined;
    };
    const broken: string[] = [];
    const onBug = (part: string, error: unknown) => {
      broken.push("internal");
      process.stderr.write(`${name}: ${part}: ${error instanceof Error ? error.stack : String(error)}\n`);
    };
    const options = { address, clock, maxMs: MOST_MS, ports: true, openContext, onBug };
    const surveyed = await surveyDevice(session, options);
    if (!surveyed.ok) return silent(surveyed.fault.code, session.sent());
    const { survey, requests, faults } = surveyed.value;
    const codes = [...faults.map(({ code }) => code), ...broken];
    const incomplete = codes.length === 0 ? {} : { incomplete: codes };
    const parts = partsOfLine(survey);
    return { name, reachable: true, error: null, requests, seconds: seconds(), ...incomplete, ...parts };
  } finally {
    session.close();
  }
}

function readTargets(file: string): Result<readonly Target[]> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return fail("config_invalid", { file, mistakes: `- ${reasonOf(error)}` });
  }
  const targets: Target[] = [];
  const mistakes: string[] = [];
  text.split("\n").forEach((line, number) => {
    if (line.trim() === "") return;
    const target = targetOf(line);
    if (typeof target === "string") mistakes.push(`- ${number + 1}: ${target}`);
    else targets.push(target);
  });
  if (targets.length === 0 && mistakes.length === 0) mistakes.push("- 0 targets");
  return mistakes.length === 0
    ? ok(targets)
    : fail("config_invalid", { file, mistakes: mistakes.join("\n") });
}

/** The target of a line, or what is wrong with it. */
function targetOf(line: string): Target | string {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch (error) {
    return reasonOf(error);
  }
  if (typeof given !== "object" || given === null) return "not an object";
  const { name, address, port = 161, ...credential } = given as Record<string, unknown>;
  if (typeof address !== "string" || address === "") return 'address: write it as "127.0.0.1"';
  if (!isPort(port)) return "port: 1–65535";
  const checked = snmpCredential.safeParse({ version: "2c", ...credential });
  return checked.success
    ? { name: typeof name === "string" ? name : address, address, port, credential: checked.data }
    : checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
}

const isPort = (port: unknown): port is number =>
  typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536;
