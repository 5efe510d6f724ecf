import { DAY, DAY_OFFSET, HOUR, MINUTE, type Instant } from "../../core/clock.ts";
import type { Day } from "./days.ts";
import { soundWorld, type World } from "./world.ts";

/** What lasts beyond a day. */
export interface Memory {
  /** By PC: since when it has been on. */
  readonly onSince: (Instant | undefined)[];
  /** When the switch was restarted last by the officer. */
  planned: Instant | undefined;
  /** When the fault of a restart struck. */
  struck: Instant | undefined;
  /** The poll before was missed. */
  missed: boolean;
}

/** How the site is at a moment of its day: people, noise, the officer's own work, and the fault if it is its time. */
export function worldAt(day: Day, now: Instant, random: () => number, memory: Memory): World {
  const world = soundWorld();
  people(world, day, now, memory);
  traffic(world, day, now, random);
  // Between two looks there are polls that nobody looks at: two looks that miss are no three polls in a row.
  memory.missed = world.missedPoll &&= !memory.missed;
  if (day.planned !== undefined && now >= day.planned) memory.planned = day.planned;
  if (memory.planned !== undefined) world.sw.bootAt = memory.planned;
  if (memory.struck !== undefined) world.sw.bootAt = Math.max(world.sw.bootAt, memory.struck);
  if (day.planned !== undefined && now >= day.planned && now < day.planned + 3 * MINUTE)
    world.sw.answers = false;
  const { fault } = day;
  if (fault !== undefined && now >= fault.from && now < fault.to) {
    fault.kind.apply(world, fault.from);
    if (now < fault.from + (fault.kind.awayMs ?? 0)) world.sw.answers = false;
    if (fault.kind.rule === "device_restarted") memory.struck = fault.from;
  }
  for (const { kind, from, to } of day.outages) if (now >= from && now < to) kind.apply(world, from);
  settle(world, now, memory);
  return world;
}

function people(world: World, day: Day, now: Instant, { onSince }: Memory): void {
  for (const [i, pc] of world.pcs.entries()) {
    const spell = day.on[i]?.find(([from, to]) => now >= from && now < to);
    pc.on = spell !== undefined;
    pc.agent = pc.on;
    pc.bootAt = onSince[i] ?? spell?.[0] ?? now;
    const { restart } = day;
    if (restart?.pc === i && now >= restart.from && now < restart.to) pc.agent = false;
  }
}

/** By the hour of the day, with noise; a few packets are lost and polls missed all the time. */
function traffic(world: World, day: Day, now: Instant, random: () => number): void {
  const hour = ((now + DAY_OFFSET) % DAY) / HOUR;
  const busy = day.office && hour > 7.5 && hour < 17 ? 1 : 0.1;
  world.uplinkMs = 10 + 14 * busy * random() + 4 * random();
  world.uplinkJitterMs = 0.5 + 4 * busy * random();
  world.uplinkLoad = 0.02 + 0.3 * busy * random();
  world.broadcasts = 2 + 12 * busy * random();
  world.sw.cpu = 6 + 25 * random();
  world.sw2.cpu = 6 + 25 * random();
  world.strayLoss = random() < 0.004;
  world.missedPoll = random() < 0.002;
  for (const service of world.services) service.ms = 120 + 400 * busy * random();
  const { hiccup, stall, backup } = day;
  if (hiccup !== undefined && now >= hiccup.from && now < hiccup.to) world.uplinkLoss = 0.2;
  if (stall !== undefined && now >= stall.from && now < stall.to) world.switchLoss = 0.3;
  if (backup !== undefined && now >= backup.from && now < backup.to) {
    world.uplinkLoad = 0.65;
    world.uplinkMs *= 3;
  }
}

/** Without power nothing is on; a PC's uptime begins when it was switched on last. */
function settle(world: World, now: Instant, { onSince }: Memory): void {
  for (const [i, pc] of world.pcs.entries()) {
    if (!world.power) [pc.on, pc.agent] = [false, false];
    if (!pc.on) onSince[i] = undefined;
    else onSince[i] ??= now;
    pc.bootAt = onSince[i] ?? now;
  }
  if (!world.power) {
    world.sw.answers = false;
    world.sw2.answers = false;
    world.printer.on = false;
  }
}
