import { SITE_SILENT_MS, type Elsewhere } from "../../core/alerting/site-model.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import { LATE_MS } from "../../core/alerting/types.ts";
import type { AgentRecord, Registry, SampleStore, SiteRecord } from "../ports.ts";

/** A site that did not look for so long has no PC any more that does; the longest holidays are shorter. */
const WATCHING_MS = 14 * DAY;

/** What the sites say together, for those that must tell a fault of their own from one that everybody has. */
export async function elsewhereOf(
  registry: Pick<Registry, "services" | "checks">,
  store: Pick<SampleStore, "last" | "stats">,
  seen: {
    readonly sites: readonly SiteRecord[];
    readonly agents: readonly AgentRecord[];
    readonly now: Instant;
    readonly listeningSince: Instant;
    readonly silentMs?: number;
  },
): Promise<Elsewhere> {
  const { now } = seen;
  const services = await servicesOf(registry, store, now);
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
    silentMs,
    listeningSince: seen.listeningSince,
    troubles: store.stats().troubles.map(({ code, params }) => ({ code, params })),
  };
}

async function servicesOf(
  registry: Pick<Registry, "services" | "checks">,
  store: Pick<SampleStore, "last">,
  now: Instant,
): Promise<Elsewhere["services"]> {
  const all = new Map<string, { name: string; up: string[]; down: string[]; watching: string[] }>();
  for (const { id, name } of await registry.services()) all.set(id, { name, up: [], down: [], watching: [] });
  if (all.size === 0) return all;
  for (const { id, site, service } of await registry.checks()) {
    const up = store.last(`service:${id}`)?.get("up");
    if (up === undefined || now - up.at > WATCHING_MS) continue;
    const seen = all.get(service);
    seen?.watching.push(site);
    // What is not looked at now says nothing: PCs are off at night.
    if (now - up.at <= LATE_MS / 3) seen?.[up.value === 1 ? "up" : "down"].push(site);
  }
  return all;
}
