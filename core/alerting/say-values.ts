import {
  formatBits,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatMilliseconds,
  formatNumber,
  formatPercent,
} from "../format.ts";
import { alertMessages } from "../messages/alerts.ts";
import { sayAny as sayPlain } from "../messages/say-web.ts";
import { speaker, type Language } from "../messages/speaker.ts";
import { ruleKind, type RuleId, type RuleUnit } from "./catalogue.ts";

/** Evidence and values of alerts as a person reads them. */

export type Values = Readonly<Record<string, string | number>>;

const { say, sayAny } = speaker(alertMessages);

/** A value of a rule with its unit, e.g. "1,2 %", "95 Mb/s", "3 ngày". */
export function sayValue(language: Language, rule: RuleId, value: number): string {
  if (rule === "certificate_ends" && value < 0) return say(language, "alert.expired");
  return inUnit(language, ruleKind(rule).unit, value);
}

/** A figure in one of the units that rules have. */
export function inUnit(language: Language, unit: RuleUnit, value: number): string {
  switch (unit) {
    case "ratio":
      return perCent(language, value * 100);
    case "percent":
      return perCent(language, value);
    case "bits/s":
      return formatBits(value, language);
    case "packets/s":
      return say(language, "alert.unit.pps", { n: formatNumber(value, language) });
    case "ms":
      return formatMilliseconds(value, language);
    case "s":
      // A clock is off to either side.
      return formatDuration(Math.abs(value) * 1_000, language);
    case "days":
      return days(language, value);
    case "celsius":
      return `${formatNumber(value, language)} °C`;
    case "count":
    case "state":
      return formatCount(value, language);
  }
}

/** Error ratios are small where they hurt: 0.03 % is a figure, not a zero. */
const perCent = (language: Language, percent: number): string =>
  percent > 0 && percent < 0.05
    ? `${formatNumber(percent, language, 2)} %`
    : formatPercent(percent, language);

function days(language: Language, value: number): string {
  const whole = Math.floor(value);
  return say(language, whole === 1 ? "alert.unit.day" : "alert.unit.days", {
    n: formatCount(whole, language),
  });
}

/** Alerts are told in legal time, wherever the reader is. */
const LEGAL_ZONE = "Asia/Ho_Chi_Minh";

const BY_SUFFIX: readonly (readonly [suffix: string, unit: RuleUnit | "bytes" | "moment"])[] = [
  ["_at", "moment"],
  ["_ms", "ms"],
  ["_days", "days"],
  ["_bps", "bits/s"],
  ["_ratio", "ratio"],
  ["_pps", "packets/s"],
  ["_bytes", "bytes"],
  ["_celsius", "celsius"],
  ["_s", "s"],
];

/** Evidence as words: numbers by the suffix of their name, codes by their sentences. Unknown codes are left out. */
export function shown(language: Language, params: Values): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    const text = spoken(language, name, value, params);
    if (text !== undefined) values[name] = text;
  }
  return values;
}

function spoken(
  language: Language,
  name: string,
  value: string | number,
  params: Values,
): string | undefined {
  const word = WORDS[name];
  if (word !== undefined) return word(language, String(value), params);
  if (typeof value === "string") return value === "" ? undefined : value;
  if (!Number.isFinite(value)) return undefined;
  const unit = BY_SUFFIX.find(([suffix]) => name.endsWith(suffix))?.[1];
  if (unit === "bytes") return formatBytes(value, language);
  if (unit === "moment") return formatDateTime(value, { language, timeZone: LEGAL_ZONE });
  if (unit !== undefined) return inUnit(language, unit, value);
  return Number.isInteger(value) ? formatCount(value, language) : formatNumber(value, language);
}

type Word = (language: Language, code: string, params: Values) => string | undefined;
/** A fault's sentence says more than it can when a place of it is not known. */
const faultWord: Word = (language, code, params) => {
  const text = sayPlain(language, `fault.${code}`, params);
  return text === undefined || text.includes("…") ? undefined : text;
};
const WORDS: Readonly<Record<string, Word>> = {
  fault: faultWord,
  trouble: (language, code, params) => faultWord(language, code, params) ?? code,
  duplex: (language, code) => sayAny(language, `alert.duplex.${code}`, {}) ?? code,
  phase: (language, code) => sayAny(language, `alert.phase.${code}`, {}) ?? code,
  /** hrPrinterDetectedErrorState (RFC 2790) by name, several with commas; a printer's own words stay. */
  complaint: (language, codes) =>
    codes
      .split(/,\s*/u)
      .map((code) => sayPlain(language, `web.printer.error.${code}`, {}) ?? code)
      .join(", "),
};
