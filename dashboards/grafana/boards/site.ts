import type { Board, Panel } from "../board.ts";
import { ask, per, plus, times } from "../query.ts";
import { falling, plain, rising } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { sections } from "../words/frame.ts";
import { overview } from "../words/overview.ts";
import { choose } from "./choose.ts";
import { availability, deviceStates, HALF, lowestSupplies, nowTiles } from "./shared.ts";
import { busiestPorts, fullestVolumes, portErrors, silentDevices, upsTable } from "./tables.ts";

const CHOSEN = ["unit", "site"] as const;
const NETWORK = ["switch", "router", "firewall", "access_point"] as const;
const [device, target] = [ask("device", CHOSEN), ask("target", CHOSEN)];
const port = ask("port", CHOSEN, NETWORK);

const sent = target.read("sent", "sum");
const lost = per(plus(sent, times(target.read("received", "sum"), -1)), sent);

const loss: Panel = {
  view: "chart",
  words: overview.loss,
  unit: "percentunit",
  steps: rising(0.02, 0.1),
  min: 0,
  page: "site",
  ...HALF,
  lines: [{ query: target.chart(lost, { by: ["site", "target"] }) }],
};

const roundTrip: Panel = {
  view: "chart",
  words: overview.rtt,
  unit: "ms",
  steps: rising(50, 200),
  min: 0,
  page: "site",
  ...HALF,
  lines: [{ query: target.chart(target.read("rtt_avg"), { by: ["site", "target"] }) }],
};

const traffic: Panel = {
  view: "chart",
  words: overview.siteTraffic,
  unit: "bps",
  steps: plain,
  min: 0,
  page: "device",
  width: 24,
  height: 8,
  lines: [{ query: port.chart(times(port.rate("in_octets"), 8), { by: ["site", "device"], across: "sum" }) }],
};

const dayByDay: Panel = {
  view: "chart",
  words: overview.daily,
  unit: "percent",
  steps: falling(95, 99),
  min: 0,
  max: 100,
  page: "device",
  last: "30d",
  every: "1d",
  width: 24,
  height: 8,
  lines: [{ query: device.daily("up", "mean", { by: ["site", "device"], factor: 100 }) }],
};

export const site: Board = {
  key: "site",
  ...BOARD_WORDS.site,
  variables: choose("agent", "uptime", CHOSEN, { one: ["site"] }),
  restarts: { kind: "device", choices: CHOSEN, classes: [] },
  sections: [
    { title: sections.now, panels: [...nowTiles(CHOSEN), deviceStates(CHOSEN), silentDevices(CHOSEN), loss] },
    { title: sections.network, panels: [roundTrip, busiestPorts(CHOSEN), traffic, portErrors(CHOSEN)] },
    { title: sections.power, panels: [upsTable(CHOSEN)] },
    { title: sections.printing, panels: [lowestSupplies(CHOSEN), fullestVolumes(CHOSEN)] },
    {
      title: sections.availability,
      panels: [availability(CHOSEN, "device", "24h"), availability(CHOSEN, "device", "30d"), dayByDay],
    },
  ],
};
