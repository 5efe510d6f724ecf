import { Hono } from "hono";
import { z } from "zod";
import { HOUR } from "../../../core/clock.ts";
import { FaultError } from "../../../core/result.ts";
import { formatToken } from "../../../core/wire/token.ts";
import { overview, siteView, tokenView, unitView, type TokenView } from "../../../core/wire/views.ts";
import { siteSeen, unitSeen } from "../access.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import {
  created,
  describe,
  deviceInput,
  siteInput,
  targetInput,
  tokenInput,
  unitInput,
  validate,
} from "../schema.ts";
import type { Views } from "../views.ts";

/** Units, sites and what belongs to a site. */
export const organisationRoutes = (ports: ApiPorts, views: Views) => {
  const { registry, clock } = ports;
  return new Hono<ApiEnv>()
    .get("/overview", describe("Units and sites with their state", overview), async (c) =>
      c.json(await views.overview(c.var.visible)),
    )
    .get("/units", describe("Units without their sites and state", z.array(unitView)), async (c) =>
      c.json(await views.units(c.var.visible)),
    )
    .post("/units", describe("Creates a unit", created), validate("json", unitInput), async (c) => {
      const input = c.req.valid("json");
      // A new root is only for those who see everything.
      if (input.parent === null && c.var.me.unit !== null) throw new FaultError("forbidden");
      if (input.parent !== null) unitSeen(input.parent, c.var.visible);
      const validFrom = input.validFrom ?? new Date(clock.now()).toISOString().slice(0, 10);
      const unit = unwrap(await registry.addUnit({ ...input, validFrom }, actorOf(c)));
      return c.json({ id: unit.id });
    })
    .post("/sites", describe("Creates a site", created), validate("json", siteInput), async (c) => {
      const input = c.req.valid("json");
      unitSeen(input.unit, c.var.visible);
      return c.json({ id: unwrap(await registry.addSite(input, actorOf(c))).id });
    })
    .get(
      "/sites/:site",
      describe("A site with its devices, ping targets and agents", siteView),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        return c.json(await views.site(site));
      },
    )
    .route("/", additionRoutes(ports));
};

/** What is added to a site. */
const additionRoutes = ({ registry, clock, newToken, agentAddress }: ApiPorts) =>
  new Hono<ApiEnv>()
    .post(
      "/sites/:site/tokens",
      describe("Makes an enrolment token; it is shown this once", tokenView),
      validate("json", tokenInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const { uses = 1, hours = 24 } = c.req.valid("json");
        const { secret, hash } = newToken();
        const expiresAt = clock.now() + hours * HOUR;
        unwrap(await registry.addToken(site.id, { hash, expiresAt, uses }, actorOf(c)));
        const token = formatToken({ ...agentAddress(), secret });
        return c.json({ token, expiresAt, uses } satisfies TokenView);
      },
    )
    .post(
      "/sites/:site/devices",
      describe("Adds a device", created),
      validate("json", deviceInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const device = unwrap(await registry.addDevice(site.id, c.req.valid("json"), actorOf(c)));
        return c.json({ id: device.id });
      },
    )
    .post(
      "/sites/:site/targets",
      describe("Adds a ping target", created),
      validate("json", targetInput),
      async (c) => {
        const site = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const target = unwrap(await registry.addTarget(site.id, c.req.valid("json"), actorOf(c)));
        return c.json({ id: target.id });
      },
    );
