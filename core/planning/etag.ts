import { etagOf } from "../etag.ts";
import type { PlanScenario } from "./types.ts";

/** Of what people change of a plan, whoever saved it and when. */
export function planEtag(
  plan: PlanScenario & { readonly changedAt?: number; readonly changedBy?: string },
): string {
  const { id: _id, changedAt: _at, changedBy: _by, ...scenario } = plan;
  return etagOf(scenario);
}
