import { Hono } from "hono";
import { placementView, topologyView } from "../../../core/wire/topology.ts";
import { siteSeen } from "../access.ts";
import { unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, validate, whereQuery } from "../schema.ts";
import { findPlace, siteMap } from "../topology.ts";

/** Who is connected to what. */
export const topologyRoutes = ({ registry }: ApiPorts) =>
  new Hono<ApiEnv>()
    .get("/sites/:site/topology", describe("The map of a site's network", topologyView), async (c) => {
      const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
      return c.json(await siteMap(registry, site.id));
    })
    .get(
      "/sites/:site/where",
      describe("Which port a PC, a device or a MAC address hangs on", placementView),
      validate("query", whereQuery),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        return c.json(unwrap(await findPlace(registry, site.id, c.req.valid("query").of)));
      },
    );
