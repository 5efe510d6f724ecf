import type { ForwardingRow } from "../../../../core/survey.ts";
import { macOf, macOfArcs } from "../../mac.ts";
import { defined } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import { ETHERNET_TYPES } from "../if-types.ts";
import type { Known, ReadPart } from "../part.ts";
import { readBridgePorts, type BridgePorts } from "./bridge.ts";
import { vlanOfFdb } from "./forwarding-vlans.ts";
import { readInterfaces, type Interfaces } from "./interfaces.ts";
import { arcsOf, wholeOf } from "./values.ts";
import { activeVtpVlans } from "./vlans.ts";

/** dot1qTpFdbEntry, Q-BRIDGE-MIB (RFC 4363), index FDB.MAC. */
export const Q_FDB = "1.3.6.1.2.1.17.7.1.2.2.1";
/** dot1dTpFdbEntry, BRIDGE-MIB (RFC 4188), index MAC. */
export const FDB = "1.3.6.1.2.1.17.4.3.1";
/** ieee8021QBridgeTpFdbEntry, IEEE8021-Q-BRIDGE-MIB, index COMPONENT.FDB.MAC. */
const IEEE_FDB = "1.3.111.2.802.1.1.4.1.2.2.1";
/** Large tables are read without the status: it would cost as much again. */
const MOST_ROWS_WITH_STATUS = 600;
/** Cisco keeps a table for each VLAN, each seen in a context of its own. */
const MOST_CONTEXTS = 64;
const CISCO = 9;

/** A row as it stands in a table: `rest` is the index before the address. */
interface FdbRow {
  readonly rest: string;
  readonly mac: string;
  readonly port: number;
  readonly status: number | undefined;
}
const INVALID = 2;
const LEARNED = 3;
const SELF = 4;

export const readForwarding: ReadPart<readonly ForwardingRow[]> = async (ask, known) => {
  const [old, ieee, first] = await Promise.all([
    readFdb(ask, Q_FDB),
    ask.has(`${IEEE_FDB}.2`),
    ask.next(`${FDB}.2`),
  ]);
  const byVlan = old.length === 0 && ieee ? await readFdb(ask, IEEE_FDB) : old;
  const plain = await readPlain(ask, byVlan, first?.oid);
  const cisco = byVlan.length === 0 ? await readContexts(ask, known) : [];
  if (byVlan.length + plain.length + cisco.length === 0) return [];
  const [interfaces, bridgePorts, vlanOf] = await Promise.all([
    readInterfaces(ask),
    readBridgePorts(ask),
    byVlan.length > 0 ? vlanOfFdb(ask, known) : undefined,
  ]);
  const own = ownAddresses(interfaces);
  const ifIndexOf = portsOf([...byVlan, ...plain], bridgePorts, interfaces);
  const rows = new Map<string, ForwardingRow>();
  const add = (row: FdbRow, ifIndex: number | undefined, vlan: number | undefined) => {
    const key = `${vlan ?? row.rest} ${row.mac}`;
    if (row.status === INVALID || rows.has(key)) return;
    // One's own address that came in by a socket went round in a circle.
    const cameBack = row.status === LEARNED && isSocket(interfaces, ifIndex);
    const isOwn = row.status === SELF || (own.has(row.mac) && !cameBack);
    rows.set(
      key,
      defined({
        mac: row.mac,
        port: interfaces.nameOf(ifIndex),
        ifIndex,
        vlan,
        own: isOwn ? true : undefined,
      }),
    );
  };
  for (const row of byVlan) add(row, ifIndexOf(row.port), vlanOf?.(Number(row.rest.split(".").at(-1))));
  for (const row of plain) add(row, ifIndexOf(row.port), cisco.length > 0 ? 1 : undefined);
  for (const { row, ifIndex, vlan } of cisco) add(row, ifIndex, vlan);
  return [...rows.values()];
};

/** Some devices put ifIndexes where ports of the bridge are due: told by all of them being one, and none the other. */
function portsOf(rows: readonly FdbRow[], bridgePorts: BridgePorts, interfaces: Interfaces): BridgePorts {
  const used = [...new Set(rows.map(({ port }) => port))].filter((port) => port > 0);
  const areIndexes = used.every((port) => bridgePorts(port) === undefined && interfaces.rows.has(port));
  return areIndexes ? (port) => (port > 0 ? port : undefined) : bridgePorts;
}

async function readFdb(ask: Ask, entry: string): Promise<readonly FdbRow[]> {
  const ports = await ask.table({ port: `${entry}.2` });
  if (ports.size === 0) return [];
  // Some devices count the rows instead of naming them by address; then the address is a column too.
  const addresses = [...ports.keys()].some((index) => arcsOf(index).length < 6)
    ? await ask.table({ mac: `${entry}.1` })
    : undefined;
  const statuses =
    ports.size <= MOST_ROWS_WITH_STATUS ? await ask.table({ status: `${entry}.3` }) : undefined;
  return [...ports].flatMap(([index, { port }]) => {
    const arcs = index.split(".");
    const mac = macOf(addresses?.get(index)?.mac) ?? macOfArcs(arcs.slice(-6));
    if (mac === undefined) return [];
    const status = wholeOf(statuses?.get(index)?.status);
    // A port of 0 or below is none that the device knows.
    return [{ rest: arcs.slice(0, -6).join("."), mac, port: wholeOf(port) ?? 0, status }];
  });
}

/**
 * The table without VLANs, unless it only says again what the one with VLANs said: most devices keep both, some
 * (RouterOS) different ones. A look at four places tells, for the price of one question.
 */
async function readPlain(
  ask: Ask,
  byVlan: readonly FdbRow[],
  first: string | undefined,
): Promise<readonly FdbRow[]> {
  if (first?.startsWith(`${FDB}.2.`) !== true) return [];
  if (byVlan.length > 0) {
    const seen = new Set(byVlan.map(({ mac }) => mac));
    const probes = await Promise.all([0x40, 0x80, 0xc0].map((byte) => ask.next(`${FDB}.2.${byte}`)));
    const found = [first, ...probes.map((probe) => probe?.oid)]
      .filter((oid) => oid?.startsWith(`${FDB}.2.`) === true)
      .map((oid) => macOfArcs((oid ?? "").split(".").slice(-6)));
    if (found.every((mac) => mac === undefined || seen.has(mac))) return [];
  }
  return readFdb(ask, FDB);
}

interface ContextRow {
  readonly row: FdbRow;
  readonly ifIndex: number | undefined;
  readonly vlan: number;
}

async function readContexts(ask: Ask, { enterprises }: Known): Promise<readonly ContextRow[]> {
  if (!enterprises.has(CISCO)) return [];
  const rows: ContextRow[] = [];
  // VLAN 1 is what the device shows without a context.
  const vlans = (await activeVtpVlans(ask)).filter((vlan) => vlan !== 1);
  let silent = 0;
  for (const vlan of vlans.slice(0, MOST_CONTEXTS)) {
    const context = await ask.context(String(vlan));
    // Devices without contexts answer for none of them; each question to one is a time-out.
    silent = context === undefined ? silent + 1 : 0;
    if (silent === 2) return rows;
    if (context === undefined) continue;
    const fdb = await readFdb(context, FDB);
    if (fdb.length === 0) continue;
    const ifIndexOf = await readBridgePorts(context);
    rows.push(...fdb.map((row) => ({ row, ifIndex: ifIndexOf(row.port), vlan })));
  }
  return rows;
}

/** Many switches list their own addresses as learned on the processor's port, which is of another type. */
const isSocket = ({ rows }: Interfaces, ifIndex: number | undefined): boolean =>
  ifIndex !== undefined && ETHERNET_TYPES.has(wholeOf(rows.get(ifIndex)?.ifType) ?? 0);

function ownAddresses({ rows }: Interfaces): ReadonlySet<string> {
  return new Set([...rows.values()].flatMap((row) => macOf(row.ifPhysAddress) ?? []));
}
