import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { walkBoth } from "../support/walk-both.ts";

const CORPUS = join(import.meta.dirname, "../../../shared/corpus/recordings");
const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) process.stderr.write(`SKIPPED: no corpus of recordings at ${CORPUS}\n`);

/** Enough for every type and every kind of name that a device has. */
const VALUES = 300;

describe.runIf(hasCorpus)("net-snmp and our engine", () => {
  test("read every recording alike", async () => {
    const both = await walkBoth(CORPUS);
    onTestFinished(both.close);
    expect(both.names.length).toBeGreaterThan(100);
    let values = 0;
    const unlike: string[] = [];
    for (const name of both.names) {
      const { theirs, ours } = await both.walk(name, VALUES);
      values += ours.length;
      if (JSON.stringify(ours, plain) !== JSON.stringify(theirs, plain)) unlike.push(name);
    }
    expect(unlike).toEqual([]);
    expect(values).toBeGreaterThan(both.names.length * 20);
  });
});

const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);
