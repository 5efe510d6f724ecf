/**
 * What an evaluation remembers of a site between passes besides alerts: sliding windows of counters, baselines by
 * hour of the week. Windows are cheap to lose (they fill again within their length); baselines are saved.
 */
export interface SiteMemory {
  /** Running state of signal sources, by any key that they choose (rule and subject). */
  readonly windows: Map<string, Float64Array>;
  /** Baselines by key; survive restarts through {@link savedMemory}. */
  readonly baselines: Map<string, Float64Array>;
  /** Other small facts, e.g. the last known gateway address or the speed that a port once had. Saved too. */
  readonly known: Map<string, string | number>;
}

export const createSiteMemory = (): SiteMemory => ({
  windows: new Map(),
  baselines: new Map(),
  known: new Map(),
});
