import { Hono } from "hono";
import { z } from "zod";
import type { UnitProfile } from "../../../core/assets/types.ts";
import { etagOf } from "../../../core/etag.ts";
import { FaultError } from "../../../core/result.ts";
import { unitProfileInput, unitProfileView, type UnitProfileView } from "../../../core/wire/assets.ts";
import { mergeInput, mergeView, type MergeView } from "../../../core/wire/organisation.ts";
import { unitSeen } from "../access.ts";
import { actorOf, seenBy, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { leaveParts } from "../leave-parts.ts";
import { describe, validate } from "../schema.ts";

/** What documents and norms need to know of units, and what becomes of a unit that is merged into another. */
export const unitProfileRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get(
      "/unit-profiles",
      describe("Staff, names and signers of units", z.array(unitProfileView)),
      async (c) => {
        const all = await registry.unitProfiles();
        const seen = all.filter(({ unit }) => c.var.visible.has(unit));
        return c.json(seen.map(viewOf));
      },
    )
    .put(
      "/unit-profiles/:unit",
      describe("Sets what documents say of a unit", unitProfileView),
      validate("json", unitProfileInput),
      async (c) => {
        const unit = c.req.param("unit");
        unitSeen(unit, c.var.visible);
        const profile = { unit, ...c.req.valid("json") };
        const saved = await registry.saveUnitProfile(profile, actorOf(c), seenBy(c));
        return c.json(viewOf(unwrap(saved)));
      },
    )
    .post(
      "/units/:unit/merge",
      describe(
        "A unit becomes part of another: it ends, its sites, assets, people and settings go over; twice is once",
        mergeView,
      ),
      validate("json", mergeInput),
      async (c) => {
        const unit = c.req.param("unit");
        const { into, on } = c.req.valid("json");
        unitSeen(unit, c.var.visible);
        unitSeen(into, c.var.visible);
        if (unit === into)
          throw new FaultError("bad_input", { field: "into", reason: "server.reason.itself" });
        const by = actorOf(c);
        const { people, services, tokens } = unwrap(await registry.mergeUnit(unit, { into, on }, by));
        await leaveParts(ports);
        const assets = await registry.assets({ units: [unit] });
        const sites = new Map<string | null, string[]>();
        const own = new Set((await registry.sites()).flatMap((one) => (one.unit === into ? one.id : [])));
        for (const { id, site: at } of assets) {
          // What stood at a site of neither unit would not fit its new unit.
          const site = at !== null && own.has(at) ? at : null;
          sites.set(site, [...(sites.get(site) ?? []), id]);
        }
        let moved = 0;
        for (const [site, ids] of sites) {
          const to = { unit: into, site, on, note: null };
          moved += unwrap(await registry.transferAssets(ids, to, by)).moved;
        }
        return c.json({ moved, people, services, tokens } satisfies MergeView);
      },
    );
};

const viewOf = (profile: UnitProfile): UnitProfileView => ({
  ...profile,
  recipients: [...profile.recipients],
  etag: etagOf(profile),
});
