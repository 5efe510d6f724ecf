import fc from "fast-check";
import { expect, test } from "vitest";
import { askedOf } from "../../../../test/fakes/snmp-asked.ts";
import { realClock } from "../../../../test/support/real-clock.ts";
import { compareOids } from "../../oid.ts";
import type { SnmpSession, SnmpValue } from "../../protocol.ts";
import { createAsk } from "../ask.ts";
import { readArp } from "./arp.ts";
import { readForwarding } from "./forwarding.ts";
import { readNeighbours } from "./neighbours.ts";
import { readPorts } from "./ports.ts";
import { readStp } from "./stp.ts";
import { readVlans } from "./vlans.ts";

/** The tables that these parts read, and a few columns of each. */
const ENTRIES = [
  ["1.3.6.1.2.1.2.2.1", [1, 2, 3, 5, 6, 7, 8, 10, 13, 14]],
  ["1.3.6.1.2.1.31.1.1.1", [1, 6, 10, 15, 18]],
  ["1.3.6.1.2.1.31.1.2.1", [3]],
  ["1.2.840.10006.300.43.1.2.1.1", [13]],
  ["1.3.6.1.2.1.105.1.1.1", [3, 6]],
  ["1.3.6.1.2.1.47.1.1.1.1", [2, 4, 7, 13]],
  ["1.3.6.1.2.1.47.1.3.2.1", [2]],
  ["1.3.6.1.2.1.17.1.4.1", [2]],
  ["1.3.6.1.2.1.17.2", [2, 4, 5, 6, 7]],
  ["1.3.6.1.2.1.17.2.15.1", [3, 8, 9]],
  ["1.3.6.1.2.1.17.4.3.1", [1, 2, 3]],
  ["1.3.6.1.2.1.17.7.1.2.2.1", [2, 3]],
  ["1.3.6.1.2.1.17.7.1.4.2.1", [3, 6]],
  ["1.3.6.1.2.1.17.7.1.4.3.1", [1]],
  ["1.3.111.2.802.1.1.4.1.2.2.1", [2, 3]],
  ["1.3.111.2.802.1.1.13.1.4.1.1", [5, 6, 7, 8, 9, 10, 13]],
  ["1.0.8802.1.1.2.1.3.7.1", [2, 3, 4]],
  ["1.0.8802.1.1.2.1.4.1.1", [4, 5, 6, 7, 8, 9, 10, 12]],
  ["1.0.8802.1.1.2.1.4.2.1", [3]],
  ["1.3.6.1.2.1.4.22.1", [2]],
  ["1.3.6.1.2.1.4.35.1", [4]],
  ["1.3.6.1.4.1.9.9.23.1.2.1.1", [4, 5, 6, 7, 8, 9]],
  ["1.3.6.1.4.1.9.9.46.1.3.1.1", [2, 3, 4]],
  ["1.3.6.1.4.1.9.9.402.1.2.1", [9, 11]],
  ["1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1", [3, 5, 7, 9, 10]],
  ["1.3.6.1.4.1.1916.1.13.2.1", [3, 4, 5, 6]],
  ["1.3.6.1.4.1.2011.6.7.5.6.1", [3, 5]],
  ["1.3.6.1.4.1.2636.3.48.1.3.1.1", [2, 3, 5]],
  ["1.3.6.1.4.1.14988.1.1.15.1.1", [3, 6]],
  ["1.3.6.1.4.1.25506.2.70.1.1.1", [2]],
] as const;
const ENTERPRISES = [9, 11, 43, 89, 1_916, 1_991, 2_011, 2_636, 4_413, 14_988, 25_506];

const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.integer().map((number): SnmpValue => ({ type: "integer", value: number })),
  fc.nat().map((number): SnmpValue => ({ type: "gauge32", value: number })),
  fc.nat().map((number): SnmpValue => ({ type: "counter32", value: number })),
  fc.maxSafeNat().map((number): SnmpValue => ({ type: "counter64", value: number })),
  fc.uint8Array({ maxLength: 40 }).map((bytes): SnmpValue => ({ type: "octets", value: bytes })),
  fc.constantFrom<SnmpValue>(
    { type: "octets", value: new Uint8Array(12_000).fill(0x41) },
    { type: "octets", value: new TextEncoder().encode('<img src=x onerror="alert(1)">\r\n=cmd|calc') },
    { type: "octets", value: Uint8Array.of(2, 0, 0, 0, 0, 1) },
    { type: "oid", value: "1.3.6.1.2.1.2.2.1.1.5" },
    { type: "address", value: "192.0.2.1" },
    { type: "absent" },
  ),
);
const index = fc.array(fc.constantFrom(0, 1, 2, 5, 6, 101, 255, 256, 4_294_967_295), {
  minLength: 1,
  maxLength: 20,
});
const object = fc
  .tuple(fc.constantFrom(...ENTRIES), fc.nat(), index, value)
  .map(
    ([[entry, columns], pick, arcs, given]) =>
      [`${entry}.${columns[pick % columns.length] ?? 1}.${arcs.join(".")}`, given] as const,
  );

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;
const UNCLEAN = /\p{C}/u;

function textsIn(found: unknown): string[] {
  if (typeof found === "string") return [found];
  return typeof found === "object" && found !== null ? Object.values(found).flatMap(textsIn) : [];
}

const PARTS = [readPorts, readNeighbours, readForwarding, readArp, readVlans, readStp] as const;

test("whatever a device says, its parts are read, and what they say is clean and bounded", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(object, { maxLength: 60 }), async (objects) => {
      const { ask, known } = askedOf(Object.fromEntries(objects), { enterprises: ENTERPRISES });
      const found = await Promise.all(PARTS.map((part) => part(ask, known)));
      for (const text of textsIn(found)) {
        expect(text).not.toMatch(UNCLEAN);
        expect(text.length).toBeLessThanOrEqual(700);
      }
      const [, , forwarding, arp] = found as unknown as { readonly mac: string }[][];
      for (const { mac } of [...(forwarding ?? []), ...(arp ?? [])]) expect(mac).toMatch(MAC);
    }),
    { numRuns: 150 },
  );
});

/** A device whose rows come and go, and whose values change their type, between one request and the next. */
function restless(seed: number): SnmpSession {
  let sent = 0;
  const columns = ENTRIES.flatMap(([entry, numbers]) => numbers.map((number) => `${entry}.${number}`));
  const oids = columns
    .flatMap((column) => [1, 2, 3, 4, 5].map((row) => `${column}.${row}`))
    .toSorted(compareOids);
  const answer = (oid: string, skip: number) => {
    const there = oids.filter((_, i) => (i * 31 + sent * 17 + seed) % 3 !== 0);
    const next = there.filter((candidate) => compareOids(candidate, oid) > 0)[skip];
    if (next === undefined) return { oid, type: "end" as const };
    return (sent + seed) % 2 === 0
      ? { oid: next, type: "integer" as const, value: sent % 7 }
      : { oid: next, type: "octets" as const, value: new TextEncoder().encode(`v${sent % 7}`) };
  };
  return {
    async get(asked) {
      sent += 1;
      return { ok: true, value: asked.map((oid) => ({ oid, type: "absent" as const })) };
    },
    async bulk({ nonRepeaters, maxRepetitions, oids: asked }) {
      sent += 1;
      const scalars = asked.slice(0, nonRepeaters).map((oid) => answer(oid, 0));
      const repeated = asked
        .slice(nonRepeaters)
        .map((oid) => Array.from({ length: Math.min(maxRepetitions, 8) }, (_, i) => answer(oid, i)));
      return { ok: true, value: { scalars, columns: repeated, bytes: 500 } };
    },
    sent: () => sent,
    heard: () => true,
    close: () => {},
  };
}

test.each([1, 2, 3, 4])("tables that change while they are walked end (%i)", async (seed) => {
  const session = restless(seed);
  const ask = createAsk(session, { address: "192.0.2.1", clock: realClock, deadline: Infinity });
  const known = { description: "", objectId: "", enterprises: new Set(ENTERPRISES), knowledge: [] };
  const [ports] = await Promise.all([readPorts(ask, known), ...PARTS.map((part) => part(ask, known))]);
  expect(ports.length).toBeLessThanOrEqual(5);
  expect(session.sent()).toBeLessThan(400);
});
