import { Hono } from "hono";
import * as z from "zod";
import { personView, scoreHistory, scoreView } from "../../../core/wire/alerts.ts";
import { deviceSeen, siteSeen, unitSeen } from "../access.ts";
import { scoreHistoryQuery, scoresQuery } from "../alert-schema.ts";
import type { ApiEnv, ApiPorts } from "../context.ts";
import { peopleSeen, sitesSeen } from "../prom/scope.ts";
import { describe, validate } from "../schema.ts";

/** Health scores, and the people whom work can be given to. */
export const scoreRoutes = ({ registry, people }: Pick<ApiPorts, "registry" | "people">) =>
  new Hono<ApiEnv>()
    .get("/people", describe("People whom alerts can be given to", z.array(personView)), async (c) => {
      const known = peopleSeen(await people.all(), c);
      return c.json(known.map(({ id, name }) => ({ id, name })));
    })
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
