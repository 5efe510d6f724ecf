import { MINUTE } from "../../../core/clock.ts";
import {
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  type Locale,
} from "../../../core/format.ts";
import { say, sayAny } from "../../../core/messages/say-web.ts";
import type { AgentView, DeviceSummary, SiteView, TargetView } from "../../../core/wire/views.ts";
import { mostUrgentFirst, silentSite, type Attention, type Context } from "./attention.ts";
import { deviceHref } from "./router.ts";
import { current, isComputer, lastAnswer } from "./states.ts";

/** What needs a person at one site, as its own page says it. Pure. */

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

function agentAttention(
  agent: AgentView,
  dropped: number,
  { now, locale: { language } }: Context,
): readonly Attention[] {
  if (agent.revokedAt !== null) return [];
  const found: Attention[] = [];
  // Of a PC that is off nobody knows the clock.
  const offset = Math.abs(current(agent.latest, "clock_offset", now) ?? 0);
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
export function siteViewAttention(site: SiteView, locale: Locale): readonly Attention[] {
  const context = { now: site.now, office: site.office, locale };
  const silent = silentSite(site, context);
  if (silent !== undefined) {
    const { href: _, ...here } = silent;
    const next = say(locale.language, "web.attention.noAgentNextHere");
    return [site.agents.total === 0 ? { ...here, next } : here];
  }
  const dropped = new Map(site.dropped.map(({ device, points }) => [device, points]));
  const found = [
    ...site.deviceList.map((device) => deviceAttention(device, context)),
    ...site.targetList.map((target) => targetAttention(target, context)),
    ...site.agentList.flatMap((agent) => agentAttention(agent, dropped.get(agent.device) ?? 0, context)),
  ].filter((entry) => entry !== undefined);
  return found.length === 0 && site.state !== "good"
    ? [partAttention(site, context)]
    : mostUrgentFirst(found);
}

const NAMED = 4;

/** Nothing says that it is bad, and yet not all is known: what could not be read. */
function partAttention(site: SiteView, { locale: { language } }: Context): Attention {
  const shared = [...site.deviceList.filter((device) => !isComputer(device)), ...site.targetList];
  const unread = (shared.length === 0 ? site.deviceList : shared).filter(({ state }) => state !== "good");
  const names = unread.slice(0, NAMED).map(({ name }) => name);
  const list = `${names.join(", ")}${unread.length > NAMED ? "…" : ""}`;
  return {
    id: `${site.id} part`,
    state: "watch",
    what: say(language, "web.attention.partWhat", { site: site.name }),
    means:
      list === ""
        ? say(language, "web.attention.partMeans")
        : say(language, "web.attention.partNames", { list }),
    next: say(language, "web.attention.partNextHere"),
  };
}
