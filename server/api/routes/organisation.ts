import { Hono } from "hono";
import { z } from "zod";
import { dateOf } from "../../../core/assets/dates.ts";
import { FaultError } from "../../../core/result.ts";
import { overview, siteView, unitView } from "../../../core/wire/views.ts";
import { siteSeen, unitSeen } from "../access.ts";
import { leaveParts } from "../leave-parts.ts";
import { actorOf, seenBy, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import {
  created,
  describe,
  deviceInput,
  done,
  siteChange,
  siteChanged,
  siteInput,
  targetInput,
  unitChange,
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
      const validFrom = input.validFrom ?? dateOf(clock.now());
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
    .route("/", additionRoutes(ports))
    .route("/", changeRoutes(ports));
};

/** Units and sites get another name, or another place in the tree. */
const changeRoutes = (ports: ApiPorts) => {
  const { registry, clock } = ports;
  return new Hono<ApiEnv>()
    .patch(
      "/units/:unit",
      describe("Renames a unit or puts it below another; what is not named stays", done),
      validate("json", unitChange),
      async (c) => {
        const unit = c.req.param("unit");
        unitSeen(unit, c.var.visible);
        const change = c.req.valid("json");
        const { parent } = change;
        if (parent === null && c.var.me.unit !== null) throw new FaultError("forbidden");
        if (typeof parent === "string") unitSeen(parent, c.var.visible);
        unwrap(await registry.changeUnit(unit, change, actorOf(c), seenBy(c)));
        if (parent !== undefined) await leaveParts(ports);
        return c.json({ done: true as const });
      },
    )
    .patch(
      "/sites/:site",
      describe("Renames a site, or gives it to another unit with the assets there", siteChanged),
      validate("json", siteChange),
      async (c) => {
        const { id } = await siteSeen(registry, c.req.param("site"), c.var.visible);
        const change = c.req.valid("json");
        if (change.unit !== undefined) unitSeen(change.unit, c.var.visible);
        const on = dateOf(clock.now());
        const { assets } = unwrap(await registry.changeSite(id, { ...change, on }, actorOf(c), seenBy(c)));
        if (change.unit !== undefined) await leaveParts(ports);
        return c.json({ assets });
      },
    );
};

/** What is added to a site. */
const additionRoutes = ({ registry }: ApiPorts) =>
  new Hono<ApiEnv>()
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
