/** What was worked out from the files of a day, until these change. Bounded; when it is full it begins anew. */
export interface DayCache {
  /** `state` tells the day's files from any other; `make` works it out and says how many bytes it takes. */
  get<T>(day: number, state: string, key: string, make: () => readonly [T, number]): T;
}

export function makeDayCache(maxBytes: number): DayCache {
  let days = new Map<
    number,
    { readonly state: string; bytes: number; readonly values: Map<string, unknown> }
  >();
  let bytes = 0;
  return {
    get: <T>(day: number, state: string, key: string, make: () => readonly [T, number]) => {
      let kept = days.get(day);
      if (kept === undefined || kept.state !== state) {
        bytes -= kept?.bytes ?? 0;
        kept = { state, bytes: 0, values: new Map() };
        days.set(day, kept);
      }
      // A value may be undefined, which is worth knowing too.
      if (kept.values.has(key)) return kept.values.get(key) as T;
      const [value, size] = make();
      if (bytes + size > maxBytes) {
        days = new Map();
        bytes = 0;
        return value;
      }
      kept.values.set(key, value);
      kept.bytes += size;
      bytes += size;
      return value;
    },
  };
}
