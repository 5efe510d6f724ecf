import type { Vlan } from "../../../../core/survey.ts";
import { textOf, defined } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask, Table } from "../ask.ts";
import type { Known, ReadPart } from "../part.ts";
import { arcsOf, wholeOf } from "./values.ts";
import { readVendorVlans } from "./vlans-vendor.ts";

const Q_BRIDGE = "1.3.6.1.2.1.17.7.1.4";
/** dot1qVlanStaticName, Q-BRIDGE-MIB (RFC 4363), index VLAN. */
const STATIC_NAME = `${Q_BRIDGE}.3.1.1`;
/** dot1qVlanStatus of the current table, index TIMEMARK.VLAN. */
const CURRENT_STATUS = `${Q_BRIDGE}.2.1.6`;
/** dot1qPvid, index BRIDGEPORT: the VLAN of what comes in untagged. */
const PVID = `${Q_BRIDGE}.5.1.1`;
/** ieee8021QBridgeVlanStaticName, IEEE8021-Q-BRIDGE-MIB, index COMPONENT.VLAN. */
const IEEE_NAME = "1.3.111.2.802.1.1.4.1.4.3.1.3";
/** vtpVlanEntry, CISCO-VTP-MIB, index DOMAIN.VLAN. */
const VTP = "1.3.6.1.4.1.9.9.46.1.3.1.1";
const MOST_VLAN = 4_094;

export const readVlans: ReadPart<readonly Vlan[]> = async (ask, known) => {
  const named = await readNamed(ask, known);
  const all = named.length > 0 ? named : await readUsed(ask);
  const vlans = new Map<number, Vlan>();
  for (const vlan of all) {
    const { id } = vlan;
    if (!Number.isInteger(id) || id < 1 || id > MOST_VLAN) continue;
    if (vlans.get(id)?.name === undefined) vlans.set(id, vlan);
  }
  return [...vlans.values()].toSorted((a, b) => a.id - b.id);
};

async function readNamed(ask: Ask, known: Known): Promise<readonly Vlan[]> {
  const [names, ieee, vtp, vendor] = await Promise.all([
    ask.table({ name: STATIC_NAME }),
    ask.table({ name: IEEE_NAME }),
    readVtp(ask),
    readVendorVlans(ask, known),
  ]);
  const ethernet = [...vtp].filter(([, { type }]) => isEthernet(type));
  const rows = [...names, ...ieee, ...ethernet].map(([index, { name }]) =>
    defined({ id: arcsOf(index).at(-1) ?? 0, name: textOf(name, 64) }),
  );
  return [...rows, ...vendor];
}

/** Where no table has names: the VLANs in use, and those of the ports. */
async function readUsed(ask: Ask): Promise<readonly Vlan[]> {
  const [current, pvids] = await Promise.all([
    ask.table({ status: CURRENT_STATUS }),
    ask.table({ pvid: PVID }),
  ]);
  return [
    ...Array.from(current.keys(), (index) => ({ id: arcsOf(index).at(-1) ?? 0 })),
    ...Array.from(pvids.values(), ({ pvid }) => ({ id: wholeOf(pvid) ?? 0 })),
  ];
}

/** Cisco's VLANs, with state (1 operational) and type (1 ethernet). */
const readVtp = (ask: Ask): Promise<Table<"state" | "type" | "name">> =>
  ask.table({ state: `${VTP}.2`, type: `${VTP}.3`, name: `${VTP}.4` });

/** The others (FDDI, token ring) are there by default and stand for nothing. */
const isEthernet = (type: SnmpValue | undefined) => (wholeOf(type) ?? 1) === 1;

/** Those whose forwarding tables are worth a look: operational and Ethernet. */
export async function activeVtpVlans(ask: Ask): Promise<readonly number[]> {
  return [...(await readVtp(ask))]
    .filter(([, { state, type }]) => wholeOf(state) === 1 && isEthernet(type))
    .map(([index]) => arcsOf(index)[1] ?? 0)
    .filter((id) => id >= 1 && id <= MOST_VLAN);
}
