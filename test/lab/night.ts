import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_OFFSET, DAY, MINUTE } from "../../core/clock.ts";
import { startLab } from "./lab.ts";
import { pause } from "./program.ts";
import type { Outcome } from "./run.ts";
import { untilCalm } from "./run.ts";

/** A normal evening: the office closes, and its PCs go off one by one. Nothing is to be said. */
const CLOSES_AFTER_MS = 80_000;
const BETWEEN_MS = 2_500;
const NIGHT_MS = 45_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

export async function runNight(say: (line: string) => void): Promise<Outcome> {
  const dir = await mkdtemp(join(tmpdir(), "cayda-night-"));
  const calendar = join(dir, "calendar.yaml");
  // Calendars know minutes.
  const closes = Math.ceil((Date.now() + CLOSES_AFTER_MS) / MINUTE) * MINUTE;
  await writeFile(calendar, closingAt(closes));
  const lab = await startLab({ say, calendar });
  try {
    await pause(closes + MINUTE / 2 - Date.now());
    await untilCalm(lab);
    say("the office is closed, PCs go off");
    for (const pc of [...lab.first.pcs, ...lab.second.pcs]) {
      await pc.off();
      await pause(BETWEEN_MS);
    }
    await pause(NIGHT_MS);
    const told = await lab.hooks();
    const wrong = told.map(({ body }) => JSON.stringify(body).slice(0, 300));
    const [ok, why] = [wrong.length === 0, wrong];
    const nothing = { rule: "", subject: "", cause: "", detectSeconds: null, cycles: null };
    return { name: "normal-night", ...nothing, notifications: told.length, ok, false: wrong, why };
  } finally {
    await lab.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Open until that minute of the legal day, every day. */
function closingAt(at: number): string {
  const minutes = ((at + DAY_OFFSET) % DAY) / MINUTE;
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const hours = minutes >= 24 * 60 - 1 ? "[00:00-23:59]" : `[00:00-${clock(minutes)}]`;
  return [
    "hours:",
    ...WEEKDAYS.map((day) => `  ${day}: ${hours}`),
    "grace: 0s",
    "fixed: []",
    "years: {}",
    "",
  ].join("\n");
}
