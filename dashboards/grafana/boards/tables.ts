import type { Panel } from "../board.ts";
import { ask, per, percent, plus, times } from "../query.ts";
import { batteryStatus, falling, outputSource, plain, replaceBattery, rising } from "../theme.ts";
import { col } from "../words/columns.ts";
import { overview } from "../words/overview.ts";
import { DEVICE, FULL, HALF, NOW, type Chosen } from "./shared.ts";

/** Tables that stand on several dashboards. */
const PORT = ["unit", "site", "device", "port"] as const;

export function silentDevices(chosen: Chosen): Panel {
  const device = ask("device", chosen);
  return {
    view: "table",
    words: overview.silent,
    unit: "dateTimeFromNow",
    steps: plain,
    page: "device",
    ...HALF,
    labels: DEVICE,
    columns: [{ title: col.lastAnswer, query: device.lastSeen("up", DEVICE, 1), unit: "dateTimeFromNow" }],
    sort: [0, "up"],
  };
}

export function busiestPorts(chosen: Chosen): Panel {
  const port = ask("port", chosen);
  const octets = (field: "in_octets" | "out_octets") =>
    percent(times(port.rate(field), 8), port.read("speed", "last"));
  const best = ["top", 10] as const;
  const column = (title: typeof col.in | typeof col.out, field: "in_octets" | "out_octets") => ({
    title,
    query: port.range(octets(field), { by: PORT, best }),
    unit: "percent",
    decimals: 1,
    steps: rising(50, 80),
    upTo: 100,
  });
  return {
    view: "table",
    words: overview.busiest,
    unit: "percent",
    steps: rising(50, 80),
    page: "port",
    last: "1h",
    ...HALF,
    labels: PORT,
    columns: [column(col.in, "in_octets"), column(col.out, "out_octets")],
    sort: [0, "down"],
  };
}

export function portErrors(chosen: Chosen): Panel {
  const port = ask("port", chosen);
  const errors = plus(port.increase("in_errors"), port.increase("out_errors"));
  const query = port.range(errors, { by: PORT, only: [">", 0], best: ["top", 10] });
  return {
    view: "table",
    words: overview.errors,
    unit: "short",
    decimals: 0,
    steps: rising(1, 100),
    page: "port",
    ...HALF,
    labels: PORT,
    columns: [{ title: col.errors, query, unit: "short", decimals: 0, steps: rising(1, 100) }],
    sort: [0, "down"],
  };
}

export function upsTable(chosen: Chosen): Panel {
  const ups = ask("ups", chosen);
  const by = ["unit", "site", "device"] as const;
  const last = (field: Parameters<typeof ups.read>[0]) => ups.range(ups.read(field, "last"), { by });
  return {
    view: "table",
    words: overview.ups,
    unit: "short",
    steps: plain,
    page: "device",
    last: NOW,
    ...FULL,
    labels: by,
    columns: [
      { title: col.source, query: last("output_source"), unit: "short", mapping: outputSource },
      { title: col.battery, query: last("battery_status"), unit: "short", mapping: batteryStatus },
      { title: col.replaceBattery, query: last("replace_battery"), unit: "short", mapping: replaceBattery },
      { title: col.charge, query: last("charge"), unit: "percent", steps: falling(50, 90), upTo: 100 },
      { title: col.runtime, query: last("runtime"), unit: "dtdurations", steps: falling(300, 600) },
      { title: col.load, query: last("load"), unit: "percent", steps: rising(70, 90), upTo: 100 },
      { title: col.temperature, query: last("temperature"), unit: "celsius", steps: rising(35, 45) },
    ],
    sort: [4, "up"],
  };
}

export function fullestVolumes(chosen: Chosen): Panel {
  const volume = ask("volume", chosen);
  const by = ["unit", "site", "device", "volume"] as const;
  const full = percent(volume.read("used", "last"), volume.read("total", "last"));
  return {
    view: "table",
    words: overview.volumes,
    unit: "percent",
    steps: rising(85, 95),
    page: "device",
    last: "1h",
    every: "10m",
    ...HALF,
    labels: by,
    columns: [
      {
        title: col.full,
        query: volume.range(full, { by, best: ["top", 10] }),
        unit: "percent",
        decimals: 1,
        steps: rising(85, 95),
        upTo: 100,
      },
    ],
    sort: [0, "down"],
  };
}

/** Sites side by side: share of devices that answer, pings lost, round trip. */
export function siteTable(chosen: Chosen): Panel {
  const [device, target] = [ask("device", chosen), ask("target", chosen)];
  const by = ["unit", "site"] as const;
  const answering = device.range(times(device.read("up", "last"), 100), { by, across: "mean" });
  const loss = target.range(
    times(
      per(
        plus(target.read("sent", "sum"), times(target.read("received", "sum"), -1)),
        target.read("sent", "sum"),
      ),
      100,
    ),
    { by, across: "mean" },
  );
  return {
    view: "table",
    words: overview.sites,
    unit: "percent",
    steps: falling(80, 100),
    page: "site",
    last: NOW,
    ...HALF,
    labels: by,
    columns: [
      {
        title: col.answers,
        query: answering,
        unit: "percent",
        decimals: 0,
        steps: falling(80, 100),
        upTo: 100,
      },
      { title: col.loss, query: loss, unit: "percent", decimals: 1, steps: rising(2, 10) },
      {
        title: col.rtt,
        query: target.range(target.read("rtt_avg"), { by, across: "mean" }),
        unit: "ms",
        decimals: 1,
        steps: rising(50, 200),
      },
    ],
    sort: [0, "up"],
  };
}
