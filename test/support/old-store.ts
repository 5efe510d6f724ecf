import { setImmediate as nextTurn } from "node:timers/promises";
import {
  DAY,
  HOUR,
  legalDayOf,
  MINUTE,
  startOfLegalDay,
  type Clock,
  type Instant,
} from "../../core/clock.ts";
import type { RollupAnswer, RollupUnit, TakesRollups } from "../../server/history-port.ts";
import type { SampleStore } from "../../server/ports.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";
import { silent } from "./log.ts";

/** Weeks of a small office in an embedded store that keeps readings for five days, so that of the rest roll-ups are left. */

type Store = SampleStore & TakesRollups;
export interface OldStores {
  readonly clock: Clock;
  /** Opens the store in a folder. */
  open(dir: string): Promise<Store>;
  /** Fills an empty store, night by night; the time is then four o'clock in the last of them. */
  fill(store: Store): Promise<void>;
  /** Lets a store do what is due. */
  work(store: Store): Promise<void>;
}

export const FIRST_DAY = legalDayOf(Date.UTC(2026, 5, 20, 8));
/** From 20 June to 13 August: one month and the ends of two others. */
export const DAYS = 55;
export const PORT = "port:sw1/Gi0/1";
export const DEVICE = "device:sw1";
/** Was taken away after ten days. */
export const GONE = "device:sw0";
const READINGS = 20;

export function oldStores(): OldStores {
  let time = startOfLegalDay(FIRST_DAY);
  let made = 0;
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    sleep: async (ms) => {
      time += ms;
      await nextTurn();
    },
  };
  const work = async (store: Store) => {
    for (let turn = 0; turn < 60; turn += 1) {
      time += 10;
      store.tick(time);
      await nextTurn();
    }
  };
  const append = async (
    store: Store,
    day: number,
    entity: string,
    fields: (at: Instant, row: number) => object,
  ) => {
    const at = Array.from(
      { length: READINGS },
      (_, row) => startOfLegalDay(day) + 8 * HOUR + row * 13 * MINUTE,
    );
    const rows = at.map((one, row) => fields(one, row) as Readonly<Record<string, number>>);
    const names = Object.keys(rows[0] ?? {});
    const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
    made += 1;
    const samples = [{ entity, at, fields: columns }];
    await store.append({
      block: `old-${made}`,
      site: entity === GONE ? "site-0" : "site-1",
      receivedAt: time,
      samples,
    });
  };
  return {
    clock,
    work,
    open: (dir) =>
      openSampleStore({
        dir,
        clock,
        log: silent,
        inline: true,
        freeBytes: async () => 1e12,
        retention: { rawDays: 5, hourlyMonths: 24, dailyYears: 10 },
      }),
    fill: async (store) => {
      for (let day = FIRST_DAY; day < FIRST_DAY + DAYS; day += 1) {
        time = startOfLegalDay(day) + 13 * HOUR;
        await append(store, day, PORT, (at) => ({ in_octets: at / MINUTE, oper_status: 1 }));
        await append(store, day, DEVICE, (_, row) => ({ cpu: (day * 7 + row) % 90, up: Number(row !== 3) }));
        if (day < FIRST_DAY + 10) await append(store, day, GONE, (_, row) => ({ cpu: row }));
        time = startOfLegalDay(day + 1) + 4 * HOUR;
        await work(store);
      }
    },
  };
}

/** The roll-ups of the legal days before `end`, of every entity. */
export async function rollupsBefore(store: Store, end: number) {
  const found: Record<string, RollupAnswer> = {};
  for (const { entity, site } of store.entities()) {
    for (const unit of ["hour", "day"] as const satisfies readonly RollupUnit[]) {
      const [from, to] = [startOfLegalDay(FIRST_DAY) - 40 * DAY, startOfLegalDay(end)];
      found[`${site} ${entity} ${unit}`] = await store.rollups(entity, unit, from, to);
    }
  }
  return found;
}
