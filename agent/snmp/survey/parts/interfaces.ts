import { textOf } from "../../ports.ts";
import { macOf } from "../../mac.ts";
import type { Row } from "../../walk.ts";
import type { Ask } from "../ask.ts";

/**
 * What a device calls its interfaces (IF-MIB, RFC 2863), read once for all parts that speak of ports: forwarding
 * tables, neighbours and spanning tree name a port as `ports` does. Speeds, states and counters are not among it
 * (`ports-figures.ts`): most visits have no use for them.
 */
export const IF = "1.3.6.1.2.1.2.2.1";
export const IFX = "1.3.6.1.2.1.31.1.1.1";

const OLD = {
  ifDescr: `${IF}.2`,
  ifType: `${IF}.3`,
  ifPhysAddress: `${IF}.6`,
};
const NEW = {
  ...OLD,
  ifName: `${IFX}.1`,
  ifAlias: `${IFX}.18`,
};

export type InterfaceRow = Row<keyof typeof NEW>;

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
    if (!old && !extended) return interfacesOf(new Map());
    return interfacesOf(byIfIndex<InterfaceRow>(extended ? await ask.table(NEW) : await ask.table(OLD)));
  });

export function byIfIndex<R>(table: ReadonlyMap<string, R>): Map<number, R> {
  const rows = new Map<number, R>();
  for (const [index, row] of table) if (/^\d{1,10}$/.test(index)) rows.set(Number(index), row);
  return rows;
}

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
