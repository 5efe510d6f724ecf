import type { Board, Panel } from "../board.ts";
import { ask, percent } from "../query.ts";
import { falling, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { equipment } from "../words/equipment.ts";
import { sections } from "../words/frame.ts";
import { overview } from "../words/overview.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile } from "./shared.ts";
import { fullestVolumes } from "./tables.ts";

const CHOSEN = ["unit", "site", "device"] as const;
const host = ask("host", CHOSEN);
const volume = ask("volume", CHOSEN);
const by = ["site", "device"] as const;
const LISTED = ["unit", "site", "device"] as const;

const memory = percent(host.read("memory_used"), host.read("memory_total", "last"));
const full = percent(volume.read("used", "last"), volume.read("total", "last"));

const tiles: readonly Panel[] = [
  tile(overview.pcsHeard, host.count(host.read("uptime", "last")), {
    last: NOW,
    steps: falling(1, 1),
    width: 6,
  }),
  tile(equipment.busyPcs, host.count(host.read("cpu"), [">", 90]), {
    last: NOW,
    steps: rising(1, 3),
    width: 6,
  }),
  tile(equipment.fullMemory, host.count(memory, [">", 90]), { last: NOW, steps: rising(1, 5), width: 6 }),
  tile(equipment.fullDisks, volume.count(full, [">", 90]), { last: "1h", steps: rising(1, 5), width: 6 }),
];

const table: Panel = {
  view: "table",
  words: equipment.pcs,
  unit: "short",
  steps: plain,
  page: "device",
  width: 24,
  height: 12,
  labels: LISTED,
  columns: [
    {
      title: col.cpu,
      query: host.range(host.read("cpu"), { by: LISTED }),
      unit: "percent",
      decimals: 0,
      steps: rising(50, 90),
      upTo: 100,
    },
    {
      title: col.memory,
      query: host.range(memory, { by: LISTED }),
      unit: "percent",
      decimals: 0,
      steps: rising(80, 95),
      upTo: 100,
    },
    {
      title: col.memorySize,
      query: host.range(host.read("memory_total", "last"), { by: LISTED }),
      unit: "bytes",
      decimals: 1,
      steps: falling(4_000_000_000, 8_000_000_000),
    },
    {
      title: col.uptime,
      query: host.range(host.read("uptime", "last"), { by: LISTED }),
      unit: "dtdurations",
      steps: rising(1_209_600, 2_592_000),
    },
  ],
  sort: [0, "down"],
};

const chart = (
  words: Panel["words"],
  value: Parameters<typeof host.chart>[0],
  steps: Panel["steps"],
): Panel => ({
  view: "chart",
  words,
  unit: "percent",
  steps,
  min: 0,
  max: 100,
  page: "device",
  ...HALF,
  lines: [{ query: host.chart(value, { by }) }],
});

export const pcs: Board = {
  key: "pcs",
  ...BOARD_WORDS.pcs,
  variables: choose("host", "uptime", CHOSEN),
  sections: [
    { title: sections.now, panels: tiles },
    { title: sections.list, panels: [table] },
    {
      title: sections.course,
      panels: [
        chart(equipment.pcCpu, host.read("cpu"), rising(50, 90)),
        chart(equipment.pcMemory, memory, rising(80, 95)),
      ],
    },
    {
      title: sections.disks,
      panels: [
        fullestVolumes(["unit", "site"]),
        {
          view: "chart",
          words: equipment.pcDaily,
          unit: "percent",
          steps: rising(70, 90),
          min: 0,
          max: 100,
          page: "site",
          last: "30d",
          every: "1d",
          ...HALF,
          lines: [{ query: host.daily("cpu", "p95", { by: ["unit", "site"] }) }],
        },
      ],
    },
  ],
};
