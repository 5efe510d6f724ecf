import { Hono } from "hono";
import { z } from "zod";
import { etagOf } from "../../../core/etag.ts";
import { planEtag } from "../../../core/planning/etag.ts";
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
import { planDocumentKind, langQuery } from "../asset-schema.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { fileAnswer } from "../file-answer.ts";
import { comparisonOf, freeze } from "../plan-versions.ts";
import { describe, done, validate } from "../schema.ts";

/** Plans, their frozen versions, what was bought of them, and their documents. */
export const planRoutes = (ports: ApiPorts) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get("/plans", describe("Plans of the units that one may see", z.array(planView)), async (c) => {
      const plans = await registry.plans();
      return c.json(plans.filter((plan) => isSeen(c, plan)).map(viewOf));
    })
    .post("/plans", describe("Adds a plan", planView), validate("json", planInput), async (c) => {
      const given = c.req.valid("json");
      for (const unit of given.units) unitSeen(unit, c.var.visible);
      return c.json(viewOf(unwrap(await registry.savePlan(scenarioOf(given), actorOf(c)))));
    })
    .get("/plans/:plan", describe("A plan and its frozen versions", planDetail), async (c) => {
      const plan = await planSeen(ports, c, c.req.param("plan"));
      return c.json({ plan: viewOf(plan), versions: [...(await registry.planVersions(plan.id))] });
    })
    .put("/plans/:plan", describe("Changes a plan", planView), validate("json", planInput), async (c) => {
      const plan = await planSeen(ports, c, c.req.param("plan"));
      const given = c.req.valid("json");
      for (const unit of given.units) unitSeen(unit, c.var.visible);
      const saved = await registry.savePlan({ ...scenarioOf(given), id: plan.id }, actorOf(c), seenBy(c));
      return c.json(viewOf(unwrap(saved)));
    })
    .delete("/plans/:plan", describe("Removes a plan", done), async (c) => {
      const plan = await planSeen(ports, c, c.req.param("plan"));
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
        const plan = await planSeen(ports, c, c.req.param("plan"));
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
        const { document, ...version } = await versionSeen(ports, c, c.req.param("version"));
        const bought = await registry.boughtOf(version.id);
        const comparison = await comparisonOf(ports, document, bought);
        const lines = bought.map((line) => Object.assign({ etag: etagOf(line) }, line));
        return c.json({ version, document, bought: lines, comparison });
      },
    )
    .put(
      "/plan-versions/:version/bought",
      describe("Says what was really bought of a line", done),
      validate("json", boughtInput),
      async (c) => {
        const version = await versionSeen(ports, c, c.req.param("version"));
        unwrap(await registry.setBought(version.id, c.req.valid("json"), actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    )
    .get(
      "/plans/:plan/documents/:kind",
      describe("Tờ trình, báo cáo (.docx), tables (.xlsx) of a plan"),
      validate("param", planDocumentKind),
      validate("query", langQuery),
      async (c) => {
        const plan = await planSeen(ports, c, c.req.param("plan"));
        const { kind } = c.req.valid("param");
        return fileAnswer(c, unwrap(await planning.planDocument(kind, plan, c.var.language)));
      },
    );
};

const isSeen = (c: ApiContext, { units }: Pick<PlanRecord, "units">): boolean =>
  units.every((unit) => c.var.visible.has(unit));

async function planSeen({ registry }: ApiPorts, c: ApiContext, id: string): Promise<PlanRecord> {
  const plan = await registry.plan(id);
  if (plan === undefined || !isSeen(c, plan)) throw new FaultError("plan_unknown");
  return plan;
}

async function versionSeen(ports: ApiPorts, c: ApiContext, id: string) {
  const version = await ports.registry.planVersion(id);
  if (version === undefined) throw new FaultError("plan_unknown");
  await planSeen(ports, c, version.plan);
  return version;
}

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
