import type { AlertState } from "../../core/alerting/types.ts";
import type { AssetEvidence, DeviceEvidence, PcEvidence, PortEvidence } from "../../core/assets/evidence.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import { parseEntityRef } from "../../core/entities.ts";
import type { RollupAnswer, RollupStat } from "../history-port.ts";
import type { DeviceRecord, Registry, SampleStore } from "../ports.ts";

/** What the metric store says of the devices that stand in the register. */
export interface Measured {
  readonly registry: Pick<Registry, "ports">;
  readonly store: SampleStore;
  readonly now: Instant;
  /** Linked to an asset. */
  readonly devices: readonly DeviceRecord[];
  /** Alerts of twelve months by device. */
  readonly alerts: ReadonlyMap<string, readonly AlertState[]>;
}

const WINDOW = 30 * DAY;
const YEAR = 365 * DAY;
/** Ports with the most errors; the store has sorted them. */
const MOST_PORTS = 500;
const MOST_PRINTERS = 5_000;
/** How many questions to the store are under way at once. */
const AT_ONCE = 16;
const FAST_MBPS = 1_000;
const ERROR_FIELDS = ["in_errors", "out_errors"] as const;
/** Ethernet of any speed (IANAifType): others are virtual. */
const ETHERNET = new Set([6, 62, 69, 117]);

/** Asks for each, a bounded number at a time; answers in the order given. */
export async function each<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(ask))));
  }
  return answers;
}

/** Ports that counted errors within 30 days, with the packets of the same time. */
export async function portEvidence({
  store,
  now,
  devices,
  alerts,
}: Measured): Promise<ReadonlyMap<string, readonly PortEvidence[]>> {
  const from = now - WINDOW;
  const known = new Set(devices.map(({ id }) => id));
  const rows = await store.top({ kind: "port", fields: ERROR_FIELDS, from, to: now, limit: MOST_PORTS });
  const mine = rows.flatMap((row) => {
    const ref = parseEntityRef(row.entity);
    return ref === undefined || !known.has(ref.owner) ? [] : [{ ...row, ...ref }];
  });
  const counted = await each(mine, async ({ entity, owner, part, total }) => {
    const days = await store.rollups(entity, "day", from, now);
    const told = (alerts.get(owner) ?? []).filter(({ subject }) => subject.key === entity);
    const first = told.at(-1);
    const packets = sumOf(days, ["in_ucast", "in_mcast", "in_bcast", "out_ucast", "out_mcast", "out_bcast"]);
    return {
      owner,
      port: {
        entity,
        name: part,
        errors: total,
        packets,
        since: first?.since ?? null,
        behind: told[0]?.evidence.attached ?? [],
      } satisfies PortEvidence,
    };
  });
  const found = Map.groupBy(
    // Without packets nobody can say how bad errors are.
    counted.filter(({ port }) => port.packets > 0),
    ({ owner }) => owner,
  );
  return new Map([...found].map(([owner, list]) => [owner, list.map(({ port }) => port)]));
}

function sumOf({ fields }: RollupAnswer, names: readonly string[]): number {
  let sum = 0;
  for (const name of names) for (const value of fields[name]?.increase ?? []) sum += value ?? 0;
  return sum;
}

/** How many ports a device has, how many of them have link, how many of these are slow, and the fastest of a month. */
export async function portFacts({
  registry,
  store,
  devices,
  now,
}: Measured): Promise<ReadonlyMap<string, NonNullable<DeviceEvidence["ports"]>>> {
  // A PC's cards are no access ports.
  const polled = devices.filter(({ agent }) => agent === null);
  const all = await each(polled, async ({ id }) => {
    const ports = (await registry.ports(id)).filter(
      ({ ifType }) => ifType === undefined || ETHERNET.has(ifType),
    );
    const speeds = ports.flatMap(({ part }) => {
      const last = store.last(`port:${id}/${part}`);
      const speed = last?.get("speed")?.value;
      return last?.get("oper_status")?.value === 1 && speed !== undefined && speed > 0 ? [speed / 1e6] : [];
    });
    const up = ports.filter(
      ({ part }) => store.last(`port:${id}/${part}`)?.get("oper_status")?.value === 1,
    ).length;
    const slow = speeds.filter((mbps) => mbps <= 100).length;
    const entities = ports.map(({ part }) => `port:${id}/${part}`);
    const fastest = await fastestOf(store, entities, Math.max(0, ...speeds), now);
    const known = fastest > 0 ? { fastestMbps: fastest } : {};
    return [id, { total: ports.length, up, slow, ...known }] as const;
  });
  return new Map(all.filter(([, { total }]) => total > 0));
}

/**
 * In Mb/s; 0 when none is known. What has link at this moment tells little: in the evening PCs sleep, and their cards with
 * them at 10 or 100 Mb/s. So where nothing fast is seen now, the month is asked.
 */
async function fastestOf(
  store: SampleStore,
  entities: readonly string[],
  mbps: number,
  now: Instant,
): Promise<number> {
  if (mbps >= FAST_MBPS) return mbps;
  let fastest = mbps;
  for (const entity of entities) {
    const { fields } = await store.rollups(entity, "day", now - WINDOW, now);
    for (const value of fields["speed"]?.max ?? []) fastest = Math.max(fastest, (value ?? 0) / 1e6);
    if (fastest >= FAST_MBPS) break;
  }
  return fastest;
}

/** Pages that a printer has printed in its life, and within the last year as far as it was watched. */
export async function pagesOf({
  store,
  now,
  devices,
}: Measured): Promise<ReadonlyMap<string, NonNullable<AssetEvidence["pages"]>>> {
  const from = now - YEAR;
  const { raw, hour, day } = store.coverage();
  const starts = [raw, hour, day].filter((at) => at !== undefined);
  const since = Math.max(from, starts.length === 0 ? now : Math.min(...starts));
  const printers = devices.filter(({ id }) => store.last(`printer:${id}`) !== undefined);
  if (printers.length === 0) return new Map();
  const rows = await store.top({ kind: "printer", fields: ["pages"], from, to: now, limit: MOST_PRINTERS });
  const grown = new Map(rows.map(({ entity, total }) => [entity, total]));
  return new Map(
    printers.flatMap(({ id }) => {
      const total = store.last(`printer:${id}`)?.get("pages")?.value;
      const year = grown.get(`printer:${id}`);
      return total === undefined ? [] : [[id, { total, since, ...(year === undefined ? {} : { year }) }]];
    }),
  );
}

type Load = Pick<PcEvidence, "cpuP95" | "memoryP95Ratio">;

/** How busy PCs are: the median of the daily 95th percentiles of 30 days, so that one odd day decides nothing. */
export async function hostLoads({ store, now, devices }: Measured): Promise<ReadonlyMap<string, Load>> {
  const hosts = devices.filter(({ id }) => store.last(`host:${id}`) !== undefined);
  const loads = await each(hosts, async ({ id }) => {
    const days = await store.rollups(`host:${id}`, "day", now - WINDOW, now);
    const cpu = medianOf(days, "cpu", "p95");
    const used = medianOf(days, "memory_used", "p95");
    const total = store.last(`host:${id}`)?.get("memory_total")?.value;
    return [
      id,
      {
        ...(cpu === undefined ? {} : { cpuP95: cpu }),
        ...(used === undefined || total === undefined || total <= 0 ? {} : { memoryP95Ratio: used / total }),
      },
    ] as const;
  });
  return new Map(loads);
}

function medianOf({ fields }: RollupAnswer, field: string, stat: RollupStat): number | undefined {
  const values = (fields[field]?.[stat] ?? []).filter((value) => value !== null);
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
