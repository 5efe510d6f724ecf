import { Hono } from "hono";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { metricsRoutes } from "./metrics.ts";
import { prometheusRoutes } from "./prometheus.ts";

/** What other programs ask for: Grafana's data source, a Prometheus that scrapes. */
export const programRoutes = (ports: ApiPorts): Hono<ApiEnv> =>
  new Hono<ApiEnv>().route("/api", prometheusRoutes(ports)).route("/", metricsRoutes(ports));
