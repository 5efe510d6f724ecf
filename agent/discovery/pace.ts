import { SECOND, type Clock } from "../../core/clock.ts";

/** Lets at most so many through in a second, evenly and a little irregularly; everybody waits in one line. */
export interface Pace {
  /** Resolves when it is one's turn, or at once when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
}

/** Turns are apart by the even distance and up to this share of it more: never faster, and not in lockstep. */
const JITTER = 0.3;

export function createPace(
  perSecond: number,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Pace {
  const apart = SECOND / perSecond;
  let free = clock.monotonic();
  return {
    async next(signal) {
      const now = clock.monotonic();
      const mine = Math.max(now, free);
      free = mine + apart * (1 + JITTER * random());
      if (mine > now) await clock.sleep(mine - now, signal);
    },
  };
}
