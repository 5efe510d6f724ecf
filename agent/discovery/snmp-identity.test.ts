import fc from "fast-check";
import { expect, test } from "vitest";
import { ok } from "../../core/result.ts";
import { foundHost } from "../../core/wire/found.ts";
import { fakeClock } from "../../test/support/fake-clock.ts";
import type { SnmpSession, SnmpValue } from "../snmp/protocol.ts";
import { foundHosts } from "./found.ts";
import { askWho, readIdentity } from "./snmp-identity.ts";

const bytes = fc.uint8Array({ maxLength: 600 });
const value: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.record({
    type: fc.constantFrom("octets" as const),
    value: fc.oneof(bytes, fc.uint8Array({ minLength: 6, maxLength: 6 })),
  }),
  fc.record({
    type: fc.constantFrom("integer" as const, "gauge32" as const),
    value: fc.integer({ min: -1, max: 10 }),
  }),
  fc.record({
    type: fc.constantFrom("oid" as const, "address" as const),
    value: fc.oneof(
      fc.string(),
      fc.ipV4(),
      fc.constantFrom("1.3.6.1", "1", "", "1.3.", `1${".1".repeat(300)}`),
    ),
  }),
  fc.constantFrom<SnmpValue>({ type: "absent" }, { type: "end" }),
);

/** A device that answers every question with whatever comes. */
function liar(values: Iterator<SnmpValue>): SnmpSession {
  const next = (oid: string) => ({ oid, ...values.next().value }) as { oid: string } & SnmpValue;
  let step = 0;
  return {
    get: (oids) => Promise.resolve(ok(oids.map(next))),
    bulk: ({ oids, nonRepeaters }) => {
      step += 1;
      const columns = oids
        .slice(nonRepeaters)
        .map((oid) => [next(`${oid}.${step}`), next(`${oid}.${step}.1`)]);
      return Promise.resolve(ok({ scalars: [], columns, bytes: 100 }));
    },
    sent: () => step,
    heard: () => true,
    close: () => undefined,
  };
}

test("whatever a device says, what is told of it passes the server's check", async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(value), async (stream) => {
      const session = liar(stream[Symbol.iterator]() as Iterator<SnmpValue>);
      const signal = new AbortController().signal;
      const who = await askWho(session, { signal });
      const identity = await readIdentity(session, { address: "127.0.0.1", clock: fakeClock(), signal });
      const snmp = { ...(who.ok ? who.value : {}), ...identity };
      const seen = ["snmp"] as const;
      const [host] = foundHosts([
        { addresses: ["127.0.0.1"], seen, refused: [], port: 161, credential: "c1", snmp },
      ]);
      const told: unknown = JSON.parse(JSON.stringify(host));
      expect(foundHost.safeParse(told).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
