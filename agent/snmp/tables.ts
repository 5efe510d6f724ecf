import type { FieldName } from "../../core/entities.ts";
import type { TableColumn } from "./walk.ts";

/** What is read of every device, and which field of `core/entities.ts` it fills. Data only. */

/** SNMPv2-MIB, system group (RFC 3418). */
export const SYSTEM = {
  description: "1.3.6.1.2.1.1.1.0", // sysDescr
  objectId: "1.3.6.1.2.1.1.2.0", // sysObjectID
  uptime: "1.3.6.1.2.1.1.3.0", // sysUpTime
  contact: "1.3.6.1.2.1.1.4.0", // sysContact
  name: "1.3.6.1.2.1.1.5.0", // sysName
  location: "1.3.6.1.2.1.1.6.0", // sysLocation
} as const;

const IF = "1.3.6.1.2.1.2.2.1"; // ifEntry, IF-MIB (RFC 2863)
const IFX = "1.3.6.1.2.1.31.1.1.1"; // ifXEntry
const DOT3 = "1.3.6.1.2.1.10.7.2.1"; // dot3StatsEntry, EtherLike-MIB (RFC 3635)

/**
 * `fact`: what a port is; read now and then. `state`: a gauge, read with every poll. `counter`: as it says; where
 * both widths exist, `wide` names the 64-bit column that is better.
 */
export type PortColumn =
  | { readonly oid: string; readonly use: "fact" }
  | { readonly oid: string; readonly use: "state" }
  | {
      readonly oid: string;
      readonly use: "counter";
      readonly type: "counter32" | "counter64";
      readonly field: FieldName<"port">;
      readonly wide?: string;
    };

const fact = (oid: string) => ({ oid, use: "fact" }) as const;
const state = (oid: string) => ({ oid, use: "state" }) as const;
const counter = (oid: string, field: FieldName<"port">) =>
  ({ oid, use: "counter", type: "counter32", field }) as const;
const wide = (oid: string, field: FieldName<"port">) =>
  ({ oid, use: "counter", type: "counter64", field }) as const;
const narrow = (oid: string, field: FieldName<"port">, better: string) =>
  ({ oid, use: "counter", type: "counter32", field, wide: better }) as const;

/** In the order in which they are asked for: columns of one table stand together, for their replies are alike. */
export const PORT_COLUMNS = {
  ifDescr: fact(`${IF}.2`),
  ifName: fact(`${IFX}.1`),
  ifAlias: fact(`${IFX}.18`),
  ifType: fact(`${IF}.3`),
  ifMtu: fact(`${IF}.4`),
  ifPhysAddress: fact(`${IF}.6`),

  ifAdminStatus: state(`${IF}.7`),
  ifOperStatus: state(`${IF}.8`),
  ifLastChange: state(`${IF}.9`),
  ifSpeed: state(`${IF}.5`),
  ifHighSpeed: state(`${IFX}.15`),
  ifCounterDiscontinuityTime: state(`${IFX}.19`),
  ifInDiscards: counter(`${IF}.13`, "in_discards"),
  ifInErrors: counter(`${IF}.14`, "in_errors"),
  ifOutDiscards: counter(`${IF}.19`, "out_discards"),
  ifOutErrors: counter(`${IF}.20`, "out_errors"),

  ifHCInOctets: wide(`${IFX}.6`, "in_octets"),
  ifHCOutOctets: wide(`${IFX}.10`, "out_octets"),
  ifHCInUcastPkts: wide(`${IFX}.7`, "in_ucast"),
  ifHCOutUcastPkts: wide(`${IFX}.11`, "out_ucast"),
  ifHCInMulticastPkts: wide(`${IFX}.8`, "in_mcast"),
  ifHCOutMulticastPkts: wide(`${IFX}.12`, "out_mcast"),
  ifHCInBroadcastPkts: wide(`${IFX}.9`, "in_bcast"),
  ifHCOutBroadcastPkts: wide(`${IFX}.13`, "out_bcast"),

  ifInOctets: narrow(`${IF}.10`, "in_octets", "ifHCInOctets"),
  ifOutOctets: narrow(`${IF}.16`, "out_octets", "ifHCOutOctets"),
  ifInUcastPkts: narrow(`${IF}.11`, "in_ucast", "ifHCInUcastPkts"),
  ifOutUcastPkts: narrow(`${IF}.17`, "out_ucast", "ifHCOutUcastPkts"),
  ifInMulticastPkts: narrow(`${IFX}.2`, "in_mcast", "ifHCInMulticastPkts"),
  ifOutMulticastPkts: narrow(`${IFX}.4`, "out_mcast", "ifHCOutMulticastPkts"),
  ifInBroadcastPkts: narrow(`${IFX}.3`, "in_bcast", "ifHCInBroadcastPkts"),
  ifOutBroadcastPkts: narrow(`${IFX}.5`, "out_bcast", "ifHCOutBroadcastPkts"),

  dot3StatsAlignmentErrors: counter(`${DOT3}.2`, "alignment_errors"),
  dot3StatsFCSErrors: counter(`${DOT3}.3`, "fcs_errors"),
  dot3StatsLateCollisions: counter(`${DOT3}.8`, "late_collisions"),
  dot3StatsDuplexStatus: state(`${DOT3}.19`),
} as const satisfies Record<string, PortColumn>;

export type PortColumnName = keyof typeof PORT_COLUMNS;
export const PORT_COLUMN_NAMES = Object.keys(PORT_COLUMNS) as readonly PortColumnName[];

export const portColumn = (name: PortColumnName): PortColumn => PORT_COLUMNS[name];

/** Narrow counters with the wide ones that are preferred to them. */
export const COUNTER_PAIRS: readonly { readonly narrow: PortColumnName; readonly wide: PortColumnName }[] =
  PORT_COLUMN_NAMES.flatMap((name) => {
    const column = portColumn(name);
    return column.use === "counter" && column.wide !== undefined
      ? [{ narrow: name, wide: column.wide as PortColumnName }]
      : [];
  });

export function columnsOf(names: readonly PortColumnName[]): readonly TableColumn<PortColumnName>[] {
  return names.map((name) => ({ name, oid: PORT_COLUMNS[name].oid }));
}
