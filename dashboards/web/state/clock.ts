import { signal, type ReadonlySignal } from "@preact/signals";
import type { Instant } from "../../../core/clock.ts";

/**
 * The server's time. Old PCs have wrong clocks, and an age that is counted with a wrong clock shows old data as new,
 * so the browser's own clock only bridges the seconds between two answers.
 */
let anchor: { readonly server: Instant; readonly monotonic: number; readonly wall: number } | undefined;
let heardAt = Number.NEGATIVE_INFINITY;
const second = signal<Instant | undefined>(undefined);
const quarterMinute = signal<Instant | undefined>(undefined);

/** Ticks every second; undefined until the server has answered for the first time. */
export const now: ReadonlySignal<Instant | undefined> = second;
/** The same, every 15 seconds: for whole tables. */
export const slowNow: ReadonlySignal<Instant | undefined> = quarterMinute;

function estimate(): Instant | undefined {
  if (anchor === undefined) return undefined;
  // A PC that slept may not count its sleep in one of the two; taking the longer errs towards "old".
  const passed = Math.max(performance.now() - anchor.monotonic, Date.now() - anchor.wall, 0);
  return Math.round(anchor.server + passed);
}

/** Every answer of the server says what time it is there. */
export function serverSays(instant: Instant): void {
  if (!Number.isFinite(instant) || instant <= 0) return;
  const first = anchor === undefined;
  heardAt = performance.now();
  anchor = { server: instant, monotonic: heardAt, wall: Date.now() };
  second.value = instant;
  if (first) quarterMinute.value = instant;
}

/** Whether the server has answered within so long, and every question since. */
export const heardWithin = (ms: number): boolean => performance.now() - heardAt < ms;
/** A question had no answer. */
export function serverSilent(): void {
  heardAt = Number.NEGATIVE_INFINITY;
}

/** Starts the ticking; called once. */
export function startClock(): void {
  setInterval(() => {
    const estimated = estimate();
    if (estimated === undefined) return;
    second.value = estimated;
    if (quarterMinute.value === undefined || Math.abs(estimated - quarterMinute.value) >= 15_000) {
      quarterMinute.value = estimated;
    }
  }, 1_000);
}
