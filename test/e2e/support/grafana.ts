import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../../core/clock.ts";

/**
 * What Grafana does with a dashboard before it asks a data source: chooses values for variables, picks a step, fills in
 * variables and macros. Written after its sources (templating format "regex", the Prometheus data source's escapes,
 * `pkg/tsdb/influxdb` macros), so that a query is tried here as it would be sent.
 */
export type Dialect = "prometheus" | "influx";
type Json = Readonly<Record<string, unknown>>;

/** Chosen values of each variable; "all" stands for the variable's own expression for everything. */
export type Chosen = ReadonlyMap<string, readonly string[] | "all">;

export interface Screen {
  readonly from: Instant;
  readonly to: Instant;
  readonly stepMs: number;
  readonly minStepMs: number;
}

export interface Asked {
  readonly dialect: Dialect;
  /** Which dashboard, panel and query, for a message. */
  readonly where: string;
  readonly text: string;
  readonly instant: boolean;
  readonly screen: Screen;
}

const SCRAPE = MINUTE;
const MAX_POINTS = 1_000;

export function durationMs(text: string): number {
  const [, amount, unit = ""] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };
  const ms = Number(amount) * (units[unit] ?? Number.NaN);
  if (!(ms > 0)) throw new RangeError(`not a duration: ${text}`);
  return ms;
}

/** The range of the screen and its step: never shorter than the panel's own least interval, rounded up to whole minutes. */
export function screenOf(to: Instant, range: number, minStep: number): Screen {
  const stepMs = Math.max(minStep, Math.ceil(range / MAX_POINTS / MINUTE) * MINUTE);
  return { from: to - range, to, stepMs, minStepMs: minStep };
}

/** Every query of a dashboard's panels and annotations, ready to be sent. */
export function questions(dashboard: Json, dialect: Dialect, chosen: Chosen, now: Instant): readonly Asked[] {
  const title = String(dashboard["uid"]);
  const range = String(record(dashboard["time"])["from"]).replace("now-", "");
  const asked: Asked[] = [];
  for (const panel of list(dashboard["panels"])) {
    const last = text(panel["timeFrom"]) || range;
    const screen = screenOf(now, durationMs(last), durationMs(text(panel["interval"]) || "1m"));
    for (const target of list(panel["targets"])) {
      const query = text(target["query"]) || text(target["expr"]);
      asked.push({
        dialect,
        where: `${title} · ${String(panel["title"])} · ${String(target["refId"])}`,
        text: filled(query, dialect, chosen, screen),
        instant: target["instant"] === true,
        screen,
      });
    }
  }
  const screen = screenOf(now, durationMs(range), MINUTE);
  for (const annotation of list(record(dashboard["annotations"])["list"])) {
    const query = text(annotation["expr"]) || text(record(annotation["target"])["query"]);
    asked.push({
      dialect,
      where: `${title} · annotation ${String(annotation["name"])}`,
      text: filled(query, dialect, chosen, screen),
      instant: false,
      screen: { ...screen, stepMs: MINUTE },
    });
  }
  return asked;
}

export interface VariableQuestion {
  readonly name: string;
  readonly text: string;
  readonly all: boolean;
}

/** The variables with values out of a query, in their order. */
export function variablesOf(dashboard: Json): readonly VariableQuestion[] {
  return list(record(dashboard["templating"])["list"])
    .filter(({ type }) => type === "query")
    .map((variable) => ({
      name: String(variable["name"]),
      text: String(variable["definition"]),
      all: variable["includeAll"] === true,
    }));
}

/** Fills in variables and macros. Throws when one is left: Grafana would send it as it stands. */
export function filled(text: string, dialect: Dialect, chosen: Chosen, screen: Screen): string {
  const done = macros(
    text.replaceAll(/\$\{(\w+):regex\}|\$(\w+)/g, (whole, formatted?: string, bare?: string) => {
      const values = chosen.get(formatted ?? bare ?? "");
      if (values === undefined) return whole;
      if (values === "all") return ".*";
      const escaped = values.map((value) => (dialect === "influx" ? regexEscape(value) : promEscape(value)));
      return escaped.length === 1 ? (escaped[0] ?? "") : `(${escaped.join("|")})`;
    }),
    screen,
  );
  const left = /\$[\w{][\w:}]*/.exec(done.replaceAll(/\/\^.*?\$\//g, ""));
  if (left !== null) throw new Error(`${left[0]} is left in ${done}`);
  return done;
}

function macros(text: string, { from, to, stepMs, minStepMs }: Screen): string {
  const seconds = (ms: number) => `${Math.ceil(ms / SECOND)}s`;
  const scrape = Math.max(SCRAPE, minStepMs);
  return text
    .replaceAll("$timeFilter", `time >= ${from}ms and time <= ${to}ms`)
    .replaceAll("$__rate_interval", seconds(Math.max(stepMs + scrape, 4 * scrape)))
    .replaceAll("$__range", seconds(to - from))
    .replaceAll("$__interval", seconds(stepMs));
}

/** Format "regex" of Grafana's templating. */
const regexEscape = (value: string) => value.replaceAll(/[\\^$*+?.()|[\]{}/]/g, String.raw`\$&`);
/** The Prometheus data source's escape for a regular expression within a quoted string. */
const promEscape = (value: string) =>
  value.replaceAll("\\", String.raw`\\\\`).replaceAll(/[$^*{}[\]'+?.()|]/g, String.raw`\\$&`);

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(record) : []);
