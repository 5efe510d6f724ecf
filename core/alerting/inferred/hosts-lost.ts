import { MINUTE, SECOND, type Instant } from "../../clock.ts";
import { isOffice } from "../calendar.ts";
import type { ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import { hostsOf } from "./peers.ts";

/**
 * Several PCs fall silent within the same minute while others go on: they share a switch or a socket. People who go home do
 * not leave in the same minute, and one PC alone is just switched off.
 */
export const hostsLost: SignalSource = (context, emit) => {
  const { model, now, calendar, elsewhere } = context;
  const hosts = hostsOf(context).flatMap((device): Heard[] => {
    const seen = device.agent?.lastSeen;
    return seen === undefined ? [] : [{ device, seen, everyMs: intervalOf(context, device) }];
  });
  if (hosts.length === 0 || now - elsewhere.listeningSince < MINUTE) return;
  const silent = together(hosts.filter((host) => isSilent(host, now)));
  // When nobody goes on it is the site, not some PCs of it.
  const lost = hosts.some((host) => goesOn(host, silent)) ? silent : [];
  emit({
    rule: "hosts_lost",
    subject: { kind: "site", key: `site:${model.id}`, site: model.id },
    value: isOffice(calendar, now) && isOffice(calendar, now + BEFORE_CLOSING) ? lost.length : 0,
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

interface Heard {
  readonly device: ModelDevice;
  readonly seen: Instant;
  /** How often it reads itself. */
  readonly everyMs: number;
}

/** Shortly before a break people do switch off in the same minute. */
const BEFORE_CLOSING = 20 * MINUTE;
const SAME_MINUTE = 60 * SECOND;
/** What was lost longer ago is no news: somebody has seen to it, or it was the evening before. */
const LONGEST = 30 * MINUTE;
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
