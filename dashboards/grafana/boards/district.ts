import type { Board } from "../board.ts";
import { ask, times } from "../query.ts";
import { falling } from "../theme.ts";
import { BOARD_WORDS } from "../words/boards.ts";
import { sections } from "../words/frame.ts";
import { overview } from "../words/overview.ts";
import { choose } from "./choose.ts";
import { availability, HALF, lowestSupplies, nowTiles } from "./shared.ts";
import { busiestPorts, fullestVolumes, portErrors, silentDevices, siteTable, upsTable } from "./tables.ts";

const CHOSEN = ["unit", "site"] as const;
const device = ask("device", CHOSEN);

export const district: Board = {
  key: "district",
  ...BOARD_WORDS.district,
  refresh: "5m",
  variables: choose("agent", "uptime", CHOSEN),
  sections: [
    { title: sections.now, panels: [...nowTiles(CHOSEN), silentDevices(CHOSEN), siteTable(CHOSEN)] },
    {
      title: sections.where,
      panels: [
        {
          view: "chart",
          words: overview.siteCourse,
          unit: "percent",
          steps: falling(80, 99),
          min: 0,
          max: 100,
          page: "site",
          width: 24,
          height: 8,
          lines: [
            {
              query: device.chart(times(device.read("up", "min"), 100), {
                by: ["unit", "site"],
                across: "mean",
              }),
            },
          ],
        },
      ],
    },
    { title: sections.network, panels: [busiestPorts(CHOSEN), portErrors(CHOSEN)] },
    { title: sections.power, panels: [upsTable(CHOSEN)] },
    { title: sections.printing, panels: [{ ...lowestSupplies(CHOSEN), ...HALF }, fullestVolumes(CHOSEN)] },
    {
      title: sections.availability,
      panels: [availability(CHOSEN, "site", "24h"), availability(CHOSEN, "site", "30d")],
    },
  ],
};
