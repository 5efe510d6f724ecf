import { afterEach, describe, expect, test } from "vitest";
import { startSnmpDevices, type DeviceSpec } from "../../../test/fakes/snmp-device/devices.ts";
import { seededRandom } from "../../../test/fakes/snmp-device/faults.ts";
import { makeTree } from "../../../test/fakes/snmp-device/tree.ts";
import { octets, timeTicks } from "../../../test/fakes/snmp-device/values.ts";
import { realClock } from "../../../test/support/real-clock.ts";
import type { Result } from "../../../core/result.ts";
import { createEngine } from "../engine/engine.ts";
import { SYSTEM } from "../tables.ts";
import type { Dialect } from "../usm/protocols.ts";
import type { V3Credential } from "./user.ts";

/** Version 3 through the whole session: the engine's socket, repeats and what is made of silence. */

const AUTH = { protocol: "sha", password: "auth-secret" } as const;
const PRIV = { protocol: "aes", password: "priv-secret" } as const;
const OFFICER: V3Credential = { version: "3", user: "officer", auth: AUTH, priv: PRIV };
const USER = { name: "officer", auth: AUTH, priv: PRIV };
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.fault.code);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function device(spec: Partial<DeviceSpec> = {}) {
  const tree = makeTree([
    [SYSTEM.uptime, timeTicks(7)],
    [SYSTEM.name, octets("default")],
  ]);
  const fakes = await startSnmpDevices({ clock: realClock, devices: [{ tree, users: [USER], ...spec }] });
  closing.push(fakes.close);
  return fakes;
}

function opener() {
  const dialects = new Map<string, Dialect>();
  const open = createEngine({ clock: realClock, random: seededRandom(11), timeoutMs: 120, dialects });
  const session = async (port: number, credential: V3Credential) => {
    const opened = await open({ address: "127.0.0.1", port, credential });
    if (!opened.ok) throw new Error(opened.fault.code);
    closing.push(() => opened.value.close());
    return opened.value;
  };
  return { session, dialects };
}

test("a context selects the view", async () => {
  const views = { "vlan-10": makeTree([[SYSTEM.name, octets("ten")]]) };
  const { port } = (await device({ views })).device;
  const { session } = opener();
  const read = await (await session(port, { ...OFFICER, context: "vlan-10" })).get([SYSTEM.name]);
  expect(read).toMatchObject({ ok: true, value: [{ value: new TextEncoder().encode("ten") }] });
  const nowhere = await (await session(port, { ...OFFICER, context: "nowhere" })).get([SYSTEM.name]);
  expect(nowhere).toMatchObject({
    ok: false,
    fault: { code: "snmp_refused", params: { reason: "unknownContexts" } },
  });
});

describe("silence", () => {
  const wrong = { ...OFFICER, priv: { ...PRIV, password: "another-one" } };

  test("after a wrong privacy password is told as what it is, by bulk and by get", async () => {
    const { port } = (await device()).device;
    const { session } = opener();
    const asking = await session(port, wrong);
    expect(codeOf(await asking.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_privacy");
    const query = { nonRepeaters: 0, maxRepetitions: 1, oids: ["1.3.6"] };
    expect(codeOf(await asking.bulk(query, { retries: 0 }))).toBe("snmp_privacy");
  });

  test("of a device that fell silent after it was discovered, or is silent from the start, stays silence", async () => {
    const fakes = await device();
    const { session } = opener();
    const asking = await session(fakes.device.port, OFFICER);
    expect(codeOf(await asking.get([SYSTEM.uptime]))).toBe("ok");
    fakes.device.setFaults({ drop: true });
    expect(codeOf(await asking.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_timeout");
    const other = await session(fakes.device.port, wrong);
    expect(codeOf(await other.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_timeout");
    expect(other.heard()).toBe(false);
  });

  test("of a request that was stopped is not looked into", async () => {
    const { port } = (await device()).device;
    const { session } = opener();
    const asking = await session(port, wrong);
    const stop = new AbortController();
    const read = asking.get([SYSTEM.uptime], { signal: stop.signal });
    stop.abort();
    expect(await read).toMatchObject({ ok: false, fault: { params: { reason: "aborted" } } });
  });
});

test("clear text in the place of an encrypted answer is garbage", async () => {
  const fakes = await device({ faults: { clearText: true } });
  const { session } = opener();
  const asking = await session(fakes.device.port, OFFICER);
  expect(codeOf(await asking.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_garbage");
});

test.each(["aes192", "aes256"] as const)(
  "the dialect of %s is found in one time-out even when nothing is repeated, and the next session knows it",
  async (protocol) => {
    const priv = { protocol: `${protocol}r`, password: PRIV.password } as const;
    const { port } = (await device({ users: [{ ...USER, priv }] })).device;
    const { session, dialects } = opener();
    const credential = { ...OFFICER, priv: { ...PRIV, protocol } };
    const first = await session(port, credential);
    expect(codeOf(await first.get([SYSTEM.uptime], { retries: 0 }))).toBe("ok");
    // Discovery, Blumenthal, Reeder.
    expect(first.sent()).toBe(3);
    expect([...dialects]).toEqual([[`127.0.0.1 ${port} officer`, "reeder"]]);
    const second = await session(port, credential);
    expect(codeOf(await second.get([SYSTEM.uptime], { retries: 0 }))).toBe("ok");
    expect(second.sent()).toBe(2);
  },
);

test("a cipher of both dialects with a wrong password is a wrong password", async () => {
  const priv = { protocol: "aes256b", password: "another-one" } as const;
  const { port } = (await device({ users: [{ ...USER, priv }] })).device;
  const { session } = opener();
  const asking = await session(port, { ...OFFICER, priv: { ...PRIV, protocol: "aes256" } });
  expect(codeOf(await asking.get([SYSTEM.uptime], { retries: 0 }))).toBe("snmp_privacy");
});
