import { ok } from "../../core/result.ts";
import { compareOids } from "../../agent/snmp/oid.ts";
import type { BulkQuery, SnmpSession, SnmpValue, VarBind } from "../../agent/snmp/protocol.ts";

/** Objects by OID: a number is an INTEGER, a text an OCTET STRING. */
export type SnmpObjects = Readonly<Record<string, number | string | SnmpValue>>;

/** A device in memory behind the session port, without packets; it answers everything truthfully. */
export function mapSession(objects: SnmpObjects): SnmpSession {
  const oids = Object.keys(objects).toSorted(compareOids);
  const values = new Map(Object.entries(objects).map(([oid, value]) => [oid, valueOf(value)]));
  let sent = 0;
  const bind = (oid: string): VarBind => ({ oid, ...(values.get(oid) ?? { type: "absent" }) });
  const after = (oid: string, count: number): VarBind[] => {
    const at = firstAfter(oids, oid);
    const found = oids.slice(at, at + count).map(bind);
    return found.length < count ? [...found, { oid: found.at(-1)?.oid ?? oid, type: "end" }] : found;
  };
  return {
    async get(asked) {
      sent += 1;
      return ok(asked.map(bind));
    },
    async bulk({ nonRepeaters, maxRepetitions, oids: asked }: BulkQuery) {
      sent += 1;
      const scalars = asked.slice(0, nonRepeaters).flatMap((oid) => after(oid, 1));
      const columns = asked.slice(nonRepeaters).map((oid) => after(oid, maxRepetitions));
      return ok({ scalars, columns, bytes: 28 * (scalars.length + columns.flat().length) });
    },
    sent: () => sent,
    heard: () => sent > 0,
    close: () => {},
  };
}

/** Place of the first OID behind this one; the length when there is none. */
function firstAfter(oids: readonly string[], oid: string): number {
  let low = 0;
  let high = oids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareOids(oids[middle] ?? "", oid) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

function valueOf(value: number | string | SnmpValue): SnmpValue {
  if (typeof value === "number") return { type: "integer", value };
  if (typeof value === "string") return { type: "octets", value: new Uint8Array(Buffer.from(value, "utf8")) };
  return value;
}
