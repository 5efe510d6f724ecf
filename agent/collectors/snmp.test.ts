import { afterEach, describe, expect, test } from "vitest";
import { DAY, MINUTE } from "../../core/clock.ts";
import { fail, ok } from "../../core/result.ts";
import type { Assignment, SnmpTarget } from "../../core/wire/assignment.ts";
import { block } from "../../core/wire/block.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import { realClock } from "../../test/support/real-clock.ts";
import { hasSnmpd, startSnmpd, V3 } from "../../test/support/snmpd.ts";
import { startSnmpDevices, type DeviceSpec, type Faults } from "../../test/fakes/snmp-device/devices.ts";
import { seededRandom } from "../../test/fakes/snmp-device/faults.ts";
import { makeSwitch, type SwitchOptions } from "../../test/fakes/snmp-device/switch.ts";
import { createEngine } from "../snmp/engine/engine.ts";
import type { OpenSession } from "../snmp/protocol.ts";
import type { Job, Reading } from "./collector.ts";
import { createSnmpCollector, type SnmpCollectorOptions } from "./snmp.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function assignmentOf(snmp: SnmpTarget[]): Assignment {
  return {
    protocol: 1,
    agent: "a1",
    device: "pc1",
    site: { id: "s1", name: "Hương Sơn" },
    host: { everyMs: MINUTE },
    inventory: { cron: "0 9 * * *" },
    snmp,
    ping: [],
  };
}

const opener = createEngine({ clock: realClock, random: seededRandom(5), timeoutMs: 80 });

function collect(targets: Partial<SnmpTarget>[], options: SnmpCollectorOptions = {}) {
  const clock = fakeClock();
  const logged: string[] = [];
  const note = (event: string, fields?: Record<string, unknown>) =>
    void logged.push(`${event} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note, error: note };
  const full = targets.map((target, i): SnmpTarget => ({
    device: `sw${i + 1}`,
    address: "127.0.0.1",
    port: 1,
    everyMs: MINUTE,
    credential: { version: "2c", community: "public" },
    ...target,
  }));
  const tools = { clock, now: () => clock.now(), random: () => 0.5, log };
  const jobs = createSnmpCollector({ open: opener, ...options })(assignmentOf(full), tools);
  closing.push(() => {
    for (const job of jobs) job.close?.();
  });
  const run = async (
    job: Job | undefined = jobs[0],
    signal = AbortSignal.timeout(15_000),
  ): Promise<Reading> => {
    const reading = await (job?.run(signal) ?? Promise.reject(new Error("no job")));
    expect(mistakes(reading)).toEqual([]);
    return reading;
  };
  return { clock, jobs, run, logged };
}

/** What the wire would say of it. */
function mistakes({ samples, events, facts }: Reading): string[] {
  const columns = samples.map(({ entity, at, values }) => ({
    entity,
    at: [at],
    fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value ?? null]])),
  }));
  const id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const made = {
    protocol: 1,
    agent: "a1",
    block: id,
    madeAt: Date.UTC(2026, 10, 23),
    samples: columns,
    events,
    facts,
  };
  const parsed = block.safeParse(made);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

async function aSwitch(
  options: Partial<SwitchOptions> = {},
  spec: Partial<DeviceSpec> = {},
  target: Partial<SnmpTarget> = {},
  collector: SnmpCollectorOptions = {},
) {
  const clock = fakeClock();
  const fake = makeSwitch({ clock, ports: 4, name: "sw-huongson", location: "Tầng 1", ...options });
  const devices = await startSnmpDevices({
    clock,
    devices: [{ community: "public", tree: fake.tree, machine: fake.machine, ...spec }],
  });
  closing.push(() => devices.close());
  const { port } = devices.device;
  const polled = collect([{ port, ...target }], collector);
  /** Time passes for the switch and for the PC. */
  const pass = async (ms: number) => {
    await clock.advance(ms);
    await polled.clock.advance(ms);
  };
  const minute = () => pass(MINUTE);
  return { ...polled, clock, fake, devices, minute, day: () => pass(DAY), sent: () => devices.log.total };
}

const valuesOf = (reading: Reading, entity: string) =>
  reading.samples.find((sample) => sample.entity === entity)?.values;
const factOf = (reading: Reading, type: string) => reading.facts.find((fact) => fact.type === type);

describe("a switch that answers", () => {
  test("gives itself, its ports and what they are", async () => {
    const { run } = await aSwitch({
      port: (n) => (n === 2 ? { link: "down", alias: "một cửa", speedMbps: 100 } : {}),
    });
    const reading = await run();
    expect(valuesOf(reading, "device:sw1")).toMatchObject({
      up: 1,
      uptime: 86_400,
      poll_requests: expect.any(Number),
    });
    expect(reading.samples.map(({ entity }) => entity)).toEqual([
      "device:sw1",
      "port:sw1/Gi0/1",
      "port:sw1/Gi0/2",
      "port:sw1/Gi0/3",
      "port:sw1/Gi0/4",
    ]);
    expect(valuesOf(reading, "port:sw1/Gi0/2")).toMatchObject({
      admin_status: 1,
      oper_status: 2,
      speed: 1e8,
      counter_bits: 64,
      in_octets: 0,
      fcs_errors: 0,
      counters_since:
        reading.samples[0] === undefined ? 0 : Math.round(reading.samples[0].at / 1_000) - 86_400,
    });
    expect(factOf(reading, "contact")).toMatchObject({ device: "sw1", ok: true });
    expect(factOf(reading, "device")).toMatchObject({
      name: "sw-huongson",
      location: "Tầng 1",
      objectId: "1.3.6.1.4.1.32473.1.4",
    });
    expect(factOf(reading, "ports")).toMatchObject({
      ports: [{}, { part: "Gi0/2", ifIndex: 2, alias: "một cửa", ifType: 6 }, {}, {}],
    });
    expect(reading.events).toEqual([]);
  });

  test("is asked for less the second time, and its counters have moved by what passed", async () => {
    const { run, fake, minute } = await aSwitch({ ports: 28 });
    const first = await run();
    fake.port(1).setTraffic({ in: { bitsPerSecond: 8_000_000 } });
    await minute();
    const second = await run();
    const octets = (reading: Reading) => valuesOf(reading, "port:sw1/Gi0/1")?.["in_octets"] ?? Number.NaN;
    expect(octets(second) - octets(first)).toBe(60_000_000);
    const requests = (reading: Reading) => valuesOf(reading, "device:sw1")?.["poll_requests"] ?? Number.NaN;
    expect(requests(second)).toBeLessThan(requests(first));
    expect(requests(second)).toBeLessThanOrEqual(14);
    expect(second.facts).toEqual([]);
    const since = (reading: Reading) => valuesOf(reading, "port:sw1/Gi0/1")?.["counters_since"];
    expect(since(second)).toBe(since(first));
  });

  test("an old one with 32-bit counters says so", async () => {
    const { run } = await aSwitch({ counterBits: 32 });
    expect(valuesOf(await run(), "port:sw1/GigabitEthernet0/1")).toMatchObject({
      counter_bits: 32,
      in_octets: 0,
      speed: 1e9,
    });
  });

  test("tells of a port whose link changed, once", async () => {
    const { run, fake, minute } = await aSwitch();
    await run();
    fake.port(3).setLink("down");
    await minute();
    const reading = await run();
    expect(reading.events).toEqual([
      { type: "port_changed", at: reading.samples[0]?.at, entity: "port:sw1/Gi0/3", from: 1, to: 2 },
    ]);
    await minute();
    expect((await run()).events).toEqual([]);
  });

  test("tells of a restart, and that the counters began anew", async () => {
    const { run, fake, minute } = await aSwitch();
    const before = valuesOf(await run(), "port:sw1/Gi0/1")?.["counters_since"];
    fake.machine.reboot();
    await minute();
    const reading = await run();
    expect(reading.events).toMatchObject([{ type: "device_restarted", device: "sw1", uptime: 60 }]);
    expect(valuesOf(reading, "port:sw1/Gi0/1")?.["counters_since"]).toBe((before ?? 0) + 86_400);
  });

  test("says again what it is once a day, and that it answers every ten minutes", async () => {
    const { run, minute, day } = await aSwitch();
    await run();
    const told: string[] = [];
    for (let i = 1; i <= 11; i += 1) {
      await minute();
      told.push((await run()).facts.map(({ type }) => type).join("+"));
    }
    expect(told).toEqual([...Array.from({ length: 9 }, () => ""), "contact", ""]);
    await day();
    expect((await run()).facts.map(({ type }) => type)).toEqual(["contact", "device", "ports"]);
  });

  test("a port that is given a new name while running is found within ten minutes", async () => {
    const { run, fake, minute } = await aSwitch();
    await run();
    fake.port(1).setAlias("phòng kế toán");
    const seen: number[] = [];
    for (let i = 1; i <= 10; i += 1) {
      await minute();
      if (factOf(await run(), "ports") !== undefined) seen.push(i);
    }
    expect(seen).toEqual([10]);
  });
});

describe("a device that falls silent", () => {
  const silence: Faults = { drop: true };

  test("is down at each due time, but asked less and less, and is back at once when it answers", async () => {
    const { run, devices, minute, sent } = await aSwitch();
    await run();
    devices.device.setFaults(silence);
    const perRun: number[] = [];
    const contacts: number[] = [];
    for (let i = 1; i <= 16; i += 1) {
      await minute();
      const before = sent();
      const reading = await run();
      perRun.push(sent() - before);
      expect(valuesOf(reading, "device:sw1")).toMatchObject({ up: 0 });
      expect(reading.samples.length).toBe(1);
      const contact = factOf(reading, "contact");
      if (contact !== undefined) {
        expect(contact).toMatchObject({ ok: false, fault: "snmp_timeout" });
        contacts.push(i);
      }
    }
    // Three times when it was last known to answer; then once each turn while it is doubtful; then after 1, 2, 4, 5 … minutes.
    expect(perRun).toEqual([3, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    expect(contacts).toEqual([1, 11]);
    devices.device.setFaults({});
    const back: number[] = [];
    for (let i = 1; i <= 3; i += 1) {
      await minute();
      back.push(valuesOf(await run(), "device:sw1")?.["up"] ?? -1);
    }
    expect(back).toEqual([0, 1, 1]);
  });

  test("is asked again after a third of its interval until six questions went unanswered, or it answers", async () => {
    const { run, devices, minute, jobs } = await aSwitch();
    const again: (number | undefined)[] = [];
    const look = async () => {
      await minute();
      await run();
      again.push(jobs[0]?.again?.());
    };
    await look();
    devices.device.setFaults(silence);
    for (let i = 0; i < 7; i += 1) await look();
    expect(again).toEqual([undefined, ...Array.from({ length: 5 }, () => MINUTE / 3), undefined, undefined]);
    devices.device.setFaults({});
    for (let i = 0; i < 2; i += 1) await look();
    devices.device.setFaults(silence);
    await look();
    devices.device.setFaults({});
    await look();
    expect(again.slice(8)).toEqual([undefined, undefined, MINUTE / 3, undefined]);
  });

  test("garbage is told from silence", async () => {
    const { run, devices } = await aSwitch();
    devices.device.setFaults({ garbage: true });
    expect(factOf(await run(), "contact")).toMatchObject({ ok: false, fault: "snmp_garbage" });
  });

  test("a device that loops answers, and it is said that it loops", async () => {
    const { run, devices } = await aSwitch();
    devices.device.setFaults({ loop: "same" });
    const reading = await run();
    expect(valuesOf(reading, "device:sw1")).toMatchObject({ up: 1 });
    expect(factOf(reading, "contact")).toMatchObject({ ok: true, fault: "snmp_loop" });
  });

  test("one lost packet does not make it silent", async () => {
    const { run, devices, minute } = await aSwitch();
    await run();
    devices.device.setFaults({ drop: { every: 2 } });
    await minute();
    expect(valuesOf(await run(), "device:sw1")).toMatchObject({ up: 1 });
  });

  test("ports of which only a part could be read keep the names that they have", async () => {
    let answers = Infinity;
    const open: typeof opener = async (peer) => {
      const opened = await opener(peer);
      if (!opened.ok) return opened;
      const session = opened.value;
      return ok({
        ...session,
        bulk: async (...asked) => ((answers -= 1) < 0 ? fail("snmp_timeout") : session.bulk(...asked)),
      });
    };
    const { run, minute } = await aSwitch({ ports: 28 }, {}, {}, { open });
    const whole = await run();
    for (let i = 0; i < 10; i += 1) await minute();
    // Now everything is due to be read again, and the first reply holds seven of the 28 names.
    answers = 1;
    const part = await run();
    expect(factOf(part, "ports")).toBeUndefined();
    expect(factOf(part, "contact")).toMatchObject({ ok: true, fault: "snmp_timeout" });
    const known = new Set(whole.samples.map(({ entity }) => entity));
    for (const { entity } of part.samples) expect(known.has(entity)).toBe(true);
    answers = Infinity;
    await minute();
    expect((await run()).samples.map(({ entity }) => entity)).toEqual([...known]);
  });

  test("what this PC cannot do is not blamed on the device", async () => {
    const open = async () => fail("snmp_unsupported", { address: "127.0.0.1", what: "MD5" });
    const { run } = collect([{}], { open });
    const reading = await run();
    expect(reading.samples).toEqual([]);
    expect(reading.facts).toMatchObject([{ type: "contact", ok: false, fault: "snmp_unsupported" }]);
  });

  test("a run that is stopped says nothing about the device", async () => {
    const { run, devices } = await aSwitch();
    devices.device.setFaults(silence);
    expect(await run(undefined, AbortSignal.timeout(50))).toEqual({ samples: [], events: [], facts: [] });
    devices.device.setFaults({});
    expect(valuesOf(await run(), "device:sw1")).toMatchObject({ up: 1 });
  });
});

test("no more devices are asked at once than allowed, and one that waits can be stopped", async () => {
  let asked = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const open = async () => {
    asked += 1;
    most = Math.max(most, asked);
    await new Promise<void>((resolve) => release.push(resolve));
    asked -= 1;
    return fail("snmp_address", { address: "x" });
  };
  const { jobs, run } = collect([{}, {}, {}, {}, {}], { open, mostAtOnce: 2 });
  const stop = new AbortController();
  const runs = jobs.map((job, i) => run(job, i === 2 ? stop.signal : undefined));
  await expect.poll(() => release.length).toBe(2);
  stop.abort();
  expect((await runs[2])?.facts).toEqual([]);
  while (release.length > 0) {
    release.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await Promise.all(runs)).map(({ facts }) => facts.length)).toEqual([1, 1, 0, 1, 1]);
  expect(most).toBe(2);
});

describe("a device that answers slower while it is read", () => {
  /** The switch's own sessions, with the response time that the test says. */
  function measured() {
    const response = { ms: 10 };
    const open: OpenSession = async (peer) => {
      const opened = await opener(peer);
      return opened.ok ? ok({ ...opened.value, responseMs: () => response.ms }) : opened;
    };
    return { response, open };
  }

  test("is read less, says so, stays up all the time, and is read again as before when it recovers", async () => {
    const { response, open } = measured();
    const { run, minute, sent, logged } = await aSwitch({}, {}, {}, { open });
    /** Whether each of so many runs read the ports, and the last fault told. */
    const runs = async (count: number) => {
      const full: boolean[] = [];
      let told: string | undefined = "nothing";
      for (let i = 0; i < count; i += 1) {
        const before = sent();
        const reading = await run();
        expect(valuesOf(reading, "device:sw1")).toMatchObject({ up: 1 });
        full.push(sent() - before > 1);
        expect(reading.samples.length > 1).toBe(full.at(-1));
        const contact = factOf(reading, "contact");
        if (contact?.type === "contact") told = contact.fault;
        await minute();
      }
      return { full, told };
    };
    expect((await runs(8)).full).toEqual(Array.from({ length: 8 }, () => true));
    response.ms = 200;
    expect((await runs(3)).told).toBe("snmp_slow");
    expect(logged.join("\n")).toContain('snmp_device_slow {"device":"sw1","every":2');
    expect((await runs(4)).full).toEqual([false, true, false, true]);
    await runs(2);
    expect((await runs(8)).full.filter(Boolean)).toHaveLength(2);
    response.ms = 11;
    const { full, told } = await runs(30);
    expect(full.slice(-8)).toEqual(Array.from({ length: 8 }, () => true));
    expect(told).toBe(undefined);
    expect(logged.join("\n")).toContain('snmp_device_recovers {"device":"sw1","every":1');
  });
});

test("when all devices answer slower at once, it is this PC that is busy, and none is read less", async () => {
  const { devices, fake } = await aSwitch();
  const response = { ms: 10 };
  const open: OpenSession = async (peer) => {
    const opened = await opener(peer);
    return opened.ok ? ok({ ...opened.value, responseMs: () => response.ms }) : opened;
  };
  const targets = Array.from({ length: 8 }, () => ({ port: devices.device.port }));
  const { jobs, run, clock, logged } = collect(targets, { open });
  expect(fake.portCount).toBe(4);
  for (let turn = 0; turn < 16; turn += 1) {
    if (turn === 8) response.ms = 300;
    for (const job of jobs) expect((await run(job)).samples.length).toBe(5);
    await clock.advance(MINUTE);
  }
  expect(logged.join()).not.toContain("snmp_device_slow");
});

test("a job is another one when its target changes, and does not show its password", () => {
  const [job] = collect([{}]).jobs;
  const [same] = collect([{}]).jobs;
  const [other] = collect([{ credential: { version: "2c", community: "secret-word" } }]).jobs;
  expect(job).toMatchObject({ id: "snmp:sw1", when: { everyMs: MINUTE } });
  expect(same?.version).toBe(job?.version);
  expect(other?.version).not.toBe(job?.version);
  expect(JSON.stringify(other)).not.toContain("secret-word");
});

describe("over version 3", () => {
  const user = { name: "officer", auth: V3.auth, priv: V3.priv };
  const credential = { version: "3", ...V3 } as const;
  const aV3Switch = (spec: Partial<DeviceSpec> = {}) =>
    aSwitch({}, { users: [user], ...spec }, { credential });

  test("a switch that restarts is not taken for silent, though its engine has a new boot", async () => {
    const { run, fake, minute } = await aV3Switch();
    await run();
    fake.machine.reboot();
    await minute();
    const reading = await run();
    expect(valuesOf(reading, "device:sw1")).toMatchObject({ up: 1, uptime: 60 });
    expect(reading.events).toMatchObject([{ type: "device_restarted" }]);
  });

  test("a switch that was replaced by another is asked anew, at once", async () => {
    const { run, devices, clock, minute } = await aV3Switch();
    await run();
    const { port } = devices.device;
    await devices.close();
    const { tree, machine } = makeSwitch({ clock, ports: 4, boots: 1, uptimeMs: MINUTE });
    const others = await startSnmpDevices({
      clock,
      devices: [
        { port, tree, machine, users: [user], engineId: Uint8Array.from([0x80, 0, 0, 1, 4, 9, 9, 9]) },
      ],
    });
    closing.push(() => others.close());
    await minute();
    expect(valuesOf(await run(), "device:sw1")).toMatchObject({ up: 1 });
  });

  test.each<[string, Partial<DeviceSpec>, string]>([
    ["an unknown user", { users: [{ ...user, name: "other" }] }, "snmp_user_unknown"],
    [
      "a wrong authentication password",
      { users: [{ ...user, auth: { ...user.auth, password: "another-one" } }] },
      "snmp_auth",
    ],
    [
      "a wrong privacy password",
      { users: [{ ...user, priv: { ...user.priv, password: "another-one" } }] },
      "snmp_privacy",
    ],
    [
      "a wrong privacy password that the device reports",
      { users: [{ ...user, priv: { ...user.priv, password: "another-one" } }], wrongPrivacy: "report" },
      "snmp_privacy",
    ],
    ["answers in clear text", { faults: { clearText: true } }, "snmp_garbage"],
    ["no answer", { faults: { drop: true } }, "snmp_timeout"],
  ])("%s is told", async (_, spec, fault) => {
    const { run } = await aV3Switch(spec);
    const reading = await run();
    expect(valuesOf(reading, "device:sw1")).toMatchObject({ up: 0 });
    expect(factOf(reading, "contact")).toMatchObject({ ok: false, fault });
  });

  const algorithms = [
    ...(["md5", "sha", "sha224", "sha256", "sha384", "sha512"] as const).map(
      (auth) => [auth, "aes"] as const,
    ),
    // The short digest needs its key stretched to 256 bits, in two dialects; the long one does not.
    ...(["sha", "sha512"] as const).flatMap((auth) => [
      [auth, "aes256b"] as const,
      [auth, "aes256r"] as const,
    ]),
  ];
  test.each(algorithms)("%s and %s", async (auth, priv) => {
    const keys = {
      auth: { protocol: auth, password: V3.auth.password },
      priv: { protocol: priv, password: V3.priv.password },
    };
    const users = [{ name: "officer", ...keys }];
    const { run } = await aSwitch(
      { ports: 1 },
      { users },
      { credential: { version: "3", user: "officer", ...keys } },
    );
    expect(valuesOf(await run(), "device:sw1")).toMatchObject({ up: 1 });
  });
});

describe.skipIf(!hasSnmpd)(
  "a real snmpd over version 3" + (hasSnmpd ? "" : " (SKIPPED: snmpd is not installed)"),
  () => {
    test("is polled, and a wrong privacy password is told from silence", async () => {
      const snmpd = await startSnmpd();
      closing.push(() => snmpd.close());
      const right = { version: "3", ...V3 } as const;
      const wrong = { ...right, priv: { protocol: "aes", password: "not-this-one" } } as const;
      const { jobs, run, logged } = collect([
        { port: snmpd.port, credential: right },
        { port: snmpd.port, credential: wrong },
      ]);
      const good = await run(jobs[0]);
      expect(valuesOf(good, "device:sw1")).toMatchObject({ up: 1 });
      expect(valuesOf(good, "port:sw1/lo")).toMatchObject({ oper_status: 1, counter_bits: 64 });
      expect(factOf(good, "device")).toMatchObject({ location: "Hương Sơn, tầng 1" });
      const bad = await run(jobs[1]);
      expect(factOf(bad, "contact")).toMatchObject({ ok: false, fault: "snmp_privacy" });
      expect(logged.join()).not.toMatch(/not-this-one|priv-pass/);
    });
  },
);
