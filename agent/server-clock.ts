import type { Clock, Instant } from "../core/clock.ts";
import { DAY, MINUTE, SECOND } from "../core/clock.ts";

/**
 * What time it really is, by the server. Old PCs have dead clock batteries: the wall clock may be years off, and may
 * jump at any moment when something sets it.
 */
export interface ServerClock {
  /** The corrected time, in whole milliseconds. Before the first answer: the PC's own, but never before the newest time known. */
  now(): Instant;
  /** How far the PC's own clock is behind the server's (positive) or ahead of it; undefined before the first answer. */
  offsetMs(): number | undefined;
  /** The server told the time within the last day. */
  isSure(): boolean;
  /** Nobody told the time yet, and the PC's own clock is before the newest time that was ever known. */
  isBehind(): boolean;
  /** Takes note of an answer: the server's time, and when the request left and the answer came (monotonic). */
  observe(serverTime: Instant, sentAt: number, answeredAt: number): void;
}

/** Answers whose median counts: one that was delayed on the way changes nothing. */
const RECENT = 9;
/** A difference between both clocks that changes by more than this is a jump, not a drift. */
const JUMP = 2 * SECOND;
/** Nobody's clock drifts by more than seconds in so long; who sets it is another matter. */
const SURE = DAY;

/** `notBefore`: the newest time that was ever known for sure; no right clock can be before it. */
export function createServerClock(clock: Pick<Clock, "now" | "monotonic">, notBefore: Instant): ServerClock {
  const floor = notBefore - clock.monotonic();
  let recent: number[] = [];
  /** Server time minus monotonic time: immune to whoever sets the wall clock. */
  let ahead: number | undefined;
  let wallAhead = clock.now() - clock.monotonic();
  let toldAt = Number.NEGATIVE_INFINITY;

  /**
   * On many machines the monotonic clock stands still while they sleep, so a leap of the wall clock is either a sleep
   * or somebody setting it. It was set when the leap takes away an error that we knew of, or goes backwards.
   */
  const noticeJump = (): void => {
    const before = wallAhead;
    wallAhead = clock.now() - clock.monotonic();
    const leap = wallAhead - before;
    if (ahead === undefined || leap < JUMP) return;
    const error = ahead - before;
    const wasSet = Math.abs(error - leap) < Math.abs(error) / 2;
    if (wasSet) return;
    ahead += leap;
    recent = recent.map((value) => value + leap);
  };
  return {
    now() {
      noticeJump();
      return Math.round(clock.monotonic() + (ahead ?? Math.max(wallAhead, floor)));
    },
    offsetMs() {
      noticeJump();
      return ahead === undefined ? undefined : Math.round(ahead - wallAhead);
    },
    isSure: () => clock.monotonic() - toldAt <= SURE,
    isBehind() {
      noticeJump();
      return ahead === undefined && wallAhead < floor;
    },
    observe(serverTime, sentAt, answeredAt) {
      noticeJump();
      toldAt = answeredAt;
      // The server read its clock about half-way between.
      const value = serverTime - (sentAt + answeredAt) / 2;
      // After a sleep or a wrong guess the old answers say nothing any more.
      if (ahead !== undefined && Math.abs(value - ahead) > MINUTE) recent = [];
      recent = [...recent, value].slice(-RECENT);
      const sorted = recent.toSorted((a, b) => a - b);
      ahead = sorted[Math.floor((sorted.length - 1) / 2)];
    },
  };
}
