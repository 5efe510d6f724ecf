import type { Clock } from "../../../core/clock.ts";

/**
 * Time-outs of many requests by one timer: a wheel of slots, each a tick wide. Nothing is taken out of it: an
 * alarm that was put off or called off is looked at when its slot comes, and then moved or dropped. So a request costs
 * the setting of one number.
 */
export interface Alarm {
  /** Monotonic milliseconds; Infinity: off. Set it through {@link Timers.set}. */
  due: number;
  /** The tick at which the wheel will look at it; undefined: it is not in the wheel. */
  slot: number | undefined;
  ring(): void;
}

export interface Timers {
  /** Lets the alarm ring at `due`, up to a tick late, instead of when it was set to before. */
  set(alarm: Alarm, due: number): void;
}

const TICK_MS = 20;
const SLOTS = 256;

export const makeAlarm = (ring: () => void): Alarm => ({ due: Infinity, slot: undefined, ring });

export function createTimers(clock: Pick<Clock, "monotonic" | "sleep">): Timers {
  const wheel: Alarm[][] = Array.from({ length: SLOTS }, () => []);
  /** Alarms that are on: while there are some, the wheel turns. */
  const alarms = { on: 0 };
  let lastTick = 0;
  let turning = false;

  const put = (alarm: Alarm) => {
    // Beyond the wheel's rim it is looked at when the wheel has gone round once.
    const tick = Math.min(Math.max(Math.ceil(alarm.due / TICK_MS), lastTick + 1), lastTick + SLOTS - 1);
    // Where it already lies earlier, it will be moved from there.
    if (alarm.slot !== undefined && alarm.slot > lastTick && alarm.slot <= tick) return;
    alarm.slot = tick;
    wheel[tick % SLOTS]?.push(alarm);
  };
  const look = (alarm: Alarm, tick: number) => {
    // Else it lies in another slot, too.
    if (alarm.slot === undefined || (tick - alarm.slot) % SLOTS !== 0) return;
    alarm.slot = undefined;
    if (alarm.due === Infinity) return;
    if (alarm.due > tick * TICK_MS) return put(alarm);
    alarm.due = Infinity;
    alarms.on -= 1;
    alarm.ring();
  };
  const turn = async () => {
    turning = true;
    do {
      await clock.sleep(TICK_MS);
      const now = Math.floor(clock.monotonic() / TICK_MS);
      // After a long sleep of the PC one round reaches every slot.
      lastTick = Math.max(lastTick, now - SLOTS);
      while (lastTick < now) {
        lastTick += 1;
        const slot = wheel[lastTick % SLOTS] ?? [];
        wheel[lastTick % SLOTS] = [];
        for (const alarm of slot) look(alarm, lastTick);
      }
      // Alarms are set while it sleeps and while it turns.
    } while (alarms.on > 0);
    turning = false;
  };
  return {
    set(alarm, due) {
      if (alarm.due !== Infinity) alarms.on -= 1;
      alarm.due = due;
      if (due === Infinity) return;
      alarms.on += 1;
      if (!turning) lastTick = Math.floor(clock.monotonic() / TICK_MS);
      put(alarm);
      if (!turning) void turn();
    },
  };
}
