import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText } from "../../core/text.ts";
import { decodeText } from "./text.ts";
import { isVietnamese, TCVN3, VISCII } from "./vietnamese.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
const swapped = (bytes: Uint8Array) => Uint8Array.from(Buffer.from(bytes).swap16());

/** A text in one of the code pages with one byte a letter. */
function encode(text: string, letters: ReadonlyMap<number, string>): Uint8Array {
  const bytes = new Map([...letters].map(([byte, letter]) => [letter, byte]));
  return Uint8Array.from(
    text.normalize("NFC").split(""),
    (letter) => bytes.get(letter) ?? letter.charCodeAt(0),
  );
}

/** Windows-1258: vowels with their quality in one byte, the tone in a second one. */
function encode1258(text: string): Uint8Array {
  const tones = new Map([
    ["\u0300", 0xcc],
    ["\u0309", 0xd2],
    ["\u0303", 0xde],
    ["\u0301", 0xec],
    ["\u0323", 0xf2],
  ]);
  const base = new Map([
    ["ă", 0xe3],
    ["â", 0xe2],
    ["ê", 0xea],
    ["ô", 0xf4],
    ["ơ", 0xf5],
    ["ư", 0xfd],
    ["đ", 0xf0],
    ["Đ", 0xd0],
  ]);
  const bytes: number[] = [];
  for (const letter of text.normalize("NFC")) {
    const [tone = ""] = /[\u0300\u0309\u0303\u0301\u0323]/.exec(letter.normalize("NFD")) ?? [];
    const bare = letter.normalize("NFD").replace(tone, "").normalize("NFC");
    bytes.push(base.get(bare) ?? bare.charCodeAt(0));
    const mark = tones.get(tone);
    if (mark !== undefined) bytes.push(mark);
  }
  return Uint8Array.from(bytes);
}

const VIETNAMESE = [
  "phòng một cửa",
  "hà nội",
  "uỷ ban nhân dân xã hương sơn",
  "phòng họp tầng 2",
  "trường tiểu học nguyễn huệ",
  "máy in kế toán",
  "bưu điện huyện, quốc lộ 8A",
  "đường điện biên",
];

describe("text of a device", () => {
  test.each<[string, Uint8Array, string]>([
    ["UTF-8", utf8("Phòng Một Cửa – 会议室"), "Phòng Một Cửa – 会议室"],
    ["UTF-8 that was cut in the middle of a letter", utf8("Hà Nội ế").subarray(0, -1), "Hà Nội "],
    ["UTF-16 as Windows writes it", utf16("MÁY-IN tầng 2"), "MÁY-IN tầng 2"],
    ["UTF-16 with its mark", hex("fffe 4800 e000"), "Hà"],
    ["UTF-16, high byte first", swapped(utf16("Phòng Một Cửa")), "Phòng Một Cửa"],
    ["UTF-16 with an end and rubbish behind it", utf16("máy in\0xyz"), "máy in"],
    ["GB 2312", hex("bbe1d2e9cad2 2d31"), "会议室-1"],
    ["GB 2312 that was cut", hex("bbe1d2e9cad2 bbe1d2e9cad2 bbe1d2"), "会议室会议室会\uFFFD"],
    ["Latin-1 in capitals", latin1("ÄÖÜ"), "ÄÖÜ"],
    ["Latin-1", latin1("Büro Köln, 2. Étage, São Paulo"), "Büro Köln, 2. Étage, São Paulo"],
    ["Latin-1 with an accent at its end", latin1("café"), "café"],
    ["Latin-1 that has a sound of Vietnamese", latin1("Nº 3, può"), "Nº 3, può"],
    ["text with a NUL at its end", latin1("eth0\0\0\0"), "eth0"],
    ["text with the rest of a buffer behind it", hex("65746830 00 de ad 41"), "eth0"],
    ["nothing", hex(""), ""],
    ["NUL alone", hex("0000"), ""],
  ])("%s", (_, bytes, text) => expect(decodeText(bytes)).toBe(text));

  test.each(VIETNAMESE)("the Vietnamese code pages: %s", (text) => {
    expect(decodeText(encode(text, TCVN3))).toBe(text);
    expect(decodeText(encode(text, VISCII))).toBe(text);
    expect(decodeText(encode1258(text))).toBe(text);
  });

  test("a text in capitals of VISCII", () => {
    expect(decodeText(encode("ỦY BAN NHÂN DÂN", VISCII))).toBe("ỦY BAN NHÂN DÂN");
  });

  test.each(["Straße", "München", "Señor", "garçon", "naïve", "Ångström", "Škoda", "Łódź", "thộò"])(
    "%s is not Vietnamese",
    (word) => expect(isVietnamese(word)).toBe(false),
  );

  test("what is UTF-8 comes out as it was, whatever it says", () => {
    // Without NUL, which ends a text.
    const text = fc.string({ unit: "grapheme", maxLength: 200 }).filter((value) => !value.includes("\0"));
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeText(utf8(value))).toBe(value.replace(/^\uFEFF/, ""));
      }),
    );
  });

  test("whatever bytes come, there is a text, and cleaned it is short and clean", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const clean = cleanText(decodeText(bytes), 64);
        expect(clean.length).toBeLessThanOrEqual(64);
        expect(clean).not.toMatch(/\p{C}/u);
      }),
      { numRuns: 300 },
    );
  });

  test("twelve kilobytes cost no more than a page", () => {
    const long = new Uint8Array(12_000).fill(0xe1);
    expect(decodeText(long).length).toBeLessThanOrEqual(4_096);
  });
});
