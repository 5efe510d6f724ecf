import type { ApiPorts } from "./context.ts";

/** The tree has changed: who sees a part of it sees another part now, so their live streams begin anew. */
export async function leaveParts({ people, live }: Pick<ApiPorts, "people" | "live">): Promise<void> {
  for (const { id, unit } of await people.all()) if (unit !== null) live.leave(id);
}
