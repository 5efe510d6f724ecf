import { createSocket } from "node:dgram";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freeUdpPort, hasSnmpd, startSnmpd, V3, type SnmpDaemon } from "../test/support/snmpd.ts";
import { realClock } from "../test/support/real-clock.ts";
import { createOpener } from "./snmp/open.ts";
import { diagnoseDevice } from "./diagnose-command.ts";

const open = createOpener({ clock: realClock, timeoutMs: 250 });
const PASSWORDS = {
  CAYDA_SNMP_AUTH_PASSWORD: V3.auth.password,
  CAYDA_SNMP_PRIV_PASSWORD: V3.priv.password,
};
const at = (port: number, community = "public") => ({ address: "127.0.0.1", port: String(port), community });

test("a closed port says that SNMP is off, in both languages", async () => {
  const port = await freeUdpPort();
  const vi = await diagnoseDevice(at(port), {}, "vi", { open, answersPing: async () => true });
  expect(vi).toMatchObject({ good: false });
  expect(vi?.lines.at(-1)).toContain("SNMP chưa bật");
  const en = await diagnoseDevice(at(port), {}, "en", { open, answersPing: async () => true });
  expect(en?.lines.at(-1)).toContain(`port ${port} is closed`);
});

test.each([
  [true, /answers ping but is silent/],
  [false, /neither ping nor SNMP/],
  [undefined, /cannot run ping/],
])("silence, answering ping %s", async (ping, says) => {
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const found = await diagnoseDevice(at(socket.address().port), {}, "en", {
    open,
    answersPing: async () => ping,
  });
  expect(found?.lines.at(-1)).toMatch(says);
});

test("options that make no credential are a mistake of whoever typed them", async () => {
  const auth = { CAYDA_SNMP_AUTH_PASSWORD: "short" };
  expect(await diagnoseDevice({ address: "127.0.0.1", user: "officer" }, auth, "en")).toBeUndefined();
  expect(await diagnoseDevice({ address: "-t" }, {}, "en")).toBeUndefined();
});

describe.skipIf(!hasSnmpd)("a real snmpd" + (hasSnmpd ? "" : " (SKIPPED: snmpd is not installed)"), () => {
  let snmpd: SnmpDaemon;
  beforeAll(async () => {
    snmpd = await startSnmpd([
      "view systemonly included .1.3.6.1.2.1.1",
      "rocommunity narrow 127.0.0.1 -V systemonly",
    ]);
  });
  afterAll(() => snmpd.close());
  const never = async () => {
    throw new Error("a device that answers is not pinged");
  };

  test("is well", async () => {
    const v3 = { address: "127.0.0.1", port: String(snmpd.port), user: V3.user };
    expect(await diagnoseDevice(v3, PASSWORDS, "en", { open, answersPing: never })).toMatchObject({
      good: true,
    });
    expect(await diagnoseDevice(at(snmpd.port), {}, "en", { open, answersPing: never })).toMatchObject({
      good: true,
    });
  });

  test("tells a wrong community, a narrow view and a wrong privacy password", async () => {
    const last = async (...[options, env = {}]: Partial<Parameters<typeof diagnoseDevice>>) => {
      const found = await diagnoseDevice(options ?? at(1), env, "en", { open, answersPing: never });
      expect(found?.good).toBe(false);
      return found?.lines.at(-1);
    };
    expect(await last(at(snmpd.port, "wrong"))).toContain("does not take this community");
    expect(await last(at(snmpd.port, "narrow"))).toContain("does not show its ports");
    const v3 = { address: "127.0.0.1", port: String(snmpd.port), user: V3.user };
    expect(await last(v3, { ...PASSWORDS, CAYDA_SNMP_PRIV_PASSWORD: "not-this-one" })).toContain(
      "cannot decrypt",
    );
    expect(await last({ ...v3, user: "nobody" }, PASSWORDS)).toContain("does not know this SNMPv3 user");
  });
});
