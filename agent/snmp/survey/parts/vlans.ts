import type { Vlan } from "../../../../core/survey.ts";
import { textOf, defined } from "../../ports.ts";
import type { Ask, Table } from "../ask.ts";
import type { ReadPart } from "../part.ts";
import { arcsOf, wholeOf } from "./values.ts";
import { readVendorVlans } from "./vlans-vendor.ts";

const Q_BRIDGE = "1.3.6.1.2.1.17.7.1.4";
/** dot1qVlanStaticName, Q-BRIDGE-MIB (RFC 4363), index VLAN. */
const STATIC_NAME = `${Q_BRIDGE}.3.1.1`;
/** dot1qVlanStatus of the current table, index TIMEMARK.VLAN. */
const CURRENT_STATUS = `${Q_BRIDGE}.2.1.6`;
/** vtpVlanEntry, CISCO-VTP-MIB, index DOMAIN.VLAN. */
const VTP = "1.3.6.1.4.1.9.9.46.1.3.1.1";
const MOST_VLAN = 4_094;

export const readVlans: ReadPart<readonly Vlan[]> = async (ask, known) => {
  const [names, vtp, vendor] = await Promise.all([
    ask.table({ name: STATIC_NAME }),
    readVtp(ask),
    readVendorVlans(ask, known),
  ]);
  const vlans = new Map<number, Vlan>();
  const add = (id: number, name: string | undefined) => {
    if (!Number.isInteger(id) || id < 1 || id > MOST_VLAN) return;
    if (vlans.get(id)?.name === undefined) vlans.set(id, defined({ id, name }));
  };
  for (const [index, row] of names) add(Number(index), textOf(row.name, 64));
  for (const [index, row] of vtp) add(arcsOf(index)[1] ?? 0, textOf(row.name, 64));
  for (const { id, name } of vendor) add(id, name);
  if (vlans.size === 0) {
    for (const index of (await ask.table({ status: CURRENT_STATUS })).keys()) add(arcsOf(index)[1] ?? 0, undefined);
  }
  return [...vlans.values()].toSorted((a, b) => a.id - b.id);
};

/** Cisco's VLANs, with state (1 operational) and type (1 ethernet). */
export const readVtp = (ask: Ask): Promise<Table<"state" | "type" | "name">> =>
  ask.table({ state: `${VTP}.2`, type: `${VTP}.3`, name: `${VTP}.4` });

/** Those whose forwarding tables are worth a look: operational and Ethernet. */
export async function activeVtpVlans(ask: Ask): Promise<readonly number[]> {
  return [...(await readVtp(ask))]
    .filter(([, { state, type }]) => wholeOf(state) === 1 && (wholeOf(type) ?? 1) === 1)
    .map(([index]) => arcsOf(index)[1] ?? 0)
    .filter((id) => id >= 1 && id <= MOST_VLAN);
}
