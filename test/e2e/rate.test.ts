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

interface Measured {
  /** What Cayda says, and what the kernel counted in the same seconds, in bits a second. */
  readonly bps: number;
  readonly kernel: number;
  readonly seconds: number;
}

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
      const { port, card } = JSON.parse(json) as Record<"port" | "card", Measured>;
      for (const [name, { bps, kernel, seconds }] of Object.entries({ port, card })) {
        const off = bps / kernel - 1;
        process.stdout.write(
          `rate of the ${name}: ${bps.toFixed(0)} bit/s, kernel ${kernel.toFixed(0)} (${(off * 100).toFixed(2)} %) over ${seconds} s\n`,
        );
        expect(seconds, name).toBeGreaterThan(60);
        expect(kernel, name).toBeGreaterThan(1_000_000);
        expect(Math.abs(off), name).toBeLessThan(0.02);
      }
    } finally {
      await child.stop();
    }
  }, 300_000);
});
