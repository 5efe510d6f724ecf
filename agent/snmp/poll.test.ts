import { expect, onTestFinished, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import { fail } from "../../core/result.ts";
import { startSnmpDevices } from "../../test/fakes/snmp-device/devices.ts";
import { seededRandom } from "../../test/fakes/snmp-device/faults.ts";
import { makeSwitch } from "../../test/fakes/snmp-device/switch.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { createEngine } from "./engine/engine.ts";
import { createMemory, pollDevice } from "./poll.ts";
import type { SnmpSession } from "./protocol.ts";
import { SYSTEM } from "./tables.ts";

const DOT3 = "1.3.6.1.2.1.10.7.2.1";
const open = createEngine({ clock: realClock, random: seededRandom(5), timeoutMs: 5_000 });

/** A switch that answers with an error-status when one of these objects is among those asked for. */
async function refusing(under: readonly string[], reason: string) {
  const clock = fakeClock();
  const { tree, machine } = makeSwitch({ clock, ports: 28 });
  const devices = await startSnmpDevices({ clock, devices: [{ community: "public", tree, machine }] });
  onTestFinished(() => devices.close());
  const { address, port } = devices.device;
  const opened = await open({ address, port, credential: { version: "2c", community: "public" } });
  if (!opened.ok) throw new Error(opened.fault.code);
  onTestFinished(() => opened.value.close());
  const real = opened.value;
  const isRefused = (oid: string) => under.some((one) => oid === one || oid.startsWith(`${one}.`));
  const refusal = fail("snmp_refused", { address, reason });
  const session: SnmpSession = {
    get: (oids, ...rest) => (oids.some(isRefused) ? Promise.resolve(refusal) : real.get(oids, ...rest)),
    async bulk(query, ...rest) {
      if (query.oids.some(isRefused)) return refusal;
      const read = await real.bulk(query, ...rest);
      const values = read.ok ? read.value.columns.flat() : [];
      return values.some(({ oid, type }) => type !== "end" && isRefused(oid)) ? refusal : read;
    },
    sent: () => real.sent(),
    heard: () => real.heard(),
    close: () => real.close(),
  };
  const memory = createMemory();
  const poll = async () => {
    const before = devices.log.total;
    const signal = AbortSignal.timeout(15_000);
    const polled = await pollDevice(session, memory, {
      address,
      clock,
      now: () => clock.now(),
      signal,
      retries: 0,
    });
    if (!polled.ok) throw new Error(polled.fault.code);
    return { ...polled.value, requests: devices.log.total - before };
  };
  return { poll, clock };
}

test("one table that the device cannot give costs its columns, not the ports", async () => {
  const { poll, clock } = await refusing([DOT3], "genErr");
  const first = await poll();
  expect(first.fault).toMatchObject({ code: "snmp_refused", params: { reason: "genErr" } });
  expect(first.portFacts.length).toBe(28);
  expect(first.ports.length).toBe(28);
  for (const { values } of first.ports) {
    expect(values.in_octets).toBeTypeOf("number");
    expect(values.fcs_errors).toBeUndefined();
  }
  await clock.advance(MINUTE);
  const second = await poll();
  expect({ fault: second.fault, ports: second.ports.length }).toEqual({ fault: undefined, ports: 28 });
  expect(second.requests).toBeLessThan(first.requests);
});

test("ports whose names came are known, though the device then refuses the rest", async () => {
  const { poll } = await refusing(["1.3.6.1.2.1.31.1.1.1.6", "1.3.6.1.2.1.31.1.1.1.10", DOT3], "genErr");
  const { ports, portFacts } = await poll();
  expect([ports.length, portFacts.length]).toEqual([28, 28]);
});

test("a device that may not say who it is has answered, and it is said what it answered", async () => {
  const { poll } = await refusing(Object.values(SYSTEM), "authorizationError");
  const polled = await poll();
  expect(polled).toMatchObject({ system: {}, uptime: undefined, restarted: false });
  expect(polled.fault).toMatchObject({ code: "snmp_refused" });
  expect(polled.ports.length).toBe(28);
});
