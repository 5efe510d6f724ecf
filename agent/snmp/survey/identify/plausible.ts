import { textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";

/** What a device says where it knows nothing. */
const NOTHING =
  /^(?:n\/?a|none|null|nil|unknown|undefined|unavailable|not\s?(?:specified|available|applicable|set|present|supported|defined)|no\s(?:serial|asset).*|to\sbe\sfilled.*|default(?:\sstring)?|system\s(?:serial|product|version).*|serial(?:\s?(?:no\.?|number))?|model(?:\sname)?|version|chassis|string|empty|invalid|private|test|-+|\.+|\?+|\*+|\(null\)|<[a-z ]+>)$/i;
const QUOTES = /^["'\s]+|["'\s]+$/g;

/** A text without quotes, or undefined where it says that there is none. */
export function said(text: string | undefined): string | undefined {
  const clean = text?.replaceAll(QUOTES, "") ?? "";
  return clean === "" || NOTHING.test(clean) ? undefined : clean;
}

/** A serial number: not one character over and over, no sentence. */
export function serialFrom(text: string | undefined): string | undefined {
  const clean = said(text?.replace(/^\s*(?:S\/?N|serial(?:\s?(?:no|number))?)\s*[.:#=]+\s*/i, ""));
  if (clean === undefined || clean.length < 4 || clean.length > 64) return undefined;
  if (isFilling(clean.replaceAll(/[^\p{L}\p{N}]/gu, ""))) return undefined;
  return clean.split(" ").length > 3 || /: /.test(clean) ? undefined : clean;
}

/** Too short, no number, one character over and over, or two ("0A0A0A0A0A0A", "A000000000"). */
function isFilling(core: string): boolean {
  if (core.length < 4 || !/\d|^[A-Z]{5}/.test(core)) return true;
  const characters = new Set(core).size;
  return characters === 1 || (core.length >= 8 && characters === 2 && /[0FX]/i.test(core));
}

/** A model: not the maker's name alone, and without it in front. */
export function modelFrom(text: string | undefined, vendor: string | undefined): string | undefined {
  const clean = said(text);
  if (clean === undefined || clean.length < 2 || clean.length > 100) return undefined;
  const bare = withoutVendor(clean, vendor);
  return bare.length < 2 || !/[\p{L}\p{N}]/u.test(bare) ? undefined : said(bare);
}

function withoutVendor(text: string, vendor: string | undefined): string {
  if (vendor === undefined) return text;
  if (plainName(text) === plainName(vendor)) return "";
  const [first = ""] = vendor.split(/[ /]/);
  for (const name of [vendor, first]) {
    if (name.length < 2 || !text.toLowerCase().startsWith(name.toLowerCase())) continue;
    const rest = text.slice(name.length);
    // "HP Inc." and the like go too; "HPE5900" does not begin with a name.
    const bare = rest.replace(
      /^(?:,?\s+(?:inc|ltd|corp|co|corporation|networks?|technologies)\b\.?)*[\s,:_-]+/i,
      "",
    );
    if (bare !== rest && bare.length > 1) return bare;
  }
  return text;
}

/** A version has a digit, or is one of the few letters that small devices count with. */
export function versionFrom(text: string | undefined): string | undefined {
  const whole = said(text);
  const [, inside] = /.\bversion:? (\d[\w.()-]{0,40})/i.exec(whole ?? "") ?? [];
  const clean = inside ?? whole?.replace(/^(?:version|ver\.?|revision|rev\.?)[\s:]+/i, "");
  if (clean === undefined || clean.length > 96) return undefined;
  return /\d|^[A-Z]{1,2}$/.test(clean) && !/^0+$/.test(clean) ? clean : undefined;
}

/** "aa:bb:cc:dd:ee:ff" from six bytes or from their text; not one that no device has. */
export function macFrom(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "octets") return undefined;
  const digits =
    value.value.length === 6
      ? Array.from(value.value, (byte) => byte.toString(16).padStart(2, "0")).join("")
      : macDigits(textOf(value, 64) ?? "");
  if (!/^[0-9a-f]{12}$/.test(digits) || /^(?:0+|f+)$/.test(digits)) return undefined;
  // The lowest bit of the first byte marks groups of devices.
  if ((Number.parseInt(digits.slice(0, 2), 16) & 1) === 1) return undefined;
  return digits.match(/../g)?.join(":");
}

function macDigits(text: string): string {
  const parts = text
    .trim()
    .toLowerCase()
    .split(/[:\- ]/);
  if (parts.length === 6 && parts.every((part) => /^[0-9a-f]{1,2}$/.test(part)))
    return parts.map((part) => part.padStart(2, "0")).join("");
  const bare = text.trim().toLowerCase().replaceAll(/[.:-]/g, "");
  return bare.length === 12 ? bare : "";
}

/** Names of makers compared: without legal forms, spaces and case. */
export function plainName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(
      /\b(?:inc|ltd|llc|corp|corporation|co|company|gmbh|ag|s\.?a|limited|networks?|systems|technolog(?:y|ies))\b\.?/g,
      "",
    )
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
