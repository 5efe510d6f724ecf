import { setImmediate as nextTurn } from "node:timers/promises";
import {
  DAY,
  DAY_OFFSET,
  HOUR,
  legalDayOf,
  MINUTE,
  startOfLegalDay,
  type Clock,
  type Instant,
} from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { DemoDay } from "../../server/planning/demo-samples.ts";
import { openSampleStore } from "../../server/stores/samples/open.ts";

/** What has a past in the demonstration. */
export interface DemoPast {
  readonly site: string;
  readonly switches: readonly {
    readonly id: string;
    readonly ports: readonly string[];
    readonly bad?: string;
  }[];
  readonly ups: readonly string[];
  readonly targets: readonly string[];
}

/** Each costs a tenth of a second at the start of the demonstration. */
const DAYS = 60;
/** Thinner than agents read, so that months take seconds; thinner still where the store keeps roll-ups only. */
const stepOf = (daysAgo: number) => (daysAgo > 35 ? HOUR : 15 * MINUTE);
/** The cable of the bad port got worse for so long. */
const BAD_DAYS = 40;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Writes months of the past into a store that no server has open, as the server would have: appended day by day, with the
 * nights between them. Always the same for the same ids. Returns how many values were stored.
 */
export async function writePast(
  dir: string,
  until: Instant,
  sites: readonly DemoPast[],
  more: (start: Instant, end: Instant) => readonly DemoDay[] = () => [],
): Promise<number> {
  const last = legalDayOf(until);
  let time = startOfLegalDay(last - DAYS);
  let turns = 0;
  const clock: Clock = { now: () => time, monotonic: () => turns, sleep: () => Promise.resolve() };
  const store = await openSampleStore({ dir, clock, log: SILENT, inline: true });
  const random = seeded(7);
  const writers = sites.map((site) => ({ site: site.site, day: dayOf(site, random) }));
  let blocks = 0;
  const tickUntil = async (done: () => boolean): Promise<void> => {
    // Figures cost more than a turn.
    for (let turn = 0; turn < 5_000 && (turn % 8 !== 7 || !done()); turn += 1) {
      turns += 1_000;
      store.tick(time);
      await nextTurn();
    }
  };
  for (let day = last - DAYS; day <= last; day += 1) {
    const start = startOfLegalDay(day);
    time = Math.min(start + DAY, until);
    const own = writers.map(({ site, day: samplesOf }) => ({
      site,
      samples: samplesOf(start, time, (day - last + DAYS) / DAYS, last - day),
    }));
    for (const { site, samples } of [...own, ...more(start, time)]) {
      blocks += 1;
      const number = blocks;
      const block = uuidv7(start, (bytes) => {
        new DataView(bytes.buffer).setUint32(bytes.byteLength - 4, number);
        return bytes;
      });
      await store.append({ block, site, receivedAt: time, samples });
    }
    if (day === last) break;
    time = start + DAY + 4 * HOUR;
    await tickUntil(() => (store.stats().figures["compacted_day"] ?? 0) >= day);
  }
  const { points } = store.stats();
  await store.close();
  return points;
}

/** A day's readings of a site; counters go on from where they were. */
function dayOf({ switches, ups, targets }: DemoPast, random: () => number) {
  const counters = new Map<string, number>();
  return (start: Instant, end: Instant, progress: number, daysAgo: number): SampleColumns[] => {
    const step = stepOf(daysAgo);
    const at: Instant[] = [];
    for (let time = start; time < end; time += step) at.push(time);
    if (at.length === 0) return [];
    const each = (make: (time: Instant) => number) => at.map(make);
    const count = (name: string, perQuarter: (time: Instant) => number) =>
      each((time) => {
        const value = (counters.get(name) ?? 0) + Math.round((perQuarter(time) * step) / (15 * MINUTE));
        counters.set(name, value);
        return value;
      });
    const samples: SampleColumns[] = [];
    for (const { id, ports, bad } of switches) {
      samples.push({
        entity: `device:${id}`,
        at,
        fields: {
          up: each(() => (random() < 0.999 ? 1 : 0)),
          poll_time: each(() => 30 + Math.round(random() * 40)),
        },
      });
      for (const [number, part] of ports.entries()) {
        const busy = number >= ports.length - 2 ? 40 : 1 + ((number * 7) % 5);
        const flow = (time: Instant) =>
          officeHours(time) * (0.7 + 0.6 * progress) * busy * random() ** 2 * 9e7;
        const wrong = part === bad && daysAgo < BAD_DAYS ? (BAD_DAYS - daysAgo) * 40 : 0;
        samples.push({
          entity: `port:${id}/${part}`,
          at,
          fields: {
            oper_status: each(() => ((number + 1) % 5 === 0 ? 2 : 1)),
            counter_bits: each(() => 64),
            in_octets: count(`${part} in ${id}`, flow),
            out_octets: count(`${part} out ${id}`, flow),
            in_errors: count(`${part} errors ${id}`, (time) => wrong * officeHours(time) * random()),
          },
        });
      }
    }
    for (const id of ups) {
      samples.push({
        entity: `ups:${id}`,
        at,
        fields: {
          // A battery that ages.
          runtime: each(() => Math.round(2_700 - 900 * progress + 30 * random())),
          charge: each(() => 100),
          load: each((time) => Math.round(18 + 14 * officeHours(time) + 3 * random())),
        },
      });
    }
    for (const id of targets) {
      const rtt = each((time) => Math.round((3 + 5 * officeHours(time) * random() + progress) * 100) / 100);
      samples.push({
        entity: `target:${id}`,
        at,
        fields: { sent: each(() => 5), received: each(() => 5), loss: each(() => 0), rtt_avg: rtt },
      });
    }
    return samples;
  };
}

/** How much of its day's work an office does at a moment: little at night and on Sundays. */
function officeHours(at: Instant): number {
  const local = new Date(at + DAY_OFFSET);
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  const weekday = local.getUTCDay();
  if (weekday === 0 || weekday === 6) return 0.06;
  if (hour < 7 || hour > 17.5) return 0.05;
  return hour > 11.5 && hour < 13 ? 0.4 : 1;
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
