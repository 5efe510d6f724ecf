import { Hono } from "hono";
import * as z from "zod";
import { RULE_IDS, RULES, type RuleId } from "../../../core/alerting/catalogue.ts";
import { clearOf, isLimit, isOrdered } from "../../../core/alerting/limits.ts";
import type { RuleSettings } from "../../../core/alerting/types.ts";
import { FaultError } from "../../../core/result.ts";
import { ruleView, type RuleView } from "../../../core/wire/alerts.ts";
import { ruleInput } from "../alert-schema.ts";
import { actorOf, unwrap, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";
import { checkScope, isScopeSeen, scopeNames } from "../scope.ts";

/** Thresholds, and where they are set otherwise. */
export const ruleRoutes = (ports: Pick<ApiPorts, "registry" | "alerting">) => {
  const { registry, alerting } = ports;
  return new Hono<ApiEnv>()
    .get("/rules", describe("Alert rules and where they are set otherwise", z.array(ruleView)), async (c) => {
      const scopeName = await scopeNames(ports);
      const overrides: (RuleView["overrides"][number] & Pick<RuleView, "rule">)[] = [];
      for (const one of await registry.ruleOverrides()) {
        if (!(await isScopeSeen(ports, c, one.scope))) continue;
        overrides.push(Object.assign({ ...one }, { scopeName: scopeName(one.scope) }));
      }
      const rules = await alerting.rules();
      return c.json(
        RULE_IDS.map((rule): RuleView => {
          const { unit, worse } = RULES[rule];
          const own = overrides.filter((one) => one.rule === rule);
          return { rule, unit, worse, defaults: rules[rule], overrides: own };
        }),
      );
    })
    .put(
      "/rules",
      describe("Sets a rule otherwise for a unit, a site or a device; null takes it away", done),
      validate("json", ruleInput),
      async (c) => {
        const { rule, scope, settings } = c.req.valid("json");
        await checkScope(ports, c, scope);
        const whole = settings === null ? null : limited(rule, settings, (await alerting.rules())[rule]);
        unwrap(await registry.setRuleOverride({ rule, scope }, whole, actorOf(c)));
        return c.json({ done: true as const });
      },
    );
};

/** Settings whose threshold can be one, with where it is good again; throws what is wrong with them. */
function limited(rule: RuleId, settings: Partial<RuleSettings>, usual: RuleSettings): Partial<RuleSettings> {
  if (settings.raise === undefined && settings.clear === undefined) return settings;
  const { raise = usual.raise } = settings;
  if (!isLimit(rule, raise)) throw wrong("raise", "server.reason.wrong");
  const { clear = clearOf(rule, usual, raise) } = settings;
  if (!Number.isFinite(clear) || clear < 0 || !isOrdered(rule, { raise, clear })) {
    throw wrong("clear", "server.reason.hysteresis");
  }
  // A limit that nobody gave stays with the unit or the default that it comes from.
  return { ...settings, clear };
}

const wrong = (field: string, reason: string) => new FaultError("bad_input", { field, reason });
