import type { Board, Line, Panel } from "../board.ts";
import { ask, percent, plus, times } from "../query.ts";
import { duplex, falling, operStatus, plain, rising, type Mapping } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { sections } from "../words/frame.ts";
import { network } from "../words/network.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile } from "./shared.ts";

const CHOSEN = ["unit", "site", "device", "port"] as const;
const port = ask("port", CHOSEN);
const by = ["device", "port"] as const;

const mapped = (panel: Panel, mapping: Mapping): Panel => ({ ...panel, mapping });
const last = (field: Parameters<typeof port.read>[0]) => port.range(port.read(field, "last"), { by });
const share = (field: "in_octets" | "out_octets") =>
  percent(times(port.rate(field), 8), port.read("speed", "last"));

const tiles: readonly Panel[] = [
  mapped(tile(network.portState, last("oper_status"), { last: NOW, page: "port", steps: plain }), operStatus),
  tile(network.speed, last("speed"), {
    unit: "bps",
    last: NOW,
    page: "port",
    steps: falling(100_000_000, 1_000_000_000),
  }),
  mapped(tile(network.duplex, last("duplex"), { last: NOW, page: "port", steps: plain }), duplex),
  tile(network.use, port.range(share("in_octets"), { by }), {
    unit: "percent",
    decimals: 1,
    last: NOW,
    page: "port",
    steps: rising(50, 80),
  }),
  tile(
    network.errorCount,
    port.range(plus(port.increase("in_errors"), port.increase("out_errors")), { by }),
    {
      page: "port",
      steps: rising(1, 100),
    },
  ),
  tile(network.linkChanges, port.range(port.increase("link_changes"), { by }), {
    page: "port",
    steps: rising(3, 10),
  }),
];

const chart = (
  words: Panel["words"],
  rest: Pick<Panel, "unit" | "steps">,
  lines: readonly Line[],
): Panel => ({
  view: "chart",
  words,
  min: 0,
  page: "port",
  ...HALF,
  ...rest,
  lines,
});
const line = (value: Parameters<typeof port.chart>[0], name: Line["name"]): Line => ({
  query: port.chart(value, { by, across: "sum" }),
  ...(name === undefined ? {} : { name }),
});

export const portBoard: Board = {
  key: "port",
  ...BOARD_WORDS.port,
  variables: choose("port", "oper_status", CHOSEN, { one: ["device", "port"] }),
  restarts: { kind: "device", choices: ["unit", "site", "device"], classes: [] },
  sections: [
    { title: sections.now, panels: tiles },
    {
      title: sections.traffic,
      panels: [
        chart(network.traffic, { unit: "bps", steps: plain }, [
          line(times(port.rate("in_octets"), 8), col.in),
          line(times(port.rate("out_octets"), 8), col.out),
        ]),
        {
          ...chart(network.use, { unit: "percent", steps: rising(50, 80) }, [
            line(share("in_octets"), col.in),
            line(share("out_octets"), col.out),
          ]),
          max: 100,
        },
        chart(network.packets, { unit: "pps", steps: plain }, [
          line(port.rate("in_ucast"), col.toOne),
          line(port.rate("in_mcast"), col.toGroup),
          line(port.rate("in_bcast"), col.toAll),
        ]),
      ],
    },
    {
      title: sections.faults,
      panels: [
        chart(network.errorRate, { unit: "pps", steps: rising(0.01, 1) }, [
          line(port.rate("in_errors"), col.in),
          line(port.rate("out_errors"), col.out),
        ]),
        chart(network.discards, { unit: "pps", steps: rising(0.1, 10) }, [
          line(port.rate("in_discards"), col.in),
          line(port.rate("out_discards"), col.out),
        ]),
        {
          view: "timeline",
          words: network.portStates,
          unit: "short",
          steps: plain,
          mapping: operStatus,
          page: "port",
          ...HALF,
          lines: [{ query: port.chart(port.read("oper_status", "max"), { by, across: "max" }) }],
        },
      ],
    },
    {
      title: sections.long,
      panels: [
        {
          view: "chart",
          words: network.dailyTraffic,
          unit: "bytes",
          steps: plain,
          min: 0,
          page: "port",
          last: "30d",
          every: "1d",
          width: 24,
          height: 8,
          lines: [
            { query: port.daily("in_octets", "increase", { by, across: "sum" }), name: col.in },
            { query: port.daily("out_octets", "increase", { by, across: "sum" }), name: col.out },
          ],
        },
      ],
    },
  ],
};
