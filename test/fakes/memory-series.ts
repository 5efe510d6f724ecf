import type { Labels } from "../../core/exposition.ts";
import type { Source, SourceSeries } from "../../server/promql/types.ts";

/** A series from pairs of milliseconds and value. */
export function seriesOf(
  labels: Labels,
  samples: readonly (readonly [at: number, value: number])[],
): SourceSeries {
  return {
    labels,
    at: Float64Array.from(samples, ([at]) => at),
    values: Float64Array.from(samples, ([, value]) => value),
  };
}

/** A source over series in memory, as strict about windows as a store. */
export function memorySource(all: readonly SourceSeries[]): Source {
  return {
    async *select({ matchers, from, to }) {
      for (const { labels, at, values } of all) {
        if (!matchers.every((matcher) => matcher.matches(labels[matcher.name] ?? ""))) continue;
        const lo = at.findIndex((time) => time >= from);
        const hi = at.findLastIndex((time) => time <= to) + 1;
        if (lo >= 0 && hi > lo) yield { labels, at: at.slice(lo, hi), values: values.slice(lo, hi) };
      }
    },
  };
}
