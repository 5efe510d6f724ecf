import { metricName } from "../../core/exposition.ts";
import { withIds } from "./labels.ts";
import type {
  Across,
  DailyQuery,
  DailyStatistic,
  Expression,
  LastSeenQuery,
  Over,
  Query,
  ReportsQuery,
  Source,
  ValueQuery,
} from "./query.ts";

/**
 * A query in PromQL, with Grafana's macros; see `query.ts` for what each form means. `heard`: who was heard within this time
 * still counts as somebody who should report.
 */
export function promql(query: Query, heard: "1d" | "7d" = "1d"): string {
  switch (query.form) {
    case "chart":
      return across(query, expression(query.from, query.value, "$__rate_interval"));
    case "range":
      return ranged(query);
    case "lastSeen":
      return lastSeen(query);
    case "daily":
      return across(query, scaled(daily(query), query.factor));
    case "longMean":
      return across(
        { ...query, across: "mean" },
        scaled(`avg_over_time(${selector(query.from, query.field)}[$__range])`, query.factor),
      );
    case "reports":
      return reports(query, heard);
  }
}

/** The values of a variable: what the label holds among entities that have this field. */
export function promqlValues(source: Source, field: string, label: string): string {
  return `label_values(${selector(source, field)}, ${label})`;
}

/** Readings below a bound, as they were read. */
export const promqlBelow = (from: Source, field: string, bound: number): string =>
  `${selector(from, field)} < ${bound}`;

const COMPARE = { "=": "==", "<": "<", ">": ">" } as const;
const AGGREGATE: Readonly<Record<Across, string>> = {
  sum: "sum",
  mean: "avg",
  min: "min",
  max: "max",
  count: "count",
};

function ranged(query: ValueQuery): string {
  const value = expression(query.from, query.value, "$__range");
  const chosen = query.only === undefined ? value : `${value} ${COMPARE[query.only[0]]} ${query.only[1]}`;
  const all = across(query, chosen);
  // Nothing to count is a count of zero, not "no data".
  if (query.across === "count" && query.by.length === 0) return `${all} or vector(0)`;
  if (query.best === undefined) return all;
  return `${query.best[0] === "top" ? "topk" : "bottomk"}(${query.best[1]}, ${all})`;
}

function lastSeen({ from, field, equal, by }: LastSeenQuery): string {
  const read = selector(from, field);
  const seen = `timestamp(${equal === undefined ? read : `${read} == ${equal}`})`;
  return `max by (${withIds(by).join(", ")}) (max_over_time(${seen}[$__range:1m])) * 1000`;
}

function reports({ from, field, by }: ReportsQuery, heard: string): string {
  const read = selector(from, field);
  const counted = (window: string) => across({ across: "sum", by }, `count_over_time(${read}[${window}])`);
  return `${counted("$__rate_interval")} or ${counted(heard)} * 0`;
}

function across({ across, by }: Pick<ValueQuery, "across" | "by">, value: string): string {
  const labels = by.length === 0 ? "" : ` by (${withIds(by).join(", ")})`;
  return `${AGGREGATE[across]}${labels} (${value})`;
}

const OVER: Readonly<Record<Over, string>> = {
  mean: "avg_over_time",
  min: "min_over_time",
  max: "max_over_time",
  last: "last_over_time",
  sum: "sum_over_time",
};

function expression(source: Source, value: Expression, window: string): string {
  switch (value.op) {
    case "read":
      return `${OVER[value.over]}(${selector(source, value.field)}[${window}])`;
    case "rate":
    case "increase":
      return `${value.op}(${selector(source, value.field)}[${window}])`;
    case "+":
      return `(${expression(source, value.left, window)} + ${expression(source, value.right, window)})`;
    case "/":
      // What is divided by zero has no ratio: it goes, rather than to show as infinite.
      return `${expression(source, value.left, window)} / (${expression(source, value.right, window)} > 0)`;
    case "times":
      return scaled(expression(source, value.of, window), value.factor);
  }
}

function daily({ from, field, statistic }: DailyQuery): string {
  const window = `${selector(from, field)}[1d]`;
  const functions: Readonly<Record<DailyStatistic, string>> = {
    mean: `avg_over_time(${window})`,
    min: `min_over_time(${window})`,
    max: `max_over_time(${window})`,
    last: `last_over_time(${window})`,
    p95: `quantile_over_time(0.95, ${window})`,
    increase: `increase(${window})`,
  };
  return functions[statistic];
}

const scaled = (value: string, factor: number): string => (factor === 1 ? value : `${value} * ${factor}`);

/**
 * Every variable may hold several values, so that Grafana's Prometheus data source escapes them for a regular expression
 * by itself; a format of our own choosing (`:regex`) would not survive the string's own escapes.
 */
function selector({ kind, choices, classes }: Source, field: string): string {
  const chosen = choices.map((choice) => `${choice}=~"$${choice}"`);
  const oneClass = classes.length === 1 ? `class="${classes[0]}"` : `class=~"${classes.join("|")}"`;
  const matchers = classes.length === 0 ? chosen : [...chosen, oneClass];
  return `${metricName(kind, field)}${matchers.length === 0 ? "" : `{${matchers.join(", ")}}`}`;
}
