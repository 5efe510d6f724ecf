import { HOUR, MINUTE, startOfLegalDay, type Instant } from "../../core/clock.ts";
import type { Calendar } from "../../core/alerting/types.ts";
import type { FaultKind } from "./faults.ts";
import { PCS } from "./world.ts";

/** One day of one site, drawn: who is there when, what goes wrong, what only looks so. */
export interface Day {
  readonly start: Instant;
  readonly office: boolean;
  /** By PC: when it is on. */
  readonly on: readonly (readonly (readonly [Instant, Instant])[])[];
  /** An agent that is restarted: who, from, to. */
  readonly restart: { readonly pc: number; readonly from: Instant; readonly to: Instant } | undefined;
  /** A short burst of loss on the uplink. */
  readonly hiccup: { readonly from: Instant; readonly to: Instant } | undefined;
  /** The whole LAN stands still for a moment: each way loses in one burst. */
  readonly stall: { readonly from: Instant; readonly to: Instant } | undefined;
  /** A slow backup at noon. */
  readonly backup: { readonly from: Instant; readonly to: Instant } | undefined;
  /** The officer restarts the switch, and said so before. */
  readonly planned: Instant | undefined;
  readonly fault: Truth | undefined;
  /** What is wrong for all. */
  readonly outages: readonly Truth[];
}
export interface Truth {
  readonly site: string;
  readonly kind: FaultKind;
  readonly from: Instant;
  readonly to: Instant;
}

export interface Drawing {
  readonly site: string;
  readonly managed: boolean;
  /** Its first PC is never off. */
  readonly alwaysOn: boolean;
  readonly random: () => number;
  readonly calendar: Calendar;
  readonly outages: (start: Instant) => readonly Truth[];
  /** Share of days with a fault. */
  readonly faulty: number;
  /** The kind of the next fault. */
  readonly nextKind: () => FaultKind;
}

const at = (start: Instant, hours: number, minutes = 0): Instant => start + hours * HOUR + minutes * MINUTE;

export function drawDay(drawing: Drawing, day: number): Day {
  const { random, calendar, alwaysOn } = drawing;
  const start = startOfLegalDay(day);
  const office = isOfficeDay(calendar, start);
  const outages = drawing.outages(start);
  const on = Array.from({ length: PCS }, (_, pc) => {
    const always = pc === 0 && alwaysOn;
    return always ? ([[start, at(start, 24)]] as const) : presence(random, start, office, pc);
  });
  const chance = (share: number) => office && random() < share;
  const span = (hour: number, spread: number, length: number) => {
    const from = at(start, hour, Math.floor(random() * spread));
    return { from, to: from + length * MINUTE };
  };
  return {
    start,
    office,
    on,
    restart: chance(0.1) ? { pc: Math.floor(random() * PCS), ...span(9, 360, 2) } : undefined,
    hiccup: chance(0.05) ? span(8, 420, 1) : undefined,
    stall: chance(0.05) ? span(8, 420, 1) : undefined,
    backup: chance(0.3) ? span(11, 50, 30) : undefined,
    planned: drawing.managed && chance(0.008) ? at(start, 12, 5) : undefined,
    // Whoever is the one to tell of what is wrong for all has no trouble of its own that day.
    fault:
      chance(drawing.faulty) && !outages.some((outage) => outage.site === drawing.site)
        ? drawFault(drawing, start)
        : undefined,
    outages,
  };
}

export function isOfficeDay(calendar: Calendar, start: Instant): boolean {
  // Noon of the legal day is on the same day in UTC.
  const legal = new Date(start + 12 * HOUR);
  const date = legal.toISOString().slice(0, 10);
  const open = (calendar.hours[legal.getUTCDay()]?.length ?? 0) > 0;
  return calendar.working.has(date) || (open && !calendar.holidays.has(date));
}

/** People come and go, not all of them; some switch off at lunch. Nobody forgets a fault's PCs: PC 1 to 4 are there. */
function presence(
  random: () => number,
  start: Instant,
  office: boolean,
  pc: number,
): readonly (readonly [Instant, Instant])[] {
  const minute = (most: number) => Math.floor(random() * most);
  const [come, go, lunch, absent] = [minute(40), minute(45), random(), random()];
  if (!office) return absent < 0.03 ? [[at(start, 8, come), at(start, 11, go)]] : [];
  if (absent < 0.06 && pc > 3) return [];
  const [from, to] = [at(start, 7, 20 + come), at(start, 16, 45 + go)];
  if (lunch > 0.3) return [[from, to]];
  return [
    [from, at(start, 11, 30 + minute(20))],
    [at(start, 12, 45 + minute(20)), to],
  ];
}

/** In the morning or the afternoon of people's hours, so that it is over before they go. */
function drawFault({ random, site, nextKind }: Drawing, start: Instant): Truth {
  const kind = nextKind();
  const [least, most] = kind.minutes;
  const minutes = least + Math.floor(random() * (most - least));
  const [opens, closes] = random() < 0.5 ? [8 * 60 + 30, 11 * 60 + 15] : [13 * 60 + 30, 16 * 60 + 15];
  const room = Math.max(1, closes - opens - minutes);
  const from = at(start, 0, opens + Math.floor(random() * room));
  return { site, kind, from, to: from + minutes * MINUTE };
}

/** When the readings change for another reason than noise: these moments are looked at closely. */
export function changesOf(day: Day): readonly Instant[] {
  const spans = [day.restart, day.hiccup, day.stall, day.backup, day.fault].flatMap((span) =>
    span === undefined ? [] : [span.from, span.to],
  );
  for (const { from, to } of day.outages) spans.push(from, to);
  return [...spans, ...(day.planned === undefined ? [] : [day.planned])];
}
