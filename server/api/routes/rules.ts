import { Hono } from "hono";
import * as z from "zod";
import { RULES, SET_BY_PEOPLE, type RuleId } from "../../../core/alerting/catalogue.ts";
import { inheritedSettings } from "../../../core/alerting/inherited.ts";
import { clearOf, isLimit, isOrdered } from "../../../core/alerting/limits.ts";
import { settingsFor } from "../../../core/alerting/settings.ts";
import type { RuleSettings } from "../../../core/alerting/types.ts";
import { etagOf } from "../../../core/etag.ts";
import { FaultError } from "../../../core/result.ts";
import { unitPath } from "../../../core/unit-path.ts";
import { ruleView, type RuleView } from "../../../core/wire/alerts.ts";
import type { RuleOverride } from "../../alerts-port.ts";
import { ruleInput } from "../alert-schema.ts";
import { actorOf, seenBy, unwrap, type ApiContext, type ApiEnv, type ApiPorts } from "../context.ts";
import { describe, done, validate } from "../schema.ts";
import { checkScope, isScopeSeen, placeOf, scopeNames } from "../scope.ts";

type Ports = Pick<ApiPorts, "registry" | "alerting">;

/** Thresholds, and where they are set otherwise. */
export const ruleRoutes = (ports: Ports) => {
  const { registry } = ports;
  return new Hono<ApiEnv>()
    .get("/rules", describe("Alert rules and where they are set otherwise", z.array(ruleView)), async (c) =>
      c.json(await rulesFor(ports, c)),
    )
    .put(
      "/rules",
      describe("Sets a rule otherwise for a unit, a site or a device; null takes it away", done),
      validate("json", ruleInput),
      async (c) => {
        const { rule, scope, settings } = c.req.valid("json");
        await checkScope(ports, c, scope);
        const whole =
          settings === null ? null : limited(rule, settings, await inheritedAt(ports, rule, scope));
        unwrap(await registry.setRuleOverride({ rule, scope }, whole, actorOf(c), seenBy(c)));
        return c.json({ done: true as const });
      },
    );
};

/**
 * Who sees a part of the tree does not see the words of units above it, but they hold there: for them these are the defaults.
 */
async function rulesFor(ports: Ports, c: ApiContext): Promise<RuleView[]> {
  const [all, rules, parents, scopeName] = await Promise.all([
    ports.registry.ruleOverrides(),
    ports.alerting.rules(),
    parentsOf(ports),
    scopeNames(ports),
  ]);
  const { unit: root } = c.var.me;
  const above = root === null ? [] : unitPath(root, parents).slice(1);
  const seen: RuleOverride[] = [];
  for (const one of all) if (await isScopeSeen(ports, c, one.scope)) seen.push(one);
  return SET_BY_PEOPLE.map((rule): RuleView => {
    const { unit, worse } = RULES[rule];
    const words = all.filter((one) => one.rule === rule);
    const overrides = seen
      .filter((one) => one.rule === rule)
      .map(({ scope, settings }) => {
        return { scope, settings, scopeName: scopeName(scope), etag: etagOf(settings) };
      });
    const defaults = settingsFor(rules[rule], words, { units: above, site: "" });
    return { rule, unit, worse, defaults, overrides };
  });
}

async function inheritedAt(ports: Ports, rule: RuleId, scope: RuleOverride["scope"]): Promise<RuleSettings> {
  const [all, rules, parents, place] = await Promise.all([
    ports.registry.ruleOverrides(),
    ports.alerting.rules(),
    parentsOf(ports),
    placeOf(ports, scope),
  ]);
  const words = all.filter((one) => one.rule === rule);
  return inheritedSettings(rules[rule], words, place, parents);
}

const parentsOf = async ({ registry }: Ports): Promise<ReadonlyMap<string, string | null>> =>
  new Map((await registry.units()).map(({ id, parent }) => [id, parent]));

/**
 * Settings whose threshold can be one, always with where it is good again, so that a later word of what is above cannot put
 * the two in the wrong order. What only one of them says is taken from what is inherited there. Throws what is wrong.
 */
function limited(rule: RuleId, settings: Partial<RuleSettings>, usual: RuleSettings): Partial<RuleSettings> {
  if (settings.raise === undefined && settings.clear === undefined) return settings;
  const { raise = usual.raise } = settings;
  if (!isLimit(rule, raise)) throw wrong("raise", "server.reason.wrong");
  const { clear = clearOf(rule, usual, raise) } = settings;
  if (!Number.isFinite(clear) || clear < 0 || !isOrdered(rule, { raise, clear })) {
    throw wrong("clear", "server.reason.hysteresis");
  }
  return { ...settings, raise, clear };
}

const wrong = (field: string, reason: string) => new FaultError("bad_input", { field, reason });
