import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { walkBoth } from "../../test/support/walk-both.ts";

const OWN = join(import.meta.dirname, "../../test/fakes/snmp-device/recordings");
const CORPUS = join(import.meta.dirname, "../../../shared/corpus/recordings");
const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) console.warn(`SKIPPED: no corpus of recordings at ${CORPUS}`);

test("both implementations read our recordings alike", async () => {
  const both = await walkBoth(OWN);
  onTestFinished(both.close);
  expect(both.names.length).toBeGreaterThan(0);
  for (const name of both.names) {
    const { theirs, ours } = await both.walk(name, 10_000);
    expect(ours.length).toBeGreaterThan(10);
    expect(ours, name).toEqual(theirs);
  }
});

/** All of them: `test/e2e/snmp-differential.test.ts`. */
const EVERY = 60;
describe.runIf(hasCorpus)("recordings of real devices", () => {
  test(`each ${EVERY}th is read alike, its first values`, async () => {
    const both = await walkBoth(CORPUS);
    onTestFinished(both.close);
    const names = both.names.filter((_, at) => at % EVERY === 0);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const { theirs, ours } = await both.walk(name, 300);
      expect(ours, name).toEqual(theirs);
    }
  });
});
