import type { Label } from "./labels.ts";
import { ask, per, percent, plus, times, type Query } from "./query.ts";
import { alertWords, type AlertWords } from "./words/alerts.ts";

/** One alert rule as data. Rules see everything: Grafana gives them none of a dashboard's variables. */
export interface AlertRule {
  readonly key: string;
  readonly words: AlertWords;
  readonly query: Query;
  readonly fires: readonly ["above" | "below" | "equal", number];
  /** For how many minutes it must be so. */
  readonly minutes: number;
  /** How far back readings are looked at, and in steps of how many minutes. */
  readonly window: number;
  readonly step: number;
  readonly severity: "critical" | "warning";
  /** What the rule is about, in the order in which it is said. */
  readonly where: readonly Label[];
}

const [device, port, ups] = [ask("device", []), ask("port", []), ask("ups", [])];
const [supply, volume, agent, target] = [
  ask("supply", []),
  ask("volume", []),
  ask("agent", []),
  ask("target", []),
];
const OF_DEVICE = ["unit", "site", "device"] as const;
const OF_PORT = ["unit", "site", "device", "port"] as const;

const rule = (
  key: keyof typeof alertWords,
  query: Query,
  fires: AlertRule["fires"],
  rest: Pick<AlertRule, "minutes" | "where"> & Partial<Pick<AlertRule, "window" | "step" | "severity">>,
): AlertRule => ({
  key,
  words: alertWords[key],
  query,
  fires,
  window: 10,
  step: 1,
  severity: "warning",
  ...rest,
});

const sent = target.read("sent", "sum");
const lost = per(plus(sent, times(target.read("received", "sum"), -1)), sent);

export const ALERT_RULES: readonly AlertRule[] = [
  rule("deviceDown", device.chart(device.read("up", "max"), { by: OF_DEVICE, across: "max" }), ["below", 1], {
    minutes: 5,
    severity: "critical",
    where: ["site", "device"],
  }),
  rule(
    "portErrors",
    port.chart(plus(port.rate("in_errors"), port.rate("out_errors")), { by: OF_PORT, across: "max" }),
    ["above", 1],
    { minutes: 10, where: ["site", "device", "port"] },
  ),
  rule(
    "portBusy",
    port.chart(percent(times(port.rate("in_octets"), 8), port.read("speed", "last")), {
      by: OF_PORT,
      across: "max",
    }),
    ["above", 80],
    { minutes: 15, where: ["site", "device", "port"] },
  ),
  rule(
    "onBattery",
    ups.chart(ups.read("output_source", "last"), { by: OF_DEVICE, across: "max" }),
    ["equal", 5],
    {
      minutes: 1,
      severity: "critical",
      where: ["site", "device"],
    },
  ),
  rule(
    "tonerLow",
    supply.chart(supply.read("level", "last"), { by: ["unit", "site", "device", "supply"], across: "min" }),
    ["below", 10],
    { minutes: 30, window: 60, step: 10, where: ["site", "device", "supply"] },
  ),
  rule(
    "diskFull",
    volume.chart(percent(volume.read("used", "last"), volume.read("total", "last")), {
      by: ["unit", "site", "device", "volume"],
      across: "max",
    }),
    ["above", 90],
    { minutes: 30, window: 60, step: 10, where: ["site", "device", "volume"] },
  ),
  rule("agentSilent", agent.reports("uptime", ["unit", "site"]), ["below", 1], {
    minutes: 15,
    window: 1_440,
    step: 5,
    severity: "critical",
    where: ["unit", "site"],
  }),
  rule(
    "packetLoss",
    target.chart(times(lost, 100), { by: ["unit", "site", "target"], across: "max" }),
    ["above", 5],
    {
      minutes: 10,
      where: ["site", "target"],
    },
  ),
];
