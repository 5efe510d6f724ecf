import { DISTRICT } from "../../../core/alerting/types.ts";
import type { Registry } from "../../ports.ts";
import type { Me } from "../../../core/wire/views.ts";
import type { ApiContext, Visible } from "../context.ts";

/** The sites of the units that may be seen. */
export async function sitesSeen(
  registry: Pick<Registry, "sites">,
  visible: Visible,
): Promise<ReadonlySet<string>> {
  return new Set((await registry.sites()).flatMap(({ id, unit }) => (visible.has(unit) ? [id] : [])));
}

/** Sites whose alerts one may see; what concerns the whole district is for those who see all of it. */
export async function alertSitesSeen(
  registry: Pick<Registry, "sites">,
  { var: { me, visible } }: ApiContext,
): Promise<ReadonlySet<string>> {
  const sites = await sitesSeen(registry, visible);
  return me.unit === null ? new Set([...sites, DISTRICT]) : sites;
}

/** People of one's own units, and those above who see everything. */
export const peopleSeen = (people: readonly Me[], { var: { me, visible } }: ApiContext): readonly Me[] =>
  people.filter(({ unit }) => me.unit === null || unit === null || visible.has(unit));
