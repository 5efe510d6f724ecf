import { MINUTE, SECOND } from "../../../core/clock.ts";
import type { ServiceTarget } from "../../../core/wire/assignment.ts";
import { MAX_TARGETS } from "../../../core/wire/limits.ts";
import type { RegistryContext } from "./context.ts";
import { checksOf, servicesOf } from "./service-checks.ts";

/** A look that found nothing is repeated once: both, and the pause between, must end before the next is due. */
const LONGEST_WAIT = 10 * SECOND;
const SHORTEST_WAIT = SECOND;
const SHARE_OF_INTERVAL = 6;
/** What was saved with more is looked at so often: two looks make an alert, and older ones say nothing of now. */
const MOST_SELDOM = 5 * MINUTE;

/** The public services that a site looks at. */
export async function serviceTasks(
  context: RegistryContext,
  site: string,
): Promise<readonly ServiceTarget[]> {
  const checks = await checksOf(context, site);
  if (checks.length === 0) return [];
  const services = new Map((await servicesOf(context.db)).map((service) => [service.id, service]));
  return checks.slice(0, MAX_TARGETS).flatMap(({ id, service }) => {
    const found = services.get(service);
    if (found === undefined) return [];
    const { kind, target, expect } = found;
    const everyMs = Math.min(found.everyMs, MOST_SELDOM);
    const timeoutMs = Math.min(
      LONGEST_WAIT,
      Math.max(SHORTEST_WAIT, Math.floor(everyMs / SHARE_OF_INTERVAL)),
    );
    return [{ check: id, kind, target, everyMs, timeoutMs, ...expect }];
  });
}
