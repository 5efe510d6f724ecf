import { textOf } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import { readBridgePorts } from "./bridge.ts";
import { readAliases } from "./entity-ports.ts";
import { readInterfaces, type Interfaces } from "./interfaces.ts";
import { arcsOf, wholeOf } from "./values.ts";

const CISCO = 9;
/** cpeExtPsePortEntPhyIndex, CISCO-POWER-ETHERNET-EXT-MIB, index GROUP.PORT. */
const CISCO_PHYSICAL = "1.3.6.1.4.1.9.9.402.1.2.1.11";
/** IANAifType of sockets for twisted pair. */
const ETHERNET = new Set([6, 7, 62, 117]);

/**
 * Which interface GROUP.PORT of POWER-ETHERNET-MIB is. The standard leaves that to the maker: most count the ports of
 * each unit as the ports' names do ("2/0/5"), or number them as the bridge does.
 */
export async function poePortsOf(
  ask: Ask,
  indexes: readonly string[],
  enterprises: ReadonlySet<number>,
): Promise<(index: string) => number | undefined> {
  const [interfaces, ifIndexOf, physical] = await Promise.all([
    readInterfaces(ask),
    readBridgePorts(ask),
    enterprises.has(CISCO) ? byPhysical(ask) : undefined,
  ]);
  const named = byName(interfaces);
  const groups = new Set(indexes.map((index) => arcsOf(index)[0]));
  return (index) => {
    const [group = 0, port = 0] = arcsOf(index);
    const known = physical?.get(index) ?? named.get(`${group}/${port}`);
    if (known !== undefined || groups.size > 1) return known;
    const bridged = ifIndexOf(port) ?? port;
    return isEthernet(interfaces, bridged) ? bridged : undefined;
  };
}

async function byPhysical(ask: Ask): Promise<ReadonlyMap<string, number>> {
  const table = await ask.table({ physical: CISCO_PHYSICAL });
  const aliases = table.size === 0 ? new Map<number, number>() : await readAliases(ask);
  return new Map(
    [...table].flatMap(([index, { physical }]) => {
      const ifIndex = aliases.get(wholeOf(physical, 1) ?? 0);
      return ifIndex === undefined ? [] : [[index, ifIndex] as const];
    }),
  );
}

/** "UNIT/PORT" of the names that end so ("Gi2/0/5", "1/5"); what two ports are called tells neither. */
function byName({ rows }: Interfaces): ReadonlyMap<string, number> {
  const found = new Map<string, number | undefined>();
  for (const [ifIndex, row] of rows) {
    if (!ETHERNET.has(wholeOf(row.ifType) ?? 0)) continue;
    const name = textOf(row.ifName, 64) ?? textOf(row.ifDescr, 64) ?? "";
    const [, unit, port] = /^\D*(\d+)\/(?:0\/)?(\d+)$/.exec(name) ?? [];
    if (unit === undefined) continue;
    const key = `${unit}/${port}`;
    found.set(key, found.has(key) ? undefined : ifIndex);
  }
  return new Map(
    [...found].flatMap(([key, ifIndex]) => (ifIndex === undefined ? [] : [[key, ifIndex] as const])),
  );
}

const isEthernet = ({ rows }: Interfaces, ifIndex: number) =>
  ETHERNET.has(wholeOf(rows.get(ifIndex)?.ifType) ?? 0);
