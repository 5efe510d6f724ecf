import type { Panel } from "../board.ts";
import { ask, times, type Query } from "../query.ts";
import { anyIsBad, answers, falling, rising, type Step } from "../theme.ts";
import { equipment } from "../words/equipment.ts";
import { overview } from "../words/overview.ts";
import type { PanelWords } from "../words/words.ts";

/** Panels that stand on several dashboards. `chosen` are the variables there that narrow them down. */
export type Chosen = readonly ("unit" | "site")[];

/** What is read every minute counts as "now" for this long. */
export const NOW = "15m";
export const TILE = { width: 4, height: 4 } as const;
export const HALF = { width: 12, height: 9 } as const;
export const FULL = { width: 24, height: 9 } as const;
export const DEVICE = ["unit", "site", "device", "class"] as const;

/** A tile with one number. */
export function tile(
  words: PanelWords,
  query: Query,
  rest: {
    readonly unit?: string;
    readonly steps?: readonly Step[];
    readonly decimals?: number;
    readonly page?: Panel["page"];
    readonly last?: string;
    readonly width?: number;
  } = {},
): Panel {
  const { unit = "short", steps = anyIsBad, decimals = 0, page = "devices", last, width = TILE.width } = rest;
  return {
    view: "stat",
    words,
    unit,
    steps,
    decimals,
    page,
    ...TILE,
    width,
    ...(last === undefined ? {} : { last }),
    lines: [{ query }],
  };
}

export function nowTiles(chosen: Chosen): readonly Panel[] {
  const [device, target, ups] = [ask("device", chosen), ask("target", chosen), ask("ups", chosen)];
  const [supply, host] = [ask("supply", chosen), ask("host", chosen)];
  const up = device.read("up", "last");
  return [
    tile(overview.down, device.count(up, ["=", 0]), { last: NOW }),
    tile(overview.answering, device.count(up, ["=", 1]), { last: NOW, steps: falling(1, 1) }),
    tile(overview.lostTargets, target.count(target.read("loss", "min"), ["=", 1]), {
      last: NOW,
      page: "today",
    }),
    tile(overview.onBattery, ups.count(ups.read("output_source", "last"), ["=", 5]), { last: NOW }),
    tile(overview.lowSupplies, supply.count(supply.read("level", "last"), ["<", 10]), {
      last: "1h",
      steps: rising(1, 3),
    }),
    tile(overview.pcsHeard, host.count(host.read("uptime", "last")), { last: NOW, steps: falling(1, 1) }),
  ];
}

export function lowestSupplies(chosen: Chosen): Panel {
  const supply = ask("supply", chosen);
  return {
    view: "bars",
    words: overview.supplies,
    unit: "percent",
    decimals: 0,
    steps: falling(10, 20),
    min: 0,
    max: 100,
    page: "device",
    last: "1h",
    every: "10m",
    ...HALF,
    lines: [
      {
        query: supply.range(supply.read("level", "last"), {
          by: ["site", "device", "supply"],
          best: ["bottom", 10],
        }),
      },
    ],
  };
}

/** Of each device, or of each site as a whole. */
export function availability(chosen: Chosen, of: "site" | "device", span: "24h" | "30d"): Panel {
  const device = ask("device", chosen);
  const by = of === "site" ? (["unit", "site"] as const) : (["site", "device"] as const);
  const query =
    span === "24h"
      ? device.range(times(device.read("up", "mean"), 100), { by, across: "mean" })
      : device.longMean("up", 100, by);
  return {
    view: "bars",
    words: span === "24h" ? overview.day : overview.month,
    unit: "percent",
    decimals: 2,
    steps: falling(95, 99),
    min: 0,
    max: 100,
    page: of,
    last: span,
    ...(span === "30d" ? { every: "1d" as const } : {}),
    ...HALF,
    lines: [{ query }],
  };
}

/** Lines of a gauge in percent of time, one for each device. */
export function deviceStates(chosen: Chosen): Panel {
  const device = ask("device", chosen);
  return {
    view: "timeline",
    words: overview.states,
    unit: "short",
    steps: falling(1, 1),
    mapping: answers,
    page: "device",
    ...FULL,
    lines: [{ query: device.chart(device.read("up", "min"), { by: ["site", "device"], across: "min" }) }],
  };
}

export const weakBatteries = (chosen: Chosen): Panel => {
  const ups = ask("ups", chosen);
  return tile(equipment.weakBatteries, ups.count(ups.read("runtime", "last"), ["<", 600]), {
    last: NOW,
    width: 6,
  });
};
