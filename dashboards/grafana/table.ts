import * as common from "@grafana/grafana-foundation-sdk/common";
import type {
  DataTransformerConfig,
  DynamicConfigValue,
  GridPos,
  Panel as GrafanaPanel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import * as table from "@grafana/grafana-foundation-sdk/table";
import type { Column, PanelOf } from "./board.ts";
import { withIds, type Label } from "./labels.ts";
import { dressed, letter, mappings, thresholds, type Rendering } from "./dress.ts";
import { target } from "./targets.ts";
import { deviceClass } from "./theme.ts";
import { LABEL_WORDS } from "./words/frame.ts";
import type { Language } from "./words/words.ts";

/**
 * A table: columns for labels, then one for each query. Grafana's Prometheus data source calls a value "Value", or
 * "Value #B" when there are several queries; InfluxDB is asked for the same names, so that one set of rules serves both.
 */
export function tablePanel(panel: PanelOf<"table">, at: GridPos, rendering: Rendering): GrafanaPanel {
  const { dialect, language } = rendering;
  const [sorted, direction] = panel.sort;
  const names = panel.columns.map((column, index) => nameOf(panel, column, index, rendering));
  const built = dressed(new table.PanelBuilder(), panel, at, rendering)
    .targets(
      panel.columns.map(({ query }, index) =>
        target(dialect, query, { refId: letter(index), shape: "table", column: valueName(panel, index) }),
      ),
    )
    .sortBy([
      new common.TableSortByFieldStateBuilder()
        .displayName(panel.columns[sorted]?.title[language] ?? "")
        .desc(direction === "down"),
    ])
    .cellHeight(common.TableCellHeight.Sm)
    .transformations(transformations(panel, names));
  for (const label of panel.labels) built.overrideByName(label, labelColumn(label, language));
  for (const id of withIds(panel.labels).filter((name) => name.endsWith("_id")))
    built.overrideByName(id, [{ id: "custom.hidden", value: true }]);
  panel.columns.forEach((column, index) =>
    built.overrideByName(names[index] ?? "", valueColumn(column, language)),
  );
  return built.build();
}

const valueName = (panel: PanelOf<"table">, index: number): string =>
  panel.columns.length === 1 ? "Value" : `Value #${letter(index)}`;

/** InfluxDB tells in the row's own time when something was last so, PromQL in a value. */
const nameOf = (panel: PanelOf<"table">, { query }: Column, index: number, { dialect }: Rendering): string =>
  query.form === "lastSeen" && dialect === "influx" ? "Time" : valueName(panel, index);

/** Rows of several queries are put together by their labels; times would keep them apart. */
function transformations(panel: PanelOf<"table">, names: readonly string[]): DataTransformerConfig[] {
  const wanted = [...withIds(panel.labels), ...names];
  const unwanted = ["Time", ...panel.columns.map((_, index) => valueName(panel, index))].filter(
    (name) => !wanted.includes(name),
  );
  const organise = (options: object): DataTransformerConfig => ({ id: "organize", options });
  return [
    organise({ excludeByName: Object.fromEntries(unwanted.map((name) => [name, true])) }),
    ...(panel.columns.length > 1 ? [{ id: "merge", options: {} }] : []),
    organise({ indexByName: Object.fromEntries(wanted.map((name, index) => [name, index])) }),
  ];
}

const labelColumn = (label: Label, language: Language): DynamicConfigValue[] => [
  { id: "displayName", value: LABEL_WORDS[label][language] },
  ...(label === "class" ? [{ id: "mappings", value: mappings(deviceClass, language) }] : []),
];

function valueColumn(column: Column, language: Language): DynamicConfigValue[] {
  const { title, unit, decimals, steps, mapping, upTo } = column;
  const coloured = { type: common.TableCellDisplayMode.ColorText };
  const bar = { type: common.TableCellDisplayMode.Gauge, mode: common.BarGaugeDisplayMode.Basic };
  return [
    { id: "displayName", value: title[language] },
    { id: "unit", value: unit },
    ...(decimals === undefined ? [] : [{ id: "decimals", value: decimals }]),
    ...(steps === undefined ? [] : [{ id: "thresholds", value: thresholds(steps).build() }]),
    ...(mapping === undefined ? [] : [{ id: "mappings", value: mappings(mapping, language) }]),
    ...(upTo === undefined
      ? []
      : [
          { id: "min", value: 0 },
          { id: "max", value: upTo },
        ]),
    ...(steps === undefined && mapping === undefined
      ? []
      : [{ id: "custom.cellOptions", value: upTo === undefined ? coloured : bar }]),
  ];
}
