import type { Sensor } from "../../../../core/survey.ts";
import { cleanText } from "../../../../core/text.ts";
import type { SnmpValue } from "../../protocol.ts";
import { textOf } from "../../ports.ts";

/** Bounds and words for the parts that measure: sensors, UPSes, printers. */

/** A sensor with the index of the row that tells of it. */
export type Found = Sensor & { readonly index: string };

/** The number when it lies between the bounds: what lies outside is a sentinel or a mistake. */
export function within(value: number | undefined, least: number, most: number): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/** Rounded to `digits` decimals: divisions must not show as 23.900000000000002. */
export function rounded(value: number, digits = 3): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

const MOST_NAME = 128;

/**
 * A name that may come as UTF-16 without saying so (every second byte zero), as some printers and UPS cards send it;
 * else what `textOf` reads: UTF-8, or Latin-1 where it is not.
 */
export function nameOf(value: SnmpValue | undefined, maxLength = MOST_NAME): string | undefined {
  const order = value?.type === "octets" ? utf16Order(value.value) : undefined;
  if (value?.type !== "octets" || order === undefined) return textOf(value, maxLength);
  const clean = cleanText(new TextDecoder(order).decode(value.value), maxLength);
  return clean === "" ? undefined : clean;
}

function utf16Order(bytes: Uint8Array): "utf-16be" | "utf-16le" | undefined {
  if (bytes.length < 4 || bytes.length % 2 === 1) return undefined;
  const zeros = { even: 0, odd: 0 };
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? "even" : "odd"] += 1;
  });
  const half = bytes.length / 2;
  if (zeros.even > half * 0.7 && zeros.odd === 0) return "utf-16be";
  return zeros.odd > half * 0.7 && zeros.even === 0 ? "utf-16le" : undefined;
}
