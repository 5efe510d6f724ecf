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

const VERSION = 1;
/** More of one site than any has: what would grow beyond it belongs to things that are long gone. */
const MOST_BASELINES = 10_000;
const MOST_KNOWN = 50_000;
const LONGEST_KEY = 300;
/** Slots of the longest baseline (168 hours and their sum, three numbers each), with room. */
const LONGEST_BASELINE = 1_024;
const LONGEST_TEXT = 32_000_000;

/** Five digits are more than an estimate knows; zeros at the end say nothing. */
function packed(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(5)) : null));
}

/** The part of a memory that survives a restart, as text for {@link loadMemory}: baselines and small facts. */
export function savedMemory({ baselines, known }: SiteMemory): string {
  return JSON.stringify({
    version: VERSION,
    baselines: [...baselines].slice(-MOST_BASELINES).map(([key, values]) => [key, packed(values)]),
    known: [...known].slice(-MOST_KNOWN),
  });
}

/** A memory as it was saved; a fresh one when the text is broken, or of another version. */
export function loadMemory(text: string): SiteMemory {
  const memory = createSiteMemory();
  if (text.length > LONGEST_TEXT) return memory;
  let saved: unknown;
  try {
    saved = JSON.parse(text);
  } catch {
    return memory;
  }
  if (!isRecord(saved) || saved["version"] !== VERSION) return memory;
  for (const [key, value] of pairs(saved["baselines"], MOST_BASELINES)) {
    if (!Array.isArray(value) || value.length > LONGEST_BASELINE) continue;
    const numbers = Float64Array.from(value, (item: unknown) =>
      typeof item === "number" && Number.isFinite(item) ? item : 0,
    );
    memory.baselines.set(key, numbers);
  }
  for (const [key, value] of pairs(saved["known"], MOST_KNOWN))
    if (typeof value === "string" || (typeof value === "number" && Number.isFinite(value)))
      memory.known.set(key, value);
  return memory;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function pairs(list: unknown, most: number): readonly (readonly [string, unknown])[] {
  if (!Array.isArray(list)) return [];
  return list.slice(-most).flatMap((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) return [];
    const [key, value] = pair as readonly unknown[];
    return typeof key === "string" && key.length <= LONGEST_KEY ? [[key, value] as const] : [];
  });
}
