import { Hono } from "hono";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { describe, liveQuery, validate } from "../schema.ts";

export const liveRoutes = (_ports: ApiPorts) =>
  new Hono<ApiEnv>().get("/live", describe("x"), validate("query", liveQuery), (c) => c.text("todo"));
