import { describe, expect, test } from "vitest";
import { influxql, influxqlValues } from "./influxql.ts";
import { promql, promqlValues } from "./promql.ts";
import { ask, percent, plus, times } from "./query.ts";

const port = ask("port", ["site", "port"], ["switch", "router"]);
const device = ask("device", ["site"]);
const SITE = '"site" =~ /^${site:regex}$/';

describe("a chart", () => {
  const traffic = port.chart(times(port.rate("in_octets"), 8), { by: ["site"], across: "sum" });

  test("in PromQL takes each entity's rate before it adds up", () => {
    expect(promql(traffic)).toBe(
      'sum by (site, site_id) (rate(cayda_port_in_octets_total{site=~"$site", port=~"$port", class=~"switch|router"}[$__rate_interval]) * 8)',
    );
  });

  test("in InfluxQL does so too, by the readings' own times", () => {
    const within = `${SITE} AND "port" =~ /^\${port:regex}$/ AND ("class" = 'switch' OR "class" = 'router') AND $timeFilter`;
    const tags = '"site", "site_id", "device_id", "port"';
    const growth = `SELECT non_negative_derivative("in_octets", 1s) AS "in_octets_rate" FROM "port" WHERE ${within} GROUP BY ${tags}`;
    const steps = `SELECT mean("in_octets_rate") AS "in_octets_rate" FROM (${growth}) WHERE $timeFilter GROUP BY time($__interval), ${tags} fill(none)`;
    const each = `SELECT "in_octets_rate" * 8 AS "v" FROM (${steps}) GROUP BY ${tags}`;
    expect(influxql(traffic)).toBe(
      `SELECT sum("v") AS "Value" FROM (${each}) WHERE $timeFilter GROUP BY time($__interval), "site", "site_id" fill(none)`,
    );
  });

  test("of growth beside a reading goes from step to step, because InfluxQL cannot do otherwise", () => {
    const use = port.chart(percent(port.rate("in_octets"), port.read("speed", "last")), { by: ["port"] });
    expect(influxql(use)).toContain(
      'SELECT non_negative_derivative(last("in_octets"), 1s) AS "in_octets_rate", last("speed") AS "speed_last"',
    );
    expect(promql(use)).toContain("/ (last_over_time(cayda_port_speed{");
    expect(promql(use)).toContain("> 0) * 100)");
  });
});

describe("a number for the whole range", () => {
  test("counts what is so, and nothing is zero in PromQL", () => {
    const down = device.count(device.read("up", "last"), ["=", 0]);
    expect(promql(down)).toBe(
      'count (last_over_time(cayda_device_up{site=~"$site"}[$__range]) == 0) or vector(0)',
    );
    expect(influxql(down)).toBe(
      `SELECT count("v") AS "Value" FROM (SELECT "up_last" AS "v" FROM (SELECT last("up") AS "up_last" FROM "device" WHERE ${SITE} AND $timeFilter GROUP BY "device_id") GROUP BY "device_id") WHERE "v" = 0`,
    );
  });

  test("takes the greatest only where that is asked for", () => {
    const errors = device.range(device.read("cpu", "max"), {
      by: ["device"],
      only: [">", 5],
      best: ["top", 3],
    });
    expect(promql(errors)).toMatch(/^topk\(3, max by \(device, device_id\) \(max_over_time\(.*\) > 5\)\)$/);
    expect(influxql(errors, "Value #B")).toMatch(
      /^SELECT top\("v", "device", "device_id", 3\) AS "Value #B" FROM \(.* WHERE "v" > 5 GROUP BY "device", "device_id"\)$/,
    );
  });

  test("reads a counter that two terms name only once", () => {
    const twice = plus(port.increase("in_errors"), port.increase("in_errors"));
    const text = influxql(port.range(twice, { by: ["port"] }));
    expect(text.match(/non_negative_difference/g)).toHaveLength(1);
    expect(text).toContain('("in_errors_increase" + "in_errors_increase")');
  });
});

test("when something was last so is the reading's own time in InfluxQL, and a value in PromQL", () => {
  const seen = device.lastSeen("up", ["device"], 1);
  expect(promql(seen)).toBe(
    'max by (device, device_id) (max_over_time(timestamp(cayda_device_up{site=~"$site"} == 1)[$__range:1m])) * 1000',
  );
  expect(influxql(seen)).toBe(
    `SELECT last("up") AS "Value" FROM "device" WHERE "up" = 1 AND ${SITE} AND $timeFilter GROUP BY "device", "device_id"`,
  );
});

test("days come from the daily roll-ups in InfluxQL, cut where the legal day begins (UTC+7)", () => {
  const host = ask("host", []);
  const cpu = host.daily("cpu", "p95", { by: ["site"] });
  expect(influxql(cpu)).toBe(
    'SELECT mean("cpu_p95") AS "Value" FROM "host_1d" WHERE $timeFilter GROUP BY time(1d, 17h), "site", "site_id" fill(none)',
  );
  expect(promql(cpu)).toBe("avg by (site, site_id) (quantile_over_time(0.95, cayda_host_cpu[1d]))");
  expect(promql(host.daily("uptime", "max", { by: [] }))).toBe("avg (max_over_time(cayda_host_uptime[1d]))");
});

test("a mean over many days weighs each day by its readings", () => {
  const long = device.longMean("up", 100, ["site"]);
  expect(influxql(long)).toContain('"up_mean" * "up_count" AS "all"');
  expect(influxql(long)).toContain('sum("all") / sum("n") * 100');
  expect(promql(long)).toBe(
    'avg by (site, site_id) (avg_over_time(cayda_device_up{site=~"$site"}[$__range]) * 100)',
  );
});

test("who was heard within the range but says nothing now shows as a zero", () => {
  const agent = ask("agent", []);
  const reports = agent.reports("uptime", ["site"]);
  expect(influxql(reports)).toContain("fill(0)");
  expect(promql(reports)).toMatch(
    /^sum by \(site, site_id\) .* or sum by \(site, site_id\) .*\[1d\]\)\) \* 0$/,
  );
  // An alert that ends on the second day would say that the site is back.
  expect(promql(reports, "7d")).toContain("[7d])) * 0");
});

test("a variable offers what lies within the variables before it", () => {
  const from = { kind: "port", choices: ["site", "device"], classes: [] } as const;
  expect(influxqlValues(from, "port")).toBe(
    `SHOW TAG VALUES FROM "port" WITH KEY = "port" WHERE ${SITE} AND "device" =~ /^\${device:regex}$/`,
  );
  expect(promqlValues(from, "oper_status", "port")).toBe(
    'label_values(cayda_port_oper_status{site=~"$site", device=~"$device"}, port)',
  );
});
