import { fieldOf, type EntityKind } from "../../../core/entities.ts";
import { fastestOctets, increase, wrapOf } from "../../../core/rates.ts";
import type { RawColumns } from "../../ports.ts";

/**
 * Counters for functions of growth, which take every fall for a restart: here they go on where they wrapped, and roll-ups
 * give what they know to have been counted. So Grafana shows what our own pages show.
 */
const GROWTH: ReadonlySet<string | undefined> = new Set(["rate", "increase", "irate"]);

export const asksForGrowth = (kind: EntityKind, field: string, func: string | undefined): boolean =>
  GROWTH.has(func) && fieldOf(kind, field)?.kind === "counter";

/** What tells how a port's counters wrap. */
export const WRAP_FIELDS = ["counters_since", "counter_bits", "speed"] as const;

/** Whether a counter may wrap within days, so that its falls are worth a second look. */
export const mayWrap = (kind: EntityKind, field: string): boolean => fieldOf(kind, field)?.bits === "port";

/**
 * The readings of a counter that count on where it wrapped; where it began anew it falls, as it was read. `columns` holds the
 * field itself and {@link WRAP_FIELDS}.
 */
export function unwrapped(
  kind: EntityKind,
  name: string,
  { at, fields }: RawColumns,
): readonly (number | null)[] {
  const field = fieldOf(kind, name);
  const [since, bits, speed] = WRAP_FIELDS.map((other) => fields[other]);
  const reading = (row: number, value: number) => ({
    at: at[row] ?? 0,
    value,
    since: since?.[row] ?? undefined,
  });
  let before: { readonly row: number; readonly value: number } | undefined;
  let offset = 0;
  return (fields[name] ?? []).map((value, row) => {
    if (value === null) return null;
    if (before !== undefined && value < before.value && field !== undefined) {
      const wrap = wrapOf(field, bits?.[row] ?? undefined);
      const fastest = fastestOctets(Math.max(speed?.[before.row] ?? 0, speed?.[row] ?? 0));
      const grown = increase(reading(before.row, before.value), reading(row, value), wrap, fastest);
      offset = grown === undefined ? 0 : offset + wrap;
    }
    before = { row, value };
    return value + offset;
  });
}

/**
 * Turns what a counter stood at at the end of each roll-up into one that grew by what the roll-ups know: the last value stays, those
 * before it are that much less. `grown` is what was counted in each.
 */
export function anchored(values: number[], grown: readonly number[]): void {
  for (let i = values.length - 2; i >= 0; i -= 1) values[i] = (values[i + 1] ?? 0) - (grown[i + 1] ?? 0);
}

/** Whether a value is less than the one before it. */
export function falls(values: readonly (number | null)[]): boolean {
  let before = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < before) return true;
    before = value;
  }
  return false;
}
