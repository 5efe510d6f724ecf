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

/** People of one's own units, and those above who see everything. */
export const peopleSeen = (people: readonly Me[], { var: { me, visible } }: ApiContext): readonly Me[] =>
  people.filter(({ unit }) => me.unit === null || unit === null || visible.has(unit));
