import type { Instant } from "../../core/clock.ts";

/**
 * sysUpTime counts hundredths of a second in 32 bits, so it starts over after 497 days; a restart makes it go back
 * too. Only the second is an event, and only then do counters begin again.
 */
export interface UptimeState {
  /** Since the device's management started, wraps counted in. */
  readonly ticks: number;
  /** When that was, in seconds since 1970; kept unchanged while it is the same start. */
  readonly bootedAt: number;
  readonly readAt: Instant;
  /** The monotonic clock at the reading. */
  readonly monotonic: number;
}

const WRAP = 2 ** 32;
const TICKS_PER_MS = 0.1;
/** Clocks drift and answers are late; a device that restarts is away for longer. */
const SAME_START_TICKS = 30 * 100;

export interface UptimeReading {
  readonly ticks: number;
  readonly readAt: Instant;
  readonly monotonic: number;
}

export function followUptime(
  before: UptimeState | undefined,
  reading: UptimeReading,
): { readonly state: UptimeState; readonly restarted: boolean } {
  if (before === undefined) return { state: started(reading), restarted: false };
  // Either clock may be wrong: the wall clock is corrected, the other may stand still while a PC sleeps.
  const expected = [reading.readAt - before.readAt, reading.monotonic - before.monotonic].map(
    (elapsed) => before.ticks + elapsed * TICKS_PER_MS,
  );
  const earliest = Math.min(...expected) - SAME_START_TICKS;
  const ticks = unwrapped(reading.ticks, before.ticks, earliest, Math.max(...expected) + SAME_START_TICKS);
  if (ticks < earliest) return { state: started(reading), restarted: true };
  return { state: { ...reading, ticks, bootedAt: before.bootedAt }, restarted: false };
}

function started({ ticks, readAt, monotonic }: UptimeReading): UptimeState {
  return { ticks, bootedAt: Math.round(readAt / 1_000 - ticks / 100), readAt, monotonic };
}

/** The reading with the wraps that it has gone through, where that is what explains it; else as it is. */
function unwrapped(ticks: number, before: number, earliest: number, latest: number): number {
  const rounds = Math.floor(before / WRAP);
  const sameRound = ticks + rounds * WRAP;
  if (sameRound >= earliest) return sameRound;
  const nextRound = sameRound + WRAP;
  return nextRound >= earliest && nextRound <= latest ? nextRound : ticks;
}

/** Seconds since 1970 of a moment that the device gives in ticks of its own uptime; undefined for one to come. */
export function atTicks(state: UptimeState, ticks: number): number | undefined {
  return ticks <= state.ticks ? Math.round(state.bootedAt + ticks / 100) : undefined;
}
