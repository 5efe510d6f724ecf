import { MINUTE, SECOND, type Instant } from "../clock.ts";
import { SITE_SILENT_MS } from "./site-model.ts";
import type { AlertState } from "./types.ts";

/**
 * What a silent site was, told afterwards: its PCs keep their readings and send them when they can. A PC whose system began
 * anew was off, one that has readings of the time between was up without its line. Only what an alert says changes with
 * it, never whether anybody is told: late data notifies nothing.
 */

/** One start of a PC's system to its end, as far as readings show it. */
export interface PastUptime {
  readonly at: Instant;
  readonly bootAt: Instant;
}
export interface PastHost {
  readonly id: string;
  /** Oldest first. */
  readonly uptimes: readonly PastUptime[];
  /** Pings of the gateway from this PC; none where it is not asked or never answers. */
  readonly gateway: readonly { readonly at: Instant; readonly answered: boolean }[];
  /** Everything that its agent had kept has come. */
  readonly complete: boolean;
}
/** Readings of a site around a time of silence, see {@link spansToRead}. */
export interface Past {
  readonly hosts: readonly PastHost[];
  /** Of UPSes, oldest first. */
  readonly ups: readonly { readonly at: Instant; readonly onBattery: boolean }[];
}

export type OutageKind = "power" | "uplink" | "gateway";
interface Outage {
  readonly kind: OutageKind;
  readonly from: Instant;
  /** When it was over, or when that was first seen. */
  readonly to: Instant;
  readonly confidence: "high" | "medium";
  /** Ids of the PCs that show it. */
  readonly restsOn: readonly string[];
}

/** Nothing was heard between: from the last word to the first. */
export interface Quiet {
  readonly from: Instant;
  readonly to: Instant;
  /** After so long a site counts as silent: the pace of everything here. */
  readonly silentMs: number;
}

/** What is late may come for so long; then an alert stays as it is. */
const LATEST = 6 * 60 * MINUTE;

/** The silence of an alert that may still be told better; undefined when there is nothing to find out, or no longer. */
export function quietOf(state: AlertState, now: Instant, silentMs = SITE_SILENT_MS): Quiet | undefined {
  const { rule, phase, firedAt, clearSince, resolvedAt, evidence, unwatched } = state;
  if (rule !== "site_down" || firedAt === null || clearSince === null || unwatched === true) return undefined;
  if (phase === "pending" || (resolvedAt !== null && now - resolvedAt > LATEST)) return undefined;
  const { silent_s: silent, ended_at: told } = evidence.params;
  if (typeof silent !== "number" || told !== undefined) return undefined;
  return { from: firedAt - silent * SECOND, to: clearSince, silentMs };
}

const BEFORE = 10 * MINUTE;
const AFTER = 15 * MINUTE;
const LONG = 4 * 60 * MINUTE;

/** Which readings {@link outageOf} looks at: of a long silence its beginning and its end. */
export function spansToRead({ from, to }: Quiet): readonly (readonly [from: Instant, to: Instant])[] {
  const [first, last] = [from - BEFORE, to + AFTER];
  return last - first <= LONG
    ? [[first, last]]
    : [
        [first, first + LONG / 2],
        [last - LONG / 2, last],
      ];
}

/** A PC that ran when the silence began. */
interface Ran {
  readonly host: PastHost;
  /** Its last reading before it was off, or of all. */
  readonly until: Instant;
  /** Readings well inside the silence: it ran on. */
  readonly through: readonly Instant[];
  /** When its system began anew. */
  readonly bootAt: Instant | undefined;
}

/** Systems whose start differs by less are the same one: clocks are corrected. */
const CORRECTION = MINUTE / 2;

function ranOf(host: PastHost, { from, to, silentMs }: Quiet): Ran | undefined {
  const { uptimes } = host;
  const first = uptimes.findLastIndex(({ at }) => at <= from + silentMs / 4);
  let last = uptimes[first];
  if (last === undefined || last.at < from - silentMs) return undefined;
  const [begins, ends] = [from + silentMs / 2, to - silentMs / 4];
  const through: Instant[] = [];
  for (const next of uptimes.slice(first + 1)) {
    if (next.bootAt > last.at - CORRECTION) {
      // What was read soon after the last word may have been waiting to be sent when the PC went off.
      const wentOn = last.at > from + silentMs;
      return { host, until: last.at, through: wentOn ? through : [], bootAt: next.bootAt };
    }
    last = next;
    if (next.at > begins && next.at < ends) through.push(next.at);
  }
  return { host, until: last.at, through, bootAt: undefined };
}

/**
 * What the silence was. Power: a UPS says so, or most PCs that ran stopped within the same minutes and began anew. Uplink: a PC
 * ran on and reached its gateway. Gateway: PCs ran on and did not reach it. Undefined when the readings do not tell, or not yet.
 */
export function outageOf(past: Past, silence: Quiet): Outage | undefined {
  const ran = past.hosts.flatMap((host) => ranOf(host, silence) ?? []);
  const onBattery = batteryOf(past, silence);
  const restarted = ran.filter(({ through, bootAt }) => through.length === 0 && bootAt !== undefined);
  const through = ran.filter((one) => one.through.length > 0);
  if (onBattery !== undefined) return powerOf(restarted, silence, "high", onBattery);
  if (restarted.length > through.length) {
    const most = restarted.length >= 2 && restarted.length * 2 > ran.length;
    const ends = restarted.map(({ until }) => until);
    const together = Math.max(...ends) - Math.min(...ends) <= silence.silentMs;
    // A PC that somebody restarted during the silence ran on before: what it kept may be under way.
    if (most && together && restarted.every(({ host }) => host.complete))
      return powerOf(restarted, silence, restarted.length >= 3 ? "high" : "medium");
  }
  return through.length > restarted.length || (through.length > 0 && restarted.length < 2)
    ? lineOf(through, silence)
    : undefined;
}

/** When a UPS went on its battery, if it was just before the silence or during it. */
function batteryOf({ ups }: Past, { from, to }: Quiet): Instant | undefined {
  const before = ups.findLast(({ at }) => at <= from);
  if (before?.onBattery === true && before.at > from - BEFORE) {
    const mains = ups.findLast(({ at, onBattery }) => at <= from && !onBattery);
    return ups.find(({ at, onBattery }) => onBattery && at > (mains?.at ?? 0))?.at;
  }
  return ups.find(({ at, onBattery }) => onBattery && at > from && at < to)?.at;
}

function powerOf(
  restarted: readonly Ran[],
  { from, to }: Quiet,
  confidence: Outage["confidence"],
  onBattery?: Instant,
): Outage {
  const over = Math.min(to, ...restarted.flatMap(({ bootAt }) => bootAt ?? []));
  const began = onBattery ?? Math.max(from, ...restarted.map(({ until }) => until));
  return {
    kind: "power",
    // A system's start is known to half a minute only: it must not lie before the end of the one before.
    from: Math.min(began, over),
    to: over,
    confidence,
    restsOn: restarted.map(({ host }) => host.id),
  };
}

function lineOf(through: readonly Ran[], { from, to }: Quiet): Outage {
  const pings = through.flatMap((one) => {
    const [first = 0, last = 0] = [one.through[0], one.through.at(-1)];
    return one.host.gateway.filter(({ at }) => at >= first && at <= last);
  });
  const answered = pings.some((ping) => ping.answered);
  const lost = pings.length > 0 && !answered;
  return {
    kind: lost ? "gateway" : "uplink",
    from,
    to,
    confidence: answered || (lost && through.length >= 2) ? "high" : "medium",
    restsOn: through.map(({ host }) => host.id),
  };
}

/** The alert, with what it was, how sure that is and what it rests on. */
export function withOutage(state: AlertState, { kind, from, to, confidence, restsOn }: Outage): AlertState {
  const { evidence } = state;
  return {
    ...state,
    evidence: {
      ...evidence,
      params: { ...evidence.params, where: kind, began_at: from, ended_at: to },
      inferred: { confidence, restsOn },
    },
  };
}
