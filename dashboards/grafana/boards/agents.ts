import type { Board, Panel } from "../board.ts";
import { ask } from "../query.ts";
import { falling, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { equipment } from "../words/equipment.ts";
import { sections } from "../words/frame.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile } from "./shared.ts";

const CHOSEN = ["unit", "site"] as const;
const agent = ask("agent", CHOSEN);
const by = ["site", "agent"] as const;
const LISTED = ["unit", "site", "agent"] as const;

const tiles: readonly Panel[] = [
  tile(equipment.agentsHeard, agent.count(agent.read("uptime", "last")), {
    last: NOW,
    steps: falling(1, 1),
    width: 6,
    page: "today",
  }),
  tile(equipment.waiting, agent.range(agent.read("spool_bytes", "last"), { by: [], across: "sum" }), {
    unit: "bytes",
    steps: rising(1_000_000, 100_000_000),
    last: NOW,
    width: 6,
    page: "today",
  }),
  tile(equipment.dropped, agent.range(agent.increase("dropped_points"), { by: [], across: "sum" }), {
    width: 6,
    page: "today",
  }),
  tile(equipment.parked, agent.range(agent.read("parked_blocks", "last"), { by: [], across: "sum" }), {
    last: NOW,
    width: 6,
    page: "today",
  }),
];

const last = (field: Parameters<typeof agent.read>[0]) =>
  agent.range(agent.read(field, "last"), { by: LISTED });
const table: Panel = {
  view: "table",
  words: equipment.agents,
  unit: "short",
  steps: plain,
  page: "site",
  width: 24,
  height: 10,
  labels: LISTED,
  columns: [
    { title: col.memory, query: last("memory"), unit: "bytes", decimals: 0, steps: rising(150e6, 300e6) },
    { title: col.cpu, query: last("cpu"), unit: "percent", decimals: 1, steps: rising(2, 10) },
    { title: col.waiting, query: last("spool_bytes"), unit: "bytes", decimals: 0, steps: rising(1e6, 1e8) },
    { title: col.clock, query: last("clock_offset"), unit: "ms", decimals: 0, steps: rising(1_000, 60_000) },
    {
      title: col.failed,
      query: agent.range(agent.increase("failed_runs"), { by: LISTED }),
      unit: "short",
      decimals: 0,
      steps: rising(5, 50),
    },
  ],
  sort: [2, "down"],
};

const reports: Panel = {
  view: "table",
  words: equipment.lastReport,
  unit: "dateTimeFromNow",
  steps: plain,
  page: "site",
  ...HALF,
  labels: LISTED,
  columns: [{ title: col.lastReport, query: agent.lastSeen("uptime", LISTED), unit: "dateTimeFromNow" }],
  sort: [0, "up"],
};

const chart = (
  words: Panel["words"],
  field: Parameters<typeof agent.read>[0],
  rest: Pick<Panel, "unit" | "steps">,
): Panel => ({
  view: "chart",
  words,
  page: "site",
  ...HALF,
  ...rest,
  lines: [{ query: agent.chart(agent.read(field, "max"), { by, across: "max" }) }],
});

export const agents: Board = {
  key: "agents",
  ...BOARD_WORDS.agents,
  variables: choose("agent", "uptime", CHOSEN),
  sections: [
    { title: sections.now, panels: [...tiles, table] },
    {
      title: sections.delivery,
      panels: [
        reports,
        chart(equipment.agentWaiting, "spool_bytes", { unit: "bytes", steps: rising(1e6, 1e8) }),
        chart(equipment.agentCost, "memory", { unit: "bytes", steps: rising(150e6, 300e6) }),
        chart(equipment.clock, "clock_offset", { unit: "ms", steps: rising(1_000, 60_000) }),
      ],
    },
  ],
};
