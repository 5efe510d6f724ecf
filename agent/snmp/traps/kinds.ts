import { cleanText } from "../../../core/text.ts";
import { TRAP_KINDS } from "../../../core/wire/limits.ts";
import { PDU, type Pdu, type TrapV1 } from "../codec/pdu.ts";
import { indexIn } from "../oid.ts";
import type { VarBind } from "../protocol.ts";
import { decodeText } from "../text.ts";

export type TrapKind = (typeof TRAP_KINDS)[number];

/** What a trap says, as far as it concerns us. */
export interface Told {
  /** undefined: something that is only counted. */
  readonly kind: TrapKind | undefined;
  /** Of linkDown and linkUp: which port, as far as the device said. */
  readonly ifIndex?: number;
  readonly port?: string;
}

/** By generic-trap of version 1 (RFC 1157 4.1.6), which are also the last arcs below snmpTraps (RFC 3418) less one. */
const GENERIC: readonly (TrapKind | undefined)[] = TRAP_KINDS;
const SNMP_TRAPS = "1.3.6.1.6.3.1.1.5";
const SNMP_TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0";

export function toldBy(pdu: Pdu | TrapV1): Told {
  const kind = GENERIC[pdu.type === PDU.trapV1 ? (pdu as TrapV1).generic : genericOf(pdu.varbinds)];
  return kind === "linkDown" || kind === "linkUp" ? { kind, ...portOf(pdu.varbinds) } : { kind };
}

/** -1 when it is none of the standard ones. */
function genericOf(varbinds: readonly VarBind[]): number {
  // Second by RFC 3416 4.2.6; devices put it elsewhere, too.
  const trap = varbinds.find(({ oid, type }) => oid === SNMP_TRAP_OID && type === "oid");
  const arc = trap?.type === "oid" ? indexIn(SNMP_TRAPS, trap.value) : undefined;
  return arc !== undefined && /^\d{1,2}$/.test(arc) ? Number(arc) - 1 : -1;
}

/** ifIndex, ifDescr, ifAdminStatus, ifOperStatus (RFC 2863), and ifName: any of them tells the port by its index. */
const IF_ENTRY = [1, 2, 7, 8].map((column) => `1.3.6.1.2.1.2.2.1.${column}`);
const IF_DESCR = "1.3.6.1.2.1.2.2.1.2";
const IF_NAME = "1.3.6.1.2.1.31.1.1.1.1";

function portOf(varbinds: readonly VarBind[]): Omit<Told, "kind"> {
  const [ifIndex] = varbinds.flatMap(({ oid }) => indexAmong([...IF_ENTRY, IF_NAME], oid));
  const port = textIn(IF_NAME, varbinds) ?? textIn(IF_DESCR, varbinds);
  return { ...(ifIndex !== undefined && { ifIndex }), ...(port !== undefined && { port }) };
}

function indexAmong(columns: readonly string[], oid: string): number[] {
  return columns.flatMap((column) => {
    const index = indexIn(column, oid);
    return index !== undefined && /^\d{1,10}$/.test(index) && Number(index) < 2 ** 31 ? [Number(index)] : [];
  });
}

function textIn(column: string, varbinds: readonly VarBind[]): string | undefined {
  const found = varbinds.find(({ oid, type }) => type === "octets" && indexIn(column, oid) !== undefined);
  const text = found?.type === "octets" ? cleanText(decodeText(found.value), 64) : "";
  return text === "" ? undefined : text;
}
