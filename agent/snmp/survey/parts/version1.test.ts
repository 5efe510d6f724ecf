import { afterAll, beforeAll, expect, test } from "vitest";
import { startSnmpDevices, type FakeDevices } from "../../../../test/fakes/snmp-device/devices.ts";
import { makeTree, type Entry } from "../../../../test/fakes/snmp-device/tree.ts";
import { counter32, gauge32, integer, octets } from "../../../../test/fakes/snmp-device/values.ts";
import { realClock } from "../../../../test/support/real-clock.ts";
import { createSessionOpener } from "../../session.ts";
import { createAsk } from "../ask.ts";
import { readArp } from "./arp.ts";
import { readForwarding } from "./forwarding.ts";
import { readNeighbours } from "./neighbours.ts";
import { readPorts } from "./ports.ts";

const IF = "1.3.6.1.2.1.2.2.1";
const BRIDGE = "1.3.6.1.2.1.17";
const mac = (last: number) => octets(Uint8Array.of(2, 0, 0, 0, 0, last));

/** A switch of the nineties: version 1, no GETBULK, no Counter64, no ifXTable. */
const PORTS = Array.from({ length: 9 }, (_, i) => i + 1);
const entries: readonly Entry[] = PORTS.flatMap((port): readonly Entry[] => [
  [`${IF}.2.${port}`, octets(`Port ${port}`)],
  [`${IF}.3.${port}`, integer(6)],
  [`${IF}.5.${port}`, gauge32(10_000_000)],
  [`${IF}.6.${port}`, mac(100 + port)],
  [`${IF}.7.${port}`, integer(1)],
  [`${IF}.8.${port}`, integer(2)],
  [`${IF}.10.${port}`, counter32(4_000_000_000)],
  [`${IF}.16.${port}`, counter32(port)],
  [`${BRIDGE}.1.4.1.2.${port}`, integer(port)],
  [`${BRIDGE}.4.3.1.2.2.0.0.0.0.${port}`, integer(port)],
  [`${BRIDGE}.4.3.1.3.2.0.0.0.0.${port}`, integer(3)],
  [`1.3.6.1.2.1.4.22.1.2.1.192.0.2.${port}`, mac(port)],
]);

let devices: FakeDevices;
beforeAll(async () => {
  devices = await startSnmpDevices({
    clock: realClock,
    devices: [{ community: "public", tree: makeTree(entries) }],
  });
});
afterAll(() => devices.close());

test("a device that speaks version 1 only is read like any other", async () => {
  const { address, port } = devices.device;
  const credential = { version: "1", community: "public" } as const;
  const opened = await createSessionOpener({ timeoutMs: 500 })({ address, port, credential });
  if (!opened.ok) throw new Error(opened.fault.code);
  const session = opened.value;
  const ask = createAsk(session, { address, clock: realClock, deadline: Infinity });
  const known = { description: "", objectId: "", enterprises: new Set<number>(), knowledge: [] };
  const [ports, neighbours, forwarding, arp] = await Promise.all([
    readPorts(ask, known),
    readNeighbours(ask, known),
    readForwarding(ask, known),
    readArp(ask, known),
  ]);
  session.close();
  expect(ports).toHaveLength(9);
  expect(ports[8]).toEqual({
    ifIndex: 9,
    name: "Port 9",
    descr: "Port 9",
    ifType: 6,
    speedBps: 10_000_000,
    admin: 1,
    oper: 2,
    mac: "02:00:00:00:00:6d",
    counters: { inOctets: "4000000000", outOctets: "9" },
  });
  expect(neighbours).toEqual([]);
  expect(forwarding[8]).toEqual({ mac: "02:00:00:00:00:09", port: "Port 9", ifIndex: 9 });
  expect(arp[8]).toEqual({ ip: "192.0.2.9", mac: "02:00:00:00:00:09", ifIndex: 1 });
  expect(ask.faults()).toEqual([]);
});
