import { WRAP_32, wrapCounter } from "../../core/rates.ts";

/** A whole number written in decimal, with white space around it; undefined when it is anything else. */
export function wholeNumber(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  if (!/^\d{1,16}$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** A 64-bit counter as it is stored: modulo 2^53. */
export function counter64(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  if (!/^\d{1,20}$/.test(digits)) return undefined;
  return digits.length < 16 ? Number(digits) : wrapCounter(BigInt(digits));
}

/** A counter whose field is kept in 32 bits, modulo 2^32 like its namesake of IF-MIB. */
export function counter32(text: string | undefined): number | undefined {
  const value = counter64(text);
  // 2^53 is a multiple of 2^32, so wrapping twice loses nothing.
  return value === undefined ? undefined : value % WRAP_32;
}
