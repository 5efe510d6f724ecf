import { formatDate, formatDuration } from "../../../core/format.ts";
import type { SeriesAnswer } from "../../../core/wire/views.ts";
import { isSummary, startsLate } from "../lib/chart-data.ts";
import type { ChartData, ChartLine } from "../pieces/time-chart.tsx";
import { ProblemPanel } from "../pieces/view.tsx";
import { language, locale, t } from "../state/preferences.ts";
import type { Resource } from "../state/resource.ts";

export const dataOf = (
  answer: SeriesAnswer | undefined,
  lines: readonly ChartLine[],
): ChartData | undefined =>
  answer === undefined ? undefined : { at: answer.at, from: answer.from, to: answer.to, lines };

/** A chart whose question failed, and nothing to show from before. */
export function Failed({ series }: { readonly series: Resource<SeriesAnswer> }) {
  const problem = series.problem.value;
  if (problem === undefined || series.data.value !== undefined) return null;
  return <ProblemPanel problem={problem} retry={() => void series.reload()} />;
}

/** What the points of a long range are, and since when there are any. */
export function Summary({ answer }: { readonly answer: SeriesAnswer | undefined }) {
  if (answer === undefined || !isSummary(answer.stepMs)) return null;
  const since = startsLate(
    answer.at,
    answer.series.map(({ values }) => values),
    answer.stepMs,
  );
  return (
    <p class="quiet small wide">
      {t("web.chart.summary", { step: formatDuration(answer.stepMs, language.value) })}
      {since === undefined ? "" : ` ${t("web.chart.since", { at: formatDate(since, locale.value) })}`}
    </p>
  );
}
