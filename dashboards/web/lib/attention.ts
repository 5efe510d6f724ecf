import type { Instant } from "../../../core/clock.ts";
import {
  formatCount,
  formatDateTime,
  formatDuration,
  formatMoment,
  type Locale,
} from "../../../core/format.ts";
import { say, sayAny } from "../../../core/messages/say-web.ts";
import type { DeviceSummary, DeviceView, Overview, SiteSummary, State } from "../../../core/wire/views.ts";
import { siteHref } from "./router.ts";
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
  /** A silent site that need not be a fault (PCs are off outside office hours): told of only once for all of them. */
  readonly asleep?: string;
}

/**
 * What is judged, and when it was so: the time and the office hours are those of the answer. The browser's own time goes on
 * while the server is away, and would make every site silent.
 */
export interface Context {
  readonly now: Instant;
  /** Null while nobody knows. */
  readonly office: boolean | null;
  readonly locale: Locale;
}

/** All that there is to say of a site that sends nothing; undefined when it sends. */
export function silentSite(site: SiteSummary, context: Context): Attention | undefined {
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
  const { state, key } = SILENCES[String(context.office) as `${boolean | null}`];
  return {
    ...about,
    state,
    ...(context.office === true ? {} : { asleep: site.name }),
    what,
    means: say(language, `web.attention.${key}Means`, { total: site.agents.total }),
    next: say(language, `web.attention.${key}Next`),
  };
}

/** What it is when nobody sends: while people work, while they do not, and while it is not known whether they do. */
const SILENCES = {
  true: { state: "bad", key: "silent" },
  false: { state: "unknown", key: "asleep" },
  null: { state: "watch", key: "unsure" },
} as const;

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

export const mostUrgentFirst = (list: readonly Attention[]) =>
  sorted(list, (a, b) => stateRank(a.state) - stateRank(b.state));

/** What needs attention among all sites, the most urgent first. */
export function overviewAttention(
  { units, now, office }: Pick<Overview, "units" | "now" | "office">,
  locale: Locale,
): readonly Attention[] {
  const context = { now, office, locale };
  const found = units.flatMap(({ sites }) => sites.flatMap((site) => siteAttention(site, context)));
  return mostUrgentFirst(togetherAsleep(found, context));
}

/**
 * That nothing of these sites needs a person, as far as it is known which devices answer; alerts are another question. Counts
 * what answers: PCs that are off are no part of it.
 */
export function calmText(sites: readonly Counted[], { language }: Locale, here = false): string {
  const count = (of: (site: Counted) => number) =>
    formatCount(
      sites.reduce((sum, site) => sum + of(site), 0),
      language,
    );
  const counts = {
    devices: count(({ devices }) => devices.good),
    targets: count(({ targets }) => targets.good),
  };
  const calm = here
    ? say(language, "web.attention.calmSite", counts)
    : say(language, "web.attention.calm", { sites: formatCount(sites.length, language), ...counts });
  const off = count(({ devices }) => devices.total - devices.good);
  return off === "0" ? calm : `${calm} ${say(language, "web.attention.calmOff", { n: off })}`;
}

type Counted = Pick<SiteSummary, "devices" | "targets">;

/** At night every site is silent: one entry for all of them, so that what is wrong is not buried. */
function togetherAsleep(
  found: readonly Attention[],
  { office, locale: { language } }: Context,
): readonly Attention[] {
  const names = found.flatMap(({ asleep }) => asleep ?? []);
  if (names.length < 2) return found;
  const shown = names.slice(0, 4).join(", ");
  return [
    ...found.filter(({ asleep }) => asleep === undefined),
    {
      id: "asleep",
      state: office === null ? "watch" : "unknown",
      what: say(language, `web.attention.all${office === null ? "Unsure" : "Asleep"}What`, {
        n: names.length,
      }),
      means: names.length > 4 ? `${shown}…` : `${shown}.`,
      next: say(language, `web.attention.${office === null ? "unsure" : "asleep"}Next`),
    },
  ];
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
