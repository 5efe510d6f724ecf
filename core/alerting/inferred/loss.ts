import { MINUTE, type Instant } from "../../clock.ts";
import { entityRef } from "../../entities.ts";
import type { ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import type { AlertEvidence, Emit, RuleSettings, Subject } from "../types.ts";
import { GATEWAY, hostsOf, sightsOf, type Sight } from "./peers.ts";

/**
 * Where echoes get lost, from what PCs see of each other: one PC that loses to everybody while the others see each other
 * well has a bad cable (or port, or card); several that lose to the gateway and to each other at once stand on a bad switch.
 * A PC that is off answers nobody and says nothing itself: that is no loss.
 */
export const loss: SignalSource = (context, emit) => {
  const sights = sightsOf(context);
  if (sights.length === 0) return;
  const all = new Map(hostsOf(context).map(({ id }) => [id, viewOf(id, sights)]));
  const views = [...all.values()].filter((view) => view.own.length > 0);
  const bad = switchLoss(context, views, emit);
  // Two bad cables at the same time are less likely than what both PCs have in common.
  for (const view of views) cableLoss(context, view, bad.length < LEAST_WAYS ? views : [], emit);
};

/** One PC: what it sees, and what it has in common with how others see it. */
interface View {
  readonly id: string;
  readonly own: readonly Sight[];
  /** The least loss towards anything: what it has in common with all its ways. Undefined with fewer than two ways. */
  readonly common: number | undefined;
  /** Most of its ways lost something more than once. */
  readonly goesOn: boolean;
  readonly at: Instant;
}

/** Less than this is what every network has. */
const CLEAN = 0.01;
const LEAST_WAYS = 2;
/** When everything stands still for a moment each way loses in one burst, and no more. */
const LEAST_LOSSY = 2;
/** So many others must see each other well before one PC's loss is its own. */
const WITNESSES = 2;

function viewOf(id: string, sights: readonly Sight[]): View {
  const own = sights.filter(({ from }) => from === id);
  const seen = sights.filter(({ to }) => to === id);
  const ways = [...own, ...seen];
  return {
    id,
    own,
    common:
      own.length === 0 || ways.length < LEAST_WAYS ? undefined : Math.min(...ways.map((way) => way.loss)),
    goesOn: ways.filter(({ lossy }) => lossy >= LEAST_LOSSY).length * 2 > ways.length,
    // The others see its cable, too, each at its own second of the minute.
    at: own.length === 0 ? 0 : Math.max(...ways.map(({ at }) => at)),
  };
}

/** What a PC loses on all its ways. What was lost once is too little for an alert, and still too much for its end. */
function lossOf(
  { common = 0, goesOn }: View,
  { raise, clear }: Pick<RuleSettings, "raise" | "clear">,
): number {
  if (goesOn || common < raise) return common;
  return clear < raise ? (raise + clear) / 2 : 0;
}

/** So long after its link went and came the echoes of a PC say nothing of its cable: what comes and goes is `port_flapping`. */
const STEADY_AFTER = 2 * MINUTE;

function isRelinking({ pairOf, memory: { known }, now }: SignalContext, { id, ports }: ModelDevice): boolean {
  const key = `relinked|${id}`;
  for (const { part } of ports) {
    const pair = pairOf(entityRef("port", id, part));
    const [newer, older] = [pair?.newer.get("link_changes"), pair?.older.get("link_changes")];
    if (newer !== undefined && older !== undefined && newer.value !== older.value) known.set(key, newer.at);
  }
  const at = known.get(key);
  return at !== undefined && now - Number(at) < STEADY_AFTER;
}

function cableLoss(context: SignalContext, view: View, views: readonly View[], emit: Emit): void {
  const { common, id, at } = view;
  if (common === undefined) return;
  const { model, settings } = context;
  const device = model.devices.find((one) => one.id === id);
  if (device === undefined || isRelinking(context, device)) return;
  const sound = views.filter((other) => other.id !== id && isSound(other, id));
  const subject: Subject = { kind: "device", key: `device:${id}`, site: model.id, device: id };
  const value = sound.length >= WITNESSES ? lossOf(view, settings("cable_loss", subject)) : 0;
  emit({
    rule: "cable_loss",
    subject,
    value,
    at,
    evidence: () =>
      evidenceOf(
        { device: device.name, witnesses: sound.length },
        [view, ...sound],
        sound.length > WITNESSES ? "high" : "medium",
      ),
  });
}

/** Sees whatever it sees without loss, that PC apart. */
function isSound({ own }: View, apart: string): boolean {
  const others = own.filter(({ to }) => to !== apart);
  return others.length > 0 && others.every(({ loss: lost }) => lost <= CLEAN);
}

/** Gives the PCs that lose to the gateway and to others at once. */
function switchLoss({ model, settings }: SignalContext, views: readonly View[], emit: Emit): readonly View[] {
  const subject: Subject = { kind: "site", key: `site:${model.id}`, site: model.id };
  const limits = settings("switch_loss", subject);
  const known = views.filter(({ common }) => common !== undefined);
  if (known.length < LEAST_WAYS) return [];
  // Both the gateway and another PC: else it is the gateway's way.
  const both = known.filter(
    ({ own }) => own.some(({ to }) => to === GATEWAY) && own.some(({ to }) => to !== GATEWAY),
  );
  const bad = both.filter((view) => lossOf(view, limits) >= limits.raise);
  const losses = (bad.length >= LEAST_WAYS ? bad : both)
    .map((view) => lossOf(view, limits))
    .toSorted((a, b) => a - b);
  emit({
    rule: "switch_loss",
    subject,
    // With fewer bad ones it is what two of them lose at least: below the limit, and perhaps not good yet.
    value: (bad.length >= LEAST_WAYS ? losses[Math.floor(losses.length / 2)] : losses.at(-LEAST_WAYS)) ?? 0,
    at: Math.max(...known.map(({ at }) => at)),
    evidence: () =>
      evidenceOf({ site: model.name, hosts: bad.length }, bad, bad.length >= 3 ? "high" : "medium"),
  });
  return bad;
}

const evidenceOf = (
  params: AlertEvidence["params"],
  views: readonly View[],
  confidence: "high" | "medium",
): AlertEvidence => ({
  params,
  series: views
    .slice(0, 1)
    .flatMap(({ id, own }) =>
      own
        .slice(0, 3)
        .map(({ to }) => ({ entity: `peer:${id}/${to}`, field: "loss", aggregate: "avg" as const })),
    ),
  inferred: { confidence, restsOn: views.map(({ id }) => id) },
});
