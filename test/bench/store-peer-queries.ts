import { DAY, HOUR, MINUTE, type Instant } from "../../core/clock.ts";
import type { Query } from "./store-watch.ts";

/**
 * The six questions of the dashboards in the languages of others. VictoriaMetrics' quantile is the greatest of the targets'
 * own: it has no quantile over all readings of many series.
 */
export type Ask = Readonly<Record<Query, (round: number) => Promise<number>>>;

export interface Asked {
  readonly end: Instant;
  readonly days: number;
}

interface Port {
  readonly owner: string;
  readonly part: string;
}

async function getJson(url: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = await fetch(`${url}?${new URLSearchParams(parameters).toString()}`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

interface InfluxAnswer {
  readonly results: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly tags?: Readonly<Record<string, string>>;
      readonly values: readonly (readonly unknown[])[];
    }[];
  }[];
}

export function influxQuestions(url: string, { end, days }: Asked): Ask {
  const rows = async (q: string) => {
    const { results } = (await getJson(`${url}/query`, { db: "bench", epoch: "ms", q })) as InfluxAnswer;
    const failed = results.find(({ error }) => error !== undefined);
    if (failed?.error !== undefined) throw new Error(`${q}: ${failed.error}`);
    return results.flatMap(({ series = [] }) => series);
  };
  const count = async (q: string) => (await rows(q)).reduce((sum, { values }) => sum + values.length, 0);
  const since = (ms: number) => `time >= ${end - ms}ms AND time < ${end}ms`;
  let ports: readonly Port[] | undefined;
  const where = async (round: number) => {
    ports ??= (
      await rows(`SELECT last(in_octets) FROM port WHERE ${since(10 * MINUTE)} GROUP BY owner, part`)
    ).map(({ tags = {} }) => ({ owner: tags["owner"] ?? "", part: tags["part"] ?? "" }));
    const port = ports[(round * 97) % ports.length];
    return `owner = '${port?.owner}' AND part = '${port?.part}'`;
  };
  return {
    last: () =>
      count(
        `SELECT last(*) FROM port, host, agent, target WHERE site = 'site-0' AND ${since(HOUR)} GROUP BY *`,
      ),
    portDay: async (round) =>
      await count(
        `SELECT non_negative_derivative(last(in_octets), 1s), non_negative_derivative(last(out_octets), 1s)
         FROM port WHERE ${await where(round)} AND ${since(DAY)} GROUP BY time(5m)`,
      ),
    portWeek: async (round) =>
      await count(
        `SELECT mean(i), max(i), mean(o), max(o) FROM (
           SELECT non_negative_derivative(in_octets, 1s) AS i, non_negative_derivative(out_octets, 1s) AS o
           FROM port WHERE ${await where(round)} AND ${since(days * DAY)})
         WHERE ${since(days * DAY)} GROUP BY time(1h)`,
      ),
    topErrors: () =>
      count(
        `SELECT top(total, owner, part, 20) FROM (
           SELECT spread(in_errors) + spread(out_errors) AS total FROM port WHERE ${since(DAY)} GROUP BY owner, part)`,
      ),
    rttQuantile: () => count(`SELECT percentile(rtt_avg, 95) FROM target WHERE ${since(DAY)} GROUP BY site`),
    availability: () =>
      count(
        `SELECT sum(received) / sum(sent) FROM target
         WHERE site = 'site-0' AND ${since(30 * DAY)} GROUP BY owner, time(1d)`,
      ),
  };
}

interface VictoriaAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values?: readonly unknown[];
    }[];
  };
}

export function victoriaQuestions(url: string, { end, days }: Asked): Ask {
  const at = (time: Instant) => String(time / 1_000);
  const results = async (path: string, parameters: Readonly<Record<string, string>>) =>
    ((await getJson(`${url}/api/v1/${path}`, parameters)) as VictoriaAnswer).data.result;
  const instant = (query: string) => results("query", { query, time: at(end - 1_000) });
  const range = async (query: string, ms: number, step: number) => {
    const found = await results("query_range", {
      query,
      start: at(end - ms),
      end: at(end - 1_000),
      step: `${step / 1_000}s`,
    });
    return found.reduce((sum, { values = [] }) => sum + values.length, 0);
  };
  let ports: readonly Port[] | undefined;
  const octets = async (round: number) => {
    ports ??= (await instant("port_in_octets")).map(({ metric }) => ({
      owner: metric["owner"] ?? "",
      part: metric["part"] ?? "",
    }));
    const port = ports[(round * 97) % ports.length];
    return `{__name__=~"port_(in|out)_octets",owner="${port?.owner}",part="${port?.part}"}`;
  };
  return {
    last: async () => (await instant(`{site="site-0"}`)).length,
    portDay: async (round) =>
      await range(`rate(${await octets(round)}[5m]) keep_metric_names`, DAY, 5 * MINUTE),
    portWeek: async (round) => {
      const series = await octets(round);
      const mean = await range(`rate(${series}[1h]) keep_metric_names`, days * DAY, HOUR);
      return (
        mean +
        (await range(
          `max_over_time((rate(${series}[2m]) keep_metric_names)[1h:1m]) keep_metric_names`,
          days * DAY,
          HOUR,
        ))
      );
    },
    topErrors: async () =>
      (
        await instant(
          `topk(20, sum by (owner, part) (increase({__name__=~"port_(in|out)_errors"}[1d]) keep_metric_names))`,
        )
      ).length,
    rttQuantile: async () =>
      (await instant("max by (site) (quantile_over_time(0.95, target_rtt_avg[1d]))")).length,
    availability: () =>
      range(
        `sum_over_time(target_received{site="site-0"}[1d]) / sum_over_time(target_sent{site="site-0"}[1d])`,
        30 * DAY,
        DAY,
      ),
  };
}
