import { existsSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { SNMPD } from "../lab/commune.ts";
import { startLab, type Lab } from "../lab/lab.ts";
import { runTogether, warmUp } from "../lab/run.ts";
import { SCENARIOS } from "../lab/scenarios.ts";
import { whyNoNamespaces } from "../support/netns.ts";

/** Some of the laboratory's scenarios (`npm run lab -- all` runs them all): real packets, real agents, the real server. */
const AT_ONCE = ["bad-uplink", "switch-deaf", "agent-restarted"];

// It takes three minutes and more, and a machine that others use too disturbs it: by hand, with CAYDA_LAB=1.
const asked = process.env["CAYDA_LAB"] === "1";
const missing = !asked
  ? "it runs when it is asked for (CAYDA_LAB=1, or npm run lab -- all)"
  : existsSync(SNMPD)
    ? await whyNoNamespaces()
    : "snmpd is not installed";
if (missing !== undefined) process.stderr.write(`SKIPPED: the laboratory: ${missing}\n`);
let lab: Lab | undefined;
afterEach(() => lab?.close());

test.skipIf(missing !== undefined)(
  "people are told of each fault once and rightly, and of nothing else",
  async () => {
    lab = await startLab({ say: () => {} });
    expect(await warmUp(lab, 12_000)).toEqual([]);
    const outcomes = await runTogether(
      lab,
      SCENARIOS.filter(({ name }) => AT_ONCE.includes(name)),
    );
    expect(outcomes).toMatchObject(AT_ONCE.map(() => ({ ok: true, why: [], false: [] })));
  },
  600_000,
);
