import { SECOND, type Clock } from "../../core/clock.ts";

/** A token bucket for each key. */
export interface Buckets {
  /** Gives 0, or how many seconds to wait. `cost`: tokens, one by default; never more than a full bucket holds. */
  take(key: string, cost?: number): number;
  /** Gives back what `take` took: the request turned out to be a good one. */
  give(key: string): void;
}

/** A flood of keys must not fill the memory; forgetting one only gives it a full bucket again. */
const MOST_KEYS = 50_000;

export function createBuckets(
  clock: Clock,
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): Buckets {
  const buckets = new Map<string, { level: number; at: number }>();
  return {
    take(key, cost = 1) {
      const now = clock.monotonic();
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        if (buckets.size >= MOST_KEYS) buckets.clear();
        bucket = { level: burst, at: now };
        buckets.set(key, bucket);
      }
      bucket.level = Math.min(burst, bucket.level + ((now - bucket.at) / SECOND) * perSecond);
      bucket.at = now;
      const price = Math.min(burst, cost);
      if (bucket.level < price) return Math.max(1, Math.ceil((price - bucket.level) / perSecond));
      bucket.level -= price;
      return 0;
    },
    give(key) {
      const bucket = buckets.get(key);
      if (bucket !== undefined) bucket.level = Math.min(burst, bucket.level + 1);
    },
  };
}
