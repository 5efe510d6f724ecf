import type { Clock } from "../../../core/clock.ts";
import { type Value, counter32, counter64, timeTicks } from "./values.ts";

/** The part of a device that knows how long it has been running: sysUpTime, engine boots and time, and its counters. */
export interface Machine {
  readonly clock: Clock;
  /** How often it started (snmpEngineBoots). */
  boots(): number;
  uptimeMs(): number;
  /** sysUpTime: hundredths of a second, back at zero after 2^32 of them. */
  readonly sysUpTime: () => Value;
  /** Starts again: uptime and all counters go to zero, boots goes up. */
  reboot(): void;
  /** A reboot at a time of `clock.monotonic()`, which the next request afterwards will find done. */
  rebootAt(monotonicMs: number): void;
  onReboot(listener: (monotonicMs: number) => void): void;
  /** Carries out reboots that are due; the responder calls it before each request. */
  settle(): void;
}

export function makeMachine(options: { clock: Clock; uptimeMs?: number; boots?: number }): Machine {
  const { clock } = options;
  let bootedAt = clock.monotonic() - (options.uptimeMs ?? 0);
  let boots = options.boots ?? 1;
  let due: number[] = [];
  const listeners: ((at: number) => void)[] = [];
  const rebootedAt = (at: number) => {
    bootedAt = at;
    boots += 1;
    for (const listener of listeners) listener(at);
  };
  const uptimeMs = () => clock.monotonic() - bootedAt;
  return {
    clock,
    boots: () => boots,
    uptimeMs,
    sysUpTime: () => timeTicks(Math.floor(uptimeMs() / 10) % 2 ** 32),
    reboot: () => rebootedAt(clock.monotonic()),
    rebootAt: (at) => {
      due = [...due, at].toSorted((a, b) => a - b);
    },
    onReboot: (listener) => void listeners.push(listener),
    settle: () => {
      for (;;) {
        const next = due[0];
        if (next === undefined || next > clock.monotonic()) return;
        due = due.slice(1);
        rebootedAt(next);
      }
    },
  };
}

/** A counter that moves with the machine's clock, wraps at 32 or 64 bits as it is read, and restarts with it. */
export interface Counter {
  /** Counts by itself from now on; fractions add up. */
  setRate(perSecond: number): void;
  add(count: number): void;
  set(value: bigint | number): void;
  read(): bigint;
  readonly as32: () => Value;
  readonly as64: () => Value;
}

export function makeCounter(
  machine: Machine,
  options: { start?: bigint | number; perSecond?: number } = {},
): Counter {
  let whole = BigInt(options.start ?? 0);
  let fraction = 0;
  let rate = options.perSecond ?? 0;
  let since = machine.clock.monotonic();
  const counted = (at: number) => fraction + (rate * (at - since)) / 1_000;
  const read = () => whole + BigInt(Math.floor(counted(machine.clock.monotonic())));
  /** Writes down what was counted until now, so that the rate may change. */
  const book = () => {
    const at = machine.clock.monotonic();
    const more = counted(at);
    whole += BigInt(Math.floor(more));
    fraction = more - Math.floor(more);
    since = at;
  };
  machine.onReboot((at) => {
    whole = 0n;
    fraction = 0;
    since = at;
  });
  return {
    setRate: (perSecond) => {
      book();
      rate = perSecond;
    },
    add: (count) => {
      book();
      whole += BigInt(count);
    },
    set: (value) => {
      book();
      whole = BigInt(value);
      fraction = 0;
    },
    read,
    as32: () => counter32(Number(BigInt.asUintN(32, read()))),
    as64: () => counter64(BigInt.asUintN(64, read())),
  };
}
