import { setImmediate as nextTurn } from "node:timers/promises";
import type { AssetEvidence, DeviceEvidence, PcEvidence, PortEvidence } from "../../core/assets/evidence.ts";
import { DAY, HOUR, legalDayOf, startOfLegalDay, type Clock, type Instant } from "../../core/clock.ts";
import { uuidv7 } from "../../core/uuid.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { SampleStore } from "../ports.ts";
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
  one: AssetEvidence,
  at: readonly Instant[],
  now: Instant,
): SampleColumns[] {
  const id = one.device === undefined ? undefined : devices.ids.get(one.device.id);
  if (id === undefined) return [];
  // Four readings a day tell enough of what changes slowly, and six hundred PCs add up.
  const few = at.filter((time) => Math.floor(time / HOUR) % 6 === 0);
  if (one.pc !== undefined) return hostSamples(id, one.pc, few);
  return [
    { entity: `device:${id}`, at: few, fields: { up: few.map(() => 1) } },
    ...one.badPorts.map((port) => portSamples(realEntity(devices, port.entity), port, at, now)),
    ...portStates(id, one.device?.ports, at.at(-1), now),
    ...pageSamples(id, one.pages, few, now),
  ];
}

/** What an agent reads at a moment after the past was written: figures go on from there, and a little livelier. */
export function demoReading(
  { devices }: DemoWritten,
  one: AssetEvidence,
  time: Instant,
  now: Instant,
): readonly SampleColumns[] {
  const id = one.device === undefined ? undefined : devices.ids.get(one.device.id);
  if (id === undefined) return [];
  const wave = waveOf(id, time);
  if (one.pc !== undefined) {
    return [
      ...hostSamples(id, one.pc, [time]).map((columns) =>
        withFields(columns, {
          cpu: [Math.round(4 + 30 * wave ** 2)],
          uptime: [Math.floor((time - startOfLegalDay(legalDayOf(now))) / 1_000)],
        }),
      ),
      ...driveSamples(id, one.pc, time),
      cardSamples(id, time),
    ];
  }
  const merged = new Map<string, SampleColumns>();
  const parts = [
    { entity: `device:${id}`, at: [time], fields: deviceFields(id, time, now) },
    ...one.badPorts.map((port) => portSamples(realEntity(devices, port.entity), port, [time], now)),
    ...portStates(id, one.device?.ports, time, now),
    ...portTraffic(id, one.device?.ports, time),
    ...pageSamples(id, one.pages, [time], now),
  ];
  for (const part of parts) merged.set(part.entity, withFields(part, merged.get(part.entity)?.fields ?? {}));
  return [...merged.values()];
}

/** Network devices run for weeks: each has been on since a day of its own. */
const deviceFields = (id: string, time: Instant, now: Instant): SampleColumns["fields"] => ({
  up: [1],
  poll_time: [Math.round(20 + 60 * waveOf(id, time))],
  uptime: [Math.floor((time - startOfLegalDay(legalDayOf(now) - 20 - (phaseOf(id) % 90))) / 1_000)],
});

/** The drive that Windows is on, between a third and four fifths full. */
function driveSamples(id: string, { disks }: PcEvidence, time: Instant): SampleColumns[] {
  const total = disks[0]?.bytes;
  if (total === undefined) return [];
  const used = Math.round(total * (0.33 + (phaseOf(id) % 48) / 100));
  return [{ entity: `volume:${id}/C:`, at: [time], fields: { total: [total], used: [used] } }];
}

/** Its card: a gigabit, and a little traffic. */
function cardSamples(id: string, time: Instant): SampleColumns {
  const entity = `port:${id}/Ethernet`;
  const octets = countedUp(20 + (phaseOf(id) % 60), entity, time);
  const link = { oper_status: [1], speed: [1e9], counter_bits: [64] };
  const fields = { ...link, in_octets: [octets], out_octets: [Math.round(octets / 4)] };
  return { entity, at: [time], fields };
}

/** A counter that grows by about `flow` a millisecond: a sum of a flow and its swing never goes back. */
const countedUp = (flow: number, entity: string, time: Instant): number =>
  Math.round(flow * ((time % (400 * DAY)) + 300_000 * waveOf(entity, time)));

const withFields = (columns: SampleColumns, fields: SampleColumns["fields"]): SampleColumns =>
  Object.assign({}, columns, { fields: Object.assign({}, columns.fields, fields) });

/** A number of its own for each thing, 0 … 1008. */
function phaseOf(id: string): number {
  let phase = 0;
  for (const letter of id) phase = (phase * 31 + letter.charCodeAt(0)) % 1_009;
  return phase;
}

/** Where in its swing of some minutes a thing is, 0 … 1; each thing in its own. */
function waveOf(id: string, time: Instant): number {
  const phase = phaseOf(id);
  return 0.5 + 0.5 * Math.sin(phase + time / (200_000 + phase * 400));
}

function portTraffic(id: string, ports: DeviceEvidence["ports"], time: Instant): SampleColumns[] {
  return Array.from({ length: ports?.up ?? 0 }, (_, i) => {
    const entity = `port:${id}/Gi0/${i + 1}`;
    // The last one leads to the rest of the building.
    const flow = i + 1 === ports?.up ? 2_500 : 60 + ((i * 37) % 90);
    const octets = countedUp(flow, entity, time);
    const fields = { counter_bits: [64], in_octets: [octets], out_octets: [Math.round(octets / 3)] };
    return { entity, at: [time], fields };
  });
}

function hostSamples(id: string, pc: PcEvidence, at: readonly Instant[]): SampleColumns[] {
  const { memoryBytes, memoryP95Ratio = 0.5 } = pc;
  if (memoryBytes === undefined) return [];
  const fields = {
    cpu: at.map((time) => 10 + (Math.floor(time / HOUR) % 5) * 8),
    memory_total: at.map(() => memoryBytes),
    memory_used: at.map(() => Math.round(memoryBytes * memoryP95Ratio)),
  };
  return [{ entity: `host:${id}`, at: [...at], fields }];
}

function portSamples(
  entity: string,
  { errors, packets }: PortEvidence,
  at: readonly Instant[],
  now: Instant,
): SampleColumns {
  const fields = {
    in_errors: at.map((time) => upTo(time, now, errors, 30 * DAY)),
    in_ucast: at.map((time) => upTo(time, now, packets, 30 * DAY)),
  };
  return { entity, at: [...at], fields };
}

/** Of today only: nothing looks at what ports were. */
function portStates(
  id: string,
  ports: DeviceEvidence["ports"],
  last: Instant | undefined,
  now: Instant,
): SampleColumns[] {
  if (ports === undefined || last === undefined || now - last > HOUR) return [];
  const { fastestMbps: fastest = 100 } = ports;
  return Array.from({ length: ports.up }, (_, i) => {
    const mbps = i < ports.slow ? Math.min(100, fastest) : fastest;
    const fields = { oper_status: [1], speed: [mbps * 1e6] };
    return { entity: `port:${id}/Gi0/${i + 1}`, at: [last], fields };
  });
}

function pageSamples(
  id: string,
  pages: AssetEvidence["pages"],
  at: readonly Instant[],
  now: Instant,
): SampleColumns[] {
  if (pages === undefined) return [];
  const { total, year = 0 } = pages;
  const counted = at.map((time) => total - year + upTo(time, now, year, PAGES_DAYS * DAY));
  return [{ entity: `printer:${id}`, at: [...at], fields: { pages: counted } }];
}

/** Writes the days before `now` into a store that no server has open, with the nights between them. */
export async function writeDemoSamples(
  open: (clock: Clock) => Promise<SampleStore>,
  now: Instant,
  written: DemoWritten,
): Promise<void> {
  const last = legalDayOf(now);
  let time = startOfLegalDay(last - DAYS);
  let turns = 0;
  const clock: Clock = { now: () => time, monotonic: () => turns, sleep: () => Promise.resolve() };
  const store = await open(clock);
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
