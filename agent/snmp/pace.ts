/**
 * Whether a device answers slower than it used to while we read it, and then how much less it is read. Pure. A switch's
 * management processor is weak, and shared with what keeps the network running: our reading must not be what it is
 * busy with.
 */
export interface Pace {
  /** What a request usually takes, in milliseconds; undefined before the first reading. */
  readonly usualMs: number | undefined;
  /** Readings that went into it, up to {@link LEARNING}. */
  readonly readings: number;
  /** How many readings in a row were slow, or not. */
  readonly slow: number;
  readonly calm: number;
  /** Every how many turns the device is read. */
  readonly every: number;
}

export const FULL_PACE: Pace = { usualMs: undefined, readings: 0, slow: 0, calm: 0, every: 1 };

/** Readings before anything is concluded. */
const LEARNING = 5;
/** So many in a row decide: one busy minute is none. */
const DECIDING = 3;
const SLOWEST = 4;
/** Slow: three times the usual, and by so much that it is not the network's own trembling. */
const SLOW = { times: 3, more: 30 };
const CALM = { times: 1.5, more: 15 };
/** How fast the usual follows: soon when a device becomes quicker, within an hour or so when it stays slower. */
const FOLLOW = { down: 0.3, up: 0.02 };

/** Whether all devices answer slower at once: then this PC or its network is busy, and no device is to blame. */
export interface Fleet {
  /** Takes note of a device's reading before it changes its pace; true when it is not to be blamed on the device. */
  strained(pace: Pace, responseMs: number): boolean;
}

/** Below so many devices nobody can tell. */
const FLEET = 5;
const STRAINED = { times: 2, share: 0.25, weight: 0.05 };

export function createFleet(devices: () => number): Fleet {
  let share = 0;
  return {
    strained({ usualMs }, responseMs) {
      const slower = usualMs !== undefined && responseMs > usualMs * STRAINED.times;
      share += ((slower ? 1 : 0) - share) * STRAINED.weight;
      return devices() >= FLEET && share > STRAINED.share;
    },
  };
}

/** The pace after a reading whose requests took `responseMs` (their median). */
export function followPace(pace: Pace, responseMs: number): Pace {
  const { usualMs, readings } = pace;
  if (usualMs === undefined || readings < LEARNING) {
    const mean = ((usualMs ?? 0) * readings + responseMs) / (readings + 1);
    return { ...pace, usualMs: mean, readings: readings + 1 };
  }
  const isSlow = responseMs > Math.max(usualMs * SLOW.times, usualMs + SLOW.more);
  const isCalm = responseMs <= Math.max(usualMs * CALM.times, usualMs + CALM.more);
  const followed = usualMs + (responseMs - usualMs) * (responseMs < usualMs ? FOLLOW.down : FOLLOW.up);
  const slow = isSlow ? pace.slow + 1 : 0;
  const calm = isCalm ? pace.calm + 1 : 0;
  const next = { usualMs: followed, readings, slow, calm };
  if (slow >= DECIDING && pace.every < SLOWEST) return { ...next, slow: 0, every: pace.every * 2 };
  if (calm >= DECIDING && pace.every > 1) return { ...next, calm: 0, every: pace.every / 2 };
  return { ...next, every: pace.every };
}
