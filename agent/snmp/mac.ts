import type { SnmpValue } from "./protocol.ts";

/** Hardware addresses as devices give them, to "aa:bb:cc:dd:ee:ff". All zeros and all ones are no address. */

/** Six bytes from `at` on. */
export function macAt(bytes: Uint8Array | readonly number[], at = 0): string | undefined {
  const six = bytes.slice(at, at + 6);
  if (six.length !== 6) return undefined;
  const text = Array.from(six, (byte) => byte.toString(16).padStart(2, "0")).join(":");
  return text === "00:00:00:00:00:00" || text === "ff:ff:ff:ff:ff:ff" ? undefined : text;
}

/** From an OID's arcs ("0.27.33.1.2.3"): each must be a byte. */
export function macOfArcs(arcs: readonly string[]): string | undefined {
  const bytes = arcs.map(Number);
  return bytes.length === 6 && bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
    ? macAt(bytes)
    : undefined;
}

/**
 * Six bytes; or their text, as some agents send it: "0:1b:21:1:2:3", "00-1B-21-01-02-03", "001b.2101.0203",
 * "001b21010203", with or without a NUL at the end.
 */
export function macOf(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "octets") return undefined;
  if (value.value.length === 6) return macAt(value.value);
  if (value.value.length < 11 || value.value.length > 60) return undefined;
  const text = String.fromCharCode(...value.value);
  // The text's own bytes in hexadecimal: an agent that spelled it twice.
  const twice = /^(?:[0-9a-f]{2}[: ]){16}[0-9a-f]{2}[: ]?$/i.test(text)
    ? (text.match(/[0-9a-f]{2}/gi) ?? [])
        .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
        .join("")
    : text;
  return macOfText(twice);
}

export function macOfText(given: string): string | undefined {
  const text = given.replace(/\0+$/, "").trim();
  const [, ...groups] =
    /^([0-9a-f]{1,2})([:\-. ])([0-9a-f]{1,2})\2([0-9a-f]{1,2})\2([0-9a-f]{1,2})\2([0-9a-f]{1,2})\2([0-9a-f]{1,2})$/i.exec(
      text,
    ) ?? [];
  const pairs =
    groups.length > 0
      ? groups.filter((_, i) => i !== 1)
      : (/^(?:[0-9a-f]{12}|[0-9a-f]{4}([.\-:])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{6}-[0-9a-f]{6})$/i
          .exec(text)?.[0]
          .replaceAll(/[^0-9a-f]/gi, "")
          .match(/../g) ?? []);
  return macAt(pairs.map((pair) => Number.parseInt(pair, 16)));
}
