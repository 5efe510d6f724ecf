import { DAY, DAY_OFFSET, HOUR, legalDayOf, type Instant } from "../../clock.ts";
import { officeSince } from "../calendar.ts";
import type { LastValue, SignalContext } from "../site-model.ts";

/** Between 1 and 4 in the morning nobody works: what is on then stays on, and what is off is switched off every night. */
export function isNight(at: Instant): boolean {
  const hour = Math.floor((at + DAY_OFFSET) / HOUR) % 24;
  return hour >= 1 && hour < 4;
}

/** The legal day of the last night that counted, and how many there were; kept as `day.count`. */
export function nightsOf(text: string | number | undefined): readonly [day: number, count: number] {
  const [day, count] = String(text ?? "").split(".");
  return [Number(day ?? 0), Number(count ?? 0)];
}
export const savedNights = (day: number, count: number): string => `${day}.${Math.min(count, 9)}`;

/** So long after opening what is switched off in the evening is on again. */
const DAY_AFTER = HOUR;
export const isDay = ({ calendar, now }: SignalContext): boolean =>
  (officeSince(calendar, now) ?? 0) >= DAY_AFTER;

/** Off in so many nights in which the PC that polls was on, and on in between. */
const SLEEPS = 2;
const keyOf = (device: string): string => `sleeps|${device}`;

/** Learns whether a device is switched off at night. `answered`: when it did so last. */
export function learnSleep(
  { memory: { known } }: SignalContext,
  device: string,
  up: LastValue,
  answered: Instant | undefined,
): void {
  if (!isNight(up.at)) return;
  const key = keyOf(device);
  const [night, count] = nightsOf(known.get(key));
  const today = legalDayOf(up.at);
  if (up.value === 1) known.delete(key);
  // What was dead all day is not switched off at night.
  else if (night !== today && answered !== undefined && up.at - answered < DAY)
    known.set(key, savedNights(today, count + 1));
}

/** It is switched off with its power strip every evening, and it is not yet the time at which it is on again. */
export const isAsleep = (context: SignalContext, device: string): boolean =>
  nightsOf(context.memory.known.get(keyOf(device)))[1] >= SLEEPS && !isDay(context);
