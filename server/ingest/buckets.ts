import { SECOND, type Clock } from "../../core/clock.ts";

/** A token bucket for each key. `take` gives 0, or how many seconds to wait. */
export interface Buckets {
  take(key: string): number;
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
    take(key) {
      const now = clock.monotonic();
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        if (buckets.size >= MOST_KEYS) buckets.clear();
        bucket = { level: burst, at: now };
        buckets.set(key, bucket);
      }
      bucket.level = Math.min(burst, bucket.level + ((now - bucket.at) / SECOND) * perSecond);
      bucket.at = now;
      if (bucket.level < 1) return Math.max(1, Math.ceil((1 - bucket.level) / perSecond));
      bucket.level -= 1;
      return 0;
    },
    give(key) {
      const bucket = buckets.get(key);
      if (bucket !== undefined) bucket.level = Math.min(burst, bucket.level + 1);
    },
  };
}
