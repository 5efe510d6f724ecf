import type { SignalContext } from "../site-model.ts";
import type { Emit, Signal } from "../types.ts";
import { devicesOf, lanMapOf } from "./lan-map.ts";

/** A port's `port_storm` as read, before it is known which port of the site it comes from. */
export interface Flood {
  readonly signal: Signal;
  readonly place: string;
}

/**
 * A flood comes in at one port and reaches every other switch by its uplinks: ONE port of the site is named, the others
 * count as good. Of several it is an edge port before a cable between switches, then the one with most; once named it
 * stays so while it floods.
 */
export function emitFloods(context: SignalContext, floods: readonly Flood[], emit: Emit): void {
  const { known } = context.memory;
  const key = `storm|${context.model.id}`;
  const bad = floods.filter(
    ({ signal }) => signal.value >= context.settings("port_storm", signal.subject).raise,
  );
  const source = sourceOf(context, bad, known.get(key));
  if (source === undefined) known.delete(key);
  else known.set(key, source.place);
  const others = new Set(bad.filter((flood) => flood !== source));
  for (const flood of floods) {
    const { signal } = flood;
    if (!others.has(flood)) emit(signal);
    else {
      const { clear } = context.settings("port_storm", signal.subject);
      emit({ ...signal, value: Math.min(signal.value, clear) });
    }
  }
}

function sourceOf(
  context: SignalContext,
  bad: readonly Flood[],
  named: string | number | undefined,
): Flood | undefined {
  const edges = bad.filter(({ place }) => isEdge(context, place));
  const candidates = edges.length > 0 ? edges : bad;
  const same = candidates.find(({ place }) => place === named);
  const [first, ...rest] = candidates;
  if (same !== undefined || first === undefined) return same;
  return rest.reduce((most, flood) => (flood.signal.value > most.signal.value ? flood : most), first);
}

/** Nothing that others depend on hangs there, as far as the map knows. */
function isEdge({ model }: SignalContext, place: string): boolean {
  const map = lanMapOf(model);
  if (map.uplinks.has(place)) return false;
  const end = map.ends.get(place);
  return end === undefined || devicesOf(model).get(end.node)?.important !== true;
}
