import type { ModelDevice, ModelPort, ReadingPair, SignalContext, SignalSource } from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { emitCounters } from "./port-counters.ts";
import { emitDuplex, emitFlapping, emitSpeed } from "./port-link.ts";
import { emitPortDown } from "./port-down.ts";

/** A port with its newest readings: read once, shared by all of its rules. */
export interface PortNow {
  readonly device: ModelDevice;
  readonly port: ModelPort;
  readonly entity: string;
  /** `device/part`, as the LAN map names it. */
  readonly place: string;
  readonly subject: Subject;
  readonly pair: ReadingPair;
}

/** IANAifType of what has a cable: Ethernet in its spellings, aggregates. Cards of PCs often say none. */
const WIRED = new Set([6, 26, 62, 69, 117, 161]);
export const isWired = ({ ifType }: ModelPort): boolean => ifType === undefined || WIRED.has(ifType);

/** All rules of ports. */
export const ports: SignalSource = (context, emit) => {
  const changes = changesOf(context);
  for (const device of context.model.devices)
    for (const port of device.ports) if (isWired(port)) emitPort(context, device, port, changes, emit);
};

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
  emit: Emit,
): void {
  const place = `${device.id}/${port.part}`;
  const entity = `port:${place}`;
  const pair = context.pairOf(entity);
  if (pair === undefined) return;
  const subject: Subject = { kind: "port", key: entity, site: context.model.id, device: device.id };
  const now: PortNow = { device, port, entity, place, subject, pair };
  const active = emitCounters(context, now, emit);
  emitFlapping(context, now, changes.get(entity) ?? 0, emit);
  emitDuplex(context, now, emit);
  emitSpeed(context, now, active, emit);
  emitPortDown(context, now, emit);
}
