import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import {
  FieldColorBuilder,
  FieldColorModeId,
  type GridPos,
  type Panel as GrafanaPanel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { Panel, PanelOf } from "./board.ts";
import { dressed, letter, type Rendering } from "./dress.ts";
import { tablePanel } from "./table.ts";
import { target, type TargetWish } from "./targets.ts";

/** A panel as Grafana keeps it, at its place; the id is given by the dashboard. */
export function grafanaPanel(panel: Panel, at: GridPos, rendering: Rendering): GrafanaPanel {
  switch (panel.view) {
    case "stat":
      return dressed(statPanel(), panel, at, rendering)
        .targets(lines(panel, rendering, "single"))
        .build();
    case "chart":
      return dressed(chartPanel(panel), panel, at, rendering)
        .targets(lines(panel, rendering, "lines"))
        .build();
    case "timeline":
      return dressed(
        new statetimeline.PanelBuilder().showValue(common.VisibilityMode.Never),
        panel,
        at,
        rendering,
      )
        .targets(lines(panel, rendering, "lines"))
        .build();
    case "bars":
      return dressed(barsPanel(), panel, at, rendering)
        .targets(lines(panel, rendering, "single"))
        .build();
    case "table":
      return tablePanel(panel, at, rendering);
  }
}

function lines(
  panel: Exclude<Panel, PanelOf<"table">>,
  { dialect, language }: Rendering,
  shape: TargetWish["shape"],
): Builder<Dataquery>[] {
  return panel.lines.map(({ query, name }, index) =>
    target(dialect, query, {
      refId: letter(index),
      shape,
      ...(name === undefined ? {} : { name: name[language] }),
    }),
  );
}

const newest = () => new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false);

const statPanel = () =>
  new stat.PanelBuilder()
    .reduceOptions(newest())
    .colorMode(common.BigValueColorMode.Background)
    .graphMode(common.BigValueGraphMode.None);

const barsPanel = () =>
  new bargauge.PanelBuilder()
    .reduceOptions(newest())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .valueMode(common.BarGaugeValueMode.Text);

function chartPanel({ steps }: PanelOf<"chart">) {
  const legend = new common.VizLegendOptionsBuilder()
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);
  const tooltip = new common.VizTooltipOptionsBuilder()
    .mode(common.TooltipDisplayMode.Multi)
    // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not an array
    .sort(common.SortOrder.Descending);
  const lines =
    steps.length > 1 ? common.GraphThresholdsStyleMode.Dashed : common.GraphThresholdsStyleMode.Off;
  return new timeseries.PanelBuilder()
    .legend(legend)
    .tooltip(tooltip)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Auto)
    .spanNulls(false)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassicByName))
    .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(lines));
}
