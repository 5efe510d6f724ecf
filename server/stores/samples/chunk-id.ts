import { hourInDay, HOURS_A_DAY } from "./periods.ts";

/** How chunks of a day's file are numbered: by entity, then hour, then the order in which they were written. */

/** Places for chunks of one entity-hour, one behind the other. */
export const SLOTS = 4_096;

/** The first id of an entity-hour; `hour` since 1970. */
export const idOf = (entity: number, hour: number): number =>
  (entity * HOURS_A_DAY + hourInDay(hour)) * SLOTS;

/** What a chunk's id says; `hour` is which of its day. */
export const placeOf = (id: number) => ({
  entity: Math.floor(id / (HOURS_A_DAY * SLOTS)),
  hour: Math.floor(id / SLOTS) % HOURS_A_DAY,
  slot: id % SLOTS,
});
