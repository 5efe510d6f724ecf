import type { SnmpValue } from "../protocol.ts";
import { textOf } from "../ports.ts";
import type { NumberSource } from "./knowledge.ts";

/** Numbers out of whatever type a device gives them. */

/** A whole text that is one number, with a unit or without: "41", "-3.5 C", "12 %", "3800rpm". */
const NUMBER_TEXT = /^([-+]?\d+(?:\.\d+)?)\s*(?:%|°?\s?[a-z]{1,8}\.?)?$/i;

/** The value of a source, with everything done that the source says; undefined where it is no number or says "unknown". */
export function numberOf(
  value: SnmpValue | undefined,
  source: Omit<NumberSource, "oid"> = {},
): number | undefined {
  const { match, ignore } = source;
  const raw = match === undefined ? plainNumber(value) : matchedNumber(value, match);
  if (raw === undefined || ignore?.includes(raw) === true) return undefined;
  const scaled = scaledBy(raw, source);
  // 0.1 × 3 is to be 0.3; twelve digits are more than any sensor has.
  return Number.isFinite(scaled) ? tidy(scaled) : undefined;
}

function scaledBy(raw: number, source: Omit<NumberSource, "oid">): number {
  const { divide = 1, multiply = 1, unsigned = false, modulo = Infinity } = source;
  const whole = unsigned && raw < 0 ? raw + 2 ** 32 : raw;
  return ((whole % modulo) * multiply) / divide;
}

const tidy = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(12)));

function plainNumber(value: SnmpValue | undefined): number | undefined {
  if (value === undefined || !("value" in value)) return undefined;
  if (typeof value.value === "number") return value.value;
  if (value.type === "opaque") return opaqueNumber(value.value);
  return textNumber(NUMBER_TEXT.exec(textOf(value, 64) ?? "")?.[1]);
}

function matchedNumber(value: SnmpValue | undefined, match: string): number | undefined {
  const text = value?.type === "octets" ? textOf(value, 255) : plainNumber(value)?.toString();
  const found = new RegExp(match, "i").exec(text ?? "");
  return textNumber(found?.[1] ?? found?.[0]);
}

function textNumber(text: string | undefined): number | undefined {
  return text === undefined || !/^[-+]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? undefined : Number(text);
}

/**
 * net-snmp's floating point inside of Opaque: 9f 78 04 and an IEEE 754 single, 9f 79 08 and a double (big-endian;
 * draft-perkins-opaque-01).
 */
function opaqueNumber(bytes: Uint8Array): number | undefined {
  const [tag, kind, length] = bytes;
  if (tag !== 0x9f || length === undefined || bytes.length < 3 + length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + 3, length);
  if (kind === 0x78 && length === 4) return finite(view.getFloat32(0));
  if (kind === 0x79 && length === 8) return finite(view.getFloat64(0));
  return undefined;
}

/** A single as people write it: 0.1, not 0.10000000149. */
const finite = (value: number): number | undefined =>
  Number.isFinite(value) ? Number(value.toPrecision(7)) : undefined;
