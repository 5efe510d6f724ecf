import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import { arcsOf, wholeOf } from "./values.ts";

/** dot1qVlanFdbId, Q-BRIDGE-MIB (RFC 4363), index TIMEMARK.VLAN: in which forwarding database a VLAN's addresses are. */
const FDB_ID = "1.3.6.1.2.1.17.7.1.4.2.1.3";
const JUNIPER = 2636;
/** jnxExVlanTag by database. */
const JUNIPER_TAG = "1.3.6.1.4.1.2636.3.40.1.5.1.5.1.5";
/** jnxL2aldVlanTag and jnxL2aldVlanFdbId. */
const JUNIPER_L2ALD = { tag: "1.3.6.1.4.1.2636.3.48.1.3.1.1.3", fdb: "1.3.6.1.4.1.2636.3.48.1.3.1.1.5" };
const MOST_VLAN = 4_094;

/** The VLAN of a forwarding database; undefined where several share it or nobody says. */
export async function vlanOfFdb(
  ask: Ask,
  { enterprises }: Known,
): Promise<(fdb: number) => number | undefined> {
  const juniper = enterprises.has(JUNIPER);
  const vlans = new Map<number, number>();
  const shared = new Set<number>();
  const add = (fdb: number | undefined, vlan: number | undefined) => {
    if (fdb === undefined || vlan === undefined || vlan < 1 || vlan > MOST_VLAN) return;
    if (vlans.has(fdb) && vlans.get(fdb) !== vlan) shared.add(fdb);
    vlans.set(fdb, vlan);
  };
  for (const [index, { fdb }] of await ask.table({ fdb: FDB_ID })) add(wholeOf(fdb), arcsOf(index).at(-1));
  if (juniper && vlans.size === 0) {
    const [tags, l2ald] = await Promise.all([ask.table({ tag: JUNIPER_TAG }), ask.table(JUNIPER_L2ALD)]);
    for (const [index, { tag }] of tags) add(Number(index), wholeOf(tag));
    for (const [, { tag, fdb }] of l2ald) add(wholeOf(fdb), wholeOf(tag));
  }
  return (fdb) => {
    if (shared.has(fdb)) return undefined;
    // Nothing said: a database for each VLAN, with the VLAN's number, as most devices count them.
    const counted = vlans.size === 0 && !juniper && fdb >= 1 && fdb <= MOST_VLAN ? fdb : undefined;
    return vlans.get(fdb) ?? counted;
  };
}
