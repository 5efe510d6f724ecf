import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SNMPD } from "../lab/commune.ts";
import { startLab, type Lab } from "../lab/lab.ts";
import { runScenario, warmUp } from "../lab/run.ts";
import { SCENARIOS } from "../lab/scenarios.ts";
import { whyNoNamespaces } from "../support/netns.ts";

/** Some of the laboratory's scenarios (`npm run lab -- all` runs them all): real packets, real agents, the real server. */
const IN_SHORT = ["service-down", "gateway-gone", "agent-restarted"];
const wanted = process.env["CAYDA_LAB"]?.split(",") ?? IN_SHORT;

const missing = existsSync(SNMPD) ? await whyNoNamespaces() : "snmpd is not installed";
if (missing !== undefined) process.stderr.write(`SKIPPED: the laboratory: ${missing}\n`);
let lab: Lab | undefined;

beforeAll(async () => {
  if (missing !== undefined) return;
  lab = await startLab({ say: () => {} });
  expect(await warmUp(lab)).toEqual([]);
});
afterAll(() => lab?.close());

for (const scenario of SCENARIOS.filter(({ name }) => wanted.includes(name))) {
  test.skipIf(missing !== undefined)(`people are told once and rightly: ${scenario.name}`, async () => {
    if (lab === undefined) return;
    const outcome = await runScenario(lab, scenario);
    expect(outcome).toMatchObject({ ok: true, why: [], false: [] });
  });
}
