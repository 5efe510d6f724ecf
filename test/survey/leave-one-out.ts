import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SECOND } from "../../core/clock.ts";
import type { OpenSession } from "../../agent/snmp/protocol.ts";
import { createOpener } from "../../agent/snmp/open.ts";
import { createAsk } from "../../agent/snmp/survey/ask.ts";
import { plainName } from "../../agent/snmp/survey/identify/plausible.ts";
import type { Knowledge } from "../../agent/snmp/survey/knowledge.ts";
import { deviceLibrary, knowledgeFor, type Library } from "../../agent/snmp/survey/library.ts";
import { partsOfLine } from "../../agent/snmp/survey/line.ts";
import { readIdentity } from "../../agent/snmp/survey/parts/identity.ts";
import { enterpriseOf, readEnterprises, readSystem } from "../../agent/snmp/survey/system.ts";
import { realClock } from "../support/real-clock.ts";
import { CORPUS, scoreOf, serveCorpus } from "./harness.ts";

/**
 * `node test/survey/leave-one-out.ts [--corpus FOLDER] [--json]`: what the general rules alone reach on makers that
 * nobody wrote rules for. Every device is identified three times: with everything that is known; with nothing known of
 * its maker but name and enterprise numbers; and as if its maker had never been heard of.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: CORPUS },
    json: { type: "boolean", default: false },
  },
});
const { corpus } = values;

interface Truth {
  readonly recording: string;
  readonly vendor?: string;
}

const truth = readFileSync(join(corpus, "truth.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Truth);
const aliases = JSON.parse(readFileSync(join(corpus, "vendor-aliases.json"), "utf8")) as Record<
  string,
  readonly string[]
>;

const everything = deviceLibrary();
const FIELDS = ["vendor", "class", "model", "version", "serial"] as const;

/** What is known when a device's maker is treated so. */
const VARIANTS: Readonly<Record<string, (isOf: (maker: string) => boolean) => Library>> = {
  "all rules": () => everything,
  "no rules of its maker": (isOf) => ({
    ...everything,
    makers: everything.makers.map((maker): Knowledge => {
      const { vendor, system, names, enterprises } = maker;
      if (!isOf(vendor)) return maker;
      return {
        vendor,
        ...(system && { system }),
        ...(names && { names }),
        ...(enterprises && { enterprises }),
      };
    }),
  }),
  "maker unknown": (isOf) => ({
    ...everything,
    makers: everything.makers.filter(({ vendor }) => !isOf(vendor)),
  }),
};

const responder = await serveCorpus(corpus);
const folder = mkdtempSync(join(tmpdir(), "cayda-leave-one-out-"));
try {
  const open = createOpener({ clock: realClock });
  const table: Record<string, Record<string, number>> = {};
  for (const [variant, libraryWithout] of Object.entries(VARIANTS)) {
    const lines: string[] = [];
    for (const { recording, vendor = "" } of truth) {
      const called = new Set([vendor, ...(aliases[vendor] ?? [])].map(plainName));
      const library = libraryWithout((maker) => called.has(plainName(maker)));
      lines.push(JSON.stringify(await identified(open, recording, library)));
    }
    const out = join(folder, "survey.jsonl");
    writeFileSync(out, `${lines.join("\n")}\n`);
    const { fields } = await scoreOf(corpus, out);
    table[variant] = Object.fromEntries(
      FIELDS.map((field) => {
        const { right = 0, of = 1 } = fields[field] ?? {};
        return [field, Math.round((1_000 * right) / of) / 10];
      }),
    );
  }
  process.stdout.write(`${"right, %".padEnd(24)}${FIELDS.map((field) => field.padStart(9)).join("")}\n`);
  for (const [variant, shares] of Object.entries(table)) {
    const cells = FIELDS.map((field) => (shares[field] ?? 0).toFixed(1).padStart(9));
    process.stdout.write(`${variant.padEnd(24)}${cells.join("")}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ devices: truth.length, ...table })}\n`);
} finally {
  await responder.close();
  rmSync(folder, { recursive: true, force: true });
}

async function identified(open: OpenSession, name: string, library: Library): Promise<object> {
  const { address, port } = responder;
  const opened = await open({ address, port, credential: { version: "2c", community: name } });
  if (!opened.ok) return { name, reachable: false, error: opened.fault.code };
  const session = opened.value;
  try {
    const deadline = realClock.monotonic() + 60 * SECOND;
    const ask = createAsk(session, { address, clock: realClock, deadline });
    const system = await readSystem(ask);
    const { description, objectId } = system;
    const enterprises = await readEnterprises(ask, objectId);
    const knowledge = knowledgeFor({ enterprises, description }, enterpriseOf(objectId), library);
    const known = { description, objectId, enterprises, knowledge, system, library };
    const identity = await readIdentity(ask, known);
    const empty = { ports: [], neighbours: [], forwarding: [], arp: [], vlans: [], stp: undefined };
    const values = { supplies: [], printer: undefined, ups: undefined, processors: [], memory: [] };
    const rest = { storage: [], sensors: [], wireless: undefined, poeSupply: undefined };
    return { name, reachable: true, error: null, ...partsOfLine({ identity, ...empty, ...values, ...rest }) };
  } finally {
    session.close();
  }
}
