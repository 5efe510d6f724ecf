import fc from "fast-check";
import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Knowledge } from "../knowledge.ts";
import { readMemory } from "./memory.ts";
import { readProcessors } from "./processors.ts";
import { readStorage } from "./storage.ts";
import { readWireless } from "./wireless.ts";

/** Columns and scalars that these parts read, the maker's own among them. */
const OWN = "1.3.6.1.4.1.32473.7";
const COLUMNS = [
  ...[2, 3, 4, 5, 6].map((column) => `1.3.6.1.2.1.25.2.3.1.${column}`),
  ...[2, 6, 8].map((column) => `1.3.6.1.4.1.2021.9.1.${column}`),
  ...[1, 2, 3, 4, 5, 6].map((column) => `${OWN}.1.${column}`),
  "1.3.6.1.2.1.25.3.3.1.2",
  "1.2.840.10036.4.5.1.1",
];
const SCALARS = [
  "1.3.6.1.2.1.25.2.2",
  "1.3.6.1.4.1.2021.11.11",
  ...[3, 4, 5, 6, 14, 15].map((object) => `1.3.6.1.4.1.2021.4.${object}`),
  ...[1, 2, 3].map((object) => `${OWN}.2.${object}`),
];
const knowledge: readonly Knowledge[] = [
  {
    vendor: "Example",
    processors: [
      { percent: `${OWN}.1.1`, name: { oid: `${OWN}.1.2` }, only: { oid: `${OWN}.1.3`, match: "^[1-9]" } },
      { idlePercent: { oid: `${OWN}.2.1.0`, match: String.raw`(\d+)%` }, also: true },
    ],
    memory: [
      { total: `${OWN}.1.3`, used: `${OWN}.1.4`, percent: `${OWN}.1.5`, unit: `${OWN}.1.6` },
      { total: { oid: `${OWN}.2.1.0`, unsigned: true }, free: `${OWN}.2.2.0`, fallback: true },
    ],
    storage: [
      { free: `${OWN}.1.3`, used: `${OWN}.1.4`, name: { oid: `${OWN}.1.2`, arcs: 1, text: "{text}:" } },
    ],
    wireless: [
      { clients: `${OWN}.1.1`, accessPoints: `${OWN}.2.1.0`, accessPointRows: `${OWN}.1.2` },
      {
        radios: {
          name: "{indexText}",
          channel: `${OWN}.1.3`,
          clients: `${OWN}.1.4`,
          frequencyMHz: `${OWN}.1.5`,
        },
      },
    ],
  },
];

const number = fc.oneof(fc.integer(), fc.integer({ min: -3, max: 120 }), fc.maxSafeNat());
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({ type: fc.constantFrom("integer", "gauge32", "counter32", "timeticks"), value: number }),
  fc.record({ type: fc.constant("counter64" as const), value: fc.maxSafeNat() }),
  fc.record({ type: fc.constantFrom("octets", "opaque"), value: fc.uint8Array({ maxLength: 30 }) }),
  fc.constantFrom(
    ...[
      "Physical memory",
      "Cached memory",
      "Real memory metrics",
      "5 Sec (12%)",
      "41 %",
      "1e999",
      "<b>",
      "\u202E0",
    ].map((text): SnmpValue => ({ type: "octets", value: new TextEncoder().encode(text) })),
    ...[1, 2, 3, 4, 9].map((type): SnmpValue => ({ type: "oid", value: `1.3.6.1.2.1.25.2.1.${type}` })),
    { type: "oid" as const, value: "1.3.6.1.2.1.25.3.9.99999999999999999999" },
    { type: "address" as const, value: "0.0.0.0" },
    { type: "absent" as const },
  ),
) as fc.Arbitrary<SnmpValue>;
const index = fc.constantFrom("1", "2", "7.1", "2.97.98", "3.4294967295.0.7", "0");
const device = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.tuple(fc.constantFrom(...COLUMNS), index),
        fc.tuple(fc.constantFrom(...SCALARS), fc.constant("0")),
      ),
      value,
    ),
    {
      maxLength: 60,
    },
  )
  .map((entries) => Object.fromEntries(entries.map(([[oid, row], given]) => [`${oid}.${row}`, given])));

const isClean = (text: string) => !/[\p{C}]/u.test(text) && text.trim() === text && text !== "";
const isAmount = (amount: number | undefined) =>
  amount === undefined || (Number.isFinite(amount) && amount >= 0);

test("whatever a device answers, what is shown can be", async () => {
  await fc.assert(
    fc.asyncProperty(device, async (objects) => {
      const { ask, known } = askedOf(objects);
      const told = { ...known, knowledge };
      const [processors, memory, storage, wireless] = await Promise.all([
        readProcessors(ask, told),
        readMemory(ask, told),
        readStorage(ask, told),
        readWireless(ask, told),
      ]);
      for (const { name, percent } of processors) {
        expect(isClean(name ?? "CPU")).toBe(true);
        expect(percent >= 0 && percent <= 100).toBe(true);
      }
      for (const { name, percent = 0, totalBytes = 1, usedBytes = 0 } of [...memory, ...storage]) {
        expect(isClean(name)).toBe(true);
        expect(percent >= 0 && percent <= 100).toBe(true);
        expect(totalBytes > 0 && usedBytes >= 0 && usedBytes <= totalBytes).toBe(true);
      }
      expect(isAmount(wireless?.clients) && isAmount(wireless?.accessPoints)).toBe(true);
      for (const { clients, frequencyMHz, name } of wireless?.radios ?? [])
        expect(isClean(name) && isAmount(clients) && isAmount(frequencyMHz)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
