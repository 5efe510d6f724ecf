import { textOf } from "../../ports.ts";
import { macOf } from "../../mac.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Row } from "../../walk.ts";
import type { Ask } from "../ask.ts";

/**
 * The interfaces of a device (IF-MIB, RFC 2863), read once for all parts that speak of ports: forwarding tables,
 * neighbours and spanning tree name a port as `ports` does.
 */
const IF = "1.3.6.1.2.1.2.2.1";
const IFX = "1.3.6.1.2.1.31.1.1.1";

/** In groups of seven, as the walk asks for them. */
const OLD = {
  ifDescr: `${IF}.2`,
  ifType: `${IF}.3`,
  ifSpeed: `${IF}.5`,
  ifPhysAddress: `${IF}.6`,
  ifAdminStatus: `${IF}.7`,
  ifOperStatus: `${IF}.8`,
  ifInDiscards: `${IF}.13`,

  ifInErrors: `${IF}.14`,
  ifOutDiscards: `${IF}.19`,
  ifOutErrors: `${IF}.20`,
  ...narrowOctets(),
  ifInUcastPkts: `${IF}.11`,
  ifOutUcastPkts: `${IF}.17`,
};
const NEW = {
  ifDescr: `${IF}.2`,
  ifName: `${IFX}.1`,
  ifType: `${IF}.3`,
  ifSpeed: `${IF}.5`,
  ifPhysAddress: `${IF}.6`,
  ifAdminStatus: `${IF}.7`,
  ifOperStatus: `${IF}.8`,

  ifHighSpeed: `${IFX}.15`,
  ifAlias: `${IFX}.18`,
  ifInDiscards: `${IF}.13`,
  ifInErrors: `${IF}.14`,
  ifOutDiscards: `${IF}.19`,
  ifOutErrors: `${IF}.20`,
  ifHCInOctets: `${IFX}.6`,

  ifHCOutOctets: `${IFX}.10`,
  ifHCInUcastPkts: `${IFX}.7`,
  ifHCOutUcastPkts: `${IFX}.11`,
};
function narrowOctets() {
  return { ifInOctets: `${IF}.10`, ifOutOctets: `${IF}.16` };
}
const NARROW = { ...narrowOctets(), ifInUcastPkts: `${IF}.11`, ifOutUcastPkts: `${IF}.17` };

export type InterfaceRow = Row<keyof typeof NEW | keyof typeof OLD>;

export interface Interfaces {
  /** By ifIndex, in the device's order. */
  readonly rows: ReadonlyMap<number, InterfaceRow>;
  /** The name of a port as `SurveyPort.name`; undefined when there is no such port. */
  nameOf(ifIndex: number | undefined): string | undefined;
  /** The ifIndex of the only port with this ifName, else ifDescr. */
  indexOfName(text: string | undefined): number | undefined;
  /** The ifIndex of the only port with this ifAlias. */
  indexOfAlias(text: string | undefined): number | undefined;
  /** The ifIndex of the only port with this address. */
  indexOfMac(mac: string | undefined): number | undefined;
}

export const readInterfaces = (ask: Ask): Promise<Interfaces> =>
  ask.once("interfaces", async () => {
    const [old, extended] = await Promise.all([ask.has(IF), ask.has(IFX)]);
    const rows = new Map<number, InterfaceRow>();
    if (!old && !extended) return interfacesOf(rows);
    const add = (index: string, row: InterfaceRow) => {
      if (/^\d{1,10}$/.test(index)) rows.set(Number(index), { ...rows.get(Number(index)), ...row });
    };
    const table = extended ? await ask.table(NEW) : await ask.table(OLD);
    for (const [index, row] of table) add(index, row);
    if (extended && old && lacksWideCounters(rows)) {
      for (const [index, row] of await ask.table(NARROW)) add(index, row);
    }
    return interfacesOf(rows);
  });

/** Old interfaces beside new ones, or an agent whose wide counters all stand still at zero. */
function lacksWideCounters(rows: ReadonlyMap<number, InterfaceRow>): boolean {
  const wide = [...rows.values()].map((row) => row.ifHCInOctets);
  return wide.some((value) => value === undefined) || wide.every((value) => numberOf(value) === 0);
}

const numberOf = (value: SnmpValue | undefined) => (value?.type === "counter64" ? value.value : undefined);

/** ifName, else ifDescr, else "#ifIndex". */
export const interfaceName = (ifIndex: number, row: InterfaceRow): string =>
  textOf(row.ifName, 255) ?? textOf(row.ifDescr, 255) ?? `#${ifIndex}`;

function interfacesOf(rows: ReadonlyMap<number, InterfaceRow>): Interfaces {
  const byName = unique(rows, (row) => textOf(row.ifName, 255));
  const byDescr = unique(rows, (row) => textOf(row.ifDescr, 255));
  const byAlias = unique(rows, (row) => textOf(row.ifAlias, 255));
  const byMac = unique(rows, (row) => macOf(row.ifPhysAddress));
  return {
    rows,
    nameOf(ifIndex) {
      const row = ifIndex === undefined ? undefined : rows.get(ifIndex);
      return ifIndex === undefined || row === undefined ? undefined : interfaceName(ifIndex, row);
    },
    indexOfName: (text) => (text === undefined ? undefined : (byName.get(text) ?? byDescr.get(text))),
    indexOfAlias: (text) => (text === undefined ? undefined : byAlias.get(text)),
    indexOfMac: (mac) => (mac === undefined ? undefined : byMac.get(mac)),
  };
}

/** The ports that can be told by a text; what two ports share tells neither. */
function unique(
  rows: ReadonlyMap<number, InterfaceRow>,
  textOfRow: (row: InterfaceRow) => string | undefined,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const shared = new Set<string>();
  for (const [ifIndex, row] of rows) {
    const text = textOfRow(row);
    if (text === undefined) continue;
    if (found.has(text)) shared.add(text);
    found.set(text, ifIndex);
  }
  for (const text of shared) found.delete(text);
  return found;
}
