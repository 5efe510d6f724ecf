import { textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";

/** Single values of tables that devices fill in many ways. */

/** A whole number of any numeric type; negative ones only from `least` on. */
export function wholeOf(value: SnmpValue | undefined, least = 0): number | undefined {
  const number = numberIn(value);
  return number !== undefined && number >= least ? number : undefined;
}

function numberIn(value: SnmpValue | undefined): number | undefined {
  if (value?.type === "octets") return numberInText(value.value);
  return value?.type === "integer" || value?.type === "gauge32" || value?.type === "counter32"
    ? value.value
    : undefined;
}

/** Some agents give numbers as text. */
function numberInText(bytes: Uint8Array): number | undefined {
  const text = bytes.length > 10 ? "" : String.fromCharCode(...bytes).trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** IPv4 "10.0.0.1" or IPv6 "fe80::1" of raw bytes (4, 16; 8 or 20 with a zone at the end); the null address is none. */
export function addressOfBytes(bytes: readonly number[]): string | undefined {
  if (bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) return undefined;
  if (bytes.every((byte) => byte === 0)) return undefined;
  if (bytes.length === 4 || bytes.length === 8) return bytes.slice(0, 4).join(".");
  return bytes.length === 16 || bytes.length === 20 ? ipv6Of(bytes.slice(0, 16)) : undefined;
}

/** RFC 5952: the longest run of zero groups is "::". */
function ipv6Of(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0)).toString(16),
  );
  const [longest = ""] = (groups.join(":").match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? []).toSorted(
    (a, b) => b.replaceAll(":", "").length - a.replaceAll(":", "").length,
  );
  if (longest === "") return groups.join(":");
  const at = groups.join(":").indexOf(longest);
  const text = groups.join(":");
  const before = text.slice(0, at);
  const after = text.slice(at + longest.length).replace(/^:/, "");
  return `${before}::${after}`;
}

/** An address: IpAddress, raw bytes, or text. */
export function addressOf(value: SnmpValue | undefined): string | undefined {
  if (value?.type === "address") return value.value === "0.0.0.0" ? undefined : value.value;
  if (value?.type !== "octets") return undefined;
  const bytes = [...value.value];
  if ([4, 16].includes(bytes.length)) return addressOfBytes(bytes);
  const text = textOf(value, 64);
  return text !== undefined && /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text !== "0.0.0.0" ? text : undefined;
}

/** Names of the bits that are set; bit 0 is the first byte's highest (BITS, RFC 2578). */
export function namesOfBits(
  value: SnmpValue | undefined,
  names: readonly string[],
): readonly string[] | undefined {
  const bytes = value?.type === "octets" ? bitBytes(value.value) : [];
  const set = names.filter(
    (name, bit) => name !== "" && ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0,
  );
  return set.length === 0 ? undefined : set;
}

/** Some agents spell the bytes in hexadecimal ("28 00 "). */
function bitBytes(bytes: Uint8Array): readonly number[] {
  const text = bytes.length > 2 ? String.fromCharCode(...bytes.subarray(0, 32)).trim() : "";
  return /^[0-9a-f]{2}( [0-9a-f]{2})*$/i.test(text)
    ? text.split(" ").map((pair) => Number.parseInt(pair, 16))
    : [...bytes];
}

/** Of an index, as numbers. */
export const arcsOf = (index: string): readonly number[] => index.split(".").map(Number);
