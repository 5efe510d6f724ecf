import type { Neighbour } from "../../../../core/survey.ts";
import { macOfArcs } from "../../mac.ts";
import { defined, textOf } from "../../ports.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import { readInterfaces } from "./interfaces.ts";
import { wholeOf } from "./values.ts";

/** extremeEdpEntry, EXTREME-EDP-MIB, index IFINDEX and eight bytes: two of priority, then the address. */
const EDP = "1.3.6.1.4.1.1916.1.13.2.1";
const EXTREME = 1916;

export async function readEdp(ask: Ask, { enterprises }: Known): Promise<readonly Neighbour[]> {
  if (!enterprises.has(EXTREME)) return [];
  const [table, interfaces] = await Promise.all([
    ask.table({ name: `${EDP}.3`, version: `${EDP}.4`, slot: `${EDP}.5`, port: `${EDP}.6` }),
    readInterfaces(ask),
  ]);
  return [...table].map(([index, { name, version, slot, port }]) => {
    const arcs = index.split(".");
    const ifIndex = Number(arcs[0]);
    const localPort = interfaces.nameOf(ifIndex);
    const [inSlot, number] = [wholeOf(slot), wholeOf(port)];
    return defined({
      protocol: "edp" as const,
      localPort,
      localIfIndex: localPort === undefined ? undefined : ifIndex,
      remoteName: textOf(name, 255),
      remotePort:
        number === undefined ? undefined : inSlot === undefined ? String(number) : `${inSlot}:${number}`,
      remoteChassis: macOfArcs(arcs.slice(-6)),
      remoteDescription: textOf(version, 255),
      capabilities: ["bridge"],
    });
  });
}

/**
 * hwNDPPortNbEntry, HUAWEI-HGMP-MIB, and the same of H3C and 3Com: index IFINDEX, then the neighbour's device id and
 * port name, each with its length before it.
 */
const NDP: readonly (readonly [number, string])[] = [
  [2011, "1.3.6.1.4.1.2011.6.7.5.6.1"],
  [25506, "1.3.6.1.4.1.25506.8.7.5.6.1"],
  [43, "1.3.6.1.4.1.43.45.1.6.7.5.6.1"],
];

export async function readNdp(ask: Ask, { enterprises }: Known): Promise<readonly Neighbour[]> {
  const read = await Promise.all(
    NDP.filter(([enterprise]) => enterprises.has(enterprise)).map(async ([, entry]) => {
      const [table, interfaces] = await Promise.all([
        ask.table({ name: `${entry}.3`, product: `${entry}.5` }),
        readInterfaces(ask),
      ]);
      return [...table].flatMap(([index, { name, product }]) => {
        const [ifIndex = 0, ...arcs] = index.split(".").map(Number);
        const id = arcs.slice(1, 1 + (arcs[0] ?? 0));
        const port = arcs.slice(2 + id.length);
        const remoteName = textOf(name, 255);
        const remoteChassis = macOfArcs(id.slice(0, 6).map(String));
        if (remoteName === undefined && remoteChassis === undefined) return [];
        const localPort = interfaces.nameOf(ifIndex);
        return [
          defined({
            protocol: "ndp" as const,
            localPort,
            localIfIndex: localPort === undefined ? undefined : ifIndex,
            remoteName,
            remotePort: textOf({ type: "octets", value: Uint8Array.from(port) }, 64),
            remoteChassis,
            remoteDescription: textOf(product, 255),
          }),
        ];
      });
    }),
  );
  return read.flat();
}
