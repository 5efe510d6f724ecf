import { HOUR, MINUTE, type Instant } from "../../../core/clock.ts";
import {
  formatCount,
  formatDateTime,
  formatDuration,
  formatMoment,
  formatPercent,
  wallTime,
  type Locale,
} from "../../../core/format.ts";
import { say, sayAny } from "../../../core/messages/say-web.ts";
import type {
  AgentView,
  DeviceSummary,
  DeviceView,
  Overview,
  SiteSummary,
  SiteView,
  State,
  TargetView,
} from "../../../core/wire/views.ts";
import { deviceHref, siteHref } from "./router.ts";
import { isComputer, isStale, lastAnswer, stateRank } from "./states.ts";
import { sorted } from "./table.ts";

/** One thing that needs a person, in three sentences. Pure: what the server answered in, sentences out. */
export interface Attention {
  readonly id: string;
  readonly state: State;
  readonly what: string;
  readonly means: string;
  readonly next: string;
  /** Where one sees more of it; absent when one is there already. */
  readonly href?: string;
  /** A site whose PCs are off outside office hours: normal, and told of only once for all of them. */
  readonly asleep?: string;
}

interface Context {
  readonly now: Instant;
  readonly locale: Locale;
}

function silentSite(site: SiteSummary, context: Context): Attention | undefined {
  const { language } = context.locale;
  const about = { id: site.id, href: siteHref(site.id), state: "unknown" as const };
  if (site.agents.total === 0) {
    return {
      ...about,
      what: say(language, "web.attention.noAgentWhat", { site: site.name }),
      means: say(language, "web.attention.noAgentMeans"),
      next: say(language, "web.attention.noAgentNext"),
    };
  }
  if (site.newest === null && site.agents.heard > 0) {
    return {
      ...about,
      what: say(language, "web.attention.firstWhat", { site: site.name }),
      means: say(language, "web.attention.firstMeans"),
      next: say(language, "web.attention.firstNext"),
    };
  }
  if (site.newest === null) {
    return {
      ...about,
      what: say(language, "web.attention.neverWhat", { site: site.name, n: site.agents.total }),
      means: say(language, "web.attention.neverMeans"),
      next: say(language, "web.attention.neverNext"),
    };
  }
  if (site.agents.heard > 0 && !isStale(site.newest, context.now)) return undefined;
  const what = say(language, "web.attention.silentWhat", {
    site: site.name,
    since: formatDateTime(site.newest, context.locale),
    duration: formatDuration(context.now - site.newest, language),
  });
  if (site.agents.heard > 0) {
    return {
      ...about,
      state: "watch",
      what,
      means: say(language, "web.attention.partialMeans", site.agents),
      next: say(language, "web.attention.partialNext"),
    };
  }
  const total = { total: site.agents.total };
  return inOfficeHours(context.now, context.locale)
    ? {
        ...about,
        state: "bad",
        what,
        means: say(language, "web.attention.silentMeans", total),
        next: say(language, "web.attention.silentNext"),
      }
    : {
        ...about,
        asleep: site.name,
        what,
        means: say(language, "web.attention.asleepMeans", total),
        next: say(language, "web.attention.asleepNext"),
      };
}

/** Offices work from 7:30 or 8:00 to 17:00, Monday to Friday; half an hour less at both ends, for early switching off. */
export function inOfficeHours(now: Instant, { timeZone }: Locale): boolean {
  const wall = wallTime(now, timeZone);
  const [hour, minute] = [Number(wall.slice(11, 13)), Number(wall.slice(14, 16))];
  const weekday = new Date(`${wall}:00Z`).getUTCDay();
  const time = hour * HOUR + minute * MINUTE;
  return weekday >= 1 && weekday <= 5 && time >= 8 * HOUR && time < 16.5 * HOUR;
}

function siteAttention(site: SiteSummary, context: Context): readonly Attention[] {
  const silent = silentSite(site, context);
  // What hangs behind silent agents is silent too; saying so of each would hide the one cause.
  if (silent !== undefined) return [silent];
  const { language } = context.locale;
  const found: Attention[] = [];
  if (site.devices.bad > 0) {
    found.push({
      id: `${site.id} devices`,
      href: siteHref(site.id),
      state: "bad",
      what: say(language, "web.attention.devicesWhat", { site: site.name, ...counts(site.devices) }),
      means: say(language, "web.attention.devicesMeans"),
      next: say(language, "web.attention.devicesNext"),
    });
  }
  if (site.targets.bad > 0) {
    found.push({
      id: `${site.id} targets`,
      href: siteHref(site.id),
      state: "bad",
      what: say(language, "web.attention.targetsWhat", { site: site.name, ...counts(site.targets) }),
      means: say(language, "web.attention.targetsMeans"),
      next: say(language, "web.attention.targetsNext"),
    });
  }
  if (found.length === 0 && site.state !== "good") {
    found.push({
      id: `${site.id} part`,
      href: siteHref(site.id),
      state: "watch",
      what: say(language, "web.attention.partWhat", { site: site.name }),
      means: say(language, "web.attention.partMeans"),
      next: say(language, "web.attention.partNext"),
    });
  }
  return found;
}

const counts = ({ bad, total }: { readonly bad: number; readonly total: number }) => ({ bad, total });

const mostUrgentFirst = (list: readonly Attention[]) =>
  sorted(list, (a, b) => stateRank(a.state) - stateRank(b.state));

/** What needs attention among all sites, the most urgent first. */
export function overviewAttention(overview: Overview, now: Instant, locale: Locale): readonly Attention[] {
  const sites = overview.units.flatMap((unit) => unit.sites);
  const found = sites.flatMap((site) => siteAttention(site, { now, locale }));
  return mostUrgentFirst(togetherAsleep(found, locale));
}

/** At night every site is silent: one entry for all of them, so that what is wrong is not buried. */
function togetherAsleep(found: readonly Attention[], { language }: Locale): readonly Attention[] {
  const names = found.flatMap(({ asleep }) => asleep ?? []);
  if (names.length < 2) return found;
  const shown = names.slice(0, 4).join(", ");
  return [
    ...found.filter(({ asleep }) => asleep === undefined),
    {
      id: "asleep",
      state: "unknown",
      what: say(language, "web.attention.allAsleepWhat", { n: names.length }),
      means: names.length > 4 ? `${shown}…` : `${shown}.`,
      next: say(language, "web.attention.asleepNext"),
    },
  ];
}

function deviceAttention(device: DeviceSummary, context: Context): Attention | undefined {
  if (device.state !== "bad") return undefined;
  const { language } = context.locale;
  const address = device.address ?? device.id;
  const answered = lastAnswer(device);
  const why = device.fault === null ? undefined : sayAny(language, `fault.${device.fault}`, { address });
  return {
    id: device.id,
    href: deviceHref(device.id),
    state: "bad",
    what:
      answered === null
        ? say(language, "web.attention.deviceNeverWhat", { device: device.name, address })
        : say(language, "web.attention.deviceWhat", {
            device: device.name,
            address,
            since: formatDateTime(answered, context.locale),
          }),
    means: why ?? say(language, "web.attention.deviceMeans"),
    next: say(language, "web.attention.deviceNext"),
  };
}

function targetAttention(target: TargetView, { locale: { language } }: Context): Attention | undefined {
  if (target.state !== "bad" && target.state !== "watch") return undefined;
  const loss = target.latest["loss"]?.value;
  const lost = target.state === "bad";
  const params = {
    target: target.name,
    address: target.address,
    loss: loss === undefined ? "?" : formatPercent(loss * 100, language),
  };
  return {
    id: target.id,
    state: target.state,
    what: say(language, lost ? "web.attention.targetWhat" : "web.attention.targetLossWhat", params),
    means: say(language, lost ? "web.attention.targetMeans" : "web.attention.targetLossMeans"),
    next: say(language, "web.attention.targetNext"),
  };
}

/** A clock that is this wrong breaks certificates and signatures. */
const CLOCK_WRONG = 2 * MINUTE;

function agentAttention(agent: AgentView, { locale: { language } }: Context): readonly Attention[] {
  if (agent.revokedAt !== null) return [];
  const found: Attention[] = [];
  const offset = Math.abs(agent.latest["clock_offset"]?.value ?? 0);
  if (offset >= CLOCK_WRONG) {
    found.push({
      id: `${agent.id} clock`,
      href: deviceHref(agent.device),
      state: "watch",
      what: say(language, "web.attention.clockWhat", {
        host: agent.hostname,
        offset: formatDuration(offset, language),
      }),
      means: say(language, "web.attention.clockMeans"),
      next: say(language, "web.attention.clockNext"),
    });
  }
  const dropped = agent.latest["dropped_points"]?.value ?? 0;
  if (dropped > 0) {
    found.push({
      id: `${agent.id} dropped`,
      href: deviceHref(agent.device),
      state: "watch",
      what: say(language, "web.attention.droppedWhat", {
        host: agent.hostname,
        n: formatCount(dropped, language),
      }),
      means: say(language, "web.attention.droppedMeans"),
      next: say(language, "web.attention.droppedNext"),
    });
  }
  return found;
}

/** What needs attention at one site, the most urgent first. */
export function siteViewAttention(site: SiteView, now: Instant, locale: Locale): readonly Attention[] {
  const context = { now, locale };
  const silent = silentSite(site, context);
  if (silent !== undefined) {
    const { href: _, ...here } = silent;
    const next = say(locale.language, "web.attention.noAgentNextHere");
    return [site.agents.total === 0 ? { ...here, next } : here];
  }
  const found = [
    ...site.deviceList.map((device) => deviceAttention(device, context)),
    ...site.targetList.map((target) => targetAttention(target, context)),
    ...site.agentList.flatMap((agent) => agentAttention(agent, context)),
  ].filter((entry) => entry !== undefined);
  return mostUrgentFirst(found);
}

/** Time of the newest data that a device really gave, for the age in the top line. */
export const deviceNewest = (device: DeviceView): Instant | null =>
  isComputer(device)
    ? device.newest
    : device.ports.reduce<Instant | null>(
        (newest, port) => (port.newest !== null && port.newest > (newest ?? 0) ? port.newest : newest),
        lastAnswer(device),
      );

/** Why a device shows nothing, as its own page says it; undefined when it answers. */
export function silenceOf(device: DeviceSummary, now: Instant, locale: Locale): string | undefined {
  const { language } = locale;
  const answered = lastAnswer(device);
  const since = answered === null ? undefined : formatMoment(answered, now, locale);
  const address = device.address ?? device.name;
  const why = device.fault === null ? undefined : sayAny(language, `fault.${device.fault}`, { address });
  if (why !== undefined) {
    return since === undefined ? why : `${why} ${say(language, "web.device.lastAnswer", { at: since })}`;
  }
  if (device.newest === null || since === undefined) return say(language, "web.device.neverRead");
  return isStale(answered, now) ? say(language, "web.device.silentSince", { at: since }) : undefined;
}
