import { Hono } from "hono";
import * as z from "zod";
import { RULE_IDS, RULES } from "../../../core/alerting/catalogue.ts";
import type { Maintenance } from "../../../core/alerting/types.ts";
import { FaultError } from "../../../core/result.ts";
import { maintenanceView, ruleView, type MaintenanceView, type RuleView } from "../../../core/wire/alerts.ts";
import { namesOf } from "../../names.ts";
import { deviceSeen, siteSeen, unitSeen } from "../access.ts";
import { maintenanceInput, ruleInput } from "../alert-schema.ts";
import { actorOf, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";

type Scope = Maintenance["scope"];
type Ports = Pick<ApiPorts, "registry" | "alerting">;

/** Times in which somebody works on things, and thresholds that differ from the rules' own. */
export const maintenanceRoutes = (ports: Ports) => {
  const { registry, alerting } = ports;
  return new Hono<ApiEnv>()
    .get("/maintenance", describe("Maintenance windows", z.array(maintenanceView)), async (c) => {
      const scopeName = await scopeNames(ports);
      const mine: MaintenanceView[] = [];
      for (const window of await registry.maintenance()) {
        if (await isSeen(ports, c, window.scope)) {
          mine.push(Object.assign({ ...window }, { scopeName: scopeName(window.scope) }));
        }
      }
      return c.json(mine);
    })
    .post(
      "/maintenance",
      describe("Plans a maintenance window: nothing of it notifies", maintenanceView),
      validate("json", maintenanceInput),
      async (c) => {
        const window = c.req.valid("json");
        await check(ports, c, window.scope);
        const made = unwrap(await registry.addMaintenance(window, actorOf(c)));
        const scopeName = (await scopeNames(ports))(made.scope);
        return c.json({ ...made, scopeName } satisfies MaintenanceView);
      },
    )
    .delete("/maintenance/:window", describe("Takes a maintenance window away", done), async (c) => {
      const id = c.req.param("window");
      const window = (await registry.maintenance()).find((one) => one.id === id);
      if (window === undefined || !(await isSeen(ports, c, window.scope))) {
        throw new FaultError("maintenance_unknown");
      }
      unwrap(await registry.removeMaintenance(id, actorOf(c)));
      return c.json({ done: true as const });
    })
    .get("/rules", describe("Alert rules and where they are set otherwise", z.array(ruleView)), async (c) => {
      const scopeName = await scopeNames(ports);
      const overrides: (RuleView["overrides"][number] & Pick<RuleView, "rule">)[] = [];
      for (const one of await registry.ruleOverrides()) {
        if (!(await isSeen(ports, c, one.scope))) continue;
        overrides.push(Object.assign({ ...one }, { scopeName: scopeName(one.scope) }));
      }
      return c.json(
        RULE_IDS.map((rule): RuleView => {
          const { unit, worse } = RULES[rule];
          const own = overrides.filter((one) => one.rule === rule);
          return { rule, unit, worse, defaults: alerting.rules[rule], overrides: own };
        }),
      );
    })
    .put(
      "/rules",
      describe("Sets a rule otherwise for a unit, a site or a device; null takes it away", done),
      validate("json", ruleInput),
      async (c) => {
        const { rule, scope, settings } = c.req.valid("json");
        await check(ports, c, scope);
        unwrap(await registry.setRuleOverride({ rule, scope }, settings, actorOf(c)));
        return c.json({ done: true as const });
      },
    );
};

async function isSeen({ registry }: Ports, c: ApiContext, { kind, id }: Scope): Promise<boolean> {
  if (kind === "unit") return c.var.visible.has(id);
  const site = kind === "site" ? id : (await registry.device(id))?.site;
  const unit = site === undefined ? undefined : (await registry.site(site))?.unit;
  return unit !== undefined && c.var.visible.has(unit);
}

async function check({ registry }: Ports, c: ApiContext, { kind, id }: Scope): Promise<void> {
  if (kind === "unit") unitSeen(id, c.var.visible);
  else if (kind === "site") await siteSeen(registry, id, c.var.visible);
  else await deviceSeen(registry, id, c.var.visible);
}

async function scopeNames({ registry }: Ports): Promise<(scope: Scope) => string> {
  const [known, units] = await Promise.all([namesOf(registry), registry.units()]);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return ({ id }) => known(id) ?? unitNames.get(id) ?? id;
}
