import { HOUR, type Instant } from "../../clock.ts";
import { officeSince } from "../calendar.ts";
import {
  paceOf,
  type LastValue,
  type ModelDevice,
  type ReadingPair,
  type SignalContext,
} from "../site-model.ts";
import type { Emit, Subject } from "../types.ts";
import { evidence, newest } from "./reading.ts";

/** sysUpTime counts hundredths of a second in 32 bits: after 497 days it begins anew without a restart (RFC 3418). */
const UPTIME_WRAP_S = 2 ** 32 / 100;
const RESTART_NEWS_S = 10 * 60;

/** A device that was restarted by itself or by somebody, told for as long as it has only just started. */
export function emitRestart(
  context: SignalContext,
  device: ModelDevice,
  subject: Subject,
  pair: ReadingPair,
  entity: string,
  emit: Emit,
): void {
  const { windows } = context.memory;
  const uptime = newest(pair, "uptime");
  if (uptime === undefined) return;
  const key = `uptime|${device.id}`;
  const before = windows.get(key);
  // [uptime, its time, 1 after a restart]
  const state = before ?? Float64Array.of(uptime.value, uptime.at, 0);
  if (before === undefined) {
    windows.set(key, state);
    const older = pair.older.get("uptime");
    if (older !== undefined && isRestart(context, older, uptime)) state[2] = 1;
  } else if (state[1] !== uptime.at) {
    if (isRestart(context, { value: state[0] ?? 0, at: state[1] ?? 0 }, uptime)) state[2] = 1;
    state[0] = uptime.value;
    state[1] = uptime.at;
  }
  if (uptime.value > RESTART_NEWS_S * paceOf(context.elsewhere)) state[2] = 0;
  emit({
    rule: "device_restarted",
    subject,
    value: state[2] === 1 ? 1 : 0,
    at: uptime.at,
    evidence: () => evidence({ device: device.name, uptime_s: uptime.value }, entity, [["uptime", "min"]]),
  });
}

function isRestart(context: SignalContext, before: LastValue, now: LastValue): boolean {
  if (now.value >= before.value || isMorning(context, before.at, now.at)) return false;
  const elapsed = Math.max(0, now.at - before.at) / 1_000;
  return before.value + elapsed < UPTIME_WRAP_S - 60;
}

/** Shorter than any night, longer than what keeps a poller from looking now and then. */
const NIGHT_MS = HOUR;

/**
 * Nobody looked while the office was closed, and it has opened since or is about to: the switch was turned on together with
 * the PCs, at the power strip or the breaker that is turned off every evening. That is no restart.
 */
function isMorning({ calendar, elsewhere }: SignalContext, before: Instant, now: Instant): boolean {
  const open = officeSince(calendar, now);
  return now - before > NIGHT_MS * paceOf(elsewhere) && (open === undefined || open < now - before);
}
