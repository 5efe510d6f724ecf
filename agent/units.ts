import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";

const TIME_UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const BYTE_UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Milliseconds of `30s`, `5m`, `10d`; undefined when the text is no duration. */
export const parseDuration = (text: string): number | undefined => parse(text, TIME_UNITS);
/** The shortest text that {@link parseDuration} reads back as the same. `ms`: a whole number. */
export const formatDuration = (ms: number): string => format(ms, TIME_UNITS);
/** Bytes of `256MiB`; undefined when the text is no size. */
export const parseBytes = (text: string): number | undefined => parse(text, BYTE_UNITS);
export const formatBytes = (bytes: number): string => format(bytes, BYTE_UNITS);

function parse(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,15}) ?([A-Za-z]+)$/.exec(text.trim()) ?? [];
  if (digits === undefined || !Object.hasOwn(units, unit)) return undefined;
  return Number(digits) * (units[unit] ?? Number.NaN);
}

function format(value: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).filter(([, size]) => value % size === 0);
  const [unit, size] = fitting.at(value === 0 ? 0 : -1) ?? ["", 1];
  return `${value / size}${unit}`;
}
