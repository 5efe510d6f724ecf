import { MINUTE, type Instant } from "../../clock.ts";
import type { ModelDevice, SignalContext } from "../site-model.ts";
import { isNewer, newestOf, push, sumInto, windowOf, type Shape } from "../windows.ts";

/** What PCs see of each other and of the gateway, over their last bursts. */
export interface Sight {
  readonly from: string;
  /** Another PC's device id, or "gateway". */
  readonly to: string;
  /** Share of echoes without an answer, 0–1. */
  readonly loss: number;
  /** Bursts of which something was lost. */
  readonly lossy: number;
  readonly at: Instant;
}

/** Six bursts, or four minutes of them where they are rare: sent, received, and 1 for a burst of which something was lost. */
const SHAPE: Shape = { rows: 6, columns: 3 };
const SPAN = 4 * MINUTE;
const LEAST_SENT = 10;
/** What nobody measured lately says nothing of now. */
const FRESH = 5 * MINUTE;
const sums = new Float64Array(3);

export const GATEWAY = "gateway";

/** PCs with an agent. */
export const hostsOf = ({ model }: SignalContext): readonly ModelDevice[] =>
  model.devices.filter(({ agent }) => agent !== undefined);

/** The newest burst of echoes from one PC to another, or to the gateway. */
export interface Burst {
  readonly from: string;
  readonly to: string;
  readonly sent: number;
  readonly received: number;
  readonly at: Instant;
}

/** Several sources ask in the same pass, and a site of a hundred PCs has ten thousand pairs. */
const asked = new WeakMap<SignalContext, readonly Burst[]>();

/** Every pair that was measured lately. Assigned peers change every day, so that all pairs are asked for. */
export function burstsOf(context: SignalContext): readonly Burst[] {
  let bursts = asked.get(context);
  if (bursts === undefined) asked.set(context, (bursts = readBursts(context)));
  return bursts;
}

function readBursts(context: SignalContext): readonly Burst[] {
  const { pairOf, now } = context;
  const hosts = hostsOf(context).map(({ id }) => id);
  const bursts: Burst[] = [];
  for (const from of hosts) {
    for (const to of [GATEWAY, ...hosts]) {
      const newer = to === from ? undefined : pairOf(`peer:${from}/${to}`)?.newer;
      const [sent, received] = [newer?.get("sent"), newer?.get("received")];
      if (sent === undefined || sent.at !== received?.at || now - sent.at > FRESH) continue;
      bursts.push({ from, to, sent: sent.value, received: received.value, at: sent.at });
    }
  }
  return bursts;
}

/** What was lost between each two over their last bursts. */
export const sightsOf = (context: SignalContext): readonly Sight[] =>
  burstsOf(context).flatMap((burst) => sightOf(context, burst) ?? []);

/** A burst without any answer comes of a PC that is off, or of an outage: that is no loss, and such a way is not seen at all. */
function sightOf({ memory }: SignalContext, { from, to, sent, received, at }: Burst): Sight | undefined {
  const ring = windowOf(memory.windows, `peer|peer:${from}/${to}`, SHAPE);
  if (isNewer(ring, at) && received > 0) push(ring, SHAPE, at, [sent, received, received < sent ? 1 : 0]);
  if (newestOf(ring) !== at) return undefined;
  sumInto(sums, ring, SHAPE, SPAN);
  const [all = 0, back = 0, lossy = 0] = sums;
  return all < LEAST_SENT ? undefined : { from, to, loss: Math.max(0, 1 - back / all), lossy, at };
}
