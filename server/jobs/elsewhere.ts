import { SITE_SILENT_MS, type Elsewhere } from "../../core/alerting/site-model.ts";
import type { RuleId } from "../../core/alerting/catalogue.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import { LATE_MS, type AlertState, type Notice } from "../../core/alerting/types.ts";
import type { AgentRecord, Registry, SampleStore, SiteRecord } from "../ports.ts";

/** A site that did not look for so long is closed or cut off: others must speak for it. A weekend with a day off is shorter. */
const WATCHING_MS = 4 * DAY;
/** Who tells of something goes on telling until then: the longest holidays are shorter. */
const TELLING_MS = 14 * DAY;

interface Seen {
  readonly sites: readonly SiteRecord[];
  readonly agents: readonly AgentRecord[];
  readonly now: Instant;
  readonly listeningSince: Instant;
  /** By site: what it has open, as far as the last pass knows. */
  readonly known: ReadonlyMap<string, { readonly open: readonly AlertState[] }>;
  /** By site: its unit and those above it. */
  readonly unitsOf: ReadonlyMap<string, readonly string[]>;
  readonly silentMs?: number;
}

/** What the sites say together, for those that must tell a fault of their own from one that everybody has. */
export async function elsewhereOf(
  registry: Pick<Registry, "services" | "checks">,
  store: Pick<SampleStore, "last" | "stats">,
  seen: Seen,
): Promise<Elsewhere> {
  const { now } = seen;
  const services = await servicesOf(registry, store, seen);
  const newest = new Map<string, Instant>();
  for (const { site, lastSeen, revokedAt } of seen.agents) {
    if (revokedAt === null) newest.set(site, Math.max(newest.get(site) ?? 0, lastSeen ?? 0));
  }
  const silentMs = seen.silentMs ?? SITE_SILENT_MS;
  return {
    services,
    silent: seen.sites.flatMap(({ id }) => {
      const heard = newest.get(id);
      return heard !== undefined && now - heard > silentMs ? [id] : [];
    }),
    sites: newest.size,
    onBattery: onBatteryOf(seen),
    silentMs,
    listeningSince: seen.listeningSince,
    troubles: store.stats().troubles.map(({ code, params }) => ({ code, params })),
  };
}

/** What an open alert of a rule is of, at a site. */
function openOf({ known }: Seen, site: string, of: RuleId): readonly string[] {
  const open = known.get(site)?.open ?? [];
  return open.flatMap(({ rule, phase, subject }) =>
    rule === of && phase !== "resolved" ? [subject.key] : [],
  );
}

/** Sites whose UPS runs on its battery. */
function onBatteryOf(seen: Seen): NonNullable<Elsewhere["onBattery"]> {
  return seen.sites.flatMap(({ id, name, unit }) =>
    openOf(seen, id, "ups_on_battery").length > 0
      ? [{ site: id, name, units: seen.unitsOf.get(id) ?? [unit] }]
      : [],
  );
}

async function servicesOf(
  registry: Pick<Registry, "services" | "checks">,
  store: Pick<SampleStore, "last">,
  seen: Seen,
): Promise<Elsewhere["services"]> {
  const all = new Map<string, Looking>();
  for (const { id, name } of await registry.services())
    all.set(id, { name, up: [], down: [], watching: [], telling: [] });
  if (all.size === 0) return all;
  for (const { id, site, service } of await registry.checks()) {
    const check = `service:${id}`;
    const up = store.last(check)?.get("up");
    const looking = all.get(service);
    if (up === undefined || looking === undefined) continue;
    const age = seen.now - up.at;
    if (age <= TELLING_MS && openOf(seen, site, "certificate_ends").includes(check))
      looking.telling.push(site);
    if (age <= WATCHING_MS) looking.watching.push(site);
    // What is not looked at now says nothing: PCs are off at night.
    if (age <= LATE_MS / 3) looking[up.value === 1 ? "up" : "down"].push(site);
  }
  return all;
}

/** The sites that look at a service. */
interface Looking {
  readonly name: string;
  readonly up: string[];
  readonly down: string[];
  readonly watching: string[];
  readonly telling: string[];
}

/**
 * By subject, of notices that a service is down for all: the units, and those above them, of all sites that look at it. It
 * hits each of them, and their own alerts are silent because of it. `unitsOf`: of a site its unit and those above.
 */
export async function unitsLooking(
  registry: Pick<Registry, "checks">,
  notices: readonly Notice[],
  unitsOf: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const told = notices.filter(({ state }) => state.rule === "service_down_everywhere");
  if (told.length === 0) return new Map();
  const checks = await registry.checks();
  return new Map(
    told.map(({ state: { subject } }) => {
      const sites = checks.flatMap(({ site, service }) =>
        subject.key === `district:${service}` ? [site] : [],
      );
      return [subject.key, [...new Set(sites.flatMap((site) => unitsOf.get(site) ?? []))]];
    }),
  );
}
