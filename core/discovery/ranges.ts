import { fail, ok, type Result } from "../result.ts";
import { FIRST_UNICAST, formatIpv4, isUnicast, LAST_UNICAST, parseIpv4 } from "./ipv4.ts";

/** Which addresses a sweep may touch: only what a person wrote down for a site, and never more than this. */
export const MAX_SWEEP_ADDRESSES = 1_024;
export const MAX_RANGES = 16;
export const MAX_DISCOVERY_PORTS = 4;
export const MAX_DISCOVERY_CREDENTIALS = 8;

/** From the first address to the last, both included. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads ranges as people write them: `10.1.2.0/24`, `10.1.2.10-10.1.2.50`, `10.1.2.10-50`, `10.1.2.7`. Of a network its
 * own address and its broadcast address are left out. Faults: `sweep_range_invalid`, `sweep_range_large`.
 */
export function parseRanges(texts: readonly string[]): Result<readonly AddressRange[]> {
  const spans: Span[] = [];
  for (const text of texts) {
    const span = parseSpan(text.trim());
    if (span === undefined || span.last < span.first || !isUnicast(span.first) || !isUnicast(span.last)) {
      return fail("sweep_range_invalid", { range: text.slice(0, 50) });
    }
    spans.push(span);
  }
  const merged = merge(spans);
  const count = merged.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count > MAX_SWEEP_ADDRESSES || merged.length > MAX_RANGES) {
    return fail("sweep_range_large", { count, max: MAX_SWEEP_ADDRESSES });
  }
  return ok(merged.map(({ first, last }) => ({ first: formatIpv4(first), last: formatIpv4(last) })));
}

function parseSpan(text: string): Span | undefined {
  const [, network = "", prefix] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  if (prefix !== undefined) return networkSpan(parseIpv4(network), Number(prefix));
  const [, from = "", to = from] = /^([\d.]+)(?:\s*[-–]\s*([\d.]+))?$/.exec(text) ?? [];
  const first = parseIpv4(from);
  if (first === undefined) return undefined;
  // `10.1.2.10-50`: only the last number is written again.
  const last = /^\d{1,3}$/.test(to) && to !== from ? parseIpv4(from.replace(/\d+$/, to)) : parseIpv4(to);
  return last === undefined ? undefined : { first, last };
}

function networkSpan(address: number | undefined, prefix: number): Span | undefined {
  if (address === undefined || prefix < 8 || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const network = Math.floor(address / size) * size;
  // RFC 3021: a point-to-point link of two addresses has neither a network nor a broadcast address.
  if (size <= 2) return { first: network, last: network + size - 1 };
  return { first: network + 1, last: network + size - 2 };
}

/** Sorted, without overlaps. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before !== undefined && span.first <= before.last + 1) {
      merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, span.last) };
    } else merged.push(span);
  }
  return merged;
}

const spanOf = ({ first, last }: AddressRange): Span => ({
  first: parseIpv4(first) ?? 0,
  last: parseIpv4(last) ?? -1,
});

/** Every address once, in order; whatever the ranges say, no more than a sweep may touch, and unicast only. */
export function addressesIn(ranges: readonly AddressRange[]): readonly string[] {
  const addresses: string[] = [];
  for (const { first, last } of merge(ranges.map(spanOf))) {
    const end = Math.min(last, LAST_UNICAST);
    for (let address = Math.max(first, FIRST_UNICAST); address <= end; address += 1) {
      if (addresses.length >= MAX_SWEEP_ADDRESSES) return addresses;
      addresses.push(formatIpv4(address));
    }
  }
  return addresses;
}

export function isInRanges(address: string, ranges: readonly AddressRange[]): boolean {
  const number = parseIpv4(address);
  if (number === undefined) return false;
  return ranges.map(spanOf).some(({ first, last }) => number >= first && number <= last);
}
