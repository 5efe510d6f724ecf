import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { AnnotationQueryBuilder, type AnnotationQuery } from "@grafana/grafana-foundation-sdk/dashboard";
import { influxqlBelow } from "./influxql.ts";
import type { Rendering } from "./dress.ts";
import { promqlBelow } from "./promql.ts";
import type { Source } from "./query.ts";
import { chosenSource, type Dialect } from "./targets.ts";
import { frame } from "./words/frame.ts";

/** A device that has run for less than this started again just now; one mark, as it is polled every minute. */
const JUST_STARTED_S = 90;

/** Marks the charts where a device started again. */
export function restarts(from: Source<"device">, { dialect, language }: Rendering): Builder<AnnotationQuery> {
  const annotation = new AnnotationQueryBuilder()
    .name(frame.restarted[language])
    .datasource(chosenSource(dialect))
    .enable(true)
    .iconColor("yellow");
  return { build: () => ({ ...annotation.build(), ...query(from, dialect, frame.restarted[language]) }) };
}

/** The two data sources keep what an annotation asks in shapes of their own. */
function query(from: Source<"device">, dialect: Dialect, title: string): Partial<AnnotationQuery> {
  if (dialect === "prometheus")
    return {
      expr: promqlBelow(from, "uptime", JUST_STARTED_S),
      step: "60s",
      titleFormat: title,
      textFormat: "{{site}} · {{device}}",
      tagKeys: "site,device",
    };
  const target = {
    refId: "Anno",
    fromAnnotations: true,
    rawQuery: true,
    query: influxqlBelow(from, "uptime", JUST_STARTED_S),
    textColumn: "device",
    tagsColumn: "site",
    // The SDK's mark of a query; a function, so it does not reach the JSON.
    _implementsDataqueryVariant: () => undefined,
  };
  return { target };
}
