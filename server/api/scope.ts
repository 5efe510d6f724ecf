import type { RulePlace } from "../../core/alerting/inherited.ts";
import type { Maintenance } from "../../core/alerting/types.ts";
import { FaultError } from "../../core/result.ts";
import { namesOf } from "../names.ts";
import { deviceSeen, siteSeen, unitSeen } from "./access.ts";
import type { ApiContext, ApiPorts } from "./context.ts";

/** A unit, a site or a device that something is set for. */
type Scope = Maintenance["scope"];
type Ports = Pick<ApiPorts, "registry">;

export async function isScopeSeen({ registry }: Ports, c: ApiContext, { kind, id }: Scope): Promise<boolean> {
  if (kind === "unit") return c.var.visible.has(id);
  const site = kind === "site" ? id : (await registry.device(id))?.site;
  const unit = site === undefined ? undefined : (await registry.site(site))?.unit;
  return unit !== undefined && c.var.visible.has(unit);
}

/** Throws the fault of what cannot be seen. */
export async function checkScope({ registry }: Ports, c: ApiContext, { kind, id }: Scope): Promise<void> {
  if (kind === "unit") unitSeen(id, c.var.visible);
  else if (kind === "site") await siteSeen(registry, id, c.var.visible);
  else await deviceSeen(registry, id, c.var.visible);
}

/** Where a scope stands among units and sites. Throws the fault of what is not there. */
export async function placeOf({ registry }: Ports, scope: Scope): Promise<RulePlace> {
  if (scope.kind === "unit") return { scope, unit: scope.id };
  const site = scope.kind === "site" ? scope.id : (await registry.device(scope.id))?.site;
  if (site === undefined) throw new FaultError("device_unknown");
  const unit = (await registry.site(site))?.unit;
  if (unit === undefined) throw new FaultError("site_unknown");
  return { scope, unit, site };
}

export async function scopeNames({ registry }: Ports): Promise<(scope: Scope) => string> {
  const [known, units] = await Promise.all([namesOf(registry), registry.units()]);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return ({ id }) => known(id) ?? unitNames.get(id) ?? id;
}
