import { parse, validate } from "node-cron";
import { DAY, HOUR, MINUTE, type Instant } from "../core/clock.ts";

/** A rule that no day fits within this time (30 February) has no next run. */
const FURTHEST = 5 * 366 * DAY;

/** The next times of a cron expression, in the PC's own time zone. */
export interface Calendar {
  /** First due time strictly after `after`; undefined when there is none. */
  next(after: Instant): Instant | undefined;
}

/**
 * Reads a five-field cron expression; undefined when it is none, or names days by `L` or `#`. node-cron takes the
 * expression apart; its scheduler is not used, because it follows the real clock only and never catches up, and its
 * matcher is not, because that loads the tables of all languages (8 MB). As there, a day must fit both its fields.
 */
export function calendar(cron: string): Calendar | undefined {
  if (cron.trim().split(/\s+/).length !== 5 || !validate(cron)) return undefined;
  const { minute, hour, dayOfMonth, month, dayOfWeek } = parse(cron);
  if ([...dayOfMonth, ...dayOfWeek].some((day) => typeof day === "string")) return undefined;
  const [hours, days, months, weekdays] = [hour, dayOfMonth, month, dayOfWeek].map(
    (list) => new Set<unknown>(list),
  );
  // As a person wrote them: "30,0" is two times an hour, the earlier one first.
  const minutes = minute.toSorted((a, b) => a - b);
  const fits = (at: Date): boolean =>
    hours?.has(at.getHours()) === true &&
    days?.has(at.getDate()) === true &&
    months?.has(at.getMonth() + 1) === true &&
    weekdays?.has(at.getDay()) === true;
  return {
    next(after) {
      // Hour by hour, by the local clock of each: daylight saving and half-hour zones come out right.
      for (let at = startOfHour(after); at <= after + FURTHEST; at = startOfHour(at + HOUR)) {
        if (!fits(new Date(at))) continue;
        const due = minutes.map((value) => at + value * MINUTE).find((candidate) => candidate > after);
        if (due !== undefined) return due;
      }
      return undefined;
    },
  };
}

function startOfHour(at: Instant): Instant {
  return new Date(at).setMinutes(0, 0, 0);
}
