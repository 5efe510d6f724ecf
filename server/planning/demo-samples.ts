import { setImmediate as nextTurn } from "node:timers/promises";
import type { AssetEvidence } from "../../core/assets/evidence.ts";
import { DAY, HOUR, legalDayOf, startOfLegalDay, type Clock, type Instant } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import { openSampleStore } from "../stores/samples/open.ts";
import { realEntity } from "./demo-alerts.ts";
import type { DemoWritten } from "./demo-write.ts";

/** How far back figures go: what findings look at, and a little more. */
const DAYS = 32;
const PAGES_DAYS = 365;

export interface DemoDay {
  readonly site: string;
  readonly samples: readonly SampleColumns[];
}

/** What was measured on a day that began at `start`, by site: counters go on from day to day. */
export function demoDay(
  written: DemoWritten,
  now: Instant,
): (start: Instant, end: Instant) => readonly DemoDay[] {
  const from = now - DAYS * DAY;
  const bySite = Map.groupBy(written.evidence, ({ asset }) => asset.site ?? "");
  return (start, end) => {
    if (end <= from) return [];
    const at: Instant[] = [];
    for (let time = Math.max(start, Math.ceil(from / HOUR) * HOUR); time < end; time += HOUR) at.push(time);
    if (at.length === 0) return [];
    return [...bySite].flatMap(([demoSite, list]) => {
      const site = written.sites.get(demoSite);
      const samples = list.flatMap((one) => samplesOf(written, one, at, now));
      return site === undefined || samples.length === 0 ? [] : [{ site, samples }];
    });
  };
}

/** A share of `total` that has come together by then, of what comes within `span` before `now`. */
const upTo = (at: Instant, now: Instant, total: number, span: number): number =>
  Math.max(0, Math.round(total * (1 - (now - at) / span)));

function samplesOf(
  { devices }: DemoWritten,
  { device, pc, badPorts, pages }: AssetEvidence,
  at: readonly Instant[],
  now: Instant,
): SampleColumns[] {
  const id = device === undefined ? undefined : devices.ids.get(device.id);
  if (device === undefined || id === undefined) return [];
  const each = (make: (time: Instant, index: number) => number) => at.map(make);
  const samples: SampleColumns[] = [];
  if (pc?.memoryBytes !== undefined) {
    const used = pc.memoryBytes * (pc.memoryP95Ratio ?? 0.5);
    // Four readings a day tell enough of a PC, and six hundred of them add up.
    const few = at.filter((_, index) => index % 6 === 0);
    samples.push({
      entity: `host:${id}`,
      at: few,
      fields: {
        cpu: few.map((time) => 10 + (Math.floor(time / HOUR) % 5) * 8),
        memory_total: few.map(() => pc.memoryBytes ?? 0),
        memory_used: few.map(() => Math.round(used)),
      },
    });
    return samples;
  }
  samples.push({ entity: `device:${id}`, at: [...at], fields: { up: each(() => 1) } });
  for (const port of badPorts) {
    samples.push({
      entity: realEntity(devices, port.entity),
      at: [...at],
      fields: {
        in_errors: each((time) => upTo(time, now, port.errors, 30 * DAY)),
        in_ucast: each((time) => upTo(time, now, port.packets, 30 * DAY)),
      },
    });
  }
  const { ports } = device;
  const last = at.at(-1);
  // The state of ports is of today only: nothing looks at what it was.
  if (ports !== undefined && last !== undefined && now - last <= HOUR) {
    for (let i = 0; i < ports.up; i += 1) {
      const speed = i < ports.slow ? Math.min(100, ports.fastestMbps) : ports.fastestMbps;
      samples.push({
        entity: `port:${id}/Gi0/${i + 1}`,
        at: [last],
        fields: { oper_status: [1], speed: [speed * 1e6] },
      });
    }
  }
  if (pages !== undefined) {
    const before = pages.total - (pages.year ?? 0);
    samples.push({
      entity: `printer:${id}`,
      at: [...at],
      fields: { pages: each((time) => before + upTo(time, now, pages.year ?? 0, PAGES_DAYS * DAY)) },
    });
  }
  return samples;
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** Writes the days before `now` into a store that no server has open, with the nights between them. */
export async function writeDemoSamples(dir: string, now: Instant, written: DemoWritten): Promise<void> {
  const last = legalDayOf(now);
  let time = startOfLegalDay(last - DAYS);
  let turns = 0;
  const clock: Clock = { now: () => time, monotonic: () => turns, sleep: () => Promise.resolve() };
  const store = await openSampleStore({ dir, clock, log: SILENT, inline: true });
  const samplesAt = demoDay(written, now);
  let blocks = 0;
  for (let day = last - DAYS; day <= last; day += 1) {
    const start = startOfLegalDay(day);
    time = Math.min(start + DAY, now);
    for (const { site, samples } of samplesAt(start, time)) {
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
    const done = () => (store.stats().figures["compacted_day"] ?? 0) >= day;
    for (let turn = 0; turn < 5_000 && (turn % 8 !== 7 || !done()); turn += 1) {
      turns += 1_000;
      store.tick(time);
      await nextTurn();
    }
  }
  await store.close();
}
