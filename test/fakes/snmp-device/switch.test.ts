import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HOUR, SECOND } from "../../../core/clock.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { makeCounter, makeMachine } from "./machine.ts";
import { makeSwitch } from "./switch.ts";
import { start, textOf } from "./test-kit.ts";
import { counter32, counter64, timeTicks } from "./values.ts";

const SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
const IF = "1.3.6.1.2.1.2.2.1";
const IFX = "1.3.6.1.2.1.31.1.1.1";
const DOT3 = "1.3.6.1.2.1.10.7.2.1";

/** A running switch of eight ports and a short way to read numbers from it. */
async function running(options: Partial<Parameters<typeof makeSwitch>[0]> = {}) {
  const clock = fakeClock();
  const device = makeSwitch({ clock, ports: 8, uptimeMs: 2 * HOUR, ...options });
  const started = await start({ community: "public", tree: device.tree, machine: device.machine }, clock);
  const read = async (...oids: string[]) =>
    (await started.ask(2, { type: "get", oids })).bindings.map(({ value }) =>
      typeof value === "bigint" ? Number(value) : value,
    );
  return { ...started, device, clock, read };
}

describe("counters", () => {
  test("move at their rate, and a change of rate keeps what was counted", async () => {
    const { device, clock, read } = await running();
    const port = device.port(3);
    port.setTraffic({ in: { bitsPerSecond: 8_000_000 }, out: { bitsPerSecond: 800 } });
    await clock.advance(10 * SECOND);
    expect(await read(`${IFX}.6.3`, `${IFX}.10.3`, `${IF}.10.3`)).toEqual([10_000_000, 1_000, 10_000_000]);
    port.setTraffic({ in: { bitsPerSecond: 80 } });
    await clock.advance(1.5 * SECOND);
    expect(await read(`${IFX}.6.3`, `${IFX}.10.3`)).toEqual([10_000_015, 1_150]);
    expect(await read(`${IFX}.6.4`)).toEqual([0]);
  });

  test("wrap at 32 and 64 bits", async () => {
    const { device, clock, read } = await running();
    device
      .port(1)
      .counter("inOctets")
      .set(2n ** 32n - 1_000n);
    device
      .port(2)
      .counter("inOctets")
      .set(2n ** 64n - 1_000n);
    for (const port of [1, 2]) device.port(port).setTraffic({ in: { bitsPerSecond: 8_000 } });
    await clock.advance(3 * SECOND);
    expect(await read(`${IF}.10.1`, `${IFX}.6.1`, `${IFX}.6.2`, `${IF}.10.2`)).toEqual([
      2_000,
      2 ** 32 + 2_000,
      2_000,
      2_000,
    ]);
  });

  test("start again with the device: sysUpTime goes back, counters go to zero", async () => {
    const { device, clock, read } = await running();
    device.port(1).setTraffic({ in: { bitsPerSecond: 8_000 } });
    await clock.advance(10 * SECOND);
    expect(await read(SYS_UP_TIME, `${IFX}.6.1`)).toEqual([7_210_00, 10_000]);
    device.machine.rebootAt(clock.monotonic() + 5 * SECOND);
    await clock.advance(4 * SECOND);
    expect(await read(SYS_UP_TIME, `${IFX}.6.1`)).toEqual([7_214_00, 14_000]);
    await clock.advance(3 * SECOND);
    expect(await read(SYS_UP_TIME, `${IFX}.6.1`)).toEqual([2_00, 2_000]);
    expect(device.machine.boots()).toBe(4);
  });

  test("never lose or invent a count, however often the rate changes", () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 5_000 }));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 50 }), (changes) => {
        let now = 0;
        const clock = { ...fakeClock(), monotonic: () => now };
        const counter = makeCounter(makeMachine({ clock }));
        let thousandths = 0;
        let before = 0n;
        for (const [perSecond, ms] of changes) {
          counter.setRate(perSecond);
          now += ms;
          thousandths += perSecond * ms;
          expect(counter.read()).toBeGreaterThanOrEqual(before);
          before = counter.read();
        }
        // Doubles add up the fractions: one count of difference may come of rounding.
        expect(Math.abs(Number(counter.read()) - thousandths / 1_000)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("are encoded modulo their size", () => {
    const counter = makeCounter(makeMachine({ clock: fakeClock() }), { start: 2n ** 64n + 2n ** 32n + 5n });
    expect([counter.as32(), counter.as64()]).toEqual([counter32(5), counter64(2n ** 32n + 5n)]);
  });
});

test("sysUpTime wraps after 497 days", () => {
  const machine = makeMachine({ clock: fakeClock(), uptimeMs: 2 ** 32 * 10 + 70 });
  expect(machine.sysUpTime()).toEqual(timeTicks(7));
});

describe("a switch", () => {
  test("has the rows of IF-MIB and EtherLike-MIB for each port", async () => {
    const { ask } = await running({ name: "sw-ubnd", port: (number) => ({ alias: `phòng ${number}` }) });
    const names = await ask(2, {
      type: "getBulk",
      oids: [`${IFX}.1`, `${IFX}.18`, `${IF}.2`],
      maxRepetitions: 8,
    });
    expect(names.bindings.slice(0, 3).map(({ value }) => textOf(value))).toEqual([
      "Gi0/1",
      "phòng 1",
      "GigabitEthernet0/1",
    ]);
    expect(names.bindings).toHaveLength(24);
    const system = await ask(2, {
      type: "get",
      oids: ["1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.1.0", `${DOT3}.19.8`],
    });
    expect(system.bindings.map(({ value }) => (typeof value === "bigint" ? value : textOf(value)))).toEqual([
      "sw-ubnd",
      8n,
      3n,
    ]);
  });

  test("without link a port counts nothing, and says since when", async () => {
    const { device, clock, read } = await running();
    const port = device.port(5);
    port.setTraffic({ in: { bitsPerSecond: 8_000 } });
    await clock.advance(SECOND);
    port.setLink("down");
    await clock.advance(60 * SECOND);
    expect(await read(`${IFX}.6.5`, `${IF}.7.5`, `${IF}.8.5`, `${IF}.9.5`)).toEqual([1_000, 1, 2, 7_201_00]);
    port.setLink("up");
    await clock.advance(SECOND);
    expect(await read(`${IFX}.6.5`, `${IF}.8.5`, `${IF}.9.5`)).toEqual([2_000, 1, 7_261_00]);
    port.setAdmin("down");
    expect(await read(`${IF}.7.5`, `${IF}.8.5`, `${IF}.9.5`)).toEqual([2, 2, 7_262_00]);
  });

  test("shows a bad cable: FCS and alignment errors, which are input errors too", async () => {
    const { device, clock, read } = await running();
    device.port(2).setErrors({ fcs: 2, alignment: 0.5, lateCollisions: 1, outDiscards: 3 });
    await clock.advance(10 * SECOND);
    expect(await read(`${DOT3}.3.2`, `${DOT3}.2.2`, `${IF}.14.2`, `${DOT3}.8.2`, `${IF}.19.2`)).toEqual([
      20, 5, 25, 10, 30,
    ]);
  });

  test("shows speed and duplex; 10 Gb/s does not fit into ifSpeed", async () => {
    const { device, read } = await running();
    device.port(1).setSpeed(10_000);
    device.port(2).setSpeed(10, "half");
    expect(await read(`${IF}.5.1`, `${IFX}.15.1`, `${IF}.5.2`, `${DOT3}.19.2`)).toEqual([
      2 ** 32 - 1,
      10_000,
      10_000_000,
      2,
    ]);
  });

  test("of the old kind has no high-capacity counters", async () => {
    const { ask } = await running({ counterBits: 32, firstIndex: 101 });
    const reply = await ask(2, { type: "getBulk", oids: ["1.3.6.1.2.1.31", `${IF}.1`], maxRepetitions: 1 });
    expect(reply.bindings.map(({ tag, oid }) => [tag, oid])).toEqual([
      [0x82, "1.3.6.1.2.1.31"],
      [0x02, `${IF}.1.101`],
    ]);
  });

  test("a port that is not there is a mistake of the test", () => {
    expect(() => makeSwitch({ clock: fakeClock(), ports: 8 }).port(9)).toThrow(/1 to 8/);
  });
});
