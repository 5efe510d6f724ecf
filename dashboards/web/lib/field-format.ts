import type { EvidenceSeries } from "../../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../core/clock.ts";
import { fieldOf, parseEntityRef, type Unit } from "../../../core/entities.ts";
import {
  formatBits,
  formatBytes,
  formatMilliseconds,
  formatNumber,
  formatPercent,
} from "../../../core/format.ts";
import type { Language } from "../../../core/messages/speaker.ts";
import { say } from "../../../core/messages/say-web.ts";

/** How charts of a metric show its figures: in the units that people know, whatever the store keeps. Pure. */

type Format = (value: number, language: Language) => string;

const SPANS = [
  [DAY, "web.time.days"],
  [HOUR, "web.time.hours"],
  [MINUTE, "web.time.minutes"],
] as const;

/** One part alone, for an axis has little room: "1,5 ngày", "12 phút". */
function formatSpan(ms: number, language: Language): string {
  const [part, key] = SPANS.find(([least]) => Math.abs(ms) >= 2 * least) ?? [SECOND, "web.time.seconds"];
  return say(language, key, { n: formatNumber(ms / part, language) });
}

const withUnit =
  (unit: string): Format =>
  (value, language) =>
    `${formatNumber(value, language)} ${unit}`;

const GAUGES: Readonly<Partial<Record<Unit, Format>>> = {
  bytes: formatBytes,
  "bits/s": formatBits,
  percent: formatPercent,
  ratio: (value, language) => formatPercent(value * 100, language),
  ms: (value, language) =>
    Math.abs(value) < 2 * MINUTE ? formatMilliseconds(value, language) : formatSpan(value, language),
  s: (value, language) => formatSpan(value * SECOND, language),
  celsius: withUnit("°C"),
  W: withUnit("W"),
  V: withUnit("V"),
  A: withUnit("A"),
};

/** Counters are told by how fast they grow: octets as the speed of a line is. */
const RATES: Readonly<Partial<Record<Unit, Format>>> = {
  bytes: (value, language) => formatBits(value * 8, language),
};
const perSecond: Format = (value, language) =>
  say(language, "web.figure.perSecond", { n: formatNumber(value, language) });

/** The unit of what a chart of `series` shows; undefined for a field that nobody knows. */
export function unitOf({ entity, field }: Pick<EvidenceSeries, "entity" | "field">): Unit | undefined {
  const parts = parseEntityRef(entity);
  return parts === undefined ? undefined : fieldOf(parts.kind, field)?.unit;
}

export function fieldFormat(series: EvidenceSeries): Format {
  const unit = unitOf(series);
  if (unit === undefined) return formatNumber;
  if (series.aggregate === "rate" || series.aggregate === "max_rate") return RATES[unit] ?? perSecond;
  return GAUGES[unit] ?? formatNumber;
}

/** Whom a chart is of, as far as the server named them; undefined: nobody is known. What a PC pings stands behind an arrow. */
export function whoseOf(
  entity: string,
  names: Readonly<Record<string, string>>,
  gateway: string,
): string | undefined {
  const parts = parseEntityRef(entity);
  if (parts === undefined) return undefined;
  const { kind, owner, part } = parts;
  const between = kind === "peer" ? " → " : " ";
  const other = kind === "peer" ? (part === "gateway" ? gateway : names[part]) : part;
  return [names[owner], other].filter(Boolean).join(between) || undefined;
}
