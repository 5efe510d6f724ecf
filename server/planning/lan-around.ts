import type { AlertState, Calendar } from "../../core/alerting/types.ts";
import { addMonths, dateOf } from "../../core/assets/dates.ts";
import type { DateText } from "../../core/assets/types.ts";
import { DAY, DAY_OFFSET, type Clock, type Instant } from "../../core/clock.ts";
import {
  hoursAround,
  NOTHING_AROUND,
  type HoursAround,
  type WatchedMonths,
} from "../../core/planning/compare.ts";
import { OUTAGE_RULES, outageHours } from "../jobs/asset-evidence-units.ts";
import type { AgentRecord, Registry } from "../ports.ts";
import type { Purchased } from "../planning-port.ts";

export interface AroundParts {
  readonly registry: Pick<Registry, "sites" | "agents" | "alertList">;
  readonly clock: Pick<Clock, "now">;
  readonly calendar: Calendar;
}

/** Three months before that of a purchase, and one more: the first that is listed does not count. */
const MONTHS_BEFORE = 4;
/** More outages of one kind than any unit has in the years that alerts are kept. */
const MOST_ALERTS = 20_000;
/** Over Tết nobody switches a PC on; whoever is silent for longer does not watch. */
const STILL_WATCHED = 14 * DAY;

/**
 * What the LAN of each purchase's unit was like before and after it: one answer for each of `purchases`, for pages and
 * reports alike. Looks as far back as the oldest of them needs, which may be more than the year that findings rest on.
 */
export async function lanAround(
  { registry, clock, calendar }: AroundParts,
  purchases: readonly Purchased[],
): Promise<readonly HoursAround[]> {
  const [first] = purchases.flatMap(({ on }) => (on === null ? [] : [on])).toSorted();
  if (first === undefined) return purchases.map(() => NOTHING_AROUND);
  const now = clock.now();
  const from = monthStart(addMonths(`${first.slice(0, 7)}-01`, -MONTHS_BEFORE));
  const units = new Set(purchases.flatMap(({ unit, on }) => (on === null ? [] : [unit])));
  const sites = (await registry.sites()).filter(({ unit }) => units.has(unit));
  const [agents, outages] = await Promise.all([
    registry.agents(),
    outagesOf(
      registry,
      sites.map(({ id }) => id),
      from,
    ),
  ]);
  const agentsOf = Map.groupBy(agents, ({ site }) => site);
  const monthsOf = new Map<string, WatchedMonths[]>();
  for (const { id, unit } of sites) {
    const hours = watchedHours(agentsOf.get(id) ?? [], outages.get(id) ?? [], { from, now, calendar });
    const known = monthsOf.get(unit);
    if (known === undefined) monthsOf.set(unit, [{ outageHours: hours }]);
    else known.push({ outageHours: hours });
  }
  const today = dateOf(now);
  return purchases.map(({ unit, on }) =>
    on === null ? NOTHING_AROUND : hoursAround(monthsOf.get(unit) ?? [], on, today),
  );
}

const monthStart = (day: DateText): Instant => Date.parse(`${day}T00:00:00Z`) - DAY_OFFSET;

/** By site; all of them fired. */
async function outagesOf(
  registry: Pick<Registry, "alertList">,
  sites: readonly string[],
  since: Instant,
): Promise<ReadonlyMap<string, readonly AlertState[]>> {
  if (sites.length === 0) return new Map();
  const lists = await Promise.all(
    OUTAGE_RULES.map((rule) => registry.alertList({ sites, rule, since, limit: MOST_ALERTS })),
  );
  const told = lists
    .flat()
    .flatMap(({ state }) => (state.firedAt === null || state.subject.kind !== "site" ? [] : [state]));
  return Map.groupBy(told, ({ subject }) => subject.site);
}

/** From its first agent on, also one that was removed since, until the last one was heard. */
function watchedHours(
  agents: readonly AgentRecord[],
  outages: readonly AlertState[],
  { from, now, calendar }: { readonly from: Instant; readonly now: Instant; readonly calendar: Calendar },
): WatchedMonths["outageHours"] {
  const heard = agents.flatMap(({ lastSeen }) => lastSeen ?? []);
  if (heard.length === 0) return [];
  const began = Math.min(...agents.map(({ enrolledAt }) => enrolledAt), ...outages.map(({ since }) => since));
  const last = Math.max(...heard);
  const until = now - last <= STILL_WATCHED ? now : last;
  return outageHours(outages, Math.max(from, began), until, calendar);
}
