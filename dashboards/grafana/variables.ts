import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Variable } from "./board.ts";
import { influxqlValues } from "./influxql.ts";
import type { Rendering } from "./dress.ts";
import { promqlValues } from "./promql.ts";
import { chosenSource, DATA_SOURCES } from "./targets.ts";
import { frame, LABEL_WORDS } from "./words/frame.ts";

/** What stands at the top of a dashboard, and where our own pages are. */
export function grafanaVariables(
  variables: readonly Variable[],
  appUrl: string,
  { dialect, language }: Rendering,
): Builder<VariableModel>[] {
  const { type, uid } = DATA_SOURCES[dialect];
  return [
    new DatasourceVariableBuilder("datasource")
      .label(frame.datasource[language])
      .type(type)
      .current({ text: "Cayda", value: uid }),
    ...variables.map((variable) => choice(variable, { dialect, language })),
    new ConstantVariableBuilder("app_url").label(frame.appUrl[language]).value(appUrl),
  ];
}

/**
 * Each may hold several values: then Grafana escapes them for a regular expression in both dialects. "All" is one
 * expression that fits everything, not a list of hundreds of names.
 */
function choice(
  { name, from, field, all }: Variable,
  { dialect, language }: Rendering,
): Builder<VariableModel> {
  const query = dialect === "influx" ? influxqlValues(from, name) : promqlValues(from, field, name);
  const variable = new QueryVariableBuilder(name)
    .label(LABEL_WORDS[name][language])
    .datasource(chosenSource(dialect))
    .query(dialect === "influx" ? query : { query, refId: "StandardVariableQuery" })
    .definition(query)
    .multi(true)
    // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not an array
    .sort(VariableSort.NaturalAsc)
    .refresh(VariableRefresh.OnTimeRangeChanged);
  if (!all) return variable;
  return variable.includeAll(true).allValue(".*").current({ text: "All", value: "$__all" });
}
