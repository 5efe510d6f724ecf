import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChild } from "../support/child.ts";
import { makeVethPair, whyNoNamespaces, type VethPair } from "../support/netns.ts";
import { hasSnmpd } from "../support/snmpd.ts";

/**
 * Counters that real traffic moves: two network namespaces of our own joined by a veth cable. In the first run a real
 * snmpd, the real server and the real agent (`support/rate-scenario.ts`); a paced sender floods the cable. The rate
 * that the API gives must be what the kernel counted.
 */
const reason = hasSnmpd ? await whyNoNamespaces() : "snmpd is not installed";
if (reason !== undefined) process.stderr.write(`SKIPPED: rates of real traffic: ${reason}\n`);

describe.skipIf(reason !== undefined)("a switch port under real traffic", () => {
  let cable: VethPair;
  beforeAll(async () => {
    cable = await makeVethPair("rate");
  });
  afterAll(async () => {
    await cable.close();
  });

  test("has the rate that the kernel counted, within 2 %", async () => {
    const child = startChild("ip", [
      "netns",
      "exec",
      cable.a,
      process.execPath,
      "test/e2e/support/rate-scenario.ts",
      cable.card,
      cable.addressB,
    ]);
    try {
      const [, json = ""] = await child.waitFor(/^RESULT (.*)$/m, 290_000);
      const { kernel, api, card } = JSON.parse(json) as Record<string, { bps: number; points: number }>;
      process.stdout.write(
        `rate: kernel ${kernel?.bps.toFixed(0)} bit/s, switch port ${api?.bps.toFixed(0)}, own card ${card?.bps.toFixed(0)}\n`,
      );
      expect(kernel?.bps).toBeGreaterThan(1_000_000);
      expect(kernel?.points).toBeGreaterThan(600);
      expect(api?.points).toBeGreaterThan(100);
      expect(Math.abs((api?.bps ?? 0) / (kernel?.bps ?? 1) - 1)).toBeLessThan(0.02);
      expect(Math.abs((card?.bps ?? 0) / (kernel?.bps ?? 1) - 1)).toBeLessThan(0.02);
    } finally {
      await child.stop();
    }
  }, 300_000);
});
