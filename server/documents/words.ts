import type { DateText, UnitProfile } from "../../core/assets/types.ts";
import { formatCount } from "../../core/format.ts";
import type { documentMessages } from "../../core/messages/documents.ts";
import { say, sayAny } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { cleanText } from "../../core/text.ts";
import type { DocumentHead } from "./input.ts";

/** More than this in one cell or sentence is no longer read by anybody; Excel's own limit is 32,767. */
const LONGEST = 1_000;

/**
 * Register text at the door of a document: NFC, no control, invisible or direction-changing characters (which also leaves
 * nothing that XML forbids), bounded. Escaping for XML is the libraries' business.
 */
export const clean = (text: string | null, longest = LONGEST): string =>
  text === null ? "" : cleanText(text, longest);

/** What is not known is an empty cell. */
export const known = <T>(value: T | null | undefined, text: (value: T) => string): string =>
  value === null || value === undefined ? "" : text(value);

/** "1.234.567" */
export const money = (dong: number, language: Language): string => formatCount(dong, language);

/** "05/01/2026"; "" for what is not a date. */
export function dayText(date: DateText | null): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? "") ?? [];
  return year === undefined ? "" : `${day}/${month}/${year}`;
}

/** "ngày 05 tháng 01 năm 2026": days below 10 and the months 1 and 2 with a leading zero, as Decree 30/2020 writes them. */
export function dayInWords(date: DateText, language: Language): string {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const monthText = Number(month) > 2 ? String(Number(month)) : month;
  return say(language, "doc.date_in_words", { day, month: monthText, year });
}

/** The agency as documents name it in capitals. */
export const agencyOf = ({ profile, unitName }: DocumentHead): string =>
  clean(profile.agency ?? unitName).toLocaleUpperCase("vi");

const PEOPLES_COMMITTEE =
  /^ỦY BAN NHÂN DÂN (XÃ|PHƯỜNG|ĐẶC KHU|THÀNH PHỐ|TỈNH|HUYỆN|QUẬN|THỊ XÃ|THỊ TRẤN) (.+)$/u;

/**
 * The agency within a sentence, where capitals would shout: "Ủy ban nhân dân xã Hương Sơn". Only that pattern can be put into
 * lower case safely (every word of a place's name has a capital); anything else is called by the unit's own name.
 */
export function agencyInText({ profile, unitName, language }: DocumentHead): string {
  const [, kind, place] = PEOPLES_COMMITTEE.exec(clean(profile.agency).toLocaleUpperCase("vi")) ?? [];
  if (kind === undefined || place === undefined)
    return clean(unitName) || clean(profile.agency) || say(language, "doc.agency_default");
  const name = place
    .toLocaleLowerCase("vi")
    .replaceAll(/(?<=^|[ -])\p{L}/gu, (letter) => letter.toLocaleUpperCase("vi"));
  return `Ủy ban nhân dân ${kind.toLocaleLowerCase("vi")} ${name}`;
}

/**
 * Long names break where a person would break them: before the kind of place, so that "XÃ HƯƠNG SƠN" stays together.
 */
export function agencyLines(name: string): string[] {
  const at = name.search(/ (?:XÃ|PHƯỜNG|ĐẶC KHU|THÀNH PHỐ|TỈNH|HUYỆN|THỊ TRẤN) /u);
  return name.length > 20 && at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [name];
}

/** Whom the document asks, within a sentence. */
export const recipientInText = ({ profile, language }: DocumentHead): string =>
  profile.recipients
    .map((name) => clean(name))
    .filter((name) => name !== "")
    .join(", ") || say(language, "doc.recipient_default");

/** "TTr-UBND"; the place of the abbreviation stays dotted when nobody gave one. */
export const numberSuffix = (kind: string, { abbreviation }: UnitProfile): string =>
  `${kind}-${clean(abbreviation) || "....."}`;

type ColumnKey = Extract<keyof typeof documentMessages, `doc.col.${string}`>;
export type ColumnName = ColumnKey extends `doc.col.${infer Name}` ? Name : never;
/** The head of a column. `year`: for those that name one. */
export const columnHead = (language: Language, name: ColumnName, year = 0): string =>
  sayAny(language, `doc.col.${name}`, { year }) ?? name;

/** The known ones of several texts, joined. */
export const join = (separator: string, ...parts: readonly (string | null | undefined)[]): string =>
  parts
    .map((part) => clean(part ?? null))
    .filter((part) => part !== "")
    .join(separator);
