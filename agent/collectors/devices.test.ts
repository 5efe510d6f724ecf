import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE } from "../../core/clock.ts";
import type { Assignment } from "../../core/wire/assignment.ts";
import { startSnmpDevices, type FakeDevices } from "../../test/fakes/snmp-device/devices.ts";
import { makeSwitch } from "../../test/fakes/snmp-device/switch.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { ok } from "../../core/result.ts";
import { createOpener } from "../snmp/open.ts";
import type { OpenSession, SnmpSession } from "../snmp/protocol.ts";
import { createDeviceCollector } from "./devices.ts";

let devices: FakeDevices;
beforeAll(async () => {
  const { tree, machine } = makeSwitch({ clock: realClock, ports: 4 });
  devices = await startSnmpDevices({ clock: realClock, devices: [{ community: "public", tree, machine }] });
});
afterAll(() => devices.close());

function jobsFor(port: number) {
  const clock = fakeClock();
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const assignment: Assignment = {
    protocol: 1,
    agent: "a1",
    device: "pc1",
    site: { id: "s1", name: "Hương Sơn" },
    host: { everyMs: MINUTE },
    inventory: { cron: "0 9 * * *" },
    snmp: [
      {
        device: "sw1",
        address: "127.0.0.1",
        port,
        everyMs: MINUTE,
        credential: { version: "2c", community: "public" },
      },
    ],
    ping: [],
  };
  const under = { way: 0, most: 0 };
  const counted =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      under.way += 1;
      under.most = Math.max(under.most, under.way);
      return ask(...args).finally(() => (under.way -= 1));
    };
  const opener = createOpener({ clock: realClock, timeoutMs: 80 });
  const open: OpenSession = async (peer) => {
    const opened = await opener(peer);
    if (!opened.ok) return opened;
    const session = opened.value;
    return ok({
      get: counted((...asked: Parameters<SnmpSession["get"]>) => session.get(...asked)),
      bulk: counted((...asked: Parameters<SnmpSession["bulk"]>) => session.bulk(...asked)),
      sent: () => session.sent(),
      heard: () => session.heard(),
      close: () => session.close(),
    });
  };
  const tools = { clock, now: () => clock.now(), random: () => 0.5, log };
  const [poll, survey] = createDeviceCollector({ open })(assignment, tools);
  if (poll === undefined || survey === undefined) throw new Error("two jobs are due");
  return { poll, survey, under };
}

test("poll and survey of one device never ask at the same time", async () => {
  const { poll, survey, under } = jobsFor(devices.device.port);
  const signal = AbortSignal.timeout(10_000);
  const [polled, visited] = await Promise.all([poll.run(signal), survey.run(signal)]);
  expect(polled.samples.find(({ entity }) => entity === "device:sw1")?.values).toMatchObject({ up: 1 });
  expect(visited.facts.map(({ type }) => type)).toContain("identity");
  expect(devices.device.requests().length).toBeGreaterThan(10);
  expect(under).toEqual({ way: 0, most: 1 });
  poll.close?.();
});

test("a device that did not answer its poll is not visited", async () => {
  const { poll, survey } = jobsFor(9);
  const signal = AbortSignal.timeout(10_000);
  expect((await poll.run(signal)).samples).toMatchObject([{ entity: "device:sw1", values: { up: 0 } }]);
  expect(await survey.run(signal)).toEqual({ samples: [], events: [], facts: [] });
  poll.close?.();
});
