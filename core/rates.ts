import type { Field } from "./entities.ts";

/**
 * From raw counters to what really passed between two readings.
 *
 * Counters reach us as doubles: a 64-bit counter modulo 2^53, so that every value is exact (the Prometheus SNMP
 * exporter wraps for the same reason). Going backwards means one of three things: the counter wrapped, the device
 * restarted, or somebody cleared it. Only the first has a true difference; the others give a gap. Never a spike,
 * never a negative.
 */

/** Wrapping point of high-capacity counters as stored: 2^53. */
export const WRAP_64 = 2 ** 53;
export const WRAP_32 = 2 ** 32;

/** A counter of 64 bits as a double that holds it exactly: modulo 2^53. */
export function wrapCounter(value: bigint): number {
  return Number(BigInt.asUintN(53, value));
}

/**
 * How far two readings of "the counters began at" may differ and still mean the same start: clocks drift, and the
 * device's uptime is read a little before or after its counters.
 */
const SAME_START_S = 60;
/**
 * The fastest that bytes can come out of any port we may meet (800 Gb/s). A "wrap" that would need more was a reset.
 */
const FASTEST_BYTES_PER_S = 1e11;

export interface CounterReading {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
  /** When the counter began at zero, in seconds since 1970, where the source says so. */
  readonly since?: number | undefined;
}

/**
 * What was counted between two readings, in the counter's unit, or undefined when nobody can know: time did not
 * advance, the counter restarted between them, or it went backwards by more than a wrap explains.
 *
 * `wrap` is where the counter starts over (2^32 or 2^53); `fastest` is the most that it can count in a second, for
 * octets a little over the port's speed in bytes.
 */
export function increase(
  before: CounterReading,
  after: CounterReading,
  wrap: number,
  fastest: number = FASTEST_BYTES_PER_S,
): number | undefined {
  const seconds = (after.at - before.at) / 1_000;
  if (!(seconds > 0)) return undefined;
  if (!(before.value >= 0) || !(after.value >= 0)) return undefined;
  if (
    before.since !== undefined &&
    after.since !== undefined &&
    Math.abs(after.since - before.since) > SAME_START_S
  ) {
    return undefined;
  }
  if (after.value >= before.value) return after.value - before.value;
  if (before.value >= wrap) return undefined;
  const wrapped = after.value - before.value + wrap;
  // A wrap comes from near the end: one that would need over half the range is far likelier a restart.
  return wrapped < wrap / 2 && wrapped <= fastest * seconds ? wrapped : undefined;
}

/** Where a field's counter wraps; `counterBits` is what the sample says of itself (32 or 64), if it does. */
export function wrapOf(field: Field, counterBits?: number): number {
  const bits = field.bits === "port" ? (counterBits === 32 ? 32 : 53) : (field.bits ?? 53);
  return bits === 32 ? WRAP_32 : WRAP_64;
}

/** The most a port's counter can count in a second, from its speed in bit/s; undefined speed gives the default. */
export function fastestOctets(speed: number | undefined): number {
  // 10 % over: speeds are nominal, and the reading times carry a little jitter.
  return speed === undefined || !(speed > 0) ? FASTEST_BYTES_PER_S : (speed / 8) * 1.1;
}
