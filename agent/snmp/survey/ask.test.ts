import { expect, test } from "vitest";
import { ok } from "../../../core/result.ts";
import { realClock } from "../../../test/support/real-clock.ts";
import { MOST_VISIT_BYTES } from "../bounds.ts";
import type { SnmpSession, VarBind } from "../protocol.ts";
import { createAsk } from "./ask.ts";

const LONG = 60_000;

/** A device that has everything that it is asked for, each value as long as a datagram. */
function endless(): { readonly session: SnmpSession; readonly sent: () => number } {
  let sent = 0;
  const value = { type: "octets", value: new Uint8Array(LONG) } as const;
  const next = (oid: string): VarBind => ({ oid: `${oid}.${sent}`, ...value });
  const session: SnmpSession = {
    get: async (oids) => ok(oids.map((oid) => ({ oid, type: "absent" }))),
    async bulk({ oids, nonRepeaters }) {
      sent += oids.length;
      const scalars = oids.slice(0, nonRepeaters).map((oid) => next(oid));
      const columns = oids.slice(nonRepeaters).map((oid) => [next(columnOf(oid))]);
      return ok({ scalars, columns, bytes: oids.length * LONG });
    },
    sent: () => sent,
    heard: () => true,
    close: () => {},
  };
  return { session, sent: () => sent };
}
const columnOf = (oid: string): string => oid.split(".").slice(0, 5).join(".");

test("a device whose values are as long as a datagram takes up no more than a visit may, whatever it has", async () => {
  const { session, sent } = endless();
  const ask = createAsk(session, { address: "192.0.2.1", clock: realClock, deadline: Infinity });
  const rows: number[] = [];
  for (let table = 1; table <= 6; table += 1) {
    rows.push((await ask.table({ value: `1.3.6.${table}.1` })).size);
  }
  expect(rows[0]).toBeGreaterThan(100);
  expect(rows.slice(3)).toEqual([0, 0, 0]);
  expect(sent() * LONG).toBeLessThan(MOST_VISIT_BYTES * 1.1);
  expect(ask.faults()).toMatchObject([{ code: "snmp_loop", params: { reason: "bytes" } }]);
});
