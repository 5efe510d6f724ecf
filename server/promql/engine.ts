import type { Clock, Instant } from "../../core/clock.ts";
import { check } from "./check.ts";
import { createBudget } from "./budget.ts";
import { evaluateInstant, evaluateRange } from "./evaluate.ts";
import { parse, selectorOf } from "./parse.ts";
import {
  DEFAULT_LIMITS,
  PromqlError,
  type Limits,
  type Matcher,
  type QueryResult,
  type Semantics,
  type Source,
} from "./types.ts";

export interface Engine {
  /** The query at one moment. Throws {@link PromqlError}; `lookbackMs` replaces the limits' one, and that of series. */
  instant(query: string, at: Instant, lookbackMs?: number): Promise<QueryResult>;
  /** The query at `from`, `from + stepMs`, … up to `to`: a matrix. Throws {@link PromqlError}. */
  range(query: string, from: Instant, to: Instant, stepMs: number, lookbackMs?: number): Promise<QueryResult>;
  /** The matchers of a selector alone, as `match[]` gives it. Throws {@link PromqlError}. */
  parseSelector(text: string): readonly Matcher[];
}

export interface EngineOptions {
  readonly source: Source;
  readonly clock: Clock;
  readonly limits?: Partial<Limits>;
  /** Prometheus 3 unless a test compares with Prometheus 2. */
  readonly semantics?: Semantics;
}

/** Answers PromQL over a source of series. Holds no state between queries. */
export function createEngine({ source, clock, limits: given = {}, semantics = "v3" }: EngineOptions): Engine {
  const limits: Limits = { ...DEFAULT_LIMITS, ...given };
  const contextOf = (from: Instant, to: Instant, lookbackMs: number | undefined) => ({
    source,
    limits,
    semantics,
    budget: createBudget(limits, clock),
    lookbackMs: lookbackMs ?? limits.lookbackMs,
    lookbackAsked: lookbackMs !== undefined,
    from,
    to,
    loaded: new Map(),
    warnings: new Set<string>(),
  });
  const compile = (query: string) => {
    const expr = parse(query, limits);
    check(expr);
    return expr;
  };
  return {
    async instant(query, at, lookbackMs) {
      const context = contextOf(at, at, lookbackMs);
      return { ...(await evaluateInstant(compile(query), context)), warnings: [...context.warnings] };
    },
    async range(query, from, to, stepMs, lookbackMs) {
      if (!(stepMs > 0))
        throw new PromqlError("bad_data", "zero or negative query resolution step widths are not accepted");
      if (!(to >= from)) throw new PromqlError("bad_data", "end timestamp must not be before start time");
      const steps = Math.floor((to - from) / stepMs) + 1;
      if (!(steps <= limits.steps))
        throw new PromqlError(
          "bad_data",
          `exceeded maximum resolution of ${limits.steps} points per timeseries: use a greater step`,
        );
      const grid = { start: from, step: stepMs, count: steps };
      // What `@ end()` means is the last moment asked about, not the last step.
      const context = contextOf(from, to, lookbackMs);
      return { ...(await evaluateRange(compile(query), grid, context)), warnings: [...context.warnings] };
    },
    parseSelector: (text) => selectorOf(parse(text, limits)),
  };
}
