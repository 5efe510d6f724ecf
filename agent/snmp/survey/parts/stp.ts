import type { SpanningTree } from "../../../../core/survey.ts";
import { macAt, macOf } from "../../mac.ts";
import { defined } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask } from "../ask.ts";
import type { ReadPart } from "../part.ts";
import { readBridgePorts } from "./bridge.ts";
import { wholeOf } from "./values.ts";

/** BRIDGE-MIB (RFC 4188); RSTP fills the same objects, and Cisco's per-VLAN tree those of VLAN 1. */
const BRIDGE = "1.3.6.1.2.1.17";
const STP = `${BRIDGE}.2`;
const SCALARS = {
  address: `${BRIDGE}.1.1.0`, // dot1dBaseBridgeAddress
  priority: `${STP}.2.0`,
  topologyChanges: `${STP}.4.0`,
  root: `${STP}.5.0`, // dot1dStpDesignatedRoot
  rootCost: `${STP}.6.0`,
  rootPort: `${STP}.7.0`,
};
const PORTS = {
  state: `${STP}.15.1.3`,
  designatedBridge: `${STP}.15.1.8`,
  designatedPort: `${STP}.15.1.9`,
};

export const readStp: ReadPart<SpanningTree | undefined> = async (ask) => {
  if (!(await ask.has(STP))) return undefined;
  const [got, ports] = await Promise.all([ask.get(SCALARS), readPorts(ask)]);
  const root = bridgeId(got.root);
  if (root === undefined && ports.length === 0) return undefined;
  const address = macOf(got.address);
  const priority = wholeOf(got.priority);
  return defined({
    root,
    bridge: address === undefined ? undefined : `${priority ?? 0}/${address}`,
    rootPort: wholeOf(got.rootPort, 1),
    // Where nobody is the root, there is no way to it either.
    rootCost: root === undefined ? undefined : wholeOf(got.rootCost),
    topologyChanges: wholeOf(got.topologyChanges),
    ports,
  });
};

async function readPorts(ask: Ask): Promise<SpanningTree["ports"]> {
  const table = await ask.table(PORTS);
  if (table.size === 0) return [];
  const ifIndexOf = await readBridgePorts(ask);
  return [...table].flatMap(([port, row]) => {
    const bridgePort = Number(port);
    const state = wholeOf(row.state, 1);
    if (!Number.isSafeInteger(bridgePort) || state === undefined || state > 6) return [];
    const designatedBridge = bridgeId(row.designatedBridge);
    const { designatedPort } = row;
    return [
      defined({
        ifIndex: ifIndexOf(bridgePort),
        bridgePort,
        state,
        designatedBridge,
        designatedPort:
          designatedBridge !== undefined &&
          designatedPort?.type === "octets" &&
          designatedPort.value.length === 2
            ? Buffer.from(designatedPort.value).toString("hex")
            : undefined,
      }),
    ];
  });
}

/** Two bytes of priority and the address, as "32768/aa:bb:cc:dd:ee:ff"; a null address is no bridge. */
function bridgeId(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "octets") return undefined;
  const text = value.value.length === 16 ? String.fromCharCode(...value.value) : "";
  // Some agents spell the eight bytes in hexadecimal.
  const bytes = /^[0-9a-f]{16}$/i.test(text) ? Buffer.from(text, "hex") : value.value;
  if (bytes.length !== 8) return undefined;
  const address = macAt(bytes, 2);
  const priority = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return address === undefined ? undefined : `${priority}/${address}`;
}
