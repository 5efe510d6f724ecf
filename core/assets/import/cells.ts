import { searchKey } from "../../text.ts";
import { isDate } from "../dates.ts";
import type { DateText } from "../types.ts";
import { textOf } from "./headers.ts";
import type { Cell, ProblemCode } from "./preview-types.ts";

/** What people write into cells, read: each gives a value, nothing (the cell is empty), or what is wrong with it. */
export type Read<T> =
  | { readonly value: T; readonly hint?: ProblemCode; readonly read?: string }
  | { readonly problem: ProblemCode };
const problem = (code: ProblemCode) => ({ problem: code });

const MOST_MONEY = 1e12;
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/(ty|ti|billion)$/, 1e9],
  [/(trieu|tr|million|m)$/, 1e6],
  [/(nghin|ngan|k)$/, 1e3],
];

/**
 * Money in whole đồng: 15.000.000, 15,000,000, "15 triệu", "1,5 tỷ", 15000000.0. Of one kind of mark, one that is followed by
 * three digits parts thousands, any other is the decimal mark; of two kinds the last is the decimal mark. `times`: the column is
 * in thousands or millions; a cell that names its own unit, đồng among them, keeps it.
 */
export function readMoney(cell: Cell, times = 1): Read<number> | undefined {
  if (typeof cell === "number") return money(cell * times);
  const said = searchKey(textOf(cell)).replaceAll(/[\s\u00A0]/g, "");
  const text = said.replace(/\.?(vnd|dong|d)\.?$/, "");
  if (text === "" || text === "-") return undefined;
  const own = SCALES.find(([word]) => word.test(text))?.[1] ?? (text === said ? undefined : 1);
  const digits = text.replace(/[a-z]+$/, "");
  const value = numberOf(digits);
  if (value === undefined) return problem("money_unreadable");
  return own === undefined ? inUnit(value, times, digits) : money(value * own);
}

/** 15.500 in a column of millions: fifteen thousand, or fifteen and a half? */
function inUnit(value: number, times: number, digits: string): Read<number> {
  const read = money(value * times);
  const isDoubtful = times >= 1e6 && /^\d{1,3}[.,]\d{3}$/.test(digits);
  return isDoubtful && "value" in read
    ? { value: read.value, hint: "money_doubtful", read: dots(read.value) }
    : read;
}

const dots = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ".");

function money(value: number): Read<number> {
  if (!Number.isFinite(value)) return problem("money_unreadable");
  if (value < 0) return problem("money_negative");
  const whole = Math.round(value);
  return whole > MOST_MONEY ? problem("money_huge") : { value: whole };
}

/** A figure with Vietnamese or English marks; undefined when it is none. */
export function numberOf(text: string): number | undefined {
  if (!/^[-(]?[\d.,]+\)?$/.test(text) || !/\d/.test(text)) return undefined;
  const negative = /^[-(]/.test(text);
  const marks = text.replaceAll(/[^\d.,]/g, "");
  const last = Math.max(marks.lastIndexOf("."), marks.lastIndexOf(","));
  const kinds = new Set(marks.replaceAll(/\d/g, ""));
  const after = marks.length - last - 1;
  const isDecimal =
    last >= 0 && (kinds.size === 2 || (marks.split(marks[last] ?? "").length === 2 && after !== 3));
  const value = isDecimal
    ? Number(`${withoutMarks(marks.slice(0, last))}.${marks.slice(last + 1)}`)
    : Number(withoutMarks(marks));
  return Number.isFinite(value) ? (negative ? -value : value) : undefined;
}

/** Thousands go by three digits: "15.000.00" lost one, and a guess would be wrong by ten, so it is no number. */
const withoutMarks = (text: string): string =>
  /^\d*$|^\d{1,3}([.,]\d{3})+$/.test(text) ? text.replaceAll(/[.,]/g, "") : "none";

const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const pad = (n: number | string, width = 2) => String(n).padStart(width, "0");
const dateText = (year: number, month: number, day: number): DateText =>
  `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

/**
 * A date: a date cell, 15/3/2020 (day first), 15.03.2020, 2020-03-15, 03/2020, 2020, "tháng 3 năm 2020", Excel's day number. A
 * month stands for its first day, a year for its first. Where only month first makes sense, it is read so, with a hint.
 */
export function readDate(cell: Cell): Read<DateText> | undefined {
  if (cell !== null && typeof cell === "object" && "date" in cell) return { value: cell.date };
  if (typeof cell === "number") return ofNumber(cell);
  const text = searchKey(textOf(cell))
    .replaceAll(/\b(ngay|thang|nam)\b/g, " ")
    .trim();
  if (text === "" || text === "-") return undefined;
  if (/^\d{4,5}$/.test(text)) return ofNumber(Number(text));
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (iso !== null) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = text.split(/[\s/.-]+/).filter((part) => part !== "");
  return parts.every((part) => /^\d{1,4}$/.test(part))
    ? ofParts(parts.map(Number))
    : problem("date_unreadable");
}

/** Month and year, or day, month and year. */
function ofParts([a = 0, b = 0, c, ...more]: readonly number[]): Read<DateText> {
  if (more.length > 0 || b === 0) return problem("date_unreadable");
  if (c === undefined) return a > 31 ? checked(a, b, 1) : checked(fullYear(b), a, 1);
  if (b <= 12 || a > 12) return checked(fullYear(c), b, a);
  const swapped = checked(fullYear(c), a, b);
  return "value" in swapped ? { ...swapped, hint: "date_swapped", read: swapped.value } : swapped;
}

const fullYear = (year: number): number => (year < 100 ? (year < 70 ? 2000 + year : 1900 + year) : year);

function ofNumber(value: number): Read<DateText> {
  if (Number.isInteger(value) && value >= 1950 && value <= 2100) return { value: dateText(value, 1, 1) };
  if (value < 18_000 || value > 80_000) return problem("date_unreadable");
  return { value: new Date(EXCEL_EPOCH + Math.floor(value) * 86_400_000).toISOString().slice(0, 10) };
}

function checked(year: number, month: number, day: number): Read<DateText> {
  const text = dateText(year, month, day);
  return year >= 1950 && year <= 2100 && isDate(text) ? { value: text } : problem("date_unreadable");
}

/** A whole number ≥ 1. */
export function readCount(cell: Cell, code: ProblemCode): Read<number> | undefined {
  const text = textOf(cell).replaceAll(/[\s\u00A0]/g, "");
  if (text === "") return undefined;
  const value = typeof cell === "number" ? cell : numberOf(text.replace(/[a-z]+$/i, ""));
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 1e6
    ? { value }
    : problem(code);
}

/** Memory in GB: "8", "8GB", "4096 MB". */
export function readGb(cell: Cell): Read<number> | undefined {
  const text = searchKey(textOf(cell)).replaceAll(/[\s\u00A0]/g, "");
  if (text === "") return undefined;
  const value = numberOf(text.replace(/(gb|g|mb)$/, ""));
  if (value === undefined || value <= 0) return problem("number_unreadable");
  return { value: text.endsWith("mb") ? Math.round(value / 1024) : value };
}

/** One of some words. */
export function readChoice<T>(cell: Cell, words: ReadonlyMap<string, T>): Read<T> | undefined {
  if (typeof cell === "boolean") return readChoice(cell ? "x" : "khong", words);
  const key = searchKey(textOf(cell)).replaceAll(/\s+/g, " ").trim();
  if (key === "") return undefined;
  const value = words.get(key);
  return value === undefined ? problem("choice_unknown") : { value };
}

/** "aa:bb:cc:dd:ee:ff", however it was parted. */
export function readMac(cell: Cell): Read<string> | undefined {
  const text = textOf(cell).trim();
  if (text === "") return undefined;
  const hex = text.toLowerCase().replaceAll(/[^0-9a-f]/g, "");
  if (hex.length !== 12 || /[^0-9a-fA-F:.\s-]/.test(text)) return problem("mac_unreadable");
  return { value: hex.match(/../g)?.join(":") ?? "" };
}
