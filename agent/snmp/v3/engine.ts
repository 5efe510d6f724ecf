import type { EngineMoment } from "../usm/protect.ts";

/** What is known of another engine's clock (RFC 3414 2.3), so that messages to it are in time. */
export interface EngineState extends EngineMoment {
  readonly id: Uint8Array;
  /** Monotonic milliseconds at which it said boots and time. */
  readonly heardAt: number;
}

/** How far two engines' clocks may differ, in seconds (RFC 3414 2.2.3). */
export const TIME_WINDOW = 150;
/** An engine whose boots have reached this needs a new id; nothing is in time any more. */
export const LAST = 2 ** 31 - 1;

/** RFC 3411 5 has 5 to 32 bytes; devices take liberties. */
export const isEngineId = (id: Uint8Array): boolean => id.length > 0 && id.length <= 64;

/** Boots and time of the engine now. */
export function momentAt({ boots, time, heardAt }: EngineState, now: number): EngineMoment {
  return { boots, time: Math.min(LAST, time + Math.floor((now - heardAt) / 1_000)) };
}

/** Whether a signed message of that engine is no old one played again (RFC 3414 3.2, step 7b). */
export function isInTime(state: EngineState, heard: EngineMoment, now: number): boolean {
  if (state.boots === LAST || heard.boots < state.boots) return false;
  return heard.boots > state.boots || heard.time >= momentAt(state, now).time - TIME_WINDOW;
}
