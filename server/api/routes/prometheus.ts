import { Hono, type Context } from "hono";
import { MINUTE } from "../../../core/clock.ts";
import { fieldOf } from "../../../core/entities.ts";
import { metricOf, type Labels } from "../../../core/exposition.ts";
import { createEngine } from "../../promql/engine.ts";
import { PromqlError, type Source } from "../../promql/types.ts";
import type { ApiContext, ApiEnv, ApiPorts } from "../context.ts";
import { collect, cut, queryAnswer, success } from "../prom/answers.ts";
import { helpOf } from "../prom/help.ts";
import { durationOf, limitOf, needed, paramsOf, timeOf } from "../prom/params.ts";
import { createPace, type Pace } from "../prom/pace.ts";
import { createMetricSource, type MetricSource } from "../prom/source.ts";
import { createTurns } from "../prom/turns.ts";
import { sitesSeen } from "../prom/scope.ts";
import { describe } from "../schema.ts";

/** Grafana asks for all panels of a page at once: they wait for their turn rather than fail. */
const RUNNING = 3;
const WAITING = 300;
const MOST_SERIES = 20_000;
const MOST_VALUES = 100_000;

const STATUS = { bad_data: 400, execution: 422, timeout: 503, unavailable: 503 } as const;

interface PrometheusPorts extends Pick<ApiPorts, "store" | "labels" | "clock" | "version"> {
  readonly registry: Pick<ApiPorts["registry"], "sites">;
}
type Handler = (params: URLSearchParams, source: MetricSource, pace: Pace, c: ApiContext) => Promise<string>;
type Answer = (c: Context<ApiEnv>) => Promise<Response>;

/**
 * The Prometheus HTTP API as Grafana's data source asks it (its address there: `<server>/api/prom`). Shapes by
 * https://prometheus.io/docs/prometheus/latest/querying/api/. Whoever asks sees the metrics of their sites only.
 */
export const prometheusRoutes = (ports: PrometheusPorts) => {
  const answer = answering(ports);
  const query = answer(instantQuery(ports));
  const range = answer(rangeQuery(ports));
  const labels = answer(labelNames);
  const series = answer(seriesList);
  const none = answer(async () => success([]));
  return new Hono<ApiEnv>()
    .get("/prom/api/v1/query", describe("PromQL at one moment"), query)
    .post("/prom/api/v1/query", describe("PromQL at one moment"), query)
    .get("/prom/api/v1/query_range", describe("PromQL over a range"), range)
    .post("/prom/api/v1/query_range", describe("PromQL over a range"), range)
    .get("/prom/api/v1/labels", describe("Names of labels"), labels)
    .post("/prom/api/v1/labels", describe("Names of labels"), labels)
    .get("/prom/api/v1/label/:name/values", describe("Values of a label"), answer(labelValues))
    .get("/prom/api/v1/series", describe("Series that selectors fit"), series)
    .post("/prom/api/v1/series", describe("Series that selectors fit"), series)
    .get("/prom/api/v1/metadata", describe("Types, units and descriptions of metrics"), answer(metadata))
    .get("/prom/api/v1/status/buildinfo", describe("What answers here"), answer(buildinfo(ports)))
    .get("/prom/api/v1/query_exemplars", describe("Exemplars: there are none"), none)
    .post("/prom/api/v1/query_exemplars", describe("Exemplars: there are none"), none)
    .get(
      "/prom/api/v1/rules",
      describe("Rules: there are none"),
      answer(async () => success({ groups: [] })),
    )
    .get(
      "/prom/api/v1/alerts",
      describe("Alerts of rules: there are none"),
      answer(async () => success({ alerts: [] })),
    );
};

/**
 * From a handler of parameters to a route: scope, turn, and faults in Prometheus' own shape. Time runs from the request on: what
 * waited too long for its turn, or was given up by then (somebody went on to another page), is not worked out any more.
 */
function answering({ registry, store, labels, clock }: PrometheusPorts): (handler: Handler) => Answer {
  const turn = createTurns(RUNNING, WAITING);
  return (handler) => async (c) => {
    const send = (body: string, status: 200 | 400 | 422 | 503 = 200) =>
      c.body(body, status, { "content-type": "application/json" });
    const refuse = (errorType: keyof typeof STATUS, error: string) =>
      send(JSON.stringify({ status: "error", errorType, error }), STATUS[errorType]);
    try {
      const params = await paramsOf(c);
      const pace = createPace(clock, timeOfAll(params), c.req.raw.signal);
      const body = await turn(async () => {
        pace.left();
        await labels.refresh();
        const sites = await sitesSeen(registry, c.var.visible);
        return handler(params, createMetricSource({ store, labels }, sites, pace), pace, c);
      });
      return body === undefined
        ? refuse("unavailable", "too many queries at once: try again in a while")
        : send(body);
    } catch (error) {
      if (error instanceof PromqlError) return refuse(error.errorType, error.message);
      throw error;
    }
  };
}

const instantQuery =
  ({ clock }: PrometheusPorts): Handler =>
  async (params, source, pace) => {
    const lookback = params.has("lookback_delta") ? durationOf(params, "lookback_delta") : undefined;
    const engine = createEngine({ source, clock, limits: { timeMs: Math.ceil(pace.left()) } });
    return queryAnswer(
      await engine.instant(needed(params, "query"), timeOf(params, "time", clock.now()), lookback),
    );
  };

const rangeQuery =
  ({ clock }: PrometheusPorts): Handler =>
  async (params, source, pace) => {
    const [from, to, step] = [timeOf(params, "start"), timeOf(params, "end"), durationOf(params, "step")];
    const lookback = params.has("lookback_delta") ? durationOf(params, "lookback_delta") : undefined;
    const engine = createEngine({ source, clock, limits: { timeMs: Math.ceil(pace.left()) } });
    return queryAnswer(await engine.range(needed(params, "query"), from, to, step, lookback));
  };

const MOST_TIME = 20_000;
/** Whoever asks may be less patient than we are. */
const timeOfAll = (params: URLSearchParams) =>
  params.has("timeout") ? Math.min(MOST_TIME, durationOf(params, "timeout")) : MOST_TIME;

const labelNames: Handler = async (params, source) => {
  const { found, warnings } = await collect(
    listed(params, source),
    (labels) => Object.keys(labels),
    limitOf(params, MOST_VALUES),
  );
  return success(found, warnings);
};

const labelValues: Handler = async (params, source, _pace, c) => {
  const name = c.req.param("name") ?? "";
  const pick = (labels: Labels) => (Object.hasOwn(labels, name) ? [labels[name] ?? ""] : []);
  const { found, warnings } = await collect(listed(params, source), pick, limitOf(params, MOST_VALUES));
  return success(found, warnings);
};

const seriesList: Handler = async (params, source) => {
  if (!params.has("match[]")) throw new PromqlError("bad_data", "no match[] parameter provided");
  const limit = limitOf(params, MOST_SERIES);
  const all: Labels[] = [];
  for await (const labels of listed(params, source)) {
    all.push(labels);
    if (all.length > limit) break;
  }
  const { found, warnings } = cut(all, limit);
  return success(found, warnings);
};

/** What `match[]` fits, or everything; read since `start` (a later `end` than the last reading hides nothing). */
function listed(params: URLSearchParams, source: MetricSource): AsyncIterable<Labels> {
  const start = timeOf(params, "start", -Infinity);
  const texts = params.getAll("match[]");
  if (texts.length > MOST_SELECTORS)
    throw new PromqlError("bad_data", `more than ${MOST_SELECTORS} selectors`);
  const sets = texts.map((text) => PARSER.parseSelector(text));
  return source.series(sets.length === 0 ? [[]] : sets, start === -Infinity ? start : start - 5 * MINUTE);
}

const MOST_SELECTORS = 100;
const NOTHING: Source = { async *select() {} };
/** Selectors are read without any series, and without looking at the time. */
const PARSER = createEngine({
  source: NOTHING,
  clock: { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() },
});

const metadata: Handler = async (params, source) => {
  const wanted = params.get("metric");
  const names = source.metrics().filter((name) => wanted === null || wanted === "" || name === wanted);
  const told = names.slice(0, limitOf(params, MOST_VALUES)).flatMap((name) => {
    const metric = metricOf(name);
    const field = metric === undefined ? undefined : fieldOf(metric.kind, metric.field);
    if (metric === undefined || field === undefined) return [];
    return [[name, [{ type: field.kind, unit: field.unit, help: helpOf(metric.kind, metric.field) }]]];
  });
  return success(Object.fromEntries(told));
};

/** Grafana decides by the version what it may ask; ours is in `revision`. */
const buildinfo =
  ({ version }: PrometheusPorts): Handler =>
  async () =>
    success({
      version: "3.0.0",
      revision: `cayda-${version}`,
      branch: "",
      buildUser: "",
      buildDate: "",
      goVersion: "",
    });
