import type { Registry } from "../../ports.ts";
import type { Visible } from "../context.ts";

/** The sites of the units that may be seen. */
export async function sitesSeen(
  registry: Pick<Registry, "sites">,
  visible: Visible,
): Promise<ReadonlySet<string>> {
  return new Set((await registry.sites()).flatMap(({ id, unit }) => (visible.has(unit) ? [id] : [])));
}
