import type { ArpRow } from "../../../../core/survey.ts";
import { macOf } from "../../mac.ts";
import { defined } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { ReadPart } from "../part.ts";
import { addressOfBytes, arcsOf } from "./values.ts";

/** ipNetToMediaPhysAddress (RFC 1213), index IFINDEX.IPv4. */
const MEDIA = "1.3.6.1.2.1.4.22.1.2";
/** ipNetToPhysicalPhysAddress (RFC 4293), index IFINDEX.TYPE.LENGTH.ADDRESS. */
const PHYSICAL = "1.3.6.1.2.1.4.35.1.4";
/** atPhysAddress (RFC 1213, old), index IFINDEX.1.IPv4. */
const OLD = "1.3.6.1.2.1.3.1.1.2";

export const readArp: ReadPart<readonly ArpRow[]> = async (ask) => {
  const [media, physical, hasOld] = await Promise.all([
    ask.table({ mac: MEDIA }),
    ask.table({ mac: PHYSICAL }),
    ask.has(OLD),
  ]);
  const old = hasOld && media.size + physical.size === 0 ? await ask.table({ mac: OLD }) : new Map();
  const rows = new Map<string, ArpRow>();
  for (const [index, { mac }] of [...media, ...physical, ...old]) {
    const [ifIndex = 0, ...rest] = arcsOf(index);
    const ip = addressOfIndex(rest);
    const address = macOf(mac) ?? broadcast(mac);
    if (ip === undefined || address === undefined) continue;
    const key = `${ifIndex} ${ip}`;
    if (!rows.has(key))
      rows.set(key, defined({ ip, mac: address, ifIndex: ifIndex > 0 ? ifIndex : undefined }));
  }
  return [...rows.values()];
};

/** Devices list the networks' broadcast addresses too; an entry without an address is one that nobody answered. */
const broadcast = (mac: SnmpValue | undefined) =>
  mac?.type === "octets" && mac.value.length === 6 && mac.value.every((byte) => byte === 0xff)
    ? "ff:ff:ff:ff:ff:ff"
    : undefined;

/** Four arcs; five with the network's type 1 before them; or InetAddressType, length and bytes. */
function addressOfIndex(arcs: readonly number[]): string | undefined {
  if (arcs.length === 4) return addressOfBytes(arcs);
  if (arcs.length === 5) return addressOfBytes(arcs.slice(1));
  const [type = 0, length = 0, ...bytes] = arcs;
  return type >= 1 && type <= 4 && bytes.length === length ? addressOfBytes(bytes) : undefined;
}
