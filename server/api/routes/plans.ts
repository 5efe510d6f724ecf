import { Hono } from "hono";
import { z } from "zod";
import { etagOf } from "../../../core/etag.ts";
import { planEtag } from "../../../core/planning/etag.ts";
import { issuerOf } from "../../../core/planning/issuer.ts";
import { FaultError } from "../../../core/result.ts";
import {
  boughtInput,
  freezeInput,
  planDetail,
  planInput,
  planView,
  versionDetail,
  versionView,
} from "../../../core/wire/plans.ts";
import type { PlanRecord } from "../../assets-port.ts";
import { unitSeen } from "../access.ts";
import { planDocumentKind, planDocumentQuery } from "../asset-schema.ts";
import { assetSeen } from "../asset-view.ts";
import { actorOf, seenBy, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { isPlanSeen, planSeen, versionSeen, versionsSeen } from "../plan-seen.ts";
import { comparisonOf, freeze } from "../plan-versions.ts";
import { describe, done, validate } from "../schema.ts";

/** Plans, their frozen versions, what was bought of them, and their documents. */
export const planRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get("/plans", describe("Plans of the units that one may see", z.array(planView)), async (c) => {
      const plans = await registry.plans();
      return c.json(plans.filter((plan) => isPlanSeen(plan, c.var.visible)).map(viewOf));
    })
    .post("/plans", describe("Adds a plan", planView), validate("json", planInput), async (c) => {
      const given = c.req.valid("json");
      for (const unit of given.units) unitSeen(unit, c.var.visible);
      return c.json(viewOf(unwrap(await registry.savePlan(scenarioOf(given), actorOf(c)))));
    })
    .get("/plans/:plan", describe("A plan and its frozen versions", planDetail), async (c) => {
      const plan = await planSeen(ports, c.req.param("plan"), c.var.visible);
      return c.json({ plan: viewOf(plan), versions: [...(await versionsSeen(ports, plan.id, c))] });
    })
    .put("/plans/:plan", describe("Changes a plan", planView), validate("json", planInput), async (c) => {
      const plan = await planSeen(ports, c.req.param("plan"), c.var.visible);
      const given = c.req.valid("json");
      for (const unit of given.units) unitSeen(unit, c.var.visible);
      const saved = await registry.savePlan({ ...scenarioOf(given), id: plan.id }, actorOf(c), seenBy(c));
      return c.json(viewOf(unwrap(saved)));
    })
    .delete("/plans/:plan", describe("Removes a plan", done), async (c) => {
      const plan = await planSeen(ports, c.req.param("plan"), c.var.visible);
      unwrap(await registry.removePlan(plan.id, actorOf(c), seenBy(c)));
      return c.json({ done: true as const });
    });
};

/** What becomes of a plan: frozen versions, purchases, documents. */
export const planVersionRoutes = (ports: ApiPorts) => {
  const { registry, planning } = ports;
  return new Hono<ApiEnv>()
    .post(
      "/plans/:plan/versions",
      describe("Freezes the plan as it is now", versionView),
      validate("json", freezeInput),
      async (c) => {
        const plan = await planSeen(ports, c.req.param("plan"), c.var.visible);
        // What is frozen goes to a leader: it must be what the person has before them.
        if ((seenBy(c) ?? planEtag(plan)) !== planEtag(plan))
          throw new FaultError("changed_since", { name: plan.changedBy });
        const document = await freeze(ports, plan);
        const { name } = c.req.valid("json");
        return c.json(unwrap(await registry.freezePlan(plan.id, name, document, actorOf(c))));
      },
    )
    .get(
      "/plan-versions/:version",
      describe("A frozen version, what was bought of it, and how that compares", versionDetail),
      async (c) => {
        const { document, ...version } = await versionSeen(ports, c.req.param("version"), c.var.visible);
        const bought = await registry.boughtOf(version.id);
        const comparison = await comparisonOf(ports, document, bought);
        const lines = bought.map((line) => Object.assign({ etag: etagOf(line) }, line));
        const registered = (await registry.assetsOfVersion(version.id)).flatMap(({ candidate, asset }) => {
          const { id, name, code, quantity, state, unit } = asset;
          return c.var.visible.has(unit) ? [{ candidate, asset: id, name, code, quantity, state }] : [];
        });
        return c.json({ version, document, bought: lines, comparison, registered });
      },
    )
    .put(
      "/plan-versions/:version/bought",
      describe("Says what was really bought of a line", done),
      validate("json", boughtInput),
      async (c) => {
        const version = await versionSeen(ports, c.req.param("version"), c.var.visible);
        const bought = c.req.valid("json");
        if (bought.asset !== null) await assetSeen(ports, bought.asset, c.var.visible);
        unwrap(await registry.setBought(version.id, bought, actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    )
    .get(
      "/plans/:plan/documents/:kind",
      describe("Tờ trình, báo cáo (.docx), tables (.xlsx) of a plan"),
      validate("param", planDocumentKind),
      validate("query", planDocumentQuery),
      async (c) => {
        const scenario = await planSeen(ports, c.req.param("plan"), c.var.visible);
        const { kind } = c.req.valid("param");
        const seen = (await registry.units()).filter(({ id }) => c.var.visible.has(id));
        const issuer = unwrap(issuerOf(seen, scenario.units, c.req.valid("query").issuer));
        const paper = { scenario, issuer };
        return fileAnswer(c, unwrap(await planning.planDocument(kind, paper, c.var.language)));
      },
    );
};

type PlanBody = z.output<typeof planInput>;
type Saved = Parameters<ApiPorts["registry"]["savePlan"]>[0];
/** Zod's optional parts may be undefined; ours are absent, and JSON makes them so. */
const scenarioOf = (given: PlanBody): Saved => JSON.parse(JSON.stringify(given)) as Saved;

const viewOf = (plan: PlanRecord): z.infer<typeof planView> => ({
  ...plan,
  units: [...plan.units],
  must: [...plan.must],
  never: [...plan.never],
  edits: { ...plan.edits },
  etag: planEtag(plan),
});
