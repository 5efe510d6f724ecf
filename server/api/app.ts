import { Hono } from "hono";
import type { ApiEnv, ApiPorts } from "./context.ts";
import { equipmentRoutes } from "./routes/equipment.ts";
import { liveRoutes } from "./routes/live.ts";
import { organisationRoutes } from "./routes/organisation.ts";
import { peopleRoutes } from "./routes/people.ts";
import { seriesRoutes } from "./routes/series.ts";
import { createViews } from "./views.ts";

/** The public API. The web compiles against its type: `hc<Api>("/")`. */
export const createApi = (ports: ApiPorts) => {
  const views = createViews(ports);
  return new Hono<ApiEnv>()
    .route("/api", peopleRoutes(ports))
    .route("/api", organisationRoutes(ports, views))
    .route("/api", equipmentRoutes(ports, views))
    .route("/api", seriesRoutes(ports))
    .route("/api", liveRoutes(ports));
};

export type Api = ReturnType<typeof createApi>;
