import type { Board, Panel } from "../board.ts";
import { ask } from "../query.ts";
import { falling, plain, printerStatus, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { equipment } from "../words/equipment.ts";
import { sections } from "../words/frame.ts";
import { overview } from "../words/overview.ts";
import { choose } from "./choose.ts";
import { HALF, tile } from "./shared.ts";

const CHOSEN = ["unit", "site", "device"] as const;
const printer = ask("printer", CHOSEN);
const supply = ask("supply", CHOSEN);
const device = ask("device", CHOSEN, ["printer"]);
const LISTED = ["unit", "site", "device"] as const;

/** Of printers much is read every ten minutes only. */
const LATELY = "1h";

const tiles: readonly Panel[] = [
  tile(overview.down, device.count(device.read("up", "last"), ["=", 0]), { last: "15m", width: 8 }),
  tile(equipment.printerAlerts, printer.count(printer.read("alerts", "last"), [">", 0]), {
    last: LATELY,
    steps: rising(1, 4),
    width: 8,
  }),
  tile(overview.lowSupplies, supply.count(supply.read("level", "last"), ["<", 10]), {
    last: LATELY,
    steps: rising(1, 3),
    width: 8,
  }),
];

const table: Panel = {
  view: "table",
  words: equipment.printers,
  unit: "short",
  steps: plain,
  page: "device",
  every: "10m",
  width: 24,
  height: 9,
  labels: LISTED,
  columns: [
    {
      title: col.state,
      query: printer.range(printer.read("status", "last"), { by: LISTED }),
      unit: "short",
      mapping: printerStatus,
    },
    {
      title: col.alerts,
      query: printer.range(printer.read("alerts", "last"), { by: LISTED }),
      unit: "short",
      decimals: 0,
      steps: rising(1, 2),
    },
    {
      title: col.pages,
      query: printer.range(printer.increase("pages"), { by: LISTED }),
      unit: "short",
      decimals: 0,
    },
  ],
  sort: [1, "down"],
};

const levels: Panel = {
  view: "bars",
  words: equipment.supplyLevels,
  unit: "percent",
  decimals: 0,
  steps: falling(10, 20),
  min: 0,
  max: 100,
  page: "device",
  last: LATELY,
  every: "10m",
  width: 12,
  height: 12,
  lines: [{ query: supply.range(supply.read("level", "last"), { by: ["device", "supply"] }) }],
};

const course: Panel = {
  view: "chart",
  words: equipment.supplyCourse,
  unit: "percent",
  steps: falling(10, 20),
  min: 0,
  max: 100,
  page: "device",
  every: "10m",
  ...HALF,
  height: 12,
  lines: [{ query: supply.chart(supply.read("level", "last"), { by: ["device", "supply"], across: "min" }) }],
};

const daily: Panel = {
  view: "chart",
  words: equipment.pagesDaily,
  unit: "short",
  decimals: 0,
  steps: plain,
  min: 0,
  page: "device",
  last: "30d",
  every: "1d",
  width: 24,
  height: 8,
  lines: [{ query: printer.daily("pages", "increase", { by: ["site", "device"], across: "sum" }) }],
};

export const printers: Board = {
  key: "printers",
  ...BOARD_WORDS.printers,
  variables: choose("printer", "status", CHOSEN),
  sections: [
    { title: sections.now, panels: tiles },
    { title: sections.list, panels: [table] },
    { title: sections.printing, panels: [levels, course] },
    { title: sections.long, panels: [daily] },
  ],
};
