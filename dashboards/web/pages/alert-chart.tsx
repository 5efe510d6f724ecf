import { ruleKind } from "../../../core/alerting/catalogue.ts";
import type { AlertState, EvidenceSeries } from "../../../core/alerting/types.ts";
import { HOUR } from "../../../core/clock.ts";
import { formatNumber } from "../../../core/format.ts";
import { Section } from "../pieces/page-head.tsx";
import { TimeChart } from "../pieces/time-chart.tsx";
import { words, wordsAny } from "../state/alert-words.ts";
import { api, ask } from "../state/api.ts";
import { slowNow } from "../state/clock.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { dataOf, Failed } from "./chart-parts.tsx";

/** Units in which the reading itself is what is held against the threshold. */
const SAME_UNIT: ReadonlySet<string> = new Set(["percent", "ms", "celsius"]);
const MOST_CHARTS = 4;

/** What the alert rests on, from an hour before it began to an hour after it ended. */
export function EvidenceCharts({ state }: { readonly state: AlertState }) {
  const { series } = state.evidence;
  if (series.length === 0) return null;
  return (
    <Section title={words("web.alert.evidence")}>
      <div class="charts">
        {series.slice(0, MOST_CHARTS).map((one) => (
          <Chart key={`${one.entity} ${one.field} ${one.aggregate}`} state={state} series={one} />
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

function Chart({
  state,
  series: { entity, field, aggregate },
}: {
  readonly state: AlertState;
  readonly series: EvidenceSeries;
}) {
  const { since, resolvedAt, rule, threshold } = state;
  const from = since - HOUR;
  const resource = useResource(`evidence ${entity} ${field} ${aggregate} ${from} ${resolvedAt}`, () => {
    const now = slowNow.peek() ?? state.lastAt;
    const to = resolvedAt === null ? now : Math.min(now, resolvedAt + HOUR);
    const query = { entity, from: String(from), to: String(to), series: `${field}:${aggregate}` };
    return ask(api.series.$get({ query }));
  });
  const answer = resource.data.value;
  const title = fieldText(field);
  const same = SAME_UNIT.has(ruleKind(rule).unit) && (aggregate === "avg" || aggregate === "last");
  return (
    <>
      <Failed series={resource} />
      <TimeChart
        title={title}
        data={dataOf(answer, [{ label: title, colour: 1, values: answer?.series[0]?.values ?? [] }])}
        format={(value) => formatNumber(value, language.value)}
        threshold={same ? { value: threshold, label: words("web.alert.threshold") } : undefined}
        wide
      />
    </>
  );
}
