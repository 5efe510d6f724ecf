import type { Instant } from "./clock.ts";

/**
 * The text form in which InfluxDB (and VictoriaMetrics) take points in:
 * `measurement,tag=value field=1,other=2.5 1700000000000`, times in milliseconds.
 *
 * Escaping as of "Line protocol" in InfluxDB's documentation: a comma or blank in a measurement, these and the equals sign in
 * tag keys, tag values and field keys. A backslash needs none but at the end, where it would escape what follows; InfluxDB
 * has no form for a value that ends in one, so a blank goes behind it. A line break cannot be written at all and becomes a blank.
 */
export function escapeTag(text: string): string {
  return closed(text).replaceAll(/[,= ]/gu, String.raw`\$&`);
}

const escapeMeasurement = (text: string): string => closed(text).replaceAll(/[, ]/gu, String.raw`\$&`);

const closed = (text: string): string => {
  const flat = text.replaceAll(/\p{Cc}/gu, " ");
  return flat.endsWith("\\") ? `${flat} ` : flat;
};

/**
 * Measurement and tags, what comes first in a line: equal for all points of one series, so that it is made once. Tags stand in
 * the order of their keys (InfluxDB wants them sorted); one without a value is left out, as the protocol has no empty ones.
 */
export function seriesKey(measurement: string, tags: Readonly<Record<string, string>>): string {
  let key = escapeMeasurement(measurement);
  for (const name of Object.keys(tags).toSorted()) {
    const value = tags[name] ?? "";
    if (value !== "") key += `,${escapeTag(name)}=${escapeTag(value)}`;
  }
  return key;
}

/**
 * One line without its line break; undefined when no field has a value. Every value is written as a float: a field that is an
 * integer in one line and a float in another is refused by InfluxDB.
 */
export function pointLine(
  key: string,
  fields: Iterable<readonly [string, number | null | undefined]>,
  at: Instant,
): string | undefined {
  let text = "";
  for (const [name, value] of fields) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    text += `${text === "" ? "" : ","}${escapeTag(name)}=${value}`;
  }
  return text === "" ? undefined : `${key} ${text} ${at}`;
}
