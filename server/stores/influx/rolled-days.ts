import { legalDayOf, type Instant } from "../../../core/clock.ts";
import { REACH } from "../samples/aggregate.ts";
import type { Outbox } from "./outbox.ts";

/** Which legal days InfluxDB has roll-ups of, and for whom they are out of date. */
export interface RolledDays {
  /** Whether roll-ups tell all there is to tell of a day. */
  knows(day: number, entity: number): boolean;
  has(day: number): boolean;
  /** Rolled up, or being so: what comes for it now must be rolled up once more. */
  begun(day: number): boolean;
  begin(day: number): void;
  /** The day is rolled up, for ever. */
  finish(day: number): void;
  /** The first one; undefined while there is none. */
  first(): number | undefined;
  dirty(): readonly { readonly day: number; readonly entity: number }[];
  markDirty(day: number, entity: number): void;
  /** An entity's day was rolled up once more, unless something came since `since`. */
  clean(day: number, entity: number, since: number): void;
  /** Grows with every mark. */
  readonly marks: number;
}

export function makeRolledDays(outbox: Outbox): RolledDays {
  const { ledger } = outbox;
  const rolled = new Set(ledger.rolledDays());
  const begun = new Set<number>();
  const dirty = new Map<string, { day: number; entity: number; mark: number }>();
  const keyOf = (day: number, entity: number) => `${day}/${entity}`;
  let marks = 0;
  for (const one of ledger.dirty()) dirty.set(keyOf(one.day, one.entity), { ...one, mark: 0 });
  return {
    knows: (day, entity) => rolled.has(day) && !dirty.has(keyOf(day, entity)) && !outbox.waitsFor(day),
    has: (day) => rolled.has(day),
    begun: (day) => rolled.has(day) || begun.has(day),
    begin: (day) => void begun.add(day),
    finish: (day) => {
      ledger.setRolled(day);
      rolled.add(day);
      begun.delete(day);
    },
    first: () => (rolled.size === 0 ? undefined : [...rolled].reduce((least, day) => Math.min(least, day))),
    dirty: () => [...dirty.values()],
    markDirty: (day, entity) => {
      marks += 1;
      ledger.setDirty(day, entity);
      dirty.set(keyOf(day, entity), { day, entity, mark: marks });
    },
    clean: (day, entity, since) => {
      if ((dirty.get(keyOf(day, entity))?.mark ?? 0) > since) return;
      ledger.clean(day, entity);
      dirty.delete(keyOf(day, entity));
    },
    get marks() {
      return marks;
    },
  };
}

/** Readings of an entity came: of their days, those that are rolled up must be so once more. */
export function markDirty(rolled: RolledDays, entity: number, times: readonly Instant[]): void {
  const days = new Set<number>();
  // A pair of readings reaches into the day beside.
  for (const at of times) for (const near of [at - REACH, at, at + REACH]) days.add(legalDayOf(near));
  for (const day of days) if (rolled.begun(day)) rolled.markDirty(day, entity);
}
