import type { Clock } from "../../core/clock.ts";
import type { Fact } from "../../core/wire/block.ts";

/** Gives the fact back if it is news, or has not been told for so long; else nothing. */
export type Teller = (fact: Fact, everyMs: number) => Fact[];

/** Runs are jittered: one that is due must not be put off because it came a little early. */
const EARLY_MS = 2_000;

/** Remembers by type of fact what was told last; one for each device. */
export function createTeller(clock: Pick<Clock, "monotonic">): Teller {
  const told = new Map<string, { readonly text: string; readonly at: number }>();
  return (fact, everyMs) => {
    const text = JSON.stringify({ ...fact, at: 0 });
    const now = clock.monotonic();
    const before = told.get(fact.type);
    if (before?.text === text && now - before.at < everyMs - EARLY_MS) return [];
    told.set(fact.type, { text, at: now });
    return [fact];
  };
}
