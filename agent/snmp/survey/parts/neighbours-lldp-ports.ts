import { macOf } from "../../mac.ts";
import { textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Row } from "../../walk.ts";
import type { Ask, Table } from "../ask.ts";
import { readBridgePorts, type BridgePorts } from "./bridge.ts";
import { readInterfaces, type Interfaces } from "./interfaces.ts";
import { wholeOf } from "./values.ts";

/** lldpLocPortEntry, LLDP-MIB: what a local port number means. */
const LOCAL = "1.0.8802.1.1.2.1.3.7.1";
/** LldpPortIdSubtype: the id is ifAlias, or the hardware's address. */
const ALIAS = 1;
const MAC = 3;
type Column = "kind" | "id" | "descr";
/** Ports whose three values fit two requests. */
const FEW = 13;

/**
 * Which interface a local port number of LLDP is. The standard leaves the number open: it is the port of the bridge,
 * the ifIndex, or a count of its own; the port's id and description, where they name one interface, are surer.
 */
export async function localPortsOf(
  ask: Ask,
  numbers: readonly number[],
): Promise<(number: number) => number | undefined> {
  const wanted = [...new Set(numbers)];
  const [interfaces, local, ifIndexOf] = await Promise.all([
    readInterfaces(ask),
    readLocal(ask, wanted),
    readBridgePorts(ask),
  ]);
  const found = new Map<number, number>();
  for (const number of wanted) {
    const ifIndex = resolve(number, local.get(String(number)) ?? {}, interfaces, ifIndexOf);
    if (ifIndex !== undefined) found.set(number, ifIndex);
  }
  return (number) => found.get(number);
}

/** A few ports are asked for one by one, for less than the whole table costs. */
async function readLocal(ask: Ask, numbers: readonly number[]): Promise<Table<Column>> {
  const columns = { kind: `${LOCAL}.2`, id: `${LOCAL}.3`, descr: `${LOCAL}.4` };
  if (numbers.length > FEW) return ask.table(columns);
  const rows = await Promise.all(
    numbers.map(async (number) => {
      const row = await ask.get({
        kind: `${columns.kind}.${number}`,
        id: `${columns.id}.${number}`,
        descr: `${columns.descr}.${number}`,
      });
      return [String(number), row] as const;
    }),
  );
  return new Map(rows);
}

function resolve(
  number: number,
  row: Row<Column>,
  interfaces: Interfaces,
  ifIndexOf: BridgePorts,
): number | undefined {
  const exists = (ifIndex: number | undefined) =>
    ifIndex !== undefined && interfaces.rows.has(ifIndex) ? ifIndex : undefined;
  const { kind, id, descr } = row;
  return (
    interfaces.indexOfName(textOf(id, 255)) ??
    interfaces.indexOfName(textOf(descr, 255)) ??
    (wholeOf(kind) === ALIAS ? interfaces.indexOfAlias(textOf(id, 255)) : undefined) ??
    (wholeOf(kind) === MAC ? interfaces.indexOfMac(macOf(id)) : undefined) ??
    exists(numberIn(id)) ??
    exists(ifIndexOf(number)) ??
    exists(number)
  );
}

const numberIn = (value: SnmpValue | undefined): number | undefined => {
  const text = textOf(value, 16) ?? "";
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
};
