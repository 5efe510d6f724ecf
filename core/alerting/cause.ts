import { compareRanks, possible, rankOf, type Ranked } from "./cause/rank.ts";
import { placeOf } from "./cause/places.ts";
import { HITS_BEHIND, HITS_SITE, RELATIONS } from "./cause/relations.ts";
import { stormSource } from "./cause/storms.ts";
import { treesOf, type Trees } from "./cause/tree.ts";
import type { Instant } from "../clock.ts";
import type { Causes } from "./pass.ts";
import type { SiteModel } from "./site-model.ts";
import type { AlertState } from "./types.ts";

export interface CauseInput {
  readonly model: SiteModel;
  /** Pending and firing, of the site. */
  readonly alerts: readonly AlertState[];
  /** Firing, of the district. */
  readonly above: readonly AlertState[];
  readonly now: Instant;
}

const NOTHING: Causes = { causes: new Map(), affected: new Map(), waits: new Set() };

/**
 * Which alert explains which: power, then the uplink, then a loop, then what lies on the way. Only what fires explains;
 * what is pending makes others wait. Causes are roots: no cause has a cause. Every relation goes from an earlier to a
 * later alert of one total order (`cause/rank.ts`), so that nothing explains itself in a circle; the order rests on
 * what does not change while an alert lasts, so that causes stay.
 */
export function findCauses({ model, alerts, above }: CauseInput): Causes {
  const open = alerts.filter(({ phase }) => phase !== "resolved");
  if (open.length === 0) return NOTHING;
  const trees = treesOf(model);
  const ranked = rankAll(open, model, trees);
  const finder = createFinder(ranked, model, above);
  const direct = new Map<string, string>();
  const waits = new Set<string>();
  for (const effect of ranked) {
    const { firing, pending } = finder(effect);
    if (firing !== undefined) direct.set(effect.alert.id, firing);
    if (pending) waits.add(effect.alert.id);
  }
  const upper = new Set(above.flatMap(({ id, phase }) => (phase === "firing" ? [id] : [])));
  keepFormer(open, direct, upper);
  const causes = new Map([...direct.keys()].map((id) => [id, rootOf(id, direct)]));
  return { causes, affected: affectedBy(ranked, causes, model, trees), waits };
}

function rankAll(open: readonly AlertState[], model: SiteModel, trees: Trees): readonly Ranked[] {
  const down = open.find(({ rule }) => rule === "site_down");
  const uplink = down === undefined ? undefined : placeOf(down, model, trees).passes;
  const source = stormSource(open, trees);
  return open
    .map((alert) => {
      const place = placeOf(alert, model, trees);
      return { alert, place, rank: rankOf(alert, place, { down, uplink, source }) };
    })
    .toSorted(compareRanks);
}

/** Gives for an alert the first in the order that fires and explains it, and whether a pending one may. */
function createFinder(ranked: readonly Ranked[], model: SiteModel, above: readonly AlertState[]) {
  const wide: Ranked[] = [];
  const at = new Map<string, Ranked[]>();
  const file = (key: string, cause: Ranked) => {
    const list = at.get(key);
    if (list === undefined) at.set(key, [cause]);
    else list.push(cause);
  };
  for (const cause of ranked) {
    const reach = RELATIONS[cause.alert.rule]?.reach;
    if (reach === "site") wide.push(cause);
    else if (reach === "behind" && cause.place.element !== undefined) file(cause.place.element, cause);
    else if (reach === "device") file(`same:${cause.alert.subject.device ?? cause.alert.subject.key}`, cause);
    // Nobody knows where these PCs hang: what a switch or a port does at the same time may be why.
    if (cause.alert.rule === "device_down" || cause.alert.rule === "port_down") file("hosts_lost", cause);
  }
  const everywhere = new Map(above.map((alert) => [alert.subject.key, alert]));

  return (effect: Ranked): { firing: string | undefined; pending: boolean } => {
    const { rule, subject } = effect.alert;
    const service = model.checks.find(({ id }) => subject.key === `service:${id}`)?.service;
    const upper = service === undefined ? undefined : everywhere.get(`district:${service}`);
    if (upper?.phase === "firing" && upper.rule === "service_down_everywhere" && rule !== "certificate_ends")
      return { firing: upper.id, pending: false };
    const near = [...effect.place.passes.keys()].flatMap((element) => at.get(element) ?? []);
    const same = at.get(`same:${subject.device ?? subject.key}`) ?? [];
    const meanwhile =
      rule === "hosts_lost" && effect.place.passes.size === 0 ? (at.get("hosts_lost") ?? []) : [];
    let firing: Ranked | undefined;
    let pending = false;
    for (const cause of [...wide, ...near, ...same, ...meanwhile]) {
      if (!possible(cause, effect)) continue;
      if (cause.alert.phase === "pending") pending = true;
      else if (firing === undefined || compareRanks(cause, firing) < 0) firing = cause;
    }
    return { firing: firing?.alert.id, pending };
  };
}

/**
 * What was explained stays so while its cause lasts: during an outage the map loses what nobody sees any more, which
 * explains nothing anew.
 */
function keepFormer(
  open: readonly AlertState[],
  direct: Map<string, string>,
  above: ReadonlySet<string>,
): void {
  const firing = new Set(open.flatMap(({ id, phase }) => (phase === "firing" ? [id] : [])));
  for (const { id, cause } of open.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (cause === null || cause === id || direct.has(id)) continue;
    if (above.has(cause) || (firing.has(cause) && rootOf(cause, direct) !== id)) direct.set(id, cause);
  }
}

function rootOf(id: string, direct: ReadonlyMap<string, string>): string {
  let at = id;
  for (let next = direct.get(at); next !== undefined; next = direct.get(at)) at = next;
  return at;
}

function affectedBy(
  ranked: readonly Ranked[],
  causes: ReadonlyMap<string, string>,
  model: SiteModel,
  trees: Trees,
): ReadonlyMap<string, readonly string[]> {
  const hit = new Map<string, Set<string>>();
  const hits = (root: string) => {
    const known = hit.get(root);
    if (known !== undefined) return known;
    const fresh = new Set<string>();
    hit.set(root, fresh);
    return fresh;
  };
  for (const { alert } of ranked) {
    const root = causes.get(alert.id);
    if (root !== undefined) hits(root).add(alert.subject.key);
    else if (HITS_SITE.has(alert.rule)) model.devices.forEach(({ id }) => hits(alert.id).add(`device:${id}`));
  }
  const devices = new Set(model.devices.map(({ id }) => id));
  for (const { alert, place } of ranked) {
    if (causes.has(alert.id) || !HITS_BEHIND.has(alert.rule) || place.element === undefined) continue;
    const tree = trees.gateway ?? trees.poller;
    for (const node of tree?.behind(place.element) ?? [])
      if (devices.has(node)) hits(alert.id).add(`device:${node}`);
  }
  const own = new Map(ranked.map(({ alert }) => [alert.id, alert.subject.key]));
  return new Map(
    [...hit].map(([root, keys]) => {
      keys.delete(own.get(root) ?? "");
      return [root, [...keys].toSorted()];
    }),
  );
}
