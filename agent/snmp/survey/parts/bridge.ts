import type { Ask } from "../ask.ts";
import { readInterfaces } from "./interfaces.ts";
import { wholeOf } from "./values.ts";

/** dot1dBasePortIfIndex, BRIDGE-MIB (RFC 4188). */
const BASE_PORT_IF_INDEX = "1.3.6.1.2.1.17.1.4.1.2";

/** TP-Link's switches number bridge ports by ifIndex, from here on, but count from 1 where they speak of them. */
const TP_LINK_BASE = 0xc000;

/** Which interface a port of the bridge is; undefined where the device does not say. */
export type BridgePorts = (bridgePort: number) => number | undefined;

export const readBridgePorts = (ask: Ask): Promise<BridgePorts> =>
  ask.once("bridge ports", async () => {
    const [{ rows }, table] = await Promise.all([
      readInterfaces(ask),
      ask.table({ ifIndex: BASE_PORT_IF_INDEX }),
    ]);
    const ports = new Map<number, number>();
    for (const [port, row] of table) {
      const ifIndex = wholeOf(row.ifIndex, 1);
      if (ifIndex !== undefined) ports.set(Number(port), ifIndex);
    }
    return (port) => {
      // Without the table devices number bridge ports by ifIndex.
      if (ports.size === 0) return rows.has(port) && port > 0 ? port : undefined;
      return ports.get(port) ?? (port > 0 ? ports.get(TP_LINK_BASE + port) : undefined);
    };
  });
