import type { Maintenance } from "../../core/alerting/types.ts";
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

export async function scopeNames({ registry }: Ports): Promise<(scope: Scope) => string> {
  const [known, units] = await Promise.all([namesOf(registry), registry.units()]);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return ({ id }) => known(id) ?? unitNames.get(id) ?? id;
}
