/** How many may come at once, and how many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Token buckets: one for each source and one for all. Sources must be known ones, so that there are few. */
export interface RateLimit {
  /** Whether one more may come from there now. */
  take(source: string): boolean;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

export function createRateLimit(clock: { monotonic(): number }, each: Rate, total: Rate): RateLimit {
  const buckets = new Map<string, Bucket>();
  const all: Bucket = { tokens: total.burst, filledAt: clock.monotonic() };
  const fill = (bucket: Bucket, { burst, perSecond }: Rate, now: number) => {
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) * perSecond) / 1_000);
    bucket.filledAt = now;
  };
  return {
    take(source) {
      const now = clock.monotonic();
      const own = buckets.get(source) ?? { tokens: each.burst, filledAt: now };
      buckets.set(source, own);
      fill(own, each, now);
      fill(all, total, now);
      // One loud device must not use up what is there for the others.
      if (own.tokens < 1 || all.tokens < 1) return false;
      own.tokens -= 1;
      all.tokens -= 1;
      return true;
    },
  };
}
