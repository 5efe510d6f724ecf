import type { ModelDevice, ModelPort, SignalContext, SignalSource } from "../site-model.ts";
import { LATE_MS, type Emit, type Signal, type Subject } from "../types.ts";
import { devicesOf, lanMapOf } from "./lan-map.ts";
import { emitCounters } from "./port-counters.ts";
import { emitDuplex, emitFlapping, emitSpeed } from "./port-link.ts";
import { emitPortDown } from "./port-down.ts";
import { isWired, type PortNow } from "./port-now.ts";
import { emitFloods, type Flood } from "./storms.ts";

/** All rules of ports. */
export const ports: SignalSource = (context, emit) => {
  const changes = changesOf(context);
  const floods: Flood[] = [];
  const cards: Signal[] = [];
  const take: Emit = (signal) => {
    if (signal.rule === "port_speed" && isCard(context, signal)) cards.push(signal);
    else emit(signal);
  };
  for (const device of context.model.devices)
    for (const port of device.ports)
      if (isWired(port)) emitPort(context, device, port, changes, floods, take);
  emitCards(context, cards, emit);
  emitFloods(context, floods, emit);
};

const isCard = ({ model }: SignalContext, { subject: { device = "" } }: Signal): boolean =>
  devicesOf(model).get(device)?.agent !== undefined;

const LEAST_CARDS = 3;

/** When most cards of a site are slower than they were, that is their common switch (`switch_slow`), not each one's cable. */
function emitCards({ now, settings }: SignalContext, cards: readonly Signal[], emit: Emit): void {
  const present = cards.filter(({ at }) => at >= now - LATE_MS);
  const slow = present.filter(({ rule, subject, value }) => value <= settings(rule, subject).raise);
  const common = slow.length >= LEAST_CARDS && slow.length * 2 > present.length;
  for (const card of cards)
    if (!common) emit(card);
    else emit({ ...card, value: Math.max(card.value, settings(card.rule, card.subject).clear) });
}

/** How often the state of each port changed since the last pass, as agents told at once. */
function changesOf({ events }: SignalContext): ReadonlyMap<string, number> {
  const changes = new Map<string, number>();
  for (const { type, entity } of events)
    if (type === "port_changed" && entity !== undefined) changes.set(entity, (changes.get(entity) ?? 0) + 1);
  return changes;
}

function emitPort(
  context: SignalContext,
  device: ModelDevice,
  port: ModelPort,
  changes: ReadonlyMap<string, number>,
  floods: Flood[],
  emit: Emit,
): void {
  const place = `${device.id}/${port.part}`;
  const entity = `port:${place}`;
  const pair = context.pairOf(entity);
  if (pair === undefined) return;
  const subject: Subject = { kind: "port", key: entity, site: context.model.id, device: device.id };
  const now: PortNow = { device, port, entity, place, subject, pair };
  const active = emitCounters(context, now, floods, emit);
  emitDuplex(context, now, emit);
  // A link has one speed and one state: where the switch's port tells of it, the PC's card need not.
  if (device.agent === undefined || !lanMapOf(context.model).hung.has(device.id)) {
    emitFlapping(context, now, changes.get(entity) ?? 0, emit);
    emitSpeed(context, now, active, emit);
  }
  emitPortDown(context, now, emit);
}
