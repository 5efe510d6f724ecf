import { DAY, HOUR, MINUTE, SECOND, type Instant } from "./clock.ts";
import { say } from "./messages/say-web.ts";
import type { Language } from "./messages/speaker.ts";

/** How figures, sizes, speeds and times look to a person. Pure: language and time zone are parameters. */
export interface Locale {
  readonly language: Language;
  /** IANA name, e.g. `Asia/Ho_Chi_Minh`. */
  readonly timeZone: string;
}

/** Shown for what is not known. Never a zero. */
export const UNKNOWN = "—";

const MARKS = { vi: { group: ".", decimal: "," }, en: { group: ",", decimal: "." } } as const;

/**
 * A measured figure: at most three significant digits, whole numbers above that (1.234,5 is noise on a measurement;
 * ask for `digits` when it is not). Not finite is unknown.
 */
export function formatNumber(value: number, language: Language, digits = 3): string {
  if (!Number.isFinite(value)) return UNKNOWN;
  const size = Math.abs(value);
  const whole = size === 0 ? 1 : Math.floor(Math.log10(size)) + 1;
  const decimals = Math.min(Math.max(digits - whole, 0), 6);
  const rounded = size.toFixed(decimals);
  const [integer = "0", fraction = ""] = rounded.split(".");
  const { group, decimal } = MARKS[language];
  const grouped = integer.replaceAll(/\B(?=(\d{3})+$)/g, group);
  const rest = fraction.replace(/0+$/, "");
  const text = rest === "" ? grouped : `${grouped}${decimal}${rest}`;
  // U+2212: the real minus sign, as wide as a digit in tables.
  return value < 0 && Number(rounded) !== 0 ? `\u2212${text}` : text;
}

/** A count: every digit of it. */
export function formatCount(value: number, language: Language): string {
  return formatNumber(Math.round(value), language, 16);
}

/** Binary multiples under the decimal names, as Windows shows them: what the officer sees here equals the PC's own. */
const BYTE_UNITS = ["B", "KB", "MB", "GB", "TB", "PB"] as const;
const BIT_UNITS = ["b/s", "kb/s", "Mb/s", "Gb/s", "Tb/s"] as const;

function scaled(value: number, base: number, units: readonly string[]): { value: number; unit: string } {
  let scaledValue = value;
  let index = 0;
  // 999.5 would be shown as 1000 of the smaller unit.
  while (Math.abs(scaledValue) >= 999.5 && index < units.length - 1) {
    scaledValue /= base;
    index += 1;
  }
  return { value: scaledValue, unit: units[index] ?? "" };
}

/** Bits per second: "84,2 Mb/s". */
export function formatBits(bitsPerSecond: number, language: Language): string {
  if (!Number.isFinite(bitsPerSecond)) return UNKNOWN;
  const { value, unit } = scaled(bitsPerSecond, 1_000, BIT_UNITS);
  return `${formatNumber(value, language)} ${unit}`;
}

/** Bytes: "7,45 GB". */
export function formatBytes(bytes: number, language: Language): string {
  if (!Number.isFinite(bytes)) return UNKNOWN;
  const { value, unit } = scaled(bytes, 1_024, BYTE_UNITS);
  return `${formatNumber(value, language)} ${unit}`;
}

/** A percentage of 0…100: "12,5 %"; never more digits than the measurement has. */
export function formatPercent(percent: number, language: Language): string {
  if (!Number.isFinite(percent)) return UNKNOWN;
  return `${formatNumber(Math.abs(percent) < 0.05 ? 0 : percent, language, percent < 10 ? 2 : 3)} %`;
}

/** The finest that any of our clocks tells apart in a round trip. */
const FINEST_MS = 0.01;

/** Milliseconds of a round trip or a poll: "0,42 ms", from ten seconds on "12,3 s". */
export function formatMilliseconds(ms: number, language: Language): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  const size = Math.abs(ms);
  if (size >= 10 * SECOND) return `${formatNumber(ms / SECOND, language)} s`;
  if (size > 0 && size < FINEST_MS) return `< ${formatNumber(FINEST_MS, language)} ms`;
  return `${formatNumber(size < 1 ? Math.round(ms / FINEST_MS) * FINEST_MS : ms, language)} ms`;
}

/** How long: the two largest parts, "3 giờ 12 phút"; under a minute in seconds. Negative counts as zero. */
export function formatDuration(ms: number, language: Language): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  const total = Math.max(0, ms);
  const days = Math.floor(total / DAY);
  const hours = Math.floor((total % DAY) / HOUR);
  const minutes = Math.floor((total % HOUR) / MINUTE);
  const part = (n: number, key: "web.time.days" | "web.time.hours" | "web.time.minutes") =>
    n === 0 ? "" : say(language, key, { n: formatCount(n, language) });
  if (total < MINUTE) return say(language, "web.time.seconds", { n: Math.floor(total / SECOND) });
  const parts =
    days > 0
      ? [part(days, "web.time.days"), part(hours, "web.time.hours")]
      : [part(hours, "web.time.hours"), part(minutes, "web.time.minutes")];
  return parts.filter((text) => text !== "").join(" ");
}

interface WallClock {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock on the wall show at `at`. */
function wallClock(at: Instant, timeZone: string): WallClock {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const get = (name: string) => parts[name] ?? "";
  return {
    day: get("day"),
    month: get("month"),
    year: get("year"),
    hour: get("hour"),
    minute: get("minute"),
    second: get("second"),
  };
}

/** Beyond these a date object is invalid and formatting would throw. */
const isInstant = (at: Instant) => Number.isFinite(at) && Math.abs(at) <= 8.64e15;

/** "23/11/2026". */
export function formatDate(at: Instant, { timeZone }: Locale): string {
  if (!isInstant(at)) return UNKNOWN;
  const { day, month, year } = wallClock(at, timeZone);
  return `${day}/${month}/${year}`;
}

/** "07:42", with seconds "07:42:05". */
export function formatTime(at: Instant, { timeZone }: Locale, seconds = false): string {
  if (!isInstant(at)) return UNKNOWN;
  const { hour, minute, second } = wallClock(at, timeZone);
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
}

/** "23/11/2026 07:42". */
export function formatDateTime(at: Instant, locale: Locale): string {
  return isInstant(at) ? `${formatDate(at, locale)} ${formatTime(at, locale)}` : UNKNOWN;
}

/** "23/11 07:42": for axes and lists where the year is plain. */
export function formatDayTime(at: Instant, locale: Locale): string {
  return isInstant(at) ? `${formatDate(at, locale).slice(0, 5)} ${formatTime(at, locale)}` : UNKNOWN;
}

/** The clock alone when `at` is of the same day as `reference`, else with day and month: for findings and legends. */
export function formatWithin(at: Instant, reference: Instant, locale: Locale): string {
  return formatDate(at, locale) === formatDate(reference, locale)
    ? formatTime(at, locale)
    : formatDayTime(at, locale);
}

/** How old in one part, for figures that tick: "12 giây trước", "3 giờ trước". A time to come counts as now. */
export function formatAge(ms: number, language: Language): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  const age = Math.max(0, ms);
  if (age < MINUTE) return say(language, "web.time.secondsAgo", { n: Math.floor(age / SECOND) });
  if (age < HOUR) return say(language, "web.time.minutesAgo", { n: Math.floor(age / MINUTE) });
  if (age < DAY) return say(language, "web.time.hoursAgo", { n: Math.floor(age / HOUR) });
  return say(language, "web.time.daysAgo", { n: formatCount(Math.floor(age / DAY), language) });
}

/** A moment as people speak of it: "12 giây trước", under a day "07:42, 3 giờ trước", else "23/11/2026 07:42". */
export function formatMoment(at: Instant, now: Instant, locale: Locale): string {
  if (!isInstant(at)) return UNKNOWN;
  const age = now - at;
  // Far ahead of now is somebody's wrong clock: say the time itself, a "0 seconds ago" would hide it.
  if (age >= DAY || age < -MINUTE) return formatDateTime(at, locale);
  const ago = formatAge(age, locale.language);
  return age < MINUTE ? ago : `${formatTime(at, locale)}, ${ago}`;
}

/** What calendar and clock on the wall show, for reckoning: "2026-11-23T07:42"; "" when `at` is no moment. */
export function wallTime(at: Instant, timeZone: string): string {
  if (!isInstant(at)) return "";
  const { day, month, year, hour, minute } = wallClock(at, timeZone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

const TYPED = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})[\s,]+(\d{1,2}):(\d{2})\s*$/;

/** The moment that a person typed as "23/11/2026 07:42" (as `formatDateTime` writes it); undefined for anything else. */
export function parseDateTime(text: string, timeZone: string): Instant | undefined {
  const [day = 0, month = 0, year = 0, hour = 0, minute = 0] = (TYPED.exec(text) ?? []).slice(1).map(Number);
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  // A date that the calendar does not have comes out as another one.
  const meant = [year, month, day, hour, minute];
  const date = new Date(asUtc);
  const found = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  found.push(date.getUTCHours(), date.getUTCMinutes());
  if (year === 0 || meant.some((part, i) => part !== found[i])) return undefined;
  // Twice: the offset that holds at the first guess may not be the one that holds at the answer.
  const first = asUtc - zoneOffset(asUtc, timeZone);
  return asUtc - zoneOffset(first, timeZone);
}

/** How far the wall clock of `timeZone` is ahead of UTC at `at`, in milliseconds. */
function zoneOffset(at: Instant, timeZone: string): number {
  const { year, month, day, hour, minute } = wallClock(at, timeZone);
  const shown = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return shown - Math.floor(at / MINUTE) * MINUTE;
}
