import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { influxql } from "./influxql.ts";
import type { Label } from "./labels.ts";
import { promql } from "./promql.ts";
import type { Query } from "./query.ts";

export const DIALECTS = ["prometheus", "influx"] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Grafana's name of each kind of data source, and the uid under which provisioning makes ours. */
export const DATA_SOURCES: Readonly<Record<Dialect, { readonly type: string; readonly uid: string }>> = {
  prometheus: { type: "prometheus", uid: "cayda-prometheus" },
  influx: { type: "influxdb", uid: "cayda-influxdb" },
};

/** What the person chose at the top of the dashboard. */
export const chosenSource = (dialect: Dialect) => ({
  type: DATA_SOURCES[dialect].type,
  uid: "${datasource}",
});

export interface TargetWish {
  readonly refId: string;
  readonly shape: "lines" | "single" | "table";
  /** Of a line: what it is called beside its labels. */
  readonly name?: string;
  /** Of a table: what the column is called; Grafana's Prometheus data source decides it for itself. */
  readonly column?: string;
}

/** A query as Grafana keeps it in a panel. */
export function target(dialect: Dialect, query: Query, wish: TargetWish): Builder<Dataquery> {
  return dialect === "prometheus" ? prometheusTarget(query, wish) : influxTarget(query, wish);
}

function prometheusTarget(query: Query, { refId, shape, name }: TargetWish): Builder<Dataquery> {
  const builder = new DataqueryBuilder()
    .expr(promql(query))
    .refId(refId)
    .format(shape === "table" ? PromQueryFormat.Table : PromQueryFormat.TimeSeries)
    .legendFormat(legend(query.by, name, (label) => `{{${label}}}`) || "__auto")
    .datasource(chosenSource("prometheus"));
  return shape === "lines" ? builder.range() : builder.instant();
}

/** The SDK has no InfluxDB query, so its shape is written out (raw InfluxQL; the editor's own fields are not needed). */
export interface InfluxTarget extends Dataquery {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly rawQuery: true;
  readonly query: string;
  readonly resultFormat: "time_series" | "table";
  readonly orderByTime: "ASC";
  readonly policy: "default";
  readonly alias?: string;
}

function influxTarget(query: Query, { refId, shape, name, column }: TargetWish): Builder<InfluxTarget> {
  const alias = legend(query.by, name, (label) => `$tag_${label}`);
  return {
    build: () => ({
      refId,
      datasource: chosenSource("influx"),
      rawQuery: true,
      query: influxql(query, column),
      resultFormat: shape === "table" ? "table" : "time_series",
      orderByTime: "ASC",
      policy: "default",
      ...(shape === "table" || alias === "" ? {} : { alias }),
      // The SDK's mark of a query; a function, so it does not reach the JSON.
      _implementsDataqueryVariant: () => undefined,
    }),
  };
}

/** Unit and class are columns of tables; in a legend they would drown what tells lines apart. */
function legend(by: readonly Label[], name: string | undefined, show: (label: Label) => string): string {
  const shown = by.filter((label) => label !== "class" && (label !== "unit" || by.length === 1));
  return [...shown.map(show), ...(name === undefined ? [] : [name])].join(" · ");
}
