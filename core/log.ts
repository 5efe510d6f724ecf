import type { Clock } from "./clock.ts";

/** Where a program says what it does: an event name and fields, never a sentence. */
export interface Log {
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

export const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log of one JSON object a line: time, level, event name, fields. Lines below `level` are left out. */
export function createLog(
  write: (line: string) => void,
  clock: Pick<Clock, "now">,
  level: LogLevel = "info",
): Log {
  const lowest = LOG_LEVELS.indexOf(level);
  const line =
    (at: LogLevel) =>
    (event: string, fields: Record<string, unknown> = {}) => {
      if (LOG_LEVELS.indexOf(at) < lowest) return;
      const time = new Date(clock.now()).toISOString();
      write(`${JSON.stringify({ at: time, level: at, event, ...fields }, readableErrors)}\n`);
    };
  return { info: line("info"), warn: line("warn"), error: line("error") };
}

/** JSON.stringify makes `{}` of an Error. */
function readableErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
