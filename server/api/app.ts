import { Hono, type MiddlewareHandler } from "hono";
import { openAPIRouteHandler } from "hono-openapi";
import { FaultError } from "../../core/result.ts";
import { guard, sameOrigin } from "./access.ts";
import { languageOf, type ApiEnv, type ApiPorts } from "./context.ts";
import { onError } from "./errors.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { assetBookRoutes, assetImportRoutes } from "./routes/asset-import.ts";
import { assetPhotoRoutes } from "./routes/asset-photos.ts";
import { assetChangeRoutes, assetMoveRoutes, assetRoutes } from "./routes/assets.ts";
import { auditRoutes } from "./routes/audit.ts";
import { channelRoutes } from "./routes/channels.ts";
import { discoveryRoutes } from "./routes/discovery.ts";
import { documentRoutes } from "./routes/documents.ts";
import { enrolmentTokenRoutes } from "./routes/enrolment-tokens.ts";
import { equipmentRoutes } from "./routes/equipment.ts";
import { exportRoutes } from "./routes/export.ts";
import { findingRoutes } from "./routes/findings.ts";
import { liveRoutes } from "./routes/live.ts";
import { maintenanceRoutes } from "./routes/maintenance.ts";
import { planRoutes, planVersionRoutes } from "./routes/plans.ts";
import { ruleRoutes } from "./routes/rules.ts";
import { scoreRoutes } from "./routes/scores.ts";
import { stockTakeRoutes, stockTakeWorkRoutes } from "./routes/stocktakes.ts";
import { subscriptionRoutes } from "./routes/subscriptions.ts";
import { organisationRoutes } from "./routes/organisation.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { peopleRoutes } from "./routes/people.ts";
import { seriesRoutes } from "./routes/series.ts";
import { serviceRoutes } from "./routes/services.ts";
import { storeRoutes } from "./routes/store.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { topologyRoutes } from "./routes/topology.ts";
import { unitProfileRoutes } from "./routes/unit-profiles.ts";
import { createViews } from "./views.ts";

const MAX_BODY = 65_536;
/** Where more is sent: spreadsheets of a register, photos, plans with their thousands of ids. */
const LARGER: readonly (readonly [RegExp, number])[] = [
  [/^\/api\/asset-import\/preview$/, 16 * 1024 ** 2],
  [/^\/api\/assets\/[^/]+\/photos$/, 2 * 1024 ** 2],
  [/^\/api\/(?:plans(?:\/[^/]+)?|asset-import|asset-transfers|asset-liquidations|asset-labels)$/, 1024 ** 2],
];

/**
 * The public API. The web compiles against its type: `hc<Api>("/")`, so nothing that this file imports may need Node; what
 * only programs ask for (`routes/programs.ts`) comes in from outside.
 */
export const createApi = (ports: ApiPorts, forPrograms: Hono<ApiEnv>) => {
  const views = createViews(ports);
  const { version } = ports;
  const permitted = guard(ports);
  const api = new Hono<ApiEnv>()
    .use(async (c, next) => {
      c.set("language", languageOf(c, ports.language));
      await next();
    })
    .use("/api/*", async (c, next) => {
      c.header("cache-control", "no-store");
      await next();
    })
    .use("/api/*", boundedBody, sameOrigin)
    .use("/api/*", permitted)
    .use("/metrics", permitted)
    .route("/api", peopleRoutes(ports))
    .route("/api", accountRoutes(ports))
    .route("/api", auditRoutes(ports))
    .route("/api", organisationRoutes(ports, views))
    .route("/api", enrolmentTokenRoutes(ports))
    .route("/api", equipmentRoutes(ports, views))
    .route("/api", discoveryRoutes(ports))
    .route("/api", topologyRoutes(ports))
    .route("/api", seriesRoutes(ports))
    .route("/api", exportRoutes(ports))
    .route("/api", storeRoutes(ports))
    .route("/api", tokenRoutes(ports))
    .route("/api", alertRoutes(ports))
    .route("/api", maintenanceRoutes(ports))
    .route("/api", serviceRoutes(ports))
    .route("/api", channelRoutes(ports))
    .route("/api", subscriptionRoutes(ports))
    .route("/api", ruleRoutes(ports))
    .route("/api", scoreRoutes(ports))
    .route("/api", assetRoutes(ports))
    .route("/api", assetChangeRoutes(ports))
    .route("/api", assetMoveRoutes(ports))
    .route("/api", assetImportRoutes(ports))
    .route("/api", assetBookRoutes(ports))
    .route("/api", assetPhotoRoutes(ports))
    .route("/api", unitProfileRoutes(ports))
    .route("/api", stockTakeRoutes(ports))
    .route("/api", stockTakeWorkRoutes(ports))
    .route("/api", findingRoutes(ports))
    .route("/api", planRoutes(ports))
    .route("/api", planVersionRoutes(ports))
    .route("/api", documentRoutes(ports))
    .route("/api", liveRoutes(ports));
  api.route("/", forPrograms);
  api.onError(onError(ports));
  api.get(
    "/api/openapi.json",
    openAPIRouteHandler(api, { documentation: { info: { title: "Cayda", version, description: ABOUT } } }),
  );
  return api;
};

export type Api = ReturnType<typeof createApi>;

const ABOUT =
  "Sign in at /api/auth/sign-in/username; the session is a cookie. Answers other than 2xx carry a code and a sentence.";

/** A body must say its length (Node holds it to that); one that does not could be endless. */
const boundedBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const endless = c.req.header("transfer-encoding") !== undefined;
  const max = LARGER.find(([path]) => path.test(c.req.path))?.[1] ?? MAX_BODY;
  if (endless || Number(c.req.header("content-length") ?? 0) > max) {
    throw new FaultError("body_too_large", { max });
  }
  await next();
};
