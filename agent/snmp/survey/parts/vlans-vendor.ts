import type { Vlan } from "../../../../core/survey.ts";
import { textOf, defined } from "../../ports.ts";
import type { Ask, Table } from "../ask.ts";
import type { Known } from "../part.ts";
import { arcsOf, wholeOf } from "./values.ts";

/** Where makers keep the names of VLANs, for families whose Q-BRIDGE-MIB has none. */
interface VendorTable {
  readonly enterprise: number;
  readonly name: string;
  /** Column with the VLAN's number; else it is the last arc of the index. */
  readonly id?: string;
}

const P = "1.3.6.1.4.1";
const TABLES: readonly VendorTable[] = [
  { enterprise: 2011, name: `${P}.2011.5.25.42.3.1.1.1.1.2` }, // hwL2VlanDescr
  { enterprise: 25506, name: `${P}.25506.8.35.2.1.1.1.2` }, // hh3cdot1qVlanName
  { enterprise: 2636, name: `${P}.2636.3.40.1.5.1.5.1.2`, id: `${P}.2636.3.40.1.5.1.5.1.5` }, // jnxExVlanName
  { enterprise: 2636, name: `${P}.2636.3.48.1.3.1.1.2`, id: `${P}.2636.3.48.1.3.1.1.3` }, // jnxL2aldVlanName
  { enterprise: 1916, name: `${P}.1916.1.2.1.2.1.2`, id: `${P}.1916.1.2.1.2.1.10` }, // extremeVlanIfDescr
  { enterprise: 2272, name: `${P}.2272.1.3.2.1.2` }, // rcVlanName
  { enterprise: 6486, name: `${P}.6486.800.1.2.1.3.1.1.1.1.1.2` }, // vlanDescription, AOS 6
  { enterprise: 6486, name: `${P}.6486.801.1.2.1.3.1.1.1.1.1.2` }, // … AOS 7 and 8
  { enterprise: 11863, name: `${P}.11863.6.14.1.2.1.1.2` }, // TPLINK-DOT1Q-VLAN-MIB
  { enterprise: 1991, name: `${P}.1991.1.1.3.2.7.1.21` }, // snVLanByPortCfgVLanName
];

export async function readVendorVlans(ask: Ask, { enterprises }: Known): Promise<readonly Vlan[]> {
  const read = await Promise.all(
    TABLES.filter(({ enterprise }) => enterprises.has(enterprise)).map(async ({ name, id }) => {
      const table: Table<"name" | "id"> = await (id === undefined
        ? ask.table({ name })
        : ask.table({ name, id }));
      return [...table].flatMap(([index, row]) => {
        const number = id === undefined ? arcsOf(index).at(-1) : wholeOf(row.id, 1);
        return number === undefined ? [] : [defined({ id: number, name: textOf(row.name, 64) })];
      });
    }),
  );
  return read.flat();
}
