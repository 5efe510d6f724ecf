import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type AnnotationQuery,
  type Dashboard,
  type GridPos,
  type Panel as GrafanaPanel,
  type RowPanel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Board, BoardKey, Section } from "./board.ts";
import { restarts } from "./annotations.ts";
import type { Rendering } from "./dress.ts";
import { grafanaPanel } from "./panel.ts";
import type { Dialect } from "./targets.ts";
import { grafanaVariables } from "./variables.ts";
import { frame } from "./words/frame.ts";
import type { Language } from "./words/words.ts";

const COLUMNS = 24;

/** One of ours among a person's own dashboards; a tag for each set, so that its links stay within it. */
export const uidOf = (key: BoardKey, dialect: Dialect, language: Language) =>
  `cayda-${dialect}-${language}-${key}`;
const tagOf = ({ dialect, language }: Rendering) => `cayda-${dialect}-${language}`;

/** A dashboard in Grafana's classic JSON (v1), which loads from files in Grafana 10 to 13. */
export function grafanaDashboard(board: Board, appUrl: string, rendering: Rendering): Dashboard {
  const { dialect, language } = rendering;
  const built = new DashboardBuilder(`Cayda · ${board.title[language]}`)
    .uid(uidOf(board.key, dialect, language))
    .description(board.says[language])
    .tags(["cayda", tagOf(rendering)])
    .readonly()
    .timezone("browser")
    .weekStart("monday")
    .time({ from: "now-24h", to: "now" })
    .refresh(board.refresh ?? "1m")
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(grafanaVariables(board.variables, appUrl, rendering))
    .annotations(annotations(board, rendering))
    .links([
      new DashboardLinkBuilder(frame.openCayda[language])
        .type(DashboardLinkType.Link)
        .icon("external link")
        .url("${app_url}/")
        .targetBlank(true),
      new DashboardLinkBuilder(frame.boards[language])
        .type(DashboardLinkType.Dashboards)
        .tags([tagOf(rendering)])
        .asDropdown(true)
        .keepTime(true)
        .includeVars(true),
    ])
    .build();
  // The builder leaves ids out, and every row would have the id 0: links and alerts need them to be unique.
  return {
    ...built,
    panels: laidOut(board.sections, rendering).map((panel, index) => Object.assign(panel, { id: index + 1 })),
  };
}

const annotations = (board: Board, rendering: Rendering): Builder<AnnotationQuery>[] =>
  board.restarts === undefined ? [] : [restarts(board.restarts, rendering)];

/** Panels from left to right, a new line where one does not fit; each section under a heading. */
function laidOut(sections: readonly Section[], rendering: Rendering): (GrafanaPanel | RowPanel)[] {
  const placed: (GrafanaPanel | RowPanel)[] = [];
  let y = 0;
  for (const { title, panels } of sections) {
    const at: GridPos = { x: 0, y, w: COLUMNS, h: 1 };
    placed.push({
      type: "row",
      title: title[rendering.language],
      collapsed: false,
      gridPos: at,
      id: 0,
      panels: [],
    });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) {
        y += tallest;
        [x, tallest] = [0, 0];
      }
      placed.push(grafanaPanel(panel, { x, y, w: panel.width, h: panel.height }, rendering));
      x += panel.width;
      tallest = Math.max(tallest, panel.height);
    }
    y += tallest;
  }
  return placed;
}
