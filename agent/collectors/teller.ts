import { createHash } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { Fact } from "../../core/wire/block.ts";

/** Remembers by type of fact what was told last; one for each device. */
export interface Teller {
  /** The fact, if it is news or has not been told for so long; else nothing. */
  tell(fact: Fact, everyMs: number): Fact[];
  /** Whether a fact of this type was told within the time. */
  toldWithin(type: Fact["type"], everyMs: number): boolean;
}

/** Runs are jittered: one that is due must not be put off because it came a little early. */
const EARLY_MS = 2_000;

export function createTeller(clock: Pick<Clock, "monotonic">): Teller {
  const told = new Map<string, { readonly text: string; readonly at: number }>();
  const toldWithin = (type: string, everyMs: number) => {
    const { at = -Infinity } = told.get(type) ?? {};
    return clock.monotonic() - at < everyMs - EARLY_MS;
  };
  return {
    toldWithin,
    tell(fact, everyMs) {
      const text = shortened(JSON.stringify({ ...fact, at: 0 }));
      if (told.get(fact.type)?.text === text && toldWithin(fact.type, everyMs)) return [];
      told.set(fact.type, { text, at: clock.monotonic() });
      return [fact];
    },
  };
}

/** What is only compared need not be kept whole. */
const shortened = (text: string): string =>
  text.length < 100 ? text : createHash("sha256").update(text).digest("base64url");
