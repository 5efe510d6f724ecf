import type { Board, Column, Panel } from "../board.ts";
import { ask, plus, times } from "../query.ts";
import { answers, duplex, falling, operStatus, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { sections } from "../words/frame.ts";
import { network } from "../words/network.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile } from "./shared.ts";

const CHOSEN = ["unit", "site", "device"] as const;
const NETWORK = ["switch", "router", "firewall", "access_point"] as const;
const device = ask("device", CHOSEN, NETWORK);
const port = ask("port", CHOSEN, NETWORK);
const OF_DEVICE = ["site", "device"] as const;
const OF_PORT = ["device", "port"] as const;

const up: Panel = {
  ...tile(network.up, device.range(device.read("up", "last"), { by: OF_DEVICE, across: "min" }), {
    last: NOW,
    page: "device",
    steps: falling(1, 1),
  }),
  mapping: answers,
};

const tiles: readonly Panel[] = [
  up,
  tile(network.uptime, device.range(device.read("uptime", "last"), { by: OF_DEVICE, across: "min" }), {
    unit: "dtdurations",
    steps: falling(3_600, 86_400),
    page: "device",
    last: NOW,
  }),
  tile(network.cpu, device.range(device.read("cpu"), { by: OF_DEVICE }), {
    unit: "percent",
    steps: rising(50, 90),
    page: "device",
    last: NOW,
  }),
  tile(network.memory, device.range(device.read("memory", "last"), { by: OF_DEVICE }), {
    unit: "percent",
    steps: rising(80, 95),
    page: "device",
    last: NOW,
  }),
  tile(network.temperature, device.range(device.read("temperature", "last"), { by: OF_DEVICE }), {
    unit: "celsius",
    steps: rising(55, 70),
    page: "device",
    last: NOW,
  }),
  tile(network.portsUp, port.count(port.read("oper_status", "last"), ["=", 1]), {
    steps: falling(1, 1),
    last: NOW,
  }),
];

const states: Panel = {
  view: "timeline",
  words: network.portStates,
  unit: "short",
  steps: plain,
  mapping: operStatus,
  page: "port",
  width: 24,
  height: 12,
  lines: [{ query: port.chart(port.read("oper_status", "max"), { by: OF_PORT, across: "max" }) }],
};

const last = (field: Parameters<typeof port.read>[0]) =>
  port.range(port.read(field, "last"), { by: OF_PORT });
const bits = (field: "in_octets" | "out_octets") => times(port.rate(field), 8);
const columns: readonly Column[] = [
  { title: col.link, query: last("oper_status"), unit: "short", mapping: operStatus },
  { title: col.speed, query: last("speed"), unit: "bps", steps: falling(100_000_000, 1_000_000_000) },
  { title: col.duplex, query: last("duplex"), unit: "short", mapping: duplex },
  { title: col.in, query: port.range(bits("in_octets"), { by: OF_PORT }), unit: "bps", decimals: 1 },
  { title: col.out, query: port.range(bits("out_octets"), { by: OF_PORT }), unit: "bps", decimals: 1 },
  {
    title: col.errors,
    query: port.range(plus(port.increase("in_errors"), port.increase("out_errors")), { by: OF_PORT }),
    unit: "short",
    decimals: 0,
    steps: rising(1, 10),
  },
  {
    title: col.discards,
    query: port.range(plus(port.increase("in_discards"), port.increase("out_discards")), { by: OF_PORT }),
    unit: "short",
    decimals: 0,
    steps: rising(1, 100),
  },
];

const table: Panel = {
  view: "table",
  words: network.portTable,
  unit: "short",
  steps: plain,
  page: "port",
  last: NOW,
  width: 24,
  height: 14,
  labels: OF_PORT,
  columns,
  sort: [5, "down"],
};

const chart = (
  words: Panel["words"],
  query: ReturnType<typeof port.chart>,
  rest: Pick<Panel, "unit" | "steps" | "page">,
): Panel => ({ view: "chart", words, min: 0, ...HALF, ...rest, lines: [{ query }] });

export const switchBoard: Board = {
  key: "switch",
  ...BOARD_WORDS.switch,
  variables: choose("port", "oper_status", CHOSEN, { one: ["device"], classes: NETWORK }),
  restarts: { kind: "device", choices: CHOSEN, classes: NETWORK },
  sections: [
    { title: sections.now, panels: tiles },
    { title: sections.ports, panels: [states, table] },
    {
      title: sections.traffic,
      panels: [
        chart(network.traffic, port.chart(bits("in_octets"), { by: OF_PORT, across: "sum" }), {
          unit: "bps",
          steps: plain,
          page: "port",
        }),
        chart(network.broadcast, port.chart(port.rate("in_bcast"), { by: OF_PORT, across: "sum" }), {
          unit: "pps",
          steps: rising(50, 1_000),
          page: "port",
        }),
      ],
    },
    {
      title: sections.faults,
      panels: [
        chart(
          network.errorRate,
          port.chart(plus(port.rate("in_errors"), port.rate("out_errors")), { by: OF_PORT, across: "sum" }),
          { unit: "pps", steps: rising(0.01, 1), page: "port" },
        ),
        chart(
          network.pollTime,
          device.chart(device.read("poll_time", "max"), { by: OF_DEVICE, across: "max" }),
          {
            unit: "ms",
            steps: rising(2_000, 5_000),
            page: "device",
          },
        ),
      ],
    },
  ],
};
