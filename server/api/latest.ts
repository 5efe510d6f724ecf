import { fieldOf } from "../../core/entities.ts";
import { fastestOctets, increase, wrapOf } from "../../core/rates.ts";
import type { Latest } from "../../core/wire/views.ts";
import type { LastPair, LastValues } from "../ports.ts";

/** Last values as the API shows them. */
export function toLatest(last: LastValues | undefined): Latest {
  return Object.fromEntries(last ?? []);
}

const OCTETS = new Set(["in_octets", "out_octets"]);

/** A port counter's rate per second over its last two readings; null when nobody can know it. */
export function portRate(pair: LastPair | undefined, name: string): number | null {
  const field = fieldOf("port", name);
  const before = pair?.older.get(name);
  const after = pair?.newer.get(name);
  if (pair === undefined || field === undefined || before === undefined || after === undefined) return null;
  const now = (other: string) => pair.newer.get(other)?.value;
  const counted = increase(
    { ...before, since: pair.older.get("counters_since")?.value },
    { ...after, since: now("counters_since") },
    wrapOf(field, now("counter_bits")),
    OCTETS.has(name) ? fastestOctets(now("speed")) : undefined,
  );
  return counted === undefined ? null : (counted * 1_000) / (after.at - before.at);
}
