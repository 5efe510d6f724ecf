import { Hono } from "hono";
import { seriesAnswer } from "../../../core/wire/views.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { describe, seriesQuery, validate } from "../schema.ts";
import { readSeries } from "../series.ts";

export const seriesRoutes = (ports: ApiPorts) =>
  new Hono<ApiEnv>().get(
    "/series",
    describe("One entity's history, aggregated into steps", seriesAnswer),
    validate("query", seriesQuery),
    async (c) => c.json(await readSeries(ports, c.req.valid("query"), c.var.visible)),
  );
