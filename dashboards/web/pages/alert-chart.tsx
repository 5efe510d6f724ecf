import { ruleKind } from "../../../core/alerting/catalogue.ts";
import type { AlertState, EvidenceSeries } from "../../../core/alerting/types.ts";
import type { AlertDetail } from "../../../core/wire/alerts.ts";
import type { SeriesAnswer } from "../../../core/wire/views.ts";
import { HOUR } from "../../../core/clock.ts";
import { formatDuration } from "../../../core/format.ts";
import { fieldFormat, unitOf, whoseOf } from "../lib/field-format.ts";
import { Section } from "../pieces/page-head.tsx";
import { TimeChart } from "../pieces/time-chart.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { dataOf, Failed } from "./chart-parts.tsx";

/** Units in which the reading itself is what is held against the threshold. */
const SAME_UNIT: ReadonlySet<string> = new Set(["percent", "ms", "celsius", "ratio"]);
const MOST_CHARTS = 4;

/** What the alert rests on, from an hour before it began to an hour after it ended. */
export function EvidenceCharts({ state, names }: Pick<AlertDetail, "state" | "names">) {
  const series = state.evidence.series.slice(0, MOST_CHARTS);
  if (series.length === 0) return null;
  const several = new Set(series.map(({ entity }) => entity)).size > 1;
  return (
    <Section title={words("web.alert.evidence")}>
      <div class="charts">
        {series.map((one) => (
          <Chart
            key={`${one.entity} ${one.field} ${one.aggregate}`}
            state={state}
            series={one}
            whose={several ? whoseOf(one.entity, names, words("web.alert.gateway")) : undefined}
          />
        ))}
      </div>
    </Section>
  );
}

/** What a person calls it; a field without a word of its own keeps its name. */
function fieldText(field: string): string {
  const key = `web.alert.field.${field}`;
  const text = wordsAny(key);
  return text === key ? field : text;
}

/** What came together within each step means nothing without its length. */
function labelOf({ field, aggregate }: EvidenceSeries, answer: SeriesAnswer | undefined): string {
  const what = fieldText(field);
  if (aggregate !== "increase" || answer === undefined) return what;
  return words("web.alert.each", { what, step: formatDuration(answer.stepMs, language.value) });
}

/** Whether the very readings of the chart are what is held against the rule's threshold. */
function isHeldAgainst(series: EvidenceSeries, rule: AlertState["rule"]): boolean {
  const { unit } = ruleKind(rule);
  const { aggregate } = series;
  return SAME_UNIT.has(unit) && unit === unitOf(series) && (aggregate === "avg" || aggregate === "last");
}

function Chart({
  state,
  series,
  whose: name,
}: {
  readonly state: AlertState;
  readonly series: EvidenceSeries;
  readonly whose: string | undefined;
}) {
  const { entity, field, aggregate } = series;
  const { since, resolvedAt, rule, threshold } = state;
  const from = since - HOUR;
  const resource = useResource(`evidence ${entity} ${field} ${aggregate} ${from} ${resolvedAt}`, () => {
    const now = slowNow.peek() ?? state.lastAt;
    const to = resolvedAt === null ? now : Math.min(now, resolvedAt + HOUR);
    const query = { entity, from: String(from), to: String(to), series: `${field}:${aggregate}` };
    return ask(api.series.$get({ query }));
  });
  const answer = resource.data.value;
  const label = labelOf(series, answer);
  const title = name === undefined ? label : `${name}: ${label}`;
  const format = (value: number) => fieldFormat(series)(value, language.value);
  return (
    <>
      <Failed series={resource} />
      <TimeChart
        title={title}
        data={dataOf(answer, [{ label, colour: 1, values: answer?.series[0]?.values ?? [] }])}
        format={format}
        threshold={
          isHeldAgainst(series, rule)
            ? { value: threshold, label: `${words("web.alert.threshold")} ${format(threshold)}` }
            : undefined
        }
        binary={unitOf(series) === "bytes" && aggregate !== "rate" && aggregate !== "max_rate"}
        wide
      />
    </>
  );
}
