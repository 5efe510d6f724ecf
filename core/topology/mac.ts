import type { Mac } from "./types.ts";

const MAC = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/** The address in the project's spelling, from `AA-BB-…`, `aabb.ccdd.eeff` or bare digits; undefined when it is none. */
export function readMac(text: string): Mac | undefined {
  const digits = text.toLowerCase().replaceAll(/[^0-9a-f]/g, "");
  if (digits.length !== 12 || !/^[0-9a-f:.\- ]+$/i.test(text.trim())) return undefined;
  return digits.replaceAll(/(..)(?!$)/g, "$1:");
}

/** A single station's address: not multicast, not all zero. */
export function isStation(mac: Mac): boolean {
  return MAC.test(mac) && mac !== "00:00:00:00:00:00" && (firstOctet(mac) & 1) === 0;
}

/** Locally administered (IEEE 802 bit 1 of the first octet): phones and laptops on Wi-Fi invent such addresses. */
export const isInvented = (mac: Mac): boolean => (firstOctet(mac) & 2) !== 0;

/** Addresses that a router shows beside its own: VRRP (RFC 9568), HSRP. They are no machine of their own. */
export const isRedundancy = (mac: Mac): boolean => /^00:00:5e:00:0[12]:|^00:00:0c:(?:07:ac|9f:f)/.test(mac);

/** Blocks that hypervisors give to their guests (IEEE registry and the documentation of each). */
export const isVirtual = (mac: Mac): boolean => VIRTUAL.has(mac.slice(0, 8));
const VIRTUAL: ReadonlySet<string> = new Set([
  "00:50:56", // VMware
  "00:0c:29", // VMware
  "00:05:69", // VMware
  "00:15:5d", // Hyper-V
  "52:54:00", // QEMU, KVM
  "08:00:27", // VirtualBox
  "00:16:3e", // Xen
  "bc:24:11", // Proxmox
  "00:1c:42", // Parallels
  "00:1a:4a", // oVirt
]);

/** The address at the end of a bridge id (`8000aabbccddeeff`, `32768.aa:bb:cc:dd:ee:ff`, eight octets). */
export function macOfBridgeId(id: string): Mac | undefined {
  const digits = id.toLowerCase().replaceAll(/[^0-9a-f]/g, "");
  return digits.length < 12 ? undefined : readMac(digits.slice(-12));
}

const firstOctet = (mac: Mac) => Number.parseInt(mac.slice(0, 2), 16);
