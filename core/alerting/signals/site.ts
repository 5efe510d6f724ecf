import { HOUR, MINUTE, legalDayOf, type Instant } from "../../clock.ts";
import { BEFORE_CLOSING, isOffice, officeSince } from "../calendar.ts";
import { paceOf, type ModelAgent, type SignalContext, type SignalSource } from "../site-model.ts";
import { isNight, nightsOf, savedNights } from "./nights.ts";
import { evidence } from "./reading.ts";

/** PCs that fall silent within so little time did not go home one by one. */
const TOGETHER_MS = 3 * MINUTE;
/** Of the PCs that ran, so many at least, and half of them. */
const LEAST_TOGETHER = 2;
/** Before a break the few of a small office go together; it takes more of them, in one minute, to be a power cut. */
const LEAVING_MS = MINUTE;
const LEAST_LEAVING = 4;
/** So long after opening somebody has come to work. */
const MORNING_MS = 45 * MINUTE;
const LEAST_MORNING = 3;
/** Heard at so many nights in a row: it is always on. */
const NIGHTS = 3;

/**
 * Nothing is heard of a site that should be heard: of its PCs that are always on, or of all that ran in office hours until a
 * moment ago. PCs that are switched off one by one when people leave are no outage.
 */
export const site: SignalSource = (context, emit) => {
  const { now, model, elsewhere } = context;
  const agents = model.devices.flatMap(({ agent, class: kind }) =>
    agent === undefined ? [] : [{ ...agent, kind }],
  );
  if (agents.length === 0) return;
  for (const agent of agents) learnNights(context, agent);
  const isSilent = elsewhere.silent.includes(model.id);
  if (isSilent && !canTell(context)) return;
  const last = Math.max(...agents.map(({ lastSeen }) => lastSeen ?? 0));
  if (isSilent && last === 0) return;
  const value = isSilent ? (shouldBeHeard(context, agents, last) ? 1 : undefined) : 0;
  // Silent, and none to be expected: nobody knows.
  if (value === undefined) return;
  emit({
    rule: "site_down",
    subject: { kind: "site", key: `site:${model.id}`, site: model.id },
    value,
    at: now,
    evidence: () => {
      const source = batteryBefore(context, last);
      const others = elsewhere.sites - 1;
      return evidence(
        {
          site: model.name,
          agents: agents.length,
          silent_s: Math.max(0, Math.round((now - last) / 1_000)),
          ...(others > 0 ? { heard: elsewhere.sites - elsewhere.silent.length, others } : {}),
          ...(source === undefined ? {} : { where: "power_likely", source }),
        },
        `agent:${agents[0]?.id ?? ""}`,
        [["uptime", "last"]],
      );
    },
  });
};

/** So long before the last word a UPS may have gone on its battery: small ones carry for ten minutes. */
const BATTERY_MS = 15 * MINUTE;
// upsOutputSource (RFC 1628)
const BATTERY = 5;

/** The name of a UPS that ran on its battery when the site fell silent, or that does so now at a neighbour. */
function batteryBefore({ model, pairOf, elsewhere }: SignalContext, last: Instant): string | undefined {
  const own = model.devices.find(({ id, class: kind }) => {
    if (kind !== "ups" && kind !== "unknown") return false;
    const source = pairOf(`ups:${id}`)?.newer.get("output_source");
    return source?.value === BATTERY && source.at > last - BATTERY_MS;
  });
  if (own !== undefined) return own.name;
  const [unit, ...above] = model.units;
  // What stands above all is the province: who is its neighbour is far away.
  const near = new Set([unit, ...above.slice(0, -1)]);
  return elsewhere.onBattery?.find(
    ({ site: id, units }) =>
      id !== model.id && (near.has(units[0]) || units.slice(0, -1).includes(model.unit)),
  )?.name;
}

/** The server listens long enough, and hears others: when nobody is heard it is the server's own line. */
function canTell({ now, elsewhere }: SignalContext): boolean {
  if (now - elsewhere.listeningSince < (TOGETHER_MS + 2 * MINUTE) * paceOf(elsewhere)) return false;
  return elsewhere.sites < 2 || elsewhere.silent.length < elsewhere.sites;
}

type Heard = ModelAgent & { readonly kind: string };

function shouldBeHeard(context: SignalContext, agents: readonly Heard[], last: Instant): boolean {
  if (agents.some((agent) => isAlwaysOn(context, agent, last))) return true;
  const { calendar, now } = context;
  const open = officeSince(calendar, now);
  if (open === undefined) return false;
  const ran = agents.filter(({ lastSeen }) => lastSeen !== undefined && lastSeen > last - HOUR);
  const isLeaving = !isOffice(calendar, last + BEFORE_CLOSING);
  const span = (isLeaving ? LEAVING_MS : TOGETHER_MS) * paceOf(context.elsewhere);
  const together = ran.filter(({ lastSeen }) => (lastSeen ?? 0) > last - span);
  const cut =
    isOffice(calendar, last) &&
    now - last < open &&
    together.length >= (isLeaving ? LEAST_LEAVING : LEAST_TOGETHER) &&
    together.length * 2 > ran.length;
  // Nobody has come up since the morning, although there are enough PCs that somebody should.
  const morning = now - last > open && open >= MORNING_MS && agents.length >= LEAST_MORNING;
  return cut || morning;
}

const nightsKey = (agent: string): string => `nights|${agent}`;

/** Who is heard at night stays on. */
function learnNights({ now, memory: { known } }: SignalContext, { id, lastSeen }: ModelAgent): void {
  if (lastSeen === undefined || now - lastSeen > 10 * MINUTE) return;
  if (!isNight(now)) return;
  const today = legalDayOf(now);
  const [day, count] = nightsOf(known.get(nightsKey(id)));
  if (day === today) return;
  known.set(nightsKey(id), savedNights(today, day === today - 1 ? count + 1 : 1));
}

/** On through the last nights, and running when the site was heard last. */
function isAlwaysOn({ memory: { known } }: SignalContext, { id, lastSeen }: Heard, last: Instant): boolean {
  const [day, count] = nightsOf(known.get(nightsKey(id)));
  const ran = (lastSeen ?? 0) > last - TOGETHER_MS;
  return ran && count >= NIGHTS && day >= legalDayOf(last) - 1;
}
