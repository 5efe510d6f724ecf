import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import type { LookUp } from "./types.ts";

/**
 * Keeps addresses that people type from reaching what only this machine can reach (server-side request forgery). The
 * private ranges of an office (10/8, 172.16/12, 192.168/16, fc00::/7) stay open: these networks have no Internet, so
 * the gateway of SMS or the program that takes webhooks is in the same LAN.
 */
const refused = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8], // "this host" (RFC 1122): Linux connects to itself
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, and the metadata of clouds
  ["100.100.100.200", 32], // metadata of one cloud
  ["192.0.0.192", 32], // metadata of another
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
] as const)
  refused.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 128], // unspecified
  ["::1", 128], // loopback
  ["fe80::", 10], // link-local
  ["fec0::", 10], // site-local, withdrawn
  ["ff00::", 8], // multicast
  ["fd00:ec2::254", 128], // metadata of a cloud
] as const)
  refused.addSubnet(net, bits, "ipv6");

/** Whether nothing may be sent to this address. What is no address counts as refused. */
export function isRefused(address: string): boolean {
  const bare = address.split("%")[0] ?? "";
  const version = isIP(bare);
  if (version === 4) return refused.check(bare, "ipv4");
  // A zone ("%eth0") belongs to link-local addresses only.
  if (version === 0 || bare !== address) return true;
  return refused.check(bare, "ipv6") || embedded(groupsOf(bare)).some((ipv4) => refused.check(ipv4, "ipv4"));
}

/** The eight groups of an IPv6 address in any spelling that `isIP` takes. */
function groupsOf(address: string): readonly number[] {
  // The URL parser writes one canonical form, without dots.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const numbers = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const before = numbers(head);
  if (tail === undefined) return before;
  const after = numbers(tail);
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return before.concat(gap, after);
}

/** IPv4 addresses that an IPv6 address stands for: mapped, compatible, translated (RFC 6052, 8215), 6to4, Teredo. */
function embedded(groups: readonly number[]): readonly string[] {
  const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const starts = (...prefix: readonly number[]) => prefix.every((group, i) => groups[i] === group);
  const last = dotted(groups[6], groups[7]);
  const found: string[] = [];
  if (starts(0, 0, 0, 0, 0, 0) || starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0xffff, 0))
    found.push(last);
  if (starts(0x64, 0xff9b)) found.push(last);
  if (starts(0x2002)) found.push(dotted(groups[1], groups[2]));
  if (starts(0x2001, 0)) found.push(dotted((groups[6] ?? 0) ^ 0xffff, (groups[7] ?? 0) ^ 0xffff));
  return found;
}

/** The resolver of the system; every address of the name. */
export const systemLookUp: LookUp = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export type Destination =
  | { readonly kind: "address"; readonly address: string }
  | { readonly kind: "refused" }
  | { readonly kind: "unknown" };

/**
 * The one address to connect to. The name is looked up once and what is checked is what is connected to, so a name that
 * answers differently the second time (DNS rebinding) gains nothing. One refused address among several refuses the name.
 */
export async function destination(
  url: URL,
  allow: readonly string[],
  lookUp: LookUp = systemLookUp,
): Promise<Destination> {
  // The URL parser has written decimal, octal and short spellings of IPv4 (2130706433, 0177.1) as four numbers.
  const host = url.hostname.replace(/^\[|\]$/gu, "").replace(/\.$/u, "");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  let addresses: readonly string[];
  try {
    addresses = isIP(host) === 0 ? await lookUp(host) : [host];
  } catch {
    return { kind: "unknown" };
  }
  const [first] = addresses;
  if (first === undefined) return { kind: "unknown" };
  const names = [host, ...addresses];
  const allowed = allow.some((entry) =>
    names.some((name) => isNamed(entry.trim().toLowerCase(), name, port)),
  );
  if (!allowed && addresses.some(isRefused)) return { kind: "refused" };
  return { kind: "address", address: first };
}

const isNamed = (entry: string, name: string, port: string): boolean =>
  entry === name || entry === `${name}:${port}` || entry === `[${name}]:${port}`;
