import { DAY, MINUTE, SECOND, legalDayOf, type Instant } from "../../clock.ts";
import { BEFORE_CLOSING, isOffice } from "../calendar.ts";
import type { ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import type { Subject } from "../types.ts";
import { burstsOf, hostsOf } from "./peers.ts";

/**
 * Several PCs fall silent within the same minute while others go on: they share a switch or a socket. People who go home do
 * not leave in the same minute, and one PC alone is just switched off.
 */
export const hostsLost: SignalSource = (context, emit) => {
  const { model, now, calendar, elsewhere } = context;
  const hosts = heardOf(context);
  if (hosts.length === 0 || now - elsewhere.listeningSince < MINUTE) return;
  const subject: Subject = { kind: "site", key: `site:${model.id}`, site: model.id };
  const gone = stillLost(context, hosts, subject);
  const silent = together(hosts.filter((host) => isSilent(host, now)));
  // When nobody goes on it is the site, not some PCs of it.
  const fresh = hosts.some((host) => goesOn(host, silent)) ? silent : [];
  const watched = isOffice(calendar, now) && isOffice(calendar, now + BEFORE_CLOSING);
  const lost = watched && fresh.length > gone.length ? fresh : gone;
  remember(context, lost, subject);
  emit({
    rule: "hosts_lost",
    subject,
    value: lost.length,
    at: now,
    evidence: () => ({
      params: { site: model.name, hosts: lost.length },
      series: lost.slice(0, 3).map(({ device }) => {
        return { entity: `host:${device.id}`, field: "uptime", aggregate: "last" as const };
      }),
      attached: lost.map(({ device }) => device.name),
      inferred: {
        confidence: lost.length >= 5 ? "high" : "medium",
        // What they have in common is where the fault is.
        restsOn: lost.map(({ device }) => device.id),
      },
    }),
  });
};

const keyOf = ({ model }: SignalContext): string => `lost|${model.id}`;

/**
 * Those that were lost together and have not been heard since: over is what speaks again, not what was long ago. While some
 * are dead it is not over, though one or two may just have been switched off; the day after that is so of a half of them.
 */
function stillLost(context: SignalContext, hosts: readonly Heard[], subject: Subject): readonly Heard[] {
  const { known } = context.memory;
  const [until = "0", ids = ""] = String(known.get(keyOf(context)) ?? "").split("|");
  if (ids === "") return [];
  const were = new Set(ids.split(","));
  const still = hosts.filter(({ device, seen }) => were.has(device.id) && seen <= Number(until));
  const { raise, clear } = context.settings("hosts_lost", subject);
  const isLater = legalDayOf(context.now) > legalDayOf(Number(until));
  const isOver =
    still.length <= Math.min(clear, raise - 1) ||
    (isLater && still.length * 2 <= were.size) ||
    context.now - Number(until) > FORGOTTEN;
  if (isOver) known.delete(keyOf(context));
  return isOver ? [] : still;
}

function remember(context: SignalContext, lost: readonly Heard[], subject: Subject): void {
  if (lost.length < context.settings("hosts_lost", subject).raise) return;
  const until = Math.max(...lost.map(({ seen }) => seen));
  context.memory.known.set(keyOf(context), `${until}|${lost.map(({ device }) => device.id).join(",")}`);
}

interface Heard {
  readonly device: ModelDevice;
  /** When it was heard last; of one whose neighbours reach it, that is now: its agent is silent, the PC is not lost. */
  readonly seen: Instant;
  /** How often it reads itself. */
  readonly everyMs: number;
}

function heardOf(context: SignalContext): readonly Heard[] {
  const answered = new Map<string, Instant>();
  for (const { to, received, at } of burstsOf(context))
    if (received > 0) answered.set(to, Math.max(at, answered.get(to) ?? 0));
  return hostsOf(context).flatMap((device): Heard[] => {
    const spoke = device.agent?.lastSeen;
    if (spoke === undefined) return [];
    const everyMs = intervalOf(context, device);
    // It may have answered once more between its last word and its end.
    const reached = answered.get(device.id) ?? 0;
    return [{ device, seen: reached > spoke + everyMs ? reached : spoke, everyMs }];
  });
}

const SAME_MINUTE = 60 * SECOND;
/** What was lost longer ago, and was not told of then, is no news: it was the evening before. */
const LONGEST = 30 * MINUTE;
/** PCs that are not heard for so long were taken away, or nobody misses them. */
const FORGOTTEN = 4 * DAY;
const USUAL_INTERVAL = MINUTE;

/** Two of its own readings are missing, and a little: one PC may be late, several in the same minute are not. */
const MISSED = 2.2;

function intervalOf({ pairOf }: SignalContext, { id }: ModelDevice): number {
  const pair = pairOf(`host:${id}`);
  const [newer, older] = [pair?.newer.get("uptime")?.at, pair?.older.get("uptime")?.at];
  const interval = newer === undefined || older === undefined ? USUAL_INTERVAL : newer - older;
  return Math.min(USUAL_INTERVAL, Math.max(SECOND, interval));
}

const isSilent = ({ seen, everyMs }: Heard, now: Instant): boolean =>
  now - seen > MISSED * everyMs && now - seen < LONGEST;

/** Was heard when the last of the silent ones should have spoken again: when a whole site is cut off nobody was. */
const goesOn = ({ seen, everyMs }: Heard, silent: readonly Heard[]): boolean =>
  silent.every((host) => seen > host.seen + everyMs);

/** The largest group that was heard last within one minute. */
function together(hosts: readonly Heard[]): readonly Heard[] {
  const ordered = hosts.toSorted((a, b) => a.seen - b.seen);
  let best: readonly Heard[] = [];
  for (const [i, first] of ordered.entries()) {
    const group = ordered.slice(i).filter(({ seen }) => seen - first.seen <= SAME_MINUTE);
    if (group.length > best.length) best = group;
  }
  return best;
}
