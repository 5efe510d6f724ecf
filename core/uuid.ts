import type { Instant } from "./clock.ts";

/**
 * A UUIDv7 (RFC 9562, 5.7): 48 bits of time, then random bits; sorts by time as text. `random` fills ten bytes
 * (the caller owns the source: `crypto.getRandomValues` in a program, a seeded generator in a test).
 */
export function uuidv7(now: Instant, random: (bytes: Uint8Array) => Uint8Array): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const time = Math.max(0, Math.floor(now));
  view.setUint32(0, Math.floor(time / 0x1_0000));
  view.setUint16(4, time % 0x1_0000);
  bytes.set(random(new Uint8Array(10)), 6);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
