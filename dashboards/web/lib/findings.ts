import { DAY, type Instant } from "../../../core/clock.ts";
import {
  formatBits,
  formatCount,
  formatDate,
  formatPercent,
  formatWithin,
  type Locale,
} from "../../../core/format.ts";
import { say } from "../../../core/messages/say-web.ts";
import type { Aggregate, SeriesAnswer } from "../../../core/wire/views.ts";
import { countedFinding, peakOf, sumOf, type Segment, type Values } from "./chart-data.ts";
import { PORT_UP } from "./states.ts";

/** What a chart says, in words. Pure. */
export interface ChartFinding {
  readonly text: string;
  readonly bad?: boolean;
}

/** The values of one field of an answer (by a certain aggregate, if it has several); empty when it has none. */
export const valuesOf = (answer: SeriesAnswer | undefined, field: string, aggregate?: Aggregate): Values =>
  answer?.series.find(
    (series) => series.field === field && (aggregate ?? series.aggregate) === series.aggregate,
  )?.values ?? [];

/** Bytes per second as bits per second. */
export const inBits = (values: Values): Values => values.map((value) => (value === null ? null : value * 8));

const areDays = ([first = 0, second = first]: readonly Instant[]): boolean => second - first >= DAY;

/** When the point `time` of the points `at` is: its day alone where each sums up a day or more. */
export const pointTime = (
  time: Instant,
  at: readonly Instant[],
  reference: Instant,
  locale: Locale,
): string => (areDays(at) ? formatDate(time, locale) : formatWithin(time, reference, locale));

/** As `pointTime`, with the word in front: "lúc 07:42", "ngày 23/11/2026". */
export const whenText = (time: Instant, at: readonly Instant[], reference: Instant, locale: Locale): string =>
  say(locale.language, areDays(at) ? "web.time.onDay" : "web.time.atTime", {
    at: pointTime(time, at, reference, locale),
  });

/** The busiest moment of both directions, and how much of the port's speed that is. */
export function trafficFinding(
  at: readonly number[],
  directions: readonly Values[],
  speed: number | undefined,
  locale: Locale,
): ChartFinding | undefined {
  const { language } = locale;
  const peaks = directions.map((values) => peakOf(at, values)).filter((peak) => peak !== undefined);
  const [first, ...others] = peaks;
  if (first === undefined) return undefined;
  const highest = others.reduce((best, peak) => (peak.value > best.value ? peak : best), first);
  if (highest.value === 0) return { text: say(language, "web.port.noTraffic") };
  const params = {
    peak: formatBits(highest.value, language),
    when: whenText(highest.at, at, at.at(-1) ?? highest.at, locale),
  };
  const share = speed === undefined || speed <= 0 ? undefined : (highest.value / speed) * 100;
  if (share === undefined || share < 1) return { text: say(language, "web.port.trafficFinding", params) };
  return {
    text: say(language, "web.port.trafficShare", { ...params, share: formatPercent(share, language) }),
    bad: share >= 90,
  };
}

export function errorsFinding(
  at: readonly number[],
  increases: readonly Values[],
  locale: Locale,
): ChartFinding | undefined {
  const { language } = locale;
  const finding = countedFinding(at, sumOf(increases));
  if (finding === undefined) return undefined;
  if (finding === "none") return { text: say(language, "web.port.noErrors") };
  const params = {
    // Counters are whole; the steps share an increase out in fractions.
    n: formatCount(Math.max(1, Math.round(finding.total)), language),
    at: pointTime(finding.since, at, at.at(-1) ?? finding.since, locale),
  };
  return finding.lasts
    ? { text: say(language, "web.port.errorsSince", params), bad: true }
    : { text: say(language, "web.port.errorsWere", params) };
}

export function statusFinding(segments: readonly Segment[], locale: Locale): ChartFinding | undefined {
  const { language } = locale;
  const known = segments.filter(({ value }) => value !== null);
  if (known.length === 0) return undefined;
  const losses = known.filter(
    ({ value }, i) => i > 0 && value !== PORT_UP && known[i - 1]?.value === PORT_UP,
  );
  const last = losses.at(-1);
  if (last !== undefined) {
    const params = {
      n: losses.length,
      at: formatWithin(last.from, segments.at(-1)?.to ?? last.from, locale),
    };
    return { text: say(language, "web.port.statusFinding", params), bad: true };
  }
  if (known.every(({ value }) => value !== PORT_UP)) return { text: say(language, "web.port.statusDown") };
  const holes = segments.slice(1, -1).some(({ value }) => value === null);
  return { text: say(language, holes ? "web.port.statusMissing" : "web.port.statusSteady") };
}
