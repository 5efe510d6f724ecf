import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import {
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DashboardLink,
  type FieldColor,
  type GridPos,
  type Panel as GrafanaPanel,
  type ThresholdsConfig,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Panel, PanelOf } from "./board.ts";
import { clickLink, cornerLink } from "./links.ts";
import { chosenSource, type Dialect } from "./targets.ts";
import type { Mapping, Step } from "./theme.ts";
import type { Language } from "./words/words.ts";

export interface Rendering {
  readonly dialect: Dialect;
  readonly language: Language;
}

/** What the builders of all kinds of panels have in common. */
export interface CommonBuilder extends Builder<GrafanaPanel> {
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: DataSourceRef): this;
  gridPos(gridPos: GridPos): this;
  links(links: Builder<DashboardLink>[]): this;
  targets(targets: Builder<Dataquery>[]): this;
  interval(interval: string): this;
  timeFrom(timeFrom: string): this;
  unit(unit: string): this;
  decimals(decimals: number): this;
  min(min: number): this;
  max(max: number): this;
  mappings(mappings: ValueMapping[]): this;
  thresholds(thresholds: Builder<ThresholdsConfig>): this;
  colorScheme(color: Builder<FieldColor>): this;
  dataLinks(links: Builder<DashboardLink>[]): this;
  noValue(noValue: string): this;
}

/** Gives a panel what every panel must have. */
export function dressed<B extends CommonBuilder>(
  builder: B,
  panel: Panel,
  at: GridPos,
  { dialect, language }: Rendering,
): B {
  builder
    .title(panel.words.title[language])
    .description(panel.words.says[language])
    .datasource(chosenSource(dialect))
    .gridPos(at)
    .unit(panel.unit)
    .thresholds(thresholds(panel.steps))
    .links([cornerLink(panel.page, language)])
    .dataLinks([clickLink(panel.page, panel.view === "table" ? "row" : "line", language)])
    .interval(panel.every ?? "1m");
  if (panel.decimals !== undefined) builder.decimals(panel.decimals);
  if (panel.min !== undefined) builder.min(panel.min);
  if (panel.max !== undefined) builder.max(panel.max);
  if (panel.last !== undefined) builder.timeFrom(panel.last);
  if (panel.mapping !== undefined) builder.mappings(mappings(panel.mapping, language));
  // InfluxQL counts nothing as no row at all.
  if (panel.view === "stat" && countsOnly(panel)) builder.noValue("0");
  return builder;
}

const countsOnly = ({ lines: [{ query }] }: PanelOf<"stat">) =>
  query.form === "range" && query.across === "count";

export const thresholds = (steps: readonly Step[]) =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps.map((step) => ({ ...step })));

export const mappings = (mapping: Mapping, language: Language): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      Object.entries(mapping).map(([value, [words, color]], index) => [
        value,
        { text: words[language], color, index },
      ]),
    ),
  },
];

/** The name of a query within its panel: A, B, C. */
export const letter = (index: number): string => "ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(index);
