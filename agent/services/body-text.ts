/** Whether a page holds a text, as its reader would say. */
export function holdsText(body: Uint8Array, contentType: string | undefined, text: string): boolean {
  const page = decode(body, contentType);
  const wanted = plain(text);
  // Pages of some systems write every letter with a mark as a number.
  return plain(page).includes(wanted) || plain(withoutReferences(page)).includes(wanted);
}

/** Letters with marks have two spellings in Unicode, and where a line breaks does not matter. */
const plain = (text: string): string => text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();

function decode(body: Uint8Array, contentType = ""): string {
  const [, named = "utf-8"] = /charset\s*=\s*"?([\w-]+)/iu.exec(contentType) ?? [];
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Character references of HTML, as far as text needs them. */
function withoutReferences(page: string): string {
  return page.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/giu,
    (whole, hex, decimal, name) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
      if (Number.isInteger(code)) return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
      return NAMED[String(name).toLowerCase()] ?? whole;
    },
  );
}
