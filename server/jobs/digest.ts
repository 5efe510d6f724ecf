import type { NameOf } from "../../core/alerting/say.ts";
import { DISTRICT, type AlertState } from "../../core/alerting/types.ts";
import {
  DAY,
  HOUR,
  legalDayOf,
  MINUTE,
  startOfLegalDay,
  type Clock,
  type Instant,
} from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Me } from "../../core/wire/views.ts";
import type { Alerts, Subscription } from "../alerts-port.ts";
import type { DigestContent, DigestScore, Notifier } from "../notify-port.ts";
import type { Organisation, SiteRecord, UnitRecord } from "../ports.ts";
import { unitPath } from "../../core/unit-path.ts";
import { ofNow } from "./scores.ts";

export interface DigestPorts {
  readonly registry: Pick<
    Alerts,
    "subscriptions" | "channels" | "channelSettings" | "alertList" | "checks" | "scores" | "scoreHistory"
  > &
    Pick<Organisation, "sites" | "units"> & {
      setting(key: string): Promise<string | undefined>;
      setSetting(key: string, value: string): Promise<void>;
    };
  readonly people: { all(): Promise<readonly Me[]> };
  readonly notifier: Notifier;
  readonly names: () => Promise<NameOf>;
  readonly base: () => string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Half past seven, legal time: before the office opens. */
const AT = 7 * HOUR + 30 * MINUTE;
/** Later than this the day is no news any more: a server that was off sends none in the evening. */
const UNTIL = 12 * HOUR;
/** More than a province has at once. */
const MOST_ALERTS = 10_000;
const TIMEOUT = MINUTE;

/** Sends each person's digest once for each day or week; after a failure again with the next look. */
export function createDigests(ports: DigestPorts): { look(): Promise<void> } {
  const { registry, people, clock } = ports;
  return {
    async look() {
      const now = clock.now();
      const day = legalDayOf(now);
      const time = now - startOfLegalDay(day);
      if (time < AT || time > UNTIL) return;
      const wanted = (await registry.subscriptions()).filter(({ digest }) => digest !== "none");
      if (wanted.length === 0) return;
      const everybody = new Map((await people.all()).map((person) => [person.id, person]));
      for (const subscription of wanted) {
        const person = everybody.get(subscription.person);
        const key = `digest.${subscription.person}`;
        const sent = await registry.setting(key);
        const end = endOf(subscription, day, sent === undefined ? undefined : Number(sent));
        if (person === undefined || end === undefined) continue;
        if (await send(ports, subscription, person, end)) await registry.setSetting(key, String(end));
      }
    },
  };
}

/** 1970-01-01 was a Thursday: 1970-01-05, a Monday, was day 4. */
const sinceMonday = (day: number): number => (day - 4) % 7;
const FRIDAY = 4;

/**
 * The day before which that ends of which to tell today; undefined: nothing is to be told. `sent`: the last such day. Of a
 * week it is a Monday: a server that was off then tells of it until Friday, but nobody of a time before the first one.
 */
function endOf({ digest }: Subscription, today: number, sent: number | undefined): number | undefined {
  const late = digest === "weekly" ? sinceMonday(today) : 0;
  if (late > FRIDAY || (late > 0 && sent === undefined)) return undefined;
  const end = today - late;
  return sent !== undefined && sent >= end && sent <= today ? undefined : end;
}

async function send(
  ports: DigestPorts,
  subscription: Subscription,
  person: Me,
  day: number,
): Promise<boolean> {
  const { registry, notifier, base, log } = ports;
  const mails = (await registry.channels()).filter(
    ({ id, kind, enabled }) => kind === "mail" && enabled && subscription.addresses[id] !== undefined,
  );
  // Nothing to send it with is nothing to try again for.
  if (mails.length === 0) return true;
  const content = await contentOf(ports, subscription, person, day);
  const names = await ports.names();
  let sent = false;
  for (const { id } of mails) {
    const channel = await registry.channelSettings(id);
    if (channel === undefined) continue;
    const outcome = await notifier.digest(
      { ...channel, id },
      subscription.addresses[id] ?? "",
      { id: `digest.${subscription.person}.${day}`, content },
      { language: subscription.language, names, base: base() },
      AbortSignal.timeout(TIMEOUT),
    );
    if (outcome.ok) sent = true;
    else log.warn("digest_not_sent", { person: subscription.person, channel: id, code: outcome.fault.code });
  }
  return sent;
}

/** What one person is told of: the own units, within what may be seen. */
async function contentOf(
  { registry, clock }: DigestPorts,
  { digest, unit }: Subscription,
  { unit: sees }: Me,
  day: number,
): Promise<DigestContent> {
  const to = startOfLegalDay(day);
  const from = to - (digest === "weekly" ? 7 : 1) * DAY;
  const units = await registry.units();
  const parents = new Map(units.map(({ id, parent }) => [id, parent]));
  const within = (id: string) => {
    const path = unitPath(id, parents);
    return (sees === null || path.includes(sees)) && (unit === null || path.includes(unit));
  };
  const sites = (await registry.sites()).filter((site) => within(site.unit));
  const siteOf = new Map(sites.map((site) => [site.id, site]));
  const concerns = await districtOf(registry, siteOf, sees === null && unit === null);
  const alertsOf = async (phase: "firing" | "resolved") => {
    const of = { sites: [...siteOf.keys(), DISTRICT], phases: [phase], explained: false, since: from };
    return (await registry.alertList({ ...of, limit: MOST_ALERTS })).flatMap(({ state }) => {
      const site = siteOf.get(state.subject.site);
      // What was removed or switched off is not mended.
      if (state.planned !== undefined || state.unwatched !== undefined) return [];
      if (site !== undefined) return [{ state, site: site.name, unit: site.unit }];
      return concerns(state) ? [{ state, site: "", unit: "" }] : [];
    });
  };
  const open = await alertsOf("firing");
  const resolved = (await alertsOf("resolved")).filter(
    ({ state: { resolvedAt } }) => resolvedAt !== null && resolvedAt < to,
  );
  const now = clock.now();
  const rank = { critical: 0, warning: 1, notice: 2 };
  return {
    every: digest === "weekly" ? "weekly" : "daily",
    from,
    to,
    resolved,
    open: open.toSorted(
      (a, b) => rank[a.state.severity] - rank[b.state.severity] || a.state.since - b.state.since,
    ),
    sites: (await siteScores(registry, sites, { from, now })).toSorted((a, b) => a.score - b.score),
    units: await unitRows(
      registry,
      units.filter(({ id }) => within(id)),
      parents,
      { open, resolved, from, now },
    ),
  };
}

/**
 * Of the alerts of the district those that concern these sites: a service that is down for all, where they look at it; their
 * own alerts of it are left out, as it explains them. What is of the server itself is for who is told of everything.
 */
async function districtOf(
  registry: DigestPorts["registry"],
  sites: ReadonlyMap<string, SiteRecord>,
  everything: boolean,
): Promise<(state: AlertState) => boolean> {
  const looked = (await registry.checks()).filter(({ site }) => sites.has(site));
  const services = new Set(looked.map(({ service }) => `district:${service}`));
  return ({ rule, subject }) =>
    subject.site === DISTRICT &&
    (rule === "service_down_everywhere" ? services.has(subject.key) : everything);
}

async function siteScores(
  registry: DigestPorts["registry"],
  sites: readonly SiteRecord[],
  { from, now }: { readonly from: Instant; readonly now: Instant },
): Promise<readonly DigestScore[]> {
  const scores = await scoresNow(registry, "site", now);
  const rows: DigestScore[] = [];
  for (const { id, name } of sites) {
    const score = scores.get(id);
    if (score !== undefined) rows.push({ name, score, before: await scoreAt(registry, "site", id, from) });
  }
  return rows;
}

async function scoresNow(
  registry: DigestPorts["registry"],
  kind: "site" | "unit",
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  const known = ofNow(await registry.scores({ kind }), now);
  return new Map(known.map(({ subject, score }) => [subject.id, score]));
}

async function scoreAt(
  registry: DigestPorts["registry"],
  kind: "site" | "unit",
  id: string,
  at: Instant,
): Promise<number | null> {
  const [then] = await registry.scoreHistory({ kind, id }, at - HOUR, at + 12 * HOUR);
  return then?.score ?? null;
}

async function unitRows(
  registry: DigestPorts["registry"],
  units: readonly UnitRecord[],
  parents: ReadonlyMap<string, string | null>,
  {
    open,
    resolved,
    from,
    now,
  }: {
    readonly open: readonly { readonly unit: string }[];
    readonly resolved: readonly { readonly unit: string }[];
    readonly from: Instant;
    readonly now: Instant;
  },
): Promise<DigestContent["units"]> {
  const scores = await scoresNow(registry, "unit", now);
  const count = (alerts: readonly { readonly unit: string }[], unit: string) =>
    alerts.filter((alert) => unitPath(alert.unit, parents).includes(unit)).length;
  const rows: DigestContent["units"][number][] = [];
  for (const { id, name } of units) {
    rows.push({
      name,
      score: scores.get(id) ?? null,
      before: await scoreAt(registry, "unit", id, from),
      open: count(open, id),
      resolved: count(resolved, id),
    });
  }
  return rows;
}
