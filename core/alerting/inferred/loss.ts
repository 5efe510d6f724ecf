import { MINUTE, type Instant } from "../../clock.ts";
import { entityRef } from "../../entities.ts";
import type { ModelDevice, SignalContext, SignalSource } from "../site-model.ts";
import type { AlertEvidence, Emit, Subject } from "../types.ts";
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

/** One PC: what it sees, and how others see it. */
interface View {
  readonly id: string;
  readonly own: readonly Sight[];
  readonly seen: readonly Sight[];
  /** The least loss towards anything: what it has in common with all its ways. Undefined with fewer than two ways. */
  readonly common: number | undefined;
  readonly at: Instant;
}

/** Less than this is what every network has. */
const CLEAN = 0.01;
const LEAST_WAYS = 2;
/** So many others must see each other well before one PC's loss is its own. */
const WITNESSES = 2;
/** A way that loses everything leads to what is off. */
const DEAD = 0.999;

function viewOf(id: string, sights: readonly Sight[]): View {
  const own = sights.filter(({ from }) => from === id);
  const seen = sights.filter(({ to }) => to === id);
  const ways = own.filter((sight) => sight.loss < DEAD);
  const losses = [...ways, ...seen.filter((sight) => sight.loss < DEAD)].map((sight) => sight.loss);
  return {
    id,
    own,
    seen,
    common: ways.length === 0 || losses.length < LEAST_WAYS ? undefined : Math.min(...losses),
    at: Math.max(0, ...own.map(({ at }) => at)),
  };
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
  const { model } = context;
  const device = model.devices.find((one) => one.id === id);
  if (device === undefined || isRelinking(context, device)) return;
  const sound = views.filter((other) => other.id !== id && isSound(other, id));
  const value = sound.length >= WITNESSES ? common : 0;
  const subject: Subject = { kind: "device", key: `device:${id}`, site: model.id, device: id };
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
  const others = own.filter(({ to, loss: lost }) => to !== apart && lost < DEAD);
  return others.length > 0 && others.every(({ loss: lost }) => lost <= CLEAN);
}

/** Gives the PCs that lose to the gateway and to others at once. */
function switchLoss({ model, settings }: SignalContext, views: readonly View[], emit: Emit): readonly View[] {
  const subject: Subject = { kind: "site", key: `site:${model.id}`, site: model.id };
  const { raise } = settings("switch_loss", subject);
  const known = views.filter(({ common }) => common !== undefined);
  if (known.length < LEAST_WAYS) return [];
  // Both the gateway and another PC: else it is the gateway's way.
  const bad = known.filter(
    ({ common, own }) =>
      (common ?? 0) >= raise && own.some(({ to }) => to === GATEWAY) && own.some(({ to }) => to !== GATEWAY),
  );
  const losses = bad.map(({ common }) => common ?? 0).toSorted((a, b) => a - b);
  emit({
    rule: "switch_loss",
    subject,
    value: bad.length >= LEAST_WAYS ? (losses[Math.floor(losses.length / 2)] ?? 0) : 0,
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
