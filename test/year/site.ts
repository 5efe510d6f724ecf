import { evaluateSite } from "../../core/alerting/evaluate.ts";
import { quietOf } from "../../core/alerting/outage.ts";
import { createSiteMemory } from "../../core/alerting/memory.ts";
import { SITE_SILENT_MS } from "../../core/alerting/site-model.ts";
import { siteSettings, type RuleDefaults } from "../../core/alerting/settings.ts";
import type { AlertState, Calendar, Maintenance, Notice } from "../../core/alerting/types.ts";
import { DAY, MINUTE, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { changesOf, drawDay, type Day, type Truth } from "./days.ts";
import { createDeck } from "./deck.ts";
import type { DistrictYear } from "./district.ts";
import type { FaultKind } from "./faults.ts";
import { worldAt, type Memory } from "./life.ts";
import { modelOf, planSite, type SitePlan } from "./plan.ts";
import { createReadings, type Readings } from "./readings.ts";
import { PCS, type World } from "./world.ts";

export interface YearOptions {
  readonly seed: number;
  readonly firstDay: number;
  readonly days: number;
  readonly sites: number;
  readonly faulty: number;
  readonly only?: readonly FaultKind[];
  readonly calendar: Calendar;
  readonly defaults: RuleDefaults;
}
export interface SiteYear {
  readonly notices: readonly Notice[];
  readonly truths: readonly Truth[];
  readonly passes: number;
}

const CLOSE_MS = 45 * MINUTE;

/** A year of one site through the real engine: it is looked at where something changes, and now and then in between. */
export function siteYear(number: number, options: YearOptions, district: DistrictYear): SiteYear {
  const plan = planSite(number);
  const random = seededRandom(options.seed * 1_000 + number);
  const drawing = {
    ...plan,
    site: plan.id,
    alwaysOn: number % 3 !== 0,
    random,
    outages: district.on,
    nextKind: createDeck({ ...options, number, managed: plan.managed, only: options.only }),
    ...options,
  };
  const readings = createReadings(plan, random, startOfLegalDay(options.firstDay));
  const life: Memory = {
    onSince: Array.from({ length: PCS }),
    planned: undefined,
    struck: undefined,
    missed: false,
  };
  const look = createLook(plan, readings, options, district);
  const truths: Truth[] = [];
  let passes = 0;
  for (let number = options.firstDay; number < options.firstDay + options.days; number += 1) {
    const day = drawDay(drawing, number);
    if (day.fault !== undefined) truths.push(day.fault);
    if (day.planned !== undefined) look.maintain(windowOf(plan.id, day.planned));
    let before = 0;
    for (const now of momentsOf(day)) {
      // After a pause two polls, so that rates are those of a minute.
      if (now - before > 6 * MINUTE) {
        const earlier = worldAt(day, now - MINUTE, random, life);
        readings.read(earlier, now - MINUTE);
        // A poll that was missed before the pause is not the one before this: what is about to be an alert sees both.
        if (look.isPending()) look.pass(now - MINUTE, earlier);
      }
      const world = worldAt(day, now, random, life);
      readings.read(world, now);
      look.pass(now, world);
      passes += 1;
      before = now;
    }
  }
  return { notices: look.notices, truths, passes };
}

const windowOf = (site: string, at: Instant): Maintenance => ({
  id: `planned-${at}`,
  scope: { kind: "site", id: site },
  from: at - 5 * MINUTE,
  to: at + 20 * MINUTE,
  repeats: null,
  reason: "restart",
});

/** Every minute around what changes, every five where people come and go, every ten by day, every half an hour by night. */
function momentsOf(day: Day): readonly Instant[] {
  const moments = new Set<Instant>();
  const every = (fromMinute: number, toMinute: number, step: number) => {
    for (let minute = fromMinute; minute < toMinute; minute += step) moments.add(day.start + minute * MINUTE);
  };
  every(0, 24 * 60, 30);
  if (day.office) {
    every(7 * 60, 17 * 60 + 40, 10);
    every(7 * 60 + 15, 8 * 60 + 15, 5);
    every(16 * 60 + 40, 17 * 60 + 35, 5);
  }
  for (const change of changesOf(day)) {
    const first = Math.round((change - day.start) / MINUTE);
    every(Math.max(0, first - 2), Math.min(24 * 60, first + CLOSE_MS / MINUTE), 1);
  }
  if (day.fault !== undefined) {
    every((day.fault.from - day.start) / MINUTE, (day.fault.to - day.start) / MINUTE, 1);
  }
  return [...moments].toSorted((a, b) => a - b);
}

/** Keeps what the registry would keep between passes. */
export function createLook(
  plan: SitePlan,
  readings: Readings,
  { defaults, calendar }: YearOptions,
  district: DistrictYear,
) {
  const settings = siteSettings(defaults, [], modelOf(plan, readings.known()));
  const memory = createSiteMemory();
  const open = new Map<string, AlertState>();
  const notices: Notice[] = [];
  let maintenance: readonly Maintenance[] = [];
  let made = 0;
  return {
    notices,
    isPending: () => [...open.values()].some(({ phase }) => phase === "pending"),
    maintain: (window: Maintenance) => {
      maintenance = [window];
    },
    pass(now: Instant, world: World) {
      const down = world.services.flatMap(({ up }, i) => (up ? [] : [i]));
      const known = readings.known();
      const heard = Math.max(...known.lastSeen.map((at) => at ?? 0));
      const silent = heard > 0 && now - heard > SITE_SILENT_MS;
      const past = readings.past();
      const outcome = evaluateSite({
        now,
        model: modelOf(plan, known),
        pairOf: readings.pairOf,
        events: readings.events(),
        memory,
        calendar,
        elsewhere: district.elsewhereAt(now, { site: plan.id, down, silent }),
        settings,
        open: [...open.values()],
        care: new Map(),
        maintenance,
        above: district.aboveAt(now),
        // What a PC kept comes as soon as it is heard again.
        past: new Map(
          [...open.values()].flatMap((state) =>
            quietOf(state, now) === undefined ? [] : [[state.id, past] as const],
          ),
        ),
        newId: () => {
          made += 1;
          return `${plan.id}-${made}`;
        },
      });
      for (const state of outcome.changed) open.set(state.id, state);
      for (const id of outcome.gone) open.delete(id);
      for (const [id, { resolvedAt }] of open)
        if (resolvedAt !== null && now - resolvedAt > DAY) open.delete(id);
      notices.push(...outcome.notices);
    },
  };
}
