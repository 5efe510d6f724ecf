import { DISTRICT } from "../../core/alerting/types.ts";
import { FaultError } from "../../core/result.ts";
import { mayOperate } from "../../core/roles.ts";
import { unitPath } from "../../core/unit-path.ts";
import type { Me } from "../../core/wire/views.ts";
import type { ApiContext, ApiPorts } from "./context.ts";
import { peopleSeen } from "./prom/scope.ts";

type Ports = Pick<ApiPorts, "registry" | "people">;

/** People whom the asker may give an alert of the site (or of the whole system) to: they see it, and work on alerts. */
export async function takersOf(ports: Ports, c: ApiContext, site: string): Promise<readonly Me[]> {
  const above = await unitsAbove(ports, site);
  return (await workersSeen(ports, c)).filter(({ unit }) => unit === null || above.includes(unit));
}

/** Those who work on alerts of any site. */
export async function workersSeen({ people }: Ports, c: ApiContext): Promise<readonly Me[]> {
  return peopleSeen(await people.all(), c).filter(({ role }) => mayOperate(role));
}

/** Throws `person_unknown`, and `assignee_unfit` where the asker sees the person. */
export async function checkTaker(ports: Ports, c: ApiContext, person: string, site: string): Promise<void> {
  const known = peopleSeen(await ports.people.all(), c).find(({ id }) => id === person);
  if (known === undefined) throw new FaultError("person_unknown");
  const takers = await takersOf(ports, c, site);
  if (!takers.some(({ id }) => id === person)) throw new FaultError("assignee_unfit", { name: known.name });
}

/** The unit of a site and those above it; none of the whole system. */
async function unitsAbove({ registry }: Ports, site: string): Promise<readonly string[]> {
  if (site === DISTRICT) return [];
  const [found, units] = await Promise.all([registry.site(site), registry.units()]);
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  return found === undefined ? [] : unitPath(found.unit, parents);
}
