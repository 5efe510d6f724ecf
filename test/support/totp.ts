import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

/** The bytes of a base32 text (RFC 4648), without padding. */
export function fromBase32(text: string): Buffer {
  let [bits, held] = [0, 0];
  const bytes: number[] = [];
  for (const letter of text.replaceAll(" ", "")) {
    held = (held << 5) | LETTERS.indexOf(letter);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** What a phone with this secret (base32) shows at `at`: RFC 6238, written here a second time as a witness. */
export function totp(secret: string, at: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const hash = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const start = (hash.at(-1) ?? 0) & 15;
  const code = (hash.readUInt32BE(start) & 0x7f_ff_ff_ff) % 10 ** digits;
  return String(code).padStart(digits, "0");
}
