import { MINUTE, HOUR } from "../../clock.ts";
import type { RuleId } from "../catalogue.ts";
import type { AlertState } from "../types.ts";
import type { Place } from "./places.ts";
import { NOWHERE } from "./places.ts";
import { RELATIONS, orderOf } from "./relations.ts";
import { OUTSIDE } from "./tree.ts";

/** An alert with its place in the one order in which causes stand before effects. */
export interface Ranked {
  readonly alert: AlertState;
  readonly place: Place;
  /** Tier, distance from the one who looks, place among the faults of one thing. */
  readonly rank: readonly [number, number, number];
}

/** Effects are often seen before their cause: windows fill at different speeds. */
const SLACK_MS = 10 * MINUTE;
/** So near in time things happen that nothing but their time joins. */
const TOGETHER_MS = 5 * MINUTE;
/** After so long an effect is not of this any more, by rule; without an entry it is as long as the cause lasts. */
const LONGEST_MS: Partial<Record<RuleId, number>> = {
  ups_on_battery: 4 * HOUR,
  device_restarted: 15 * MINUTE,
  hosts_lost: TOGETHER_MS,
};

/** What is the same for all alerts of a site. */
export interface Around {
  readonly down: AlertState | undefined;
  /** The way out of the site, where it is known and the site is silent. */
  readonly uplink: ReadonlyMap<string, number> | undefined;
  /** The port where a flood comes from. */
  readonly source: AlertState | undefined;
}

const TIER = {
  power: 1,
  ups: 2,
  flood: 3,
  flooded: 4,
  loop: 5,
  before: 6,
  site: 7,
  after: 8,
  wide: 9,
  place: 10,
} as const;

function tierOf(alert: AlertState, { down, uplink, source }: Around, place: Place): number {
  const afterwards = down !== undefined && alert.since > down.since + SLACK_MS;
  switch (alert.rule) {
    case "power_lost":
      return afterwards ? TIER.after : TIER.power;
    case "ups_on_battery":
      return TIER.ups;
    case "port_storm":
      return alert === source ? TIER.flood : TIER.flooded;
    case "lan_loop":
      return TIER.loop;
    case "site_down":
      return TIER.site;
    case "switch_slow":
    case "dhcp_foreign":
      return TIER.wide;
    default:
      return down !== undefined && !afterwards && onUplink(alert, place, uplink) ? TIER.before : TIER.place;
  }
}

/** On the way out of the site, and such that it silences the site. */
const onUplink = ({ rule }: AlertState, { element }: Place, uplink: Around["uplink"]): boolean =>
  element !== undefined &&
  uplink?.has(element) === true &&
  RELATIONS[rule]?.effects.has("site_down") === true;

export function rankOf(alert: AlertState, place: Place, around: Around): Ranked["rank"] {
  return [tierOf(alert, around, place), distanceOf(alert, place), orderOf(alert.rule)];
}

function distanceOf({ rule }: AlertState, { distance }: Place): number {
  if (distance !== NOWHERE) return distance;
  // Seen by several PCs of which nobody knows where they hang: before what hangs nowhere, or before any one cable.
  if (rule === "hosts_lost") return NOWHERE - 1;
  return rule === "switch_loss" ? 0 : NOWHERE;
}

export function compareRanks(a: Ranked, b: Ranked): number {
  for (let at = 0; at < 3; at += 1) {
    const difference = (a.rank[at] ?? 0) - (b.rank[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.alert.since !== b.alert.since) return a.alert.since - b.alert.since;
  if (a.alert.id === b.alert.id) return 0;
  return a.alert.id < b.alert.id ? -1 : 1;
}

/** Whether one may explain the other, both standing where the caller found them. */
export function possible(cause: Ranked, effect: Ranked): boolean {
  const [from, to] = [cause.alert, effect.alert];
  if (RELATIONS[from.rule]?.effects.has(to.rule) !== true) return false;
  if (compareRanks(cause, effect) >= 0) return false;
  const later = to.since - from.since;
  if (later < -SLACK_MS || later > (LONGEST_MS[from.rule] ?? Infinity)) return false;
  // Seen by the place of the fault: nothing inside this site is to blame.
  if (to.subject.kind === "service" && to.evidence.params["where"] === "service") return false;
  return !needsSameTime(cause, effect) || Math.abs(later) <= TOGETHER_MS;
}

/** Two things out there, or PCs and a switch: nothing but the time says that they belong together. */
function needsSameTime(cause: Ranked, effect: Ranked): boolean {
  const outside = cause.place.element === OUTSIDE && effect.place.element === OUTSIDE;
  const unplaced =
    effect.alert.rule === "hosts_lost" &&
    effect.place.passes.size === 0 &&
    RELATIONS[cause.alert.rule]?.reach === "behind";
  return (
    unplaced ||
    (outside && cause.alert.rule !== "uplink_down" && cause.alert.subject.key !== effect.alert.subject.key)
  );
}
