import type { Neighbour } from "../../../../core/survey.ts";
import { defined, textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Row } from "../../walk.ts";
import type { Ask } from "../ask.ts";
import type { Known } from "../part.ts";
import { readInterfaces, type Interfaces } from "./interfaces.ts";
import { addressOf, arcsOf } from "./values.ts";

/** cdpCacheEntry, CISCO-CDP-MIB, index IFINDEX.DEVICE; others than Cisco speak it too. */
const CDP = "1.3.6.1.4.1.9.9.23.1.2.1.1";
/** cdpInterfaceName, index IFINDEX: for interfaces that IF-MIB does not have. */
const CDP_INTERFACE = "1.3.6.1.4.1.9.9.23.1.1.1.1.6";
/** snFdpCacheEntry, FOUNDRY-SN-SWITCH-GROUP-MIB: made after CDP's. */
const FDP = "1.3.6.1.4.1.1991.1.1.3.20.1.2.1.1";
const FOUNDRY = 1991;

type Columns = "address" | "version" | "device" | "port" | "platform" | "capabilities";

export async function readCdp(ask: Ask): Promise<readonly Neighbour[]> {
  const [table, interfaces] = await Promise.all([
    ask.table({
      address: `${CDP}.4`,
      device: `${CDP}.6`,
      port: `${CDP}.7`,
      platform: `${CDP}.8`,
      capabilities: `${CDP}.9`,
      version: `${CDP}.5`,
    }),
    readInterfaces(ask),
  ]);
  const strangers = [...table.keys()].some((index) => !interfaces.rows.has(arcsOf(index)[0] ?? 0));
  const names = strangers ? await ask.table({ name: CDP_INTERFACE }) : undefined;
  return [...table].flatMap(([index, row]) => {
    const [ifIndex = 0] = arcsOf(index);
    const named = textOf(names?.get(String(ifIndex))?.name, 255);
    return neighbourOf(
      "cdp",
      interfaces.rows.has(ifIndex) ? ifIndex : interfaces.indexOfName(named),
      row,
      interfaces,
    );
  });
}

export async function readFdp(ask: Ask, { enterprises }: Known): Promise<readonly Neighbour[]> {
  if (!enterprises.has(FOUNDRY)) return [];
  const [table, vendors, interfaces] = await Promise.all([
    ask.table({
      device: `${FDP}.3`,
      address: `${FDP}.5`,
      version: `${FDP}.6`,
      port: `${FDP}.7`,
      platform: `${FDP}.8`,
      capabilities: `${FDP}.9`,
    }),
    // What was heard by CDP stands in the same table; the maker's word says which.
    ask.table({ vendor: `${FDP}.10` }),
    readInterfaces(ask),
  ]);
  return [...table].flatMap(([index, row]) => {
    const [ifIndex = 0] = arcsOf(index);
    const protocol = /cdp/i.test(textOf(vendors.get(index)?.vendor, 16) ?? "") ? "cdp" : "fdp";
    return neighbourOf(protocol, ifIndex, row, interfaces);
  });
}

function neighbourOf(
  protocol: "cdp" | "fdp",
  ifIndex: number | undefined,
  row: Row<Columns>,
  interfaces: Interfaces,
): readonly Neighbour[] {
  const remoteName = textOf(row.device, 255);
  const remotePort = textOf(row.port, 255);
  const remoteAddress = addressOf(row.address);
  if (remoteName === undefined && remotePort === undefined && remoteAddress === undefined) return [];
  const description = [textOf(row.platform, 128), textOf(row.version, 512)].filter(
    (text) => text !== undefined,
  );
  const localPort = interfaces.nameOf(ifIndex);
  return [
    defined({
      protocol,
      localPort,
      localIfIndex: localPort === undefined ? undefined : ifIndex,
      remoteName,
      remotePort,
      remoteAddress,
      remoteDescription: description.length === 0 ? undefined : description.join(" "),
      capabilities: capabilitiesOf(row.capabilities),
    }),
  ];
}

/** Capabilities TLV of CDP, by bit from the lowest; "" for those that say nothing of the kind of device. */
const CDP_BITS = ["router", "bridge", "bridge", "bridge", "station", "", "repeater", "phone"];
const FDP_WORDS: readonly (readonly [RegExp, string])[] = [
  [/router/i, "router"],
  [/switch|bridge/i, "bridge"],
  [/phone/i, "phone"],
  [/host/i, "station"],
];

/** Four bytes, the last of which has the bits; FDP says it in words. */
function capabilitiesOf(value: SnmpValue | undefined): readonly string[] | undefined {
  if (value?.type !== "octets") return undefined;
  const words = textOf(value, 64);
  const byWord = FDP_WORDS.filter(([pattern]) => pattern.test(words ?? "")).map(([, name]) => name);
  const last = value.value.length === 4 ? (value.value[3] ?? 0) : 0;
  const byBit = CDP_BITS.filter((name, bit) => name !== "" && (last & (1 << bit)) !== 0);
  const all = [...new Set(byWord.length > 0 ? byWord : byBit)];
  return all.length === 0 ? undefined : all;
}
