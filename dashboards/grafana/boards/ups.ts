import type { Board, Line, Panel } from "../board.ts";
import { ask } from "../query.ts";
import { falling, outputSource, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { col } from "../words/columns.ts";
import { equipment } from "../words/equipment.ts";
import { sections } from "../words/frame.ts";
import { overview } from "../words/overview.ts";
import { choose } from "./choose.ts";
import { HALF, NOW, tile } from "./shared.ts";
import { upsTable } from "./tables.ts";

const CHOSEN = ["unit", "site", "device"] as const;
const ups = ask("ups", CHOSEN);
const by = ["site", "device"] as const;

const tiles: readonly Panel[] = [
  tile(overview.onBattery, ups.count(ups.read("output_source", "last"), ["=", 5]), { last: NOW, width: 6 }),
  tile(equipment.upsCharge, ups.range(ups.read("charge", "last"), { by: [], across: "min" }), {
    unit: "percent",
    steps: falling(50, 90),
    last: NOW,
    width: 6,
  }),
  tile(equipment.upsRuntime, ups.range(ups.read("runtime", "last"), { by: [], across: "min" }), {
    unit: "dtdurations",
    steps: falling(300, 600),
    last: NOW,
    width: 6,
  }),
  tile(equipment.upsLoad, ups.range(ups.read("load", "last"), { by: [], across: "max" }), {
    unit: "percent",
    steps: rising(70, 90),
    last: NOW,
    width: 6,
  }),
];

const chart = (
  words: Panel["words"],
  rest: Pick<Panel, "unit" | "steps">,
  lines: readonly Line[],
): Panel => ({
  view: "chart",
  words,
  page: "device",
  ...HALF,
  ...rest,
  lines,
});

export const upsBoard: Board = {
  key: "ups",
  ...BOARD_WORDS.ups,
  variables: choose("ups", "output_source", CHOSEN),
  sections: [
    { title: sections.now, panels: [...tiles, upsTable(["unit", "site"])] },
    {
      title: sections.course,
      panels: [
        {
          view: "timeline",
          words: equipment.upsSource,
          unit: "short",
          steps: plain,
          mapping: outputSource,
          page: "device",
          width: 24,
          height: 7,
          lines: [{ query: ups.chart(ups.read("output_source", "max"), { by, across: "max" }) }],
        },
        chart(equipment.upsVoltage, { unit: "volt", steps: falling(190, 200) }, [
          { query: ups.chart(ups.read("input_voltage"), { by }), name: col.inputVoltage },
          { query: ups.chart(ups.read("output_voltage"), { by }), name: col.outputVoltage },
        ]),
        chart(equipment.upsCourse, { unit: "percent", steps: falling(50, 90) }, [
          { query: ups.chart(ups.read("charge", "min"), { by, across: "min" }) },
        ]),
      ],
    },
    {
      title: sections.long,
      panels: [
        {
          ...chart(equipment.upsDaily, { unit: "dtdurations", steps: falling(300, 600) }, [
            { query: ups.daily("runtime", "min", { by, across: "min" }) },
          ]),
          last: "30d",
          every: "1d",
          width: 24,
        },
      ],
    },
  ],
};
