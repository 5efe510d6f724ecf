import type { SnmpObjects } from "./snmp-map-session.ts";

type Row = readonly [type: number, name: string, units: number, size: number, used: number];

/** Rows of hrStorageTable (RFC 2790); `type` is the last arc of hrStorageTypes. */
export function hostStorage(rows: readonly Row[]): SnmpObjects {
  const entry = "1.3.6.1.2.1.25.2.3.1";
  return Object.fromEntries(
    rows.flatMap(([type, name, units, size, used], i) => [
      [`${entry}.2.${i + 1}`, { type: "oid", value: `1.3.6.1.2.1.25.2.1.${type}` }],
      [`${entry}.3.${i + 1}`, name],
      [`${entry}.4.${i + 1}`, units],
      [`${entry}.5.${i + 1}`, size],
      [`${entry}.6.${i + 1}`, used],
    ]),
  );
}
