import type { Language } from "./speaker.ts";

/**
 * Money in words, as documents end ("Bằng chữ: …"). Whole đồng from 0 to 9,007,199,254,740,991 (what a number holds exactly) in Vietnamese as the north writes it
 * ("linh", "nghìn", "tỷ"; 24 is "hai mươi tư", 14 stays "mười bốn"), and in English.
 */
export interface AmountStyle {
  /** "chẵn" after đồng, for amounts without a rest below one thousand. */
  readonly even?: boolean;
}

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
/** Number words run in groups of nine digits: what lies above a tỷ (10^9) is itself read as a number and called tỷ. */
const GROUPS = ["tỷ", "nghìn", "triệu"];

/** "Một trăm linh năm triệu đồng". A fraction, a negative or an unsafe number is a bug of the caller. */
export function amountInWords(n: number, language: Language, { even = false }: AmountStyle = {}): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not an amount of đồng: ${n}`);
  if (language === "en") return `${capital(englishNumber(n))} dong`;
  return `${capital(vietnameseNumber(n))} đồng${even && n > 0 && n % 1000 === 0 ? " chẵn" : ""}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Groups of three digits, lowest first. */
function groupsOf(n: number): number[] {
  const groups: number[] = [];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 1000)) groups.push(rest % 1000);
  return groups;
}

/**
 * After the leading group every group is said in full ("không trăm linh năm"), so that no digit can be lost; groups of
 * 000 are left out. "tỷ" is said wherever its place is reached: 10^12 is "một nghìn tỷ".
 */
function vietnameseNumber(n: number): string {
  if (n === 0) return "không";
  const groups = groupsOf(n);
  const top = groups.length - 1;
  const words: string[] = [];
  for (let i = top; i >= 0; i -= 1) {
    const group = groups[i] ?? 0;
    if (group > 0) words.push(threeDigits(group, i < top));
    if (i > 0 && (group > 0 || (i % 3 === 0 && anyAbove(groups, i)))) words.push(GROUPS[i % 3] ?? "");
  }
  return words.join(" ");
}

/** Whether the nine-digit block that ends at group `i` holds anything: only then is its "tỷ" still to be said. */
const anyAbove = (groups: readonly number[], i: number): boolean =>
  [i, i + 1, i + 2].some((at) => (groups[at] ?? 0) > 0);

function threeDigits(group: number, inFull: boolean): string {
  const hundreds = Math.floor(group / 100);
  const tens = Math.floor((group % 100) / 10);
  const ones = group % 10;
  const words: string[] = [];
  if (hundreds > 0 || inFull) words.push(`${DIGITS[hundreds]} trăm`);
  if (tens > 1) words.push(`${DIGITS[tens]} mươi`);
  else if (tens === 1) words.push("mười");
  else if (ones > 0 && words.length > 0) words.push("linh");
  if (ones > 0) words.push(onesWord(ones, tens));
  return words.join(" ");
}

function onesWord(ones: number, tens: number): string {
  if (ones === 1 && tens > 1) return "mốt";
  if (ones === 4 && tens > 1) return "tư";
  if (ones === 5 && tens > 0) return "lăm";
  return DIGITS[ones] ?? "";
}

const ENGLISH_SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const ENGLISH_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ENGLISH_GROUPS = ["", "thousand", "million", "billion", "trillion", "quadrillion"];

function englishNumber(n: number): string {
  if (n === 0) return "zero";
  return groupsOf(n)
    .map((group, i) => (group === 0 ? "" : `${englishThree(group)} ${ENGLISH_GROUPS[i] ?? ""}`.trim()))
    .filter((words) => words !== "")
    .toReversed()
    .join(" ");
}

function englishThree(group: number): string {
  const rest = group % 100;
  const words = group >= 100 ? [`${ENGLISH_SMALL[Math.floor(group / 100)]} hundred`] : [];
  if (rest > 0 && rest < 20) words.push(ENGLISH_SMALL[rest] ?? "");
  if (rest >= 20) {
    const ones = rest % 10 > 0 ? `-${ENGLISH_SMALL[rest % 10]}` : "";
    words.push(`${ENGLISH_TENS[Math.floor(rest / 10)]}${ones}`);
  }
  return words.join(" and ");
}
