import { MINUTE, type Instant } from "../../clock.ts";
import type { ModelDevice, SignalContext } from "../site-model.ts";
import { isNewer, push, sumInto, windowOf, type Shape } from "../windows.ts";

/** What PCs see of each other and of the gateway, over their last bursts. */
export interface Sight {
  readonly from: string;
  /** Another PC's device id, or "gateway". */
  readonly to: string;
  /** Share of echoes without an answer, 0–1. */
  readonly loss: number;
  readonly at: Instant;
}

/** Six bursts, or three minutes where they are rare. */
const SHAPE: Shape = { rows: 6, columns: 2 };
const SPAN = 4 * MINUTE;
const LEAST_SENT = 10;
/** What nobody measured lately says nothing of now. */
const FRESH = 5 * MINUTE;
const sums = new Float64Array(2);

export const GATEWAY = "gateway";

/** PCs with an agent. */
export const hostsOf = ({ model }: SignalContext): readonly ModelDevice[] =>
  model.devices.filter(({ agent }) => agent !== undefined);

/** Every pair that was measured lately. Assigned peers change every day, so that all pairs are asked for. */
export function sightsOf(context: SignalContext): readonly Sight[] {
  const hosts = hostsOf(context).map(({ id }) => id);
  const sights: Sight[] = [];
  for (const from of hosts) {
    for (const to of [GATEWAY, ...hosts]) {
      const sight = to === from ? undefined : sightOf(context, from, to);
      if (sight !== undefined) sights.push(sight);
    }
  }
  return sights;
}

function sightOf({ pairOf, memory, now }: SignalContext, from: string, to: string): Sight | undefined {
  const entity = `peer:${from}/${to}`;
  const pair = pairOf(entity);
  const [sent, received] = [pair?.newer.get("sent"), pair?.newer.get("received")];
  if (sent === undefined || sent.at !== received?.at) return undefined;
  const ring = windowOf(memory.windows, `peer|${entity}`, SHAPE);
  if (isNewer(ring, sent.at)) push(ring, SHAPE, sent.at, [sent.value, received.value]);
  if (now - sent.at > FRESH) return undefined;
  sumInto(sums, ring, SHAPE, SPAN);
  const [all = 0, back = 0] = sums;
  return all < LEAST_SENT ? undefined : { from, to, loss: Math.max(0, 1 - back / all), at: sent.at };
}
