import { Hono } from "hono";
import * as z from "zod";
import { DISTRICT } from "../../../core/alerting/types.ts";
import { FaultError } from "../../../core/result.ts";
import { personView, scoreHistory, scoreView } from "../../../core/wire/alerts.ts";
import { deviceSeen, siteSeen, unitSeen } from "../access.ts";
import { peopleQuery, scoreHistoryQuery, scoresQuery } from "../alert-schema.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { sitesSeen } from "../prom/scope.ts";
import { describe, validate } from "../schema.ts";
import { takersOf, workersSeen } from "../takers.ts";

/** Health scores, and the people whom work can be given to. */
export const scoreRoutes = (ports: Pick<ApiPorts, "registry" | "people">) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/people",
      describe("People whom alerts (of a site; * of the whole system) can be given to", z.array(personView)),
      validate("query", peopleQuery),
      async (c) => {
        const { site } = c.req.valid("query");
        if (site === DISTRICT && c.var.me.unit !== null) throw new FaultError("site_unknown");
        if (site !== undefined && site !== DISTRICT) await siteSeen(registry, site, c.var.visible);
        const known = site === undefined ? await workersSeen(ports, c) : await takersOf(ports, c, site);
        return c.json(known.map(({ id, name }) => ({ id, name })));
      },
    )
    .get(
      "/scores",
      describe("Health scores of units, sites and devices", z.array(scoreView)),
      validate("query", scoresQuery),
      async (c) => {
        const { site, kind } = c.req.valid("query");
        if (site !== undefined) await siteSeen(registry, site, c.var.visible);
        const all = await registry.scores({
          ...(site === undefined ? {} : { site }),
          ...(kind === undefined ? {} : { kind }),
        });
        const sites = await sitesSeen(registry, c.var.visible);
        const devices = new Map((await registry.devices(site)).map((device) => [device.id, device.site]));
        return c.json(
          all.filter(({ subject }) =>
            subject.kind === "unit"
              ? c.var.visible.has(subject.id)
              : sites.has(subject.kind === "site" ? subject.id : (devices.get(subject.id) ?? "")),
          ),
        );
      },
    )
    .get(
      "/scores/history",
      describe("A score hour by hour", scoreHistory),
      validate("query", scoreHistoryQuery),
      async (c) => {
        const { kind, id, from, to } = c.req.valid("query");
        if (kind === "unit") unitSeen(id, c.var.visible);
        else if (kind === "site") await siteSeen(registry, id, c.var.visible);
        else await deviceSeen(registry, id, c.var.visible);
        return c.json([...(await registry.scoreHistory({ kind, id }, from, to))]);
      },
    );
};
