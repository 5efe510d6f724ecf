import { officeSpans } from "../../core/alerting/calendar.ts";
import type { AlertState, Calendar } from "../../core/alerting/types.ts";
import type { AlertFact, SiteEvidence, UnitEvidence } from "../../core/assets/evidence.ts";
import { dateOf } from "../../core/assets/dates.ts";
import { DAY, DAY_OFFSET, HOUR, legalDayOf, startOfLegalDay, type Instant } from "../../core/clock.ts";
import type { AssetRegister } from "../assets-port.ts";
import type { AgentRecord, DeviceRecord, Registry, SampleStore, SiteRecord } from "../ports.ts";
import { each } from "./asset-evidence-metrics.ts";
import { ofNow } from "./scores.ts";

export interface UnitsInput {
  readonly registry: Registry & AssetRegister;
  readonly store: Pick<SampleStore, "availability">;
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly agents: readonly AgentRecord[];
  readonly devices: readonly DeviceRecord[];
  /** Of twelve months, newest first; all of them fired. */
  readonly alerts: readonly AlertState[];
  readonly factOf: (state: AlertState) => AlertFact;
}

const YEAR = 365 * DAY;
/** Over how long availability is averaged, and around when the score of a year ago is looked for. */
const QUARTER = 90 * DAY;
const WEEK = 7 * DAY;
/** Several PCs have no LAN while one of these goes on. */
export const OUTAGE_RULES = ["site_down", "hosts_lost", "switch_loss", "lan_loop"] as const;
const OUTAGES: ReadonlySet<string> = new Set(OUTAGE_RULES);

/** Every unit with its people, its sites, and what is measured there. */
export async function unitEvidence(input: UnitsInput): Promise<readonly UnitEvidence[]> {
  const { registry, alerts, now, calendar } = input;
  const [units, sites, profiles, scores] = await Promise.all([
    registry.units(),
    registry.sites(),
    registry.unitProfiles(),
    registry.scores({ kind: "site" }),
  ]);
  const watched = new Set(input.devices.map(({ site }) => site));
  const availability = await availabilityOf(input, [...watched]);
  const scoreNow = new Map(ofNow(scores, now).map(({ subject, score }) => [subject.id, score]));
  const ofSite = Map.groupBy(
    alerts.filter(({ subject }) => subject.kind === "site"),
    ({ subject }) => subject.site,
  );
  const evidence = await each(sites, async (site) => {
    const told = ofSite.get(site.id) ?? [];
    const ratio = availability.get(site.id);
    const score = scoreNow.get(site.id);
    const yearAgo = score === undefined ? undefined : await scoreOfYearAgo(registry, site, now);
    const mine = input.agents.filter((agent) => agent.site === site.id && agent.revokedAt === null);
    const one: SiteEvidence = {
      site: site.id,
      name: site.name,
      alerts: told.map(input.factOf),
      outageHours: outageHours(told, watchedSince(mine, told, now), now, calendar),
      people: mine.length,
      ...(ratio === undefined ? {} : { availability: ratio }),
      ...(score === undefined
        ? {}
        : { score: { now: score, ...(yearAgo === undefined ? {} : { yearAgo }) } }),
    };
    return [site.unit, one] as const;
  });
  const byUnit = Map.groupBy(evidence, ([unit]) => unit);
  const profileOf = new Map(profiles.map((profile) => [profile.unit, profile]));
  const today = dateOf(now);
  return units.map(({ id, name, validTo }) => ({
    unit: id,
    name,
    // A unit that is no more needs nothing: its people are its successor's.
    profile: validTo !== null && validTo < today ? null : (profileOf.get(id) ?? null),
    sites: (byUnit.get(id) ?? []).map(([, one]) => one),
  }));
}

/** Since when outages of a site would have been noticed; undefined: they would not. */
function watchedSince(
  agents: readonly AgentRecord[],
  alerts: readonly AlertState[],
  now: Instant,
): Instant | undefined {
  const known = [...agents.map(({ enrolledAt }) => enrolledAt), ...alerts.map(({ since }) => since)];
  return known.length === 0 ? undefined : Math.max(now - YEAR, Math.min(...known));
}

/**
 * Office hours without LAN by legal month, oldest first, from the first month that was watched: the union of the alerts'
 * times, so that an hour that two alerts tell of counts once. When the office is closed PCs are off and nothing shows that it
 * is mended: those hours nobody lost. What was planned maintenance is no outage, what outlasted it is one from its end on.
 */
export function outageHours(
  alerts: readonly Pick<AlertState, "rule" | "since" | "resolvedAt" | "planned" | "plannedUntil">[],
  from: Instant | undefined,
  now: Instant,
  calendar: Calendar,
): readonly { readonly month: string; readonly hours: number }[] {
  if (from === undefined) return [];
  const hours = new Map<string, number>();
  for (let at = monthStart(from); at <= now; at = nextMonth(at)) hours.set(monthOf(at), 0);
  const spans = alerts
    .filter(({ rule, planned }) => OUTAGES.has(rule) && planned !== true)
    .map(({ since, plannedUntil, resolvedAt }) => {
      return [Math.max(since, plannedUntil ?? since, from), Math.min(resolvedAt ?? now, now)] as const;
    })
    .toSorted((a, b) => a[0] - b[0]);
  let reached = Number.NEGATIVE_INFINITY;
  for (const [since, until] of spans) {
    const start = Math.max(since, reached);
    for (let day = legalDayOf(start); startOfLegalDay(day) < until; day += 1) {
      const month = monthOf(startOfLegalDay(day));
      for (const [opens, closes] of officeSpans(calendar, day)) {
        const lost = Math.min(closes, until) - Math.max(opens, start);
        if (lost > 0) hours.set(month, (hours.get(month) ?? 0) + lost / HOUR);
      }
    }
    reached = Math.max(reached, until);
  }
  return [...hours].map(([month, sum]) => ({ month, hours: Math.round(sum * 100) / 100 }));
}

const monthOf = (at: Instant): string => dateOf(at).slice(0, 7);
const monthStart = (at: Instant): Instant => Date.parse(`${monthOf(at)}-01T00:00:00Z`) - DAY_OFFSET;
function nextMonth(at: Instant): Instant {
  const local = new Date(at + DAY_OFFSET);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 1) - DAY_OFFSET;
}

async function availabilityOf(
  { store, now }: UnitsInput,
  sites: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (sites.length === 0) return new Map();
  const rows = await store.availability({ kind: "device", sites, from: now - QUARTER, to: now });
  const bySite = Map.groupBy(rows, ({ site }) => site);
  return new Map(
    [...bySite].map(([site, list]) => {
      let [good, all] = [0, 0];
      for (const { ratio, count } of list) [good, all] = [good + ratio * count, all + count];
      return [site, good / all];
    }),
  );
}

/** The mean of two weeks around the day a year ago. */
async function scoreOfYearAgo(
  registry: Pick<Registry, "scoreHistory">,
  { id }: SiteRecord,
  now: Instant,
): Promise<number | undefined> {
  const [from, to] = [now - YEAR - WEEK, now - YEAR + WEEK];
  const history = await registry.scoreHistory({ kind: "site", id }, from, to);
  if (history.length === 0) return undefined;
  return Math.round(history.reduce((sum, { score }) => sum + score, 0) / history.length);
}
