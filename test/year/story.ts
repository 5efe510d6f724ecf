import type { Notice } from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, legalDayOf, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { districtYear } from "./district.ts";
import { readOptions } from "./options.ts";
import { planSite } from "./plan.ts";
import { createReadings } from "./readings.ts";
import { createLook } from "./site.ts";
import { soundWorld, type World } from "./world.ts";

/** A moment of a story: the day of it, counted from 0, and the legal time of day in hours. */
export interface Moment {
  readonly now: Instant;
  readonly day: number;
  readonly hour: number;
}
/** How the site is then; it begins sound, with everybody there. */
export type Scene = (world: World, moment: Moment) => void;

const DAWN = 6 * HOUR;
const DUSK = 19 * HOUR;

/**
 * Days of one commune as a scene tells them, through the real engine with the shipped rules and calendar: what was told, as
 * "day hour:minute reason rule subject". `from`: yyyy-mm-dd. It is looked at every minute by day, every ten by night.
 */
export function tellStory(
  from: string,
  days: number,
  scene: Scene,
  { managed = true }: { readonly managed?: boolean } = {},
): { readonly told: readonly string[]; readonly notices: readonly Notice[] } {
  const first = legalDayOf(Date.parse(`${from}T00:00:00Z`));
  const options = readOptions({ seed: 1, firstDay: first, days, sites: 4, faulty: 0 });
  const plan = planSite(managed ? 2 : 1);
  const start = startOfLegalDay(first);
  const readings = createReadings(plan, seededRandom(1), start - DAY);
  const look = createLook(plan, readings, options, districtYear(options));
  for (let now = start; now < start + days * DAY;) {
    const time = (now - start) % DAY;
    const world = soundWorld();
    scene(world, { now, day: Math.floor((now - start) / DAY), hour: time / HOUR });
    readings.read(world, now);
    look.pass(now, world);
    now += time >= DAWN && time < DUSK ? MINUTE : 10 * MINUTE;
  }
  return { notices: look.notices, told: look.notices.map((notice) => lineOf(notice, start)) };
}

function lineOf({ at, reason, state }: Notice, start: Instant): string {
  const minutes = Math.floor(((at - start) % DAY) / MINUTE);
  const time = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor((at - start) / DAY)} ${time} ${reason} ${state.rule} ${state.subject.key}`;
}

/** PCs are on from 7:30 to 16:50, one after the other, all but those named; before and after nobody is there. */
export function officeDay(world: World, { now, hour }: Moment, always: readonly number[] = []): void {
  for (const [i, pc] of world.pcs.entries()) {
    const [comes, goes] = [7.35 + i * 0.03, 16.6 + i * 0.05];
    const isOn = always.includes(i) || (hour >= comes && hour < goes);
    [pc.on, pc.agent] = [isOn, isOn];
    if (!always.includes(i)) pc.bootAt = now - Math.max(0, hour - comes) * HOUR;
  }
}
