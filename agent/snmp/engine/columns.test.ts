import { expect, onTestFinished, test } from "vitest";
import { seededRandom } from "../../../test/fakes/snmp-device/faults.ts";
import { startSnmpDevices, type DeviceSpec } from "../../../test/fakes/snmp-device/devices.ts";
import { makeSwitch } from "../../../test/fakes/snmp-device/switch.ts";
import { makeTree, type Tree } from "../../../test/fakes/snmp-device/tree.ts";
import { counter32, counter64, octets, type Value } from "../../../test/fakes/snmp-device/values.ts";
import { realClock } from "../../../test/support/real-clock.ts";
import type { ColumnLayout } from "../protocol.ts";
import { TAG } from "../codec/ber.ts";
import { createEngine } from "./engine.ts";

const places = (rows: number) => Array.from({ length: rows }, (_, row) => row);
const layoutOf = (columns: readonly (readonly number[])[], rows: number): ColumnLayout => ({
  indexes: places(rows).map((row) => String((row + 1) * 100)),
  columns: columns.map((own, i) => ({ oid: `1.3.9.${i + 1}`, rows: own, valueBytes: 3 })),
});

function treeOf(columns: readonly (readonly number[])[], value = (n: number): Value => counter32(n)): Tree {
  return makeTree([
    ...columns.flatMap((own, i) =>
      own.map((row) => [`1.3.9.${i + 1}.${(row + 1) * 100}`, value(i * 1_000 + row)] as const),
    ),
    ["1.3.10.1", counter32(1)],
  ]);
}

async function reading(tree: Tree, layout: ColumnLayout, spec: Partial<DeviceSpec> = {}) {
  const fakes = await startSnmpDevices({
    clock: realClock,
    devices: [{ community: "public", tree, ...spec }],
  });
  onTestFinished(fakes.close);
  const open = createEngine({ clock: realClock, random: seededRandom(2), timeoutMs: 150 });
  const credential = { version: "2c", community: "public" } as const;
  const session = await open({ address: "127.0.0.1", port: fakes.device.port, credential });
  if (!session.ok) throw new Error(session.fault.code);
  onTestFinished(() => session.value.close());
  const reader = session.value.prepareColumns?.(layout);
  if (reader === undefined) throw new Error("no hot path");
  return { fakes, reader, pacing: { limit: 70, frame: 1_472 }, session: session.value };
}

const whole = [places(30), places(30), places(30)];

test("values stand at their place, with their tags", async () => {
  const { reader, pacing } = await reading(treeOf(whole), layoutOf(whole, 30));
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  expect([...reader.values]).toEqual(whole.flatMap((own, i) => own.map((row) => i * 1_000 + row)));
  expect(new Set(reader.tags)).toEqual(new Set([TAG.counter32]));
});

test("columns with holes are read, and the holes stay empty", async () => {
  const holes = [places(12), places(12).filter((row) => row % 3 !== 0), [5], places(12).slice(0, 4)];
  const { reader, pacing } = await reading(treeOf(holes), layoutOf(holes, 12));
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  for (const [i, own] of holes.entries()) {
    for (const row of places(12)) {
      const at = i * 12 + row;
      expect(reader.tags[at]).toBe(own.includes(row) ? TAG.counter32 : 0);
      expect(reader.values[at]).toBe(own.includes(row) ? i * 1_000 + row : Number.NaN);
    }
  }
});

test("64-bit counters are exact modulo 2^53", async () => {
  const tree = makeTree([["1.3.9.1.100", counter64(2n ** 64n - 1n)]]);
  const { reader, pacing } = await reading(tree, layoutOf([[0]], 1));
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  expect([reader.values[0], reader.tags[0]]).toEqual([2 ** 53 - 1, TAG.counter64]);
});

test.each<[string, Tree]>([
  ["a row that is new, at the end", treeOf([places(31), places(31), places(31)])],
  ["a row that is gone", treeOf(whole.map((own) => own.filter((row) => row !== 12)))],
  ["the last row gone", treeOf([places(29), places(29), places(29)])],
  ["a row that is new, at the start", makeTree([...treeEntries(whole), ["1.3.9.1.1", counter32(1)]])],
  ["a column gone", treeOf([places(30), [], places(30)])],
  ["text where numbers were", treeOf(whole, () => octets("x"))],
])("%s is noticed", async (_, tree) => {
  const { reader, pacing } = await reading(tree, layoutOf(whole, 30));
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "changed" });
});

function treeEntries(columns: readonly (readonly number[])[]) {
  return columns.flatMap((own, i) =>
    own.map((row) => [`1.3.9.${i + 1}.${(row + 1) * 100}`, counter32(i * 1_000 + row)] as const),
  );
}

test("a device that makes small replies is asked on, and for less the next time", async () => {
  const { reader, pacing, session } = await reading(treeOf(whole), layoutOf(whole, 30), {
    maxMessageSize: 484,
  });
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  expect(pacing.frame).toBeLessThanOrEqual(484);
  const [first] = [session.sent()];
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  expect(session.sent() - first).toBeLessThanOrEqual(first);
  expect([...reader.values]).toEqual(whole.flatMap((own, i) => own.map((row) => i * 1_000 + row)));
});

test("a device that says tooBig, or nothing, says so", async () => {
  const { reader, pacing, fakes } = await reading(treeOf(whole), layoutOf(whole, 30), {
    faults: { tooBig: true },
  });
  expect(await reader.read(pacing)).toMatchObject({
    ok: false,
    fault: { code: "snmp_refused", params: { reason: "tooBig" } },
  });
  fakes.device.setFaults({ drop: true });
  expect(await reader.read(pacing, { retries: 0 })).toMatchObject({
    ok: false,
    fault: { code: "snmp_timeout" },
  });
  fakes.device.setFaults({ garbage: { every: 2 } });
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
});

test("20 columns of 28 ports take at most eleven round trips in one-frame replies", async () => {
  const { tree, machine } = makeSwitch({ clock: realClock, ports: 28 });
  const columns = [7, 8, 9, 5, 13, 14, 19, 20].map((n) => `1.3.6.1.2.1.2.2.1.${n}`);
  const wide = [6, 10, 7, 11, 8, 12, 9, 13].map((n) => `1.3.6.1.2.1.31.1.1.1.${n}`);
  const dot3 = [2, 3, 8, 19].map((n) => `1.3.6.1.2.1.10.7.2.1.${n}`);
  const layout = {
    indexes: places(28).map((row) => String(row + 1)),
    columns: [...columns, ...wide, ...dot3].map((oid) => ({ oid, rows: places(28), valueBytes: 4 })),
  };
  const { reader, pacing, session, fakes } = await reading(tree, layout, { machine });
  expect(await reader.read(pacing)).toEqual({ ok: true, value: "read" });
  expect(session.sent()).toBeLessThanOrEqual(11);
  expect(Math.max(...fakes.log.entries().map(({ bytes }) => bytes))).toBeLessThanOrEqual(1_472);
  expect(reader.tags.every((tag) => tag !== 0)).toBe(true);
});
