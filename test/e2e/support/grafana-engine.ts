import type { Instant } from "../../../core/clock.ts";
import { metricName } from "../../../core/exposition.ts";
import { createEngine, type Engine } from "../../../server/promql/engine.ts";
import type { Matcher, SourceSeries } from "../../../server/promql/types.ts";
import { realClock } from "../../support/real-clock.ts";
import { district, timesUntil } from "./grafana-district.ts";

export interface DistrictEngine {
  readonly engine: Engine;
  /** Values of a label among the series that all matchers fit, as the HTTP API lists them. */
  labelValues(matchers: readonly Matcher[], label: string): readonly string[];
}

/** Cayda's own PromQL over the district's readings, without the HTTP around it. */
export function districtEngine(now: Instant): DistrictEngine {
  const all = seriesUntil(now);
  const fitting = (matchers: readonly Matcher[]) =>
    all.filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels[matcher.name] ?? "")));
  const engine = createEngine({
    clock: realClock,
    source: {
      async *select({ matchers, from, to }) {
        for (const { labels, at, values } of fitting(matchers)) {
          const first = at.findIndex((time) => time >= from);
          const last = at.findLastIndex((time) => time <= to);
          if (first >= 0 && last >= first)
            yield { labels, at: at.slice(first, last + 1), values: values.slice(first, last + 1) };
        }
      },
    },
  });
  return {
    engine,
    labelValues: (matchers, label) =>
      [...new Set(fitting(matchers).flatMap(({ labels }) => labels[label] ?? []))].toSorted(),
  };
}

function seriesUntil(now: Instant): readonly SourceSeries[] {
  const times = timesUntil(now);
  return district().flatMap(({ kind, labels, read }) => {
    const rows = times.flatMap((at) => {
      const fields = read(now - at);
      return fields === undefined ? [] : [{ at, fields }];
    });
    const names = new Set(rows.flatMap(({ fields }) => Object.keys(fields)));
    return [...names].map((field): SourceSeries => {
      const own = rows.filter(({ fields }) => fields[field] !== undefined);
      return {
        labels: { ...labels, __name__: metricName(kind, field) },
        at: Float64Array.from(own, ({ at }) => at),
        values: Float64Array.from(own, ({ fields }) => fields[field] ?? Number.NaN),
      };
    });
  });
}
