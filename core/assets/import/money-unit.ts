import { searchKey } from "../../text.ts";

/**
 * In which unit a column of money is written: "Nguyên giá (triệu đồng)", "Nguyên giá (1.000 đ)", or for the whole table a line
 * above it, "Đơn vị tính: nghìn đồng".
 */
const DONG = String.raw`(?: ?(?:dong|d|vnd))?`;
const UNITS: readonly (readonly [number, string])[] = [
  [1e9, String.raw`(?:ty|ti|billion)${DONG}`],
  [1e6, String.raw`(?:trieu|tr|million|1[.,]?000[.,]?000)\.?${DONG}`],
  [1e3, String.raw`(?:nghin|ngan|thousand|k|1[.,]?000)\.?${DONG}`],
  [1, "(?:dong|d|vnd|viet nam dong|dong viet nam)"],
];
const ASKED = String.raw`(?:(?:don vi(?: tinh)?|dvt)\s*:?\s*)?(?:x\s*)?`;
/** In brackets; at the end also behind a comma, a dash or on a line of its own. */
const inBrackets = (unit: string): string => String.raw`[([]\s*${ASKED}${unit}\.?\s*[)\]]`;
const behind = (unit: string): string => String.raw`(?:\s*[,–-]\s*|\s)${ASKED}${unit}$`;

interface UnitWords {
  readonly times: number;
  readonly heading: RegExp;
  readonly line: RegExp;
}
const WORDS: readonly UnitWords[] = UNITS.map(([times, unit]) => ({
  times,
  heading: new RegExp(`${inBrackets(unit)}|${behind(unit)}`),
  line: new RegExp(String.raw`(?:^|[\s(])(?:don vi(?: tinh)?|dvt)\s*[:\s]\s*(?:x\s*)?${unit}\.?\s*\)?$`),
}));
const ANY = `(?:${UNITS.map(([, unit]) => unit).join("|")})`;
const AT_END = new RegExp(String.raw`(?:\s*${inBrackets(ANY)}|${behind(ANY)})$`);

const keyOf = (text: string): string =>
  searchKey(text)
    .replaceAll(/[\s\u00A0]+/g, " ")
    .trim();

/**
 * By how much amounts below a heading are to be multiplied: as the heading says, else as the nearest of the lines above the
 * table does ("Đơn vị: UBND xã …" says nothing of money); 1: đồng, as when nothing is said.
 */
export function moneyTimes(heading: string, above: readonly string[]): number {
  const own = WORDS.find((words) => words.heading.test(keyOf(heading)));
  if (own !== undefined) return own.times;
  for (const text of above.toReversed()) {
    const said = WORDS.find((words) => words.line.test(keyOf(text)));
    if (said !== undefined) return said.times;
  }
  return 1;
}

/** A heading's key without the unit behind it: the field is known by the words before. */
export const withoutUnit = (key: string): string => key.replace(AT_END, "");

/** Amounts of another country: 450 (USD) must not become 450 đồng. */
export const isForeign = (heading: string): boolean => /\b(?:usd|eur)\b|\$|€/.test(keyOf(heading));
