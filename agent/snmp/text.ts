import { isVietnamese, TCVN3, VISCII } from "./vietnamese.ts";

/**
 * Text of a device as the octets came, before cleaning. Nothing in SNMP says how text is encoded: UTF-8 is tried
 * first, then what old agents send: UTF-16, GB 2312, the Vietnamese code pages, and Latin-1, in which anything is text.
 * What stands behind a NUL is the rest of a buffer, not text.
 */

/** More than any text that is kept (`cleanText`), in every encoding. */
const MOST_BYTES = 4_096;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });
const latin1 = new TextDecoder("latin1");
const gb18030 = new TextDecoder("gb18030");
const windows1258 = new TextDecoder("windows-1258");
const utf16le = new TextDecoder("utf-16le");
const utf16be = new TextDecoder("utf-16be");

export function decodeText(octets: Uint8Array): string {
  const given = octets.length > MOST_BYTES ? octets.subarray(0, MOST_BYTES) : octets;
  const wide = utf16Of(given);
  if (wide !== undefined) return untilNul(wide.decode(given.subarray(0, given.length & ~1)));
  const end = given.indexOf(0);
  const bytes = end < 0 ? given : given.subarray(0, end);
  return utf8(bytes) ?? legacy(bytes);
}

const untilNul = (text: string) => text.replace(/\0.*$/s, "");

/** A byte order mark, or zeros in every other byte and only there. */
function utf16Of(bytes: Uint8Array): typeof utf16le | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16le;
  if (first === 0xfe && second === 0xff) return utf16be;
  const units = unitsUntilNul(bytes);
  const zeros = (from: 0 | 1) => units.filter((unit) => unit[from] === 0).length;
  const [high, low] = [zeros(0), zeros(1)];
  // Vietnamese has letters with other high bytes (01, 1E) between those of ASCII.
  const mostly = (count: number) => count >= 2 && count * 2 >= units.length;
  if (high === 0 && mostly(low)) return utf16le;
  return low === 0 && mostly(high) ? utf16be : undefined;
}

/** Pairs of bytes up to one of two zeros. */
function unitsUntilNul(bytes: Uint8Array): readonly Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const unit = bytes.subarray(i, i + 2);
    if (unit[0] === 0 && unit[1] === 0) break;
    units.push(unit);
  }
  return units;
}

/** Agents cut texts at a number of bytes: half a letter at the end is no reason to doubt the encoding. */
function utf8(bytes: Uint8Array): string | undefined {
  for (let cut = 0; cut <= 3; cut += 1) {
    if (cut > 0 && !cutLetter(bytes.subarray(bytes.length - cut))) continue;
    try {
      const text = strictUtf8.decode(bytes.subarray(0, bytes.length - cut));
      // "caf\xe9" is Latin-1: only a text with whole letters of UTF-8 has half of one.
      if (cut === 0 || /[^\0-\x7f]/.test(text)) return text;
    } catch {
      // Perhaps without the last bytes.
    }
  }
  return undefined;
}

/** The beginning of a UTF-8 sequence without its end; never all there is to a text. */
function cutLetter([lead = 0, ...more]: Uint8Array): boolean {
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return (
    lead >= 0xc3 && lead <= 0xf4 && more.length + 1 < length && more.every((byte) => (byte & 0xc0) === 0x80)
  );
}

function legacy(bytes: Uint8Array): string {
  if (isGb2312(bytes)) return gb18030.decode(bytes);
  const candidates = [windows1258.decode(bytes), byTable(bytes, TCVN3), byTable(bytes, VISCII)];
  return (
    candidates.map((text) => text.normalize("NFC")).find((text) => isVietnamese(text)) ?? latin1.decode(bytes)
  );
}

/**
 * Bytes above 7F come in pairs of GB 2312's rows, Chinese letters (from B0) among them. Latin letters with accents
 * seldom stand in pairs, and the Vietnamese ones that do (ư, đ before a vowel) begin with bytes that GB 2312 leaves free.
 */
const GB2312 =
  /^(?:[^\x80-\xff]|[\xa1-\xa3][\xa1-\xfe])*[\xb0-\xf7][\xa1-\xfe](?:[^\x80-\xff]|[\xa1-\xa3\xb0-\xf7][\xa1-\xfe])*$/;
/** The least length that a buffer has where a text is cut in the middle of a letter. */
const LEAST_CUT = 15;

function isGb2312(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes);
  return GB2312.test(text) || (bytes.length >= LEAST_CUT && GB2312.test(text.slice(0, -1)));
}

/** "\uFFFD" for bytes without a letter: no Vietnamese text then. */
const byTable = (bytes: Uint8Array, letters: ReadonlyMap<number, string>): string =>
  Array.from(bytes, (byte) => letters.get(byte) ?? (byte < 0x80 ? String.fromCharCode(byte) : "\uFFFD")).join(
    "",
  );
