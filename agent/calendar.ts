import { createTask, parse, validate } from "node-cron";
import { DAY, HOUR, MINUTE, type Instant } from "../core/clock.ts";

/** A rule that no day fits within this time (30 February) has no next run. */
const FURTHEST = 5 * 366 * DAY;

/** The next times of a cron expression, in the PC's own time zone. */
export interface Calendar {
  /** First due time strictly after `after`; undefined when there is none. */
  next(after: Instant): Instant | undefined;
}

/**
 * Reads a five-field cron expression; undefined when it is none. node-cron reads the expression and decides whether
 * a time matches; its own scheduler is not used, because it follows the real clock only and never catches up.
 */
export function calendar(cron: string): Calendar | undefined {
  if (cron.trim().split(/\s+/).length !== 5 || !validate(cron)) return undefined;
  const { hour, minute } = parse(cron);
  const hours = new Set(hour);
  const matches = (at: Instant): boolean => {
    // A task enters node-cron's global list, so it is made for the question only and destroyed again.
    const task = createTask(cron, () => {});
    const yes = task.match(new Date(at));
    void task.destroy();
    return yes;
  };
  return {
    next(after) {
      // Hour by hour, by the local clock of each: daylight saving and half-hour zones come out right.
      for (let at = startOfHour(after); at <= after + FURTHEST; at = startOfHour(at + HOUR)) {
        if (!hours.has(new Date(at).getHours())) continue;
        for (const value of minute) {
          const candidate = at + value * MINUTE;
          if (candidate > after && matches(candidate)) return candidate;
        }
      }
      return undefined;
    },
  };
}

function startOfHour(at: Instant): Instant {
  const local = new Date(at);
  return local.setMinutes(0, 0, 0);
}
