import fc from "fast-check";
import { expect } from "vitest";
import { DAY, HOUR, legalDayOf, MINUTE, startOfLegalDay, type Instant } from "../../core/clock.ts";
import { AGGREGATES } from "../../core/wire/views.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { SampleStore } from "../../server/ports.ts";
import { memorySampleStore } from "../fakes/memory-sample-store.ts";

/** Answers from roll-ups against answers from all readings, on random data. */

const DAY0 = legalDayOf(Date.UTC(2026, 10, 23, 8));
export const ROLLED_START = startOfLegalDay(DAY0);
const T = ROLLED_START;
export const ROLLED_DAYS = 4;
const DAYS = ROLLED_DAYS;
export const ROLLED_END = T + DAYS * DAY;
const PORT = "port:sw1/1";
const TARGET = "target:t1";

/** Readings of a port and a target: some silences, some restarts, now and then a field that could not be read. */
export const rolledData = fc.record({
  interval: fc.constantFrom(5, 7, 12, 20).map((minutes) => minutes * MINUTE),
  phase: fc.integer({ min: 0, max: 5 * MINUTE }),
  silences: fc.array(
    fc.record({ from: fc.integer({ min: 0, max: DAYS * 24 }), hours: fc.integer({ min: 1, max: 30 }) }),
    {
      maxLength: 2,
    },
  ),
  restarts: fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 2 }),
  growth: fc.array(fc.nat(100_000), { minLength: 3, maxLength: 40 }),
  holes: fc.integer({ min: 2, max: 9 }),
});
type Data = typeof rolledData extends fc.Arbitrary<infer D> ? D : never;

function readingsOf({ interval, phase, silences, restarts, growth, holes }: Data): readonly SampleColumns[] {
  const at: Instant[] = [];
  for (let time = T + phase; time < ROLLED_END; time += interval) {
    const hour = (time - T) / HOUR;
    if (!silences.some(({ from, hours }) => hour >= from && hour < from + hours)) at.push(time);
  }
  let total = 0;
  const octets = at.map(
    (_, i) => (total = restarts.includes(i) ? 0 : total + (growth[i % growth.length] ?? 0)),
  );
  const some = (values: readonly number[], every: number) =>
    values.map((value, i) => (i % every === 1 ? null : value));
  const rtt = at.map((_, i) => ((growth[(i * 7) % growth.length] ?? 0) % 1_000) / 8);
  return [
    {
      entity: PORT,
      at,
      fields: { in_octets: some(octets, holes), oper_status: octets.map((value) => 1 + (value % 2)) },
    },
    {
      entity: TARGET,
      at,
      fields: { rtt_avg: some(rtt, holes + 1), sent: at.map(() => 10), received: at.map((_, i) => i % 11) },
    },
  ];
}

/** Writes each entity's readings in two halves, of which the second may come after days were put away. */
async function fill(
  stores: readonly SampleStore[],
  readings: readonly SampleColumns[],
  late: boolean,
  night: () => Promise<void>,
) {
  let block = 0;
  const write = async (wanted: (i: number) => boolean) => {
    block += 1;
    const samples = readings.map(({ entity, at, fields }) => ({
      entity,
      at: at.filter((_, i) => wanted(i)),
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, values]) => [name, values.filter((_, i) => wanted(i))]),
      ),
    }));
    for (const store of stores) {
      await store.append({
        block: `017f22e2-79b0-7cc3-98c6-${block.toString(16).padStart(12, "0")}`,
        site: "site-1",
        receivedAt: ROLLED_END + DAY,
        samples,
      });
    }
  };
  await write((i) => !late || i % 13 !== 5);
  await night();
  if (late) await write((i) => i % 13 === 5);
}

function same(found: readonly (number | null)[], expected: readonly (number | null)[], what: string): void {
  expect(found.length, what).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const other = found[i] ?? null;
    if (value === null || other === null) expect(other, `${what} at ${i}`).toBe(value);
    else
      expect(Math.abs(other - value), `${what} at ${i}: ${other}, not ${value}`).toBeLessThanOrEqual(
        Math.abs(value) * 1e-6 + 0.03,
      );
  }
}

const series = (field: string) => AGGREGATES.map((aggregate) => ({ field, aggregate }));

async function compare(store: SampleStore, model: SampleStore, from: Instant, to: Instant): Promise<void> {
  for (const stepMs of [HOUR, 6 * HOUR, DAY, 2 * DAY]) {
    for (const [entity, field] of [
      [PORT, "in_octets"],
      [PORT, "oper_status"],
      [TARGET, "rtt_avg"],
    ] as const) {
      for (const start of [T, from]) {
        const query = { entity, from: start, to, stepMs, series: series(field) };
        const [found, expected] = [await store.range(query), await model.range(query)];
        for (const [i, values] of expected.values.entries()) {
          same(found.values[i] ?? [], values, `${AGGREGATES[i]} of ${field} in steps of ${stepMs / HOUR} h`);
        }
      }
    }
  }
  for (const [entity, unit] of [
    [PORT, "hour"],
    [TARGET, "hour"],
    [PORT, "day"],
    [TARGET, "day"],
  ] as const) {
    const [found, expected] = [
      await store.rollups(entity, unit, from, to),
      await model.rollups(entity, unit, from, to),
    ];
    expect(found.at).toEqual(expected.at);
    for (const [field, stats] of Object.entries(expected.fields)) {
      for (const [stat, values] of Object.entries(stats)) {
        const column = (found.fields[field] as Record<string, readonly (number | null)[]> | undefined)?.[
          stat
        ];
        same(column ?? [], values, `${stat} of ${field} by ${unit}`);
      }
    }
  }
}

async function compareAcross(
  store: SampleStore,
  model: SampleStore,
  from: Instant,
  to: Instant,
): Promise<void> {
  const query = { kind: "port", fields: ["in_octets"], limit: 3, from, to } as const;
  const [found, expected] = [await store.top(query), await model.top(query)];
  same(
    found.map(({ total }) => total),
    expected.map(({ total }) => total),
    "top",
  );
  const rtt = { kind: "target", field: "rtt_avg", quantile: 0.9, from, to } as const;
  expect(await store.quantile(rtt)).toEqual(await model.quantile(rtt));
  const days = { kind: "target", from, to } as const;
  const [ratios, others] = [await store.availability(days), await model.availability(days)];
  expect(ratios.map(({ day, count }) => [day, count])).toEqual(others.map(({ day, count }) => [day, count]));
  same(
    ratios.map(({ ratio }) => ratio),
    others.map(({ ratio }) => ratio),
    "availability",
  );
}

export const rolledBounds = fc.tuple(
  fc.integer({ min: 0, max: DAYS * 24 }),
  fc.integer({ min: 1, max: 110 }),
  fc.nat(HOUR),
);

export interface RolledStore {
  readonly store: SampleStore;
  /** Puts away all days but the last. */
  night(): Promise<void>;
  close(): Promise<void>;
}

/** One store through its night, then asked for one range; `late`: some readings come after the night. */
export async function followRolled(
  open: () => Promise<RolledStore>,
  one: Data,
  late: boolean,
  [fromHour, hours, odd]: readonly [number, number, number],
  across: boolean,
): Promise<void> {
  const opened = await open();
  const { store } = opened;
  const model = memorySampleStore();
  try {
    await fill([store, model], readingsOf(one), late, () => opened.night());
    expect(store.coverage().day).toBeDefined();
    const from = T + fromHour * HOUR;
    if (across) await compareAcross(store, model, from + odd, from + odd + hours * HOUR);
    else await compare(store, model, from + (odd % 2) * odd, from + odd + hours * HOUR);
  } finally {
    await opened.close();
  }
}
