import type { Instant } from "../../core/clock.ts";
import type { Labels } from "../../core/exposition.ts";

/** One series as the source hands it over: times ascend strictly, as many values as times. */
export interface SourceSeries {
  /** With `__name__`. */
  readonly labels: Labels;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** Undefined: all samples are readings. */
  readonly rolled?: Rolled | undefined;
  /** How long a sample of this series stands, in milliseconds, where that is more than the query's lookback. */
  readonly lookbackMs?: number | undefined;
  /** Something to tell the asker about these samples ("from hourly roll-ups"); told once. */
  readonly warning?: string | undefined;
}

/** Samples that are roll-ups, each at the end of its hour or day. Samples behind the end of these columns are readings. */
export interface Rolled {
  /** How many milliseconds before its time each stands for; 0: it is a reading. */
  readonly spans: Float64Array;
  /** Of how many readings each is made. */
  readonly counts: Float64Array;
}

export type MatchOp = "=" | "!=" | "=~" | "!~";

export interface Matcher {
  readonly name: string;
  readonly op: MatchOp;
  /** The text behind the operator: a value, or a regular expression (RE2 syntax, anchored at both ends). */
  readonly value: string;
  /** Whether a label of this value fits; a label that is absent has the value "". */
  matches(value: string): boolean;
}

/**
 * What a selector needs: every sample of the matching series with `from <= at <= to`, and of roll-ups also those that stand for
 * a part of it, with the one before them.
 */
export interface SelectRequest {
  /** All must fit; one of them may be about `__name__`. */
  readonly matchers: readonly Matcher[];
  readonly from: Instant;
  readonly to: Instant;
  /** The distance of the steps that ask; 0 for an instant query. A source may answer long ranges more coarsely by it. */
  readonly stepMs: number;
  /** The range in brackets; undefined for a selector without. */
  readonly rangeMs: number | undefined;
  /** The function right around the selector ("rate"), or undefined. */
  readonly func: string | undefined;
}

/** Where samples come from. What it throws is a bug or a broken store; it passes through the engine. */
export interface Source {
  select(request: SelectRequest): AsyncIterable<SourceSeries>;
}

export interface Limits {
  /** Characters of a query. */
  readonly queryLength: number;
  /** Expressions in one another. */
  readonly depth: number;
  /** Series that all selectors of a query may find together. */
  readonly series: number;
  /** Samples that all selectors may load together. */
  readonly samples: number;
  /** Steps of a range query, as in Prometheus (Grafana asks for fewer). */
  readonly steps: number;
  /** Steps of one subquery. */
  readonly subquerySteps: number;
  /** Values (series x steps) that one query may compute, all its parts together. */
  readonly cells: number;
  /** Milliseconds from asking to answering. */
  readonly timeMs: number;
  /** How far back an instant selector looks for the last sample. */
  readonly lookbackMs: number;
  /** The step of a subquery that names none. */
  readonly defaultStepMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  queryLength: 10_000,
  depth: 250,
  series: 20_000,
  samples: 20_000_000,
  steps: 11_000,
  subquerySteps: 50_000,
  cells: 20_000_000,
  timeMs: 20_000,
  lookbackMs: 300_000,
  defaultStepMs: 60_000,
};

/**
 * Prometheus 3 leaves the left edge out of ranges and of the lookback, and decides about extrapolation to zero after that
 * to the edge; Prometheus 2 is there to compare with one.
 */
export type Semantics = "v3" | "v2";

/** `bad_data`: HTTP 400; `execution`: 422; `timeout`: 503; as Prometheus answers them. */
export type ErrorType = "bad_data" | "execution" | "timeout";

/** Why a query has no answer; in English, as Prometheus and Grafana show it. */
export class PromqlError extends Error {
  readonly errorType: ErrorType;
  constructor(errorType: ErrorType, message: string) {
    super(message);
    this.name = "PromqlError";
    this.errorType = errorType;
  }
}

/** One value at one time (milliseconds). Values may be NaN and infinite: {@link formatValue}. */
export interface Point {
  readonly at: Instant;
  readonly value: number;
}
export interface VectorRow extends Point {
  readonly labels: Labels;
}
export interface MatrixRow {
  readonly labels: Labels;
  readonly at: Float64Array;
  readonly values: Float64Array;
}

export type Answer =
  | { readonly resultType: "vector"; readonly result: readonly VectorRow[] }
  | { readonly resultType: "matrix"; readonly result: readonly MatrixRow[] }
  | { readonly resultType: "scalar"; readonly result: Point }
  | { readonly resultType: "string"; readonly result: { readonly at: Instant; readonly value: string } };

export type QueryResult = Answer & { readonly warnings: readonly string[] };

/** A number as Prometheus writes it: shortest digits without an exponent, `+Inf`, `-Inf`, `NaN`. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", head = "", tail = "", exponent = "0"] = match;
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${"0".repeat(-shift - 1)}${head}${tail}`
    : `${sign}${head}${tail.padEnd(shift, "0")}`;
}
