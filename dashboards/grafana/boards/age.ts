import type { Board, Panel } from "../board.ts";
import { ask, percent, plus } from "../query.ts";
import { falling, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { equipment } from "../words/equipment.ts";
import { sections } from "../words/frame.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile, weakBatteries } from "./shared.ts";
import { fullestVolumes, upsTable } from "./tables.ts";

/**
 * Signs of age that are measured over time. Age, operating system and BIOS are facts of the inventory, not samples: each
 * row leads to our own page, which has them.
 */
const CHOSEN = ["unit", "site"] as const;
const [port, host, device] = [ask("port", CHOSEN), ask("host", CHOSEN), ask("device", CHOSEN)];
const PORT = ["unit", "site", "device", "port"] as const;
const DEVICE = ["unit", "site", "device", "class"] as const;
const PC = ["unit", "site", "device"] as const;

const GIGABIT = 1_000_000_000;
const EIGHT_GB = 8_000_000_000;
const speed = port.read("speed", "last");

const tiles: readonly Panel[] = [
  tile(equipment.slowPorts, port.count(speed, ["<", GIGABIT]), { last: NOW, steps: rising(1, 10), width: 6 }),
  tile(equipment.halfDuplex, port.count(port.read("duplex", "last"), ["=", 2]), { last: NOW, width: 6 }),
  tile(equipment.smallMemory, host.count(host.read("memory_total", "last"), ["<", EIGHT_GB]), {
    last: "24h",
    steps: rising(1, 5),
    width: 6,
  }),
  weakBatteries(CHOSEN),
];

const slow: Panel = {
  view: "table",
  words: equipment.slowList,
  unit: "bps",
  steps: falling(100_000_000, GIGABIT),
  page: "port",
  last: NOW,
  ...HALF,
  labels: PORT,
  columns: [
    {
      title: col.speed,
      query: port.range(speed, { by: PORT, only: ["<", GIGABIT] }),
      unit: "bps",
      steps: falling(100_000_000, GIGABIT),
    },
  ],
  sort: [0, "up"],
};

const received = plus(port.increase("in_ucast"), plus(port.increase("in_mcast"), port.increase("in_bcast")));
const errors: Panel = {
  view: "table",
  words: equipment.errorRatio,
  unit: "percent",
  steps: rising(0.01, 0.1),
  page: "port",
  ...HALF,
  labels: PORT,
  columns: [
    {
      title: col.errorRatio,
      query: port.range(percent(port.increase("in_errors"), received), {
        by: PORT,
        only: [">", 0],
        best: ["top", 10],
      }),
      unit: "percent",
      decimals: 3,
      steps: rising(0.01, 0.1),
    },
  ],
  sort: [0, "down"],
};

const longest: Panel = {
  view: "table",
  words: equipment.longestUp,
  unit: "dtdurations",
  steps: rising(15_552_000, 31_536_000),
  page: "device",
  last: NOW,
  ...HALF,
  labels: DEVICE,
  columns: [
    {
      title: col.uptime,
      query: device.range(device.read("uptime", "last"), { by: DEVICE, best: ["top", 10] }),
      unit: "dtdurations",
      steps: rising(15_552_000, 31_536_000),
    },
  ],
  sort: [0, "down"],
};

const memory: Panel = {
  view: "table",
  words: equipment.memoryList,
  unit: "bytes",
  steps: falling(4_000_000_000, EIGHT_GB),
  page: "device",
  last: "24h",
  ...HALF,
  labels: PC,
  columns: [
    {
      title: col.memorySize,
      query: host.range(host.read("memory_total", "last"), { by: PC, best: ["bottom", 20] }),
      unit: "bytes",
      decimals: 1,
      steps: falling(4_000_000_000, EIGHT_GB),
    },
  ],
  sort: [0, "up"],
};

export const age: Board = {
  key: "age",
  ...BOARD_WORDS.age,
  variables: choose("agent", "uptime", CHOSEN),
  sections: [
    { title: sections.now, panels: tiles },
    { title: sections.links, panels: [slow, errors] },
    { title: sections.machines, panels: [memory, longest] },
    { title: sections.disks, panels: [{ ...fullestVolumes(CHOSEN), width: 24 }] },
    { title: sections.power, panels: [{ ...upsTable(CHOSEN), steps: plain }] },
  ],
};
