import { HOUR, MINUTE, type Instant } from "../clock.ts";
import type { RuleId } from "./catalogue.ts";
import { answeredAfter, letsThrough } from "./cause/lets-through.ts";
import { placeOf, type Place } from "./cause/places.ts";
import { HITS_BEHIND, HITS_SITE, orderOf, RELATIONS } from "./cause/relations.ts";
import { treesOf, type Trees } from "./cause/tree.ts";
import { awaitsWitnesses } from "./cause/witnesses.ts";
import type { Causes } from "./pass.ts";
import { WAIT_MS } from "./decide.ts";
import type { PairOf, SignalContext, SiteModel } from "./site-model.ts";
import { MOST_AFFECTED, type AlertState } from "./types.ts";

type Settings = SignalContext["settings"];

export interface CauseInput {
  readonly model: SiteModel;
  /** Pending and firing. */
  readonly alerts: readonly AlertState[];
  /** Alerts of the district, pending and firing. */
  readonly above: readonly AlertState[];
  readonly now: Instant;
  readonly settings: Settings;
  /** How long things last here, as a share of what is usual (`paceOf`); 1 when absent. */
  readonly pace?: number;
  /** The newest readings, which show whether a fault really cuts off what is behind it; none when absent. */
  readonly pairOf?: PairOf;
}

/** An alert with where it stands. */
interface Sight {
  readonly alert: AlertState;
  readonly place: Place;
  /** Of two machines with one address: the known ones of them. Others suffer nothing from it. */
  readonly owners?: ReadonlySet<string>;
}

/**
 * What explains what. An alert's cause is the fault nearest to the root of the site's network that can explain it
 * (`cause/relations.ts`) and is really there: only what fires is a cause, what is pending makes others wait. The root of
 * each chain lists what it hits, whether that has an alert of its own or not. Pure, without cycles, and the same for every
 * order of its input.
 */
export function findCauses(input: CauseInput): Causes {
  const { model, alerts, above, now, settings, pace = 1, pairOf = () => undefined } = input;
  const trees = treesOf(model);
  const mayExplain = explainer(input, trees);
  const sights = alerts.map((alert): Sight => {
    const place = placeOf(alert, model, trees);
    return alert.rule === "address_conflict"
      ? { alert, place, owners: ownersOf(alert, model) }
      : { alert, place };
  });
  const direct = new Map<string, AlertState>();
  const waits = new Set<string>();
  for (const effect of sights) {
    const outside = above.filter((one) => explainsFromAbove(one, effect.alert, model));
    const outer = outside.find(({ phase }) => phase === "firing");
    const candidates = sights.filter((cause) => mayExplain(cause, effect));
    const best = candidates.filter(({ alert }) => alert.phase === "firing").toSorted(compare)[0]?.alert;
    if (outer !== undefined) direct.set(effect.alert.id, outer);
    else if (best !== undefined) direct.set(effect.alert.id, best);
    else if (
      awaitsWitnesses(effect.alert, { model, now, pace, pairOf }) ||
      [...outside, ...candidates.map(({ alert }) => alert)].some((one) => mayFireSoon(one, now, settings))
    )
      waits.add(effect.alert.id);
  }
  breakCycles(direct, sights);
  return rooted(direct, sights, { waits, model, trees });
}

/** What needs longer than anybody waits for it (a port that must be busy for a quarter of an hour) keeps nobody waiting. */
function mayFireSoon({ rule, subject, since }: AlertState, now: Instant, settings: Settings): boolean {
  const { holdMs, waitMs = WAIT_MS } = settings(rule, subject);
  return since + holdMs <= now + waitMs;
}

/** A service that is down for all is down here, too. */
function explainsFromAbove({ rule, subject }: AlertState, effect: AlertState, model: SiteModel): boolean {
  if (rule !== "service_down_everywhere" || effect.subject.kind !== "service") return false;
  const check = model.checks.find(({ id }) => `service:${id}` === effect.subject.key);
  return (
    check !== undefined && subject.key === `district:${check.service}` && effect.rule !== "certificate_ends"
  );
}

/** Whether one alert may explain another. */
function explainer(
  { model, pace = 1, pairOf = () => undefined }: CauseInput,
  trees: Trees,
): (cause: Sight, effect: Sight) => boolean {
  /** By id of a cause: whether it lets through what should be cut off by it. Asked once in a pass, and of few. */
  const through = new Map<string, boolean>();
  const isOpen = ({ alert, place }: Sight, since: Instant): boolean => {
    let open = through.get(alert.id);
    if (open === undefined)
      through.set(alert.id, (open = letsThrough(alert, place.element, since, { model, trees, pairOf })));
    return open;
  };
  /** It lasts for so long that it may be no cut at all, and something behind it has answered since. */
  const isNoCut = (cause: Sight, effect: Sight): boolean => {
    const since = cause.alert.since + SOFT_MS * pace;
    return (
      effect.alert.since > since &&
      RELATIONS[cause.alert.rule]?.reach === "behind" &&
      (answeredAfter(effect.alert, since) || isOpen(cause, since))
    );
  };
  return (cause, effect) => {
    // What was explained stays so while its cause goes on: the map may lose the way during the very outage.
    if (effect.alert.cause === cause.alert.id) return true;
    if (!isTimely(cause.alert, effect.alert, pace) || !reaches(cause, effect)) return false;
    if (isNoCut(cause, effect)) return false;
    // Either could explain the other: the one nearer to the root does.
    return !reaches(effect, cause) || compare(cause, effect) < 0;
  };
}

/** An effect that is seen first follows soon; what lasts for days is no excuse for what breaks now. */
const EARLIER = 10 * MINUTE;
/** Some loss, errors or load may go on for weeks unmended. What explains at once or never has a limit of its own. */
const SOFT_MS = 4 * HOUR;
const LATER: Readonly<Partial<Record<RuleId, number>>> = {
  ups_on_battery: 4 * HOUR,
  device_restarted: HOUR / 4,
  hosts_lost: HOUR / 4,
  gateway_changed: HOUR / 4,
  target_loss: SOFT_MS,
  target_latency: SOFT_MS,
  target_jitter: SOFT_MS,
  switch_loss: SOFT_MS,
  cable_loss: SOFT_MS,
  lan_loop: SOFT_MS,
  address_conflict: SOFT_MS,
  port_storm: SOFT_MS,
  port_errors: SOFT_MS,
  port_duplex: SOFT_MS,
  port_discards: SOFT_MS,
  port_busy: SOFT_MS,
  port_speed: SOFT_MS,
  port_flapping: SOFT_MS,
  device_cpu: SOFT_MS,
};

/** What lost its explanation looks for another one from then on, whenever it began. */
const isTimely = (cause: AlertState, effect: AlertState, pace: number): boolean =>
  Math.max(effect.since, effect.quietUntil ?? 0) >= cause.since - EARLIER &&
  effect.since <= cause.since + (LATER[cause.rule] ?? Infinity) * pace;

/** Devices one of whose cards claims an address that another claims, too. */
function ownersOf({ evidence }: AlertState, { devices }: SiteModel): ReadonlySet<string> {
  const told = String(evidence.params["macs"] ?? "").split(", ");
  const seen = devices.flatMap(({ lanWatch }) => lanWatch?.value.conflicts.flatMap(({ macs }) => macs) ?? []);
  const claimed = new Set([...told, ...seen]);
  const own = devices.filter(({ ports, macs = [] }) =>
    [...macs, ...ports.flatMap(({ mac }) => mac ?? [])].some((mac) => claimed.has(mac)),
  );
  return new Set(own.map(({ id }) => id));
}

function reaches(cause: Sight, effect: Sight): boolean {
  if (cause.alert.id === effect.alert.id) return false;
  // The fault is known to lie in the service: nothing of this site explains it.
  if (effect.alert.rule === "service_down" && effect.alert.evidence.params["where"] === "service")
    return false;
  const relation = RELATIONS[cause.alert.rule];
  if (relation === undefined || !relation.effects.has(effect.alert.rule)) return false;
  if (cause.owners !== undefined) return cause.owners.has(effect.alert.subject.device ?? "");
  if (relation.reach === "site") return true;
  if (relation.reach === "device") return cause.alert.subject.device === effect.alert.subject.device;
  const { element } = cause.place;
  return element !== undefined && effect.place.passes.has(element);
}

/** What hits a whole site stands above whatever has a place; then the nearer, then by kind, by age and by id. */
function compare(a: Sight, b: Sight): number {
  const rank = ({ alert }: Sight) => (WHOLE.has(alert.rule) ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    (rank(a) === 0 ? a.alert.since - b.alert.since : a.place.distance - b.place.distance) ||
    orderOf(a.alert.rule) - orderOf(b.alert.rule) ||
    a.alert.since - b.alert.since ||
    (a.alert.id < b.alert.id ? -1 : 1)
  );
}

const WHOLE: ReadonlySet<string> = new Set([
  "power_lost",
  "ups_on_battery",
  "site_down",
  "uplink_down",
  "port_storm",
  "lan_loop",
  "switch_slow",
  "dhcp_foreign",
]);

/** A ring of explanations explains nothing: the first of it, as {@link compare} orders, stands for itself. */
function breakCycles(direct: Map<string, AlertState>, sights: readonly Sight[]): void {
  const byId = new Map(sights.map((sight) => [sight.alert.id, sight]));
  const settled = new Set<string>();
  for (const { alert } of sights) {
    const walked: string[] = [];
    let at: string | undefined = alert.id;
    while (at !== undefined && !settled.has(at) && !walked.includes(at)) {
      walked.push(at);
      at = direct.get(at)?.id;
    }
    if (at !== undefined && walked.includes(at)) {
      const ring = walked.slice(walked.indexOf(at)).flatMap((id) => byId.get(id) ?? []);
      const first = ring.toSorted(compare)[0];
      if (first !== undefined) direct.delete(first.alert.id);
    }
    for (const id of walked) settled.add(id);
  }
}

/** Everything points at the root of its chain, and the root lists what it hits. */
function rooted(
  direct: ReadonlyMap<string, AlertState>,
  sights: readonly Sight[],
  {
    waits,
    model,
    trees,
  }: { readonly waits: ReadonlySet<string>; readonly model: SiteModel; readonly trees: Trees },
): Causes {
  const causes = new Map<string, string>();
  const hit = new Map<string, Set<string>>();
  const add = (root: string, keys: readonly string[]) => {
    const known = hit.get(root) ?? new Set<string>();
    hit.set(root, known);
    for (const key of keys) known.add(key);
  };
  for (const { alert } of sights) {
    let root = direct.get(alert.id);
    if (root === undefined) continue;
    for (let next = direct.get(root.id); next !== undefined; next = direct.get(root.id)) root = next;
    causes.set(alert.id, root.id);
    if (alert.subject.key !== root.subject.key) add(root.id, [alert.subject.key]);
  }
  for (const { alert, place } of sights) {
    if (direct.has(alert.id)) continue;
    const keys = hitBy(alert, place, model, trees);
    if (keys.length > 0) add(alert.id, keys);
  }
  const affected = new Map([...hit].map(([root, keys]) => [root, [...keys].toSorted()] as const));
  return { causes, affected, waits };
}

/** What stands behind a fault is hit by it, and has no alert where nothing watches it. */
function hitBy(
  { rule, subject }: AlertState,
  { element }: Place,
  { devices, targets }: SiteModel,
  { poller, gateway }: Trees,
): readonly string[] {
  if (HITS_SITE.has(rule)) {
    return [...devices.map(({ id }) => `device:${id}`), ...targets.map(({ id }) => `target:${id}`)].slice(
      0,
      MOST_AFFECTED * 2,
    );
  }
  if (!HITS_BEHIND.has(rule) || element === undefined) return [];
  const behind = new Set((gateway ?? poller)?.behind(element));
  return devices.flatMap(({ id }) => (behind.has(id) && id !== subject.device ? [`device:${id}`] : []));
}
