import { evaluateDistrict } from "../../core/alerting/district.ts";
import { createSiteMemory } from "../../core/alerting/memory.ts";
import type { Elsewhere } from "../../core/alerting/site-model.ts";
import { DISTRICT, type AlertState, type Notice } from "../../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { seededRandom } from "../fakes/snmp-device/faults.ts";
import { isOfficeDay, type Truth } from "./days.ts";
import { FOR_ALL } from "./faults.ts";
import type { YearOptions } from "./site.ts";
import { SERVICES } from "./world.ts";

/** What one site is like. */
interface Here {
  readonly site: string;
  readonly down: readonly number[];
  readonly silent: boolean;
}

/** Public services that are down for all: the same for every site, and for whoever draws it again from the same seed. */
export interface DistrictYear {
  readonly truths: readonly Truth[];
  readonly notices: readonly Notice[];
  readonly outageAt: (now: Instant) => boolean;
  /** The outages of a day. */
  readonly on: (start: Instant) => readonly Truth[];
  /** The district's alerts that are pending or firing at a time. */
  readonly aboveAt: (now: Instant) => readonly AlertState[];
  readonly elsewhereAt: (now: Instant, here?: Here) => Elsewhere;
}

/** Of all sites that look at a certificate the first tells of it. */
const FIRST_SITE = "site0";

export function districtYear(options: YearOptions): DistrictYear {
  const truths = drawOutages(options);
  const down = truths.filter(({ kind }) => kind.rule === "service_down_everywhere");
  const outageAt = (now: Instant) => down.some(({ from, to }) => now >= from && now < to);
  const elsewhereAt: DistrictYear["elsewhereAt"] = (now, here) =>
    elsewhere(options, outageAt(now) ? [SERVICES - 1] : [], here);
  const moments = down.flatMap(({ from, to }) =>
    Array.from({ length: (to - from) / MINUTE + 40 }, (_, i) => from + (i - 2) * MINUTE),
  );
  const history: { readonly at: Instant; readonly open: readonly AlertState[] }[] = [];
  const notices: Notice[] = [];
  const open = new Map<string, AlertState>();
  const memory = createSiteMemory();
  for (const now of moments) {
    const outcome = evaluateDistrict({
      now,
      memory,
      calendar: options.calendar,
      elsewhere: elsewhereAt(now),
      settings: (rule) => options.defaults[rule],
      open: [...open.values()],
      care: new Map(),
      maintenance: [],
      newId: () => `district-${now}`,
    });
    for (const state of outcome.changed) open.set(state.id, state);
    for (const id of outcome.gone) open.delete(id);
    notices.push(...outcome.notices);
    history.push({ at: now, open: [...open.values()].filter(({ phase }) => phase !== "resolved") });
  }
  return {
    truths,
    notices,
    outageAt,
    on: (start) => truths.filter(({ from }) => from >= start && from < start + DAY),
    aboveAt: (now) =>
      outageAt(now - 30 * MINUTE) || outageAt(now)
        ? (history.findLast(({ at }) => at <= now)?.open ?? [])
        : [],
    elsewhereAt,
  };
}

function drawOutages({ seed, firstDay, days, calendar, faulty, only }: YearOptions): readonly Truth[] {
  const random = seededRandom(seed * 7_919);
  const kinds = FOR_ALL.filter((kind) => only === undefined || only.includes(kind));
  let drawn = 0;
  return Array.from({ length: days }, (_, i) => startOfLegalDay(firstDay + i)).flatMap((start) => {
    const [chance, when, length] = [random(), random(), random()];
    const kind = kinds[drawn % Math.max(1, kinds.length)];
    if (chance >= faulty || !isOfficeDay(calendar, start) || kind === undefined) return [];
    drawn += 1;
    const from = start + 8 * HOUR + Math.floor(30 + when * 60) * MINUTE;
    const [least, most] = kind.minutes;
    const to = from + Math.floor(least + length * (most - least)) * MINUTE;
    return [{ site: kind.rule === "certificate_ends" ? FIRST_SITE : DISTRICT, kind, from, to }];
  });
}

function elsewhere({ sites, firstDay }: YearOptions, down: readonly number[], here?: Here): Elsewhere {
  const all = Array.from({ length: sites }, (_, i) => `site${i}`);
  return {
    services: new Map(
      Array.from({ length: SERVICES }, (_, i) => {
        const fails = down.includes(i);
        const alone = here?.down.includes(i) === true;
        const others = all.filter((site) => site !== here?.site);
        const own = here === undefined ? [] : [here.site];
        const failing = fails ? (here === undefined || alone ? all : others) : alone ? own : [];
        return [
          `service${i + 1}`,
          {
            name: `Service ${i + 1}`,
            up: all.filter((site) => !failing.includes(site)),
            down: failing,
            watching: all,
          },
        ];
      }),
    ),
    silent: here?.silent === true ? [here.site] : [],
    sites,
    listeningSince: startOfLegalDay(firstDay) - DAY,
    troubles: [],
  };
}
