import fc from "fast-check";

/** What is not XML 1.0 in a text: forbidden characters, stray "&" or "<", tags that do not close; undefined: it is well-formed. */
export function xmlMistake(xml: string): string | undefined {
  const bad = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(xml);
  if (bad !== null) return `forbidden character U+${bad[0].codePointAt(0)?.toString(16)}`;
  const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)/.exec(xml);
  if (entity !== null) return `stray & at ${entity.index}`;
  const open: string[] = [];
  let end = 0;
  for (const tag of xml.matchAll(/<(?:\?[^>]*\?|(\/)?([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/)?)>/g)) {
    const between = xml.slice(end, tag.index);
    if (/[<>]/.test(between.replaceAll("]]>", ""))) return `stray < or > before ${tag.index}`;
    end = tag.index + tag[0].length;
    const [, closing, name, , empty] = tag;
    if (name === undefined) continue;
    if (closing !== undefined && open.pop() !== name) return `</${name}> closes nothing`;
    if (closing === undefined && empty === undefined) open.push(name);
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return xml.slice(end).trim() === "" ? undefined : "text after the end";
}

/** The text of an XML part as a reader sees it: paragraphs of Word as lines. */
export const xmlText = (xml: string): string =>
  xml
    .replaceAll(/<\/w:p>/g, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

/** What hostile devices, spreadsheets and people write into names. None of it may come through as anything but text. */
export const HOSTILE: readonly string[] = [
  '=HYPERLINK("http://evil.example","bấm")',
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1)",
  "\t=1+1",
  "\r=1+1",
  '</w:t></w:r><w:fldSimple w:instr="DDEAUTO"/>',
  "<script>alert(1)</script>",
  "]]>&amp;&lt;&#0;",
  "a\u0000b\u0008c\u001fd\u007fe\ufffef\uffff",
  "\u202Egnp.exe\u2066x\u2069",
  "👩‍💻🇻🇳 máy",
  "\ud800 lẻ \udc00",
  "_x003D_1+1",
  "x".repeat(40_000),
  "Hương".normalize("NFD"),
  "\"'`${1}{x}",
];

/** Any code points, half of them below 128, broken surrogates too. (`fc.string({ unit: "binary" })` takes a second to start.) */
export const anyText = fc
  .array(fc.oneof(fc.nat(127), fc.nat(0x10_ff_ff)), { maxLength: 200 })
  .map((points) => String.fromCodePoint(...points));
