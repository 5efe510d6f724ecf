import type { AlertRule } from "./alert-rules.ts";
import type { Rendering } from "./dress.ts";
import { influxql } from "./influxql.ts";
import { withIds } from "./labels.ts";
import { promql } from "./promql.ts";
import { DATA_SOURCES } from "./targets.ts";
import { frame } from "./words/frame.ts";
import type { Words } from "./words/words.ts";

/**
 * Alert rules in the shape of Grafana's provisioning files (not the one of its HTTP API, which is what the SDK builds):
 * A asks, B takes the newest value of each line, C compares it.
 */
export function alertFile(rules: readonly AlertRule[], appUrl: string, rendering: Rendering): object {
  const group = {
    orgId: 1,
    name: "cayda",
    folder: frame.folder[rendering.language],
    interval: "1m",
    rules: rules.map((rule) => grafanaRule(rule, appUrl, rendering)),
  };
  return { apiVersion: 1, groups: [group] };
}

function grafanaRule(rule: AlertRule, appUrl: string, rendering: Rendering): object {
  const { dialect, language } = rendering;
  return {
    uid: `cayda-${dialect}-${rule.key}`,
    title: rule.words.title[language],
    condition: "C",
    for: `${rule.minutes}m`,
    // Nothing to ask means nothing to say: a site without a UPS has no UPS alert.
    noDataState: "OK",
    execErrState: "Error",
    labels: { source: "cayda", severity: rule.severity },
    annotations: {
      summary: filled(rule.words.summary, rule, rendering),
      description: rule.words.says[language],
      cayda: `${appUrl}${pageOf(rule)}`,
    },
    data: [asks(rule, rendering), ...judges(rule)],
  };
}

function asks(rule: AlertRule, { dialect }: Rendering): object {
  const model = dialect === "prometheus" ? prometheusModel(rule) : influxModel(rule);
  return {
    refId: "A",
    relativeTimeRange: { from: rule.window * 60, to: 0 },
    datasourceUid: DATA_SOURCES[dialect].uid,
    model: { refId: "A", datasource: DATA_SOURCES[dialect], ...model },
  };
}

const stepMs = ({ step }: AlertRule) => step * 60_000;

/**
 * Alert rules have none of a panel's macros but the time filter, so that steps are written out. Who is silent stays silent for a
 * week: with a day, Grafana would call it resolved on the second. Asked at one moment, so long a window costs little.
 */
function prometheusModel(rule: AlertRule): object {
  const window = `${rule.step === 1 ? 5 : rule.step * 3}m`;
  const instant = rule.query.form === "reports";
  return {
    expr: promql(rule.query, "7d").replaceAll("$__rate_interval", window),
    range: !instant,
    instant,
    intervalMs: stepMs(rule),
    maxDataPoints: 1_000,
  };
}

function influxModel(rule: AlertRule): object {
  return {
    rawQuery: true,
    query: influxql(rule.query).replaceAll("$__interval", `${rule.step}m`),
    resultFormat: "time_series",
    orderByTime: "ASC",
    policy: "default",
    intervalMs: stepMs(rule),
    maxDataPoints: 1_000,
  };
}

const EXPRESSION = { type: "__expr__", uid: "__expr__" } as const;
const EVALUATOR = {
  above: (bound: number) => ({ type: "gt", params: [bound] }),
  below: (bound: number) => ({ type: "lt", params: [bound] }),
  // Grafana has no "equal" for thresholds; states are whole numbers.
  equal: (bound: number) => ({ type: "within_range", params: [bound - 0.5, bound + 0.5] }),
} as const;

function judges({ fires: [how, bound] }: AlertRule): readonly object[] {
  const step = (refId: string, model: object) => ({
    refId,
    relativeTimeRange: { from: 0, to: 0 },
    datasourceUid: "__expr__",
    model: { refId, datasource: EXPRESSION, ...model },
  });
  return [
    step("B", { type: "reduce", expression: "A", reducer: "last", settings: { mode: "dropNN" } }),
    step("C", { type: "threshold", expression: "B", conditions: [{ evaluator: EVALUATOR[how](bound) }] }),
  ];
}

function filled(words: Words, { where }: AlertRule, { language }: Rendering): string {
  return words[language]
    .replace("{where}", where.map((label) => `{{ $labels.${label} }}`).join(" · "))
    .replace("{value}", '{{ printf "%.1f" $values.B.Value }}');
}

/** Our own page of what the alert is about. */
function pageOf({ where }: AlertRule): string {
  const ids = new Set(withIds(where));
  return ids.has("device_id") ? "/devices/{{ $labels.device_id }}" : "/sites/{{ $labels.site_id }}";
}
