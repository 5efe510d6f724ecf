import fc from "fast-check";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAY, HOUR, MINUTE, SECOND, type Instant } from "../../core/clock.ts";
import { fieldNames } from "../../core/entities.ts";
import { FaultError, type FaultCode } from "../../core/result.ts";
import type { SampleColumns } from "../../core/wire/block.ts";
import type { Aggregate } from "../../core/wire/views.ts";
import type { RawColumns, SampleStore, StoredBlock } from "../../server/ports.ts";

/** A store under test, and what the test may do to its surroundings. */
export interface OpenedStore {
  readonly store: SampleStore;
  /** Closes the store (if it is open) and opens it again on the same data. */
  reopen(): Promise<SampleStore>;
  /** Takes the disk's room away, or gives it back; absent where the data lie on somebody else's disk. */
  setFull?(full: boolean): void;
  /** Puts away the days that are over at `now`, as the store does in a night; absent where there is no such work. */
  compact?(now: Instant): Promise<void>;
  remove(): Promise<void>;
}

/** Monday 2026-11-23, 08:00 UTC; stores under test open at that time. */
export const CONTRACT_START: Instant = Date.UTC(2026, 10, 23, 8);
const T = CONTRACT_START;
const PORT = "port:sw1/Gi0-7";
const TARGET = "target:gateway";

let number = 0;
function blockOf(samples: readonly SampleColumns[], change: Partial<StoredBlock> = {}): StoredBlock {
  number += 1;
  const block = `017f22e2-79b0-7cc3-98c4-${number.toString(16).padStart(12, "0")}`;
  return { block, site: "site-1", receivedAt: T, samples, ...change };
}

function columns(
  entity: string,
  at: readonly Instant[],
  fields: Readonly<Record<string, readonly (number | null)[]>>,
): SampleColumns {
  return {
    entity,
    at: [...at],
    fields: Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, [...values]])),
  };
}

/** Lets the store do all that is due at `now`. */
export async function settle(store: SampleStore, now: Instant): Promise<void> {
  let quiet = 0;
  let before = -1;
  while (quiet < 20) {
    store.tick(now);
    await nextTurn();
    const { headPoints } = store.stats();
    quiet = headPoints === before ? quiet + 1 : 0;
    before = headPoints;
  }
}

/** Fields in any order, as an object that can be compared. */
const plain = ({ at, fields }: RawColumns) => ({ at: [...at], fields: { ...fields } });

async function faultOf(promise: Promise<unknown>): Promise<FaultCode | undefined> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FaultError ? error.fault.code : undefined;
}

/** The behaviour of every sample store; `open` makes an empty one whose clock stands at {@link CONTRACT_START}. */
export function sampleStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a sample store`, () => {
    let opened: OpenedStore;
    let store: SampleStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.remove());

    const put = (
      entity: string,
      at: readonly Instant[],
      fields: Record<string, readonly (number | null)[]>,
    ) => store.append(blockOf([columns(entity, at, fields)]));
    const all = async (entity: string) => plain(await store.raw(entity, T - 400 * DAY, T + 400 * DAY));
    const range = async (
      entity: string,
      from: Instant,
      to: Instant,
      stepMs: number,
      field: string,
      aggregate: Aggregate,
    ) => (await store.range({ entity, from, to, stepMs, series: [{ field, aggregate }] })).values[0];

    describe("append", () => {
      test("stores a block, and it can be read as soon as it resolves", async () => {
        await expect(
          put(PORT, [T, T + MINUTE], { in_octets: [1, 2], in_errors: [0, null] }),
        ).resolves.toEqual({
          known: false,
        });
        expect(await all(PORT)).toEqual({
          at: [T, T + MINUTE],
          fields: { in_octets: [1, 2], in_errors: [0, null] },
        });
      });

      test("a block of an id that was stored before is known, and nothing changes", async () => {
        const block = blockOf([columns(PORT, [T], { in_octets: [1] })]);
        await store.append(block);
        const again = { ...block, samples: [columns(PORT, [T, T + 1], { in_octets: [5, 6] })] };
        await expect(store.append(again)).resolves.toEqual({ known: true });
        expect((await all(PORT)).fields).toEqual({ in_octets: [1] });
        expect(store.stats().knownBlocks).toBe(1);
      });

      test("of the same block twice at once, one is stored and one is known", async () => {
        const block = blockOf([columns(PORT, [T], { in_octets: [1] })]);
        const answers = await Promise.all([
          store.append(block),
          store.append({ ...block }),
          store.append(block),
        ]);
        expect(answers.map(({ known }) => known)).toEqual([false, true, true]);
        expect(store.stats().points).toBe(1);
      });

      test("what was acknowledged, and that it is known, outlasts a restart", async () => {
        const block = blockOf([columns(PORT, [T], { in_octets: [2 ** 53 - 1], in_errors: [3] })]);
        await store.append(block);
        store = await opened.reopen();
        await expect(store.append(block)).resolves.toEqual({ known: true });
        expect((await all(PORT)).fields).toEqual({ in_octets: [2 ** 53 - 1], in_errors: [3] });
        expect(store.stats().points).toBe(2);
      });

      test("points of one entity at one time merge field by field, and the later write wins", async () => {
        await put(PORT, [T], { in_octets: [1], out_octets: [2] });
        await put(PORT, [T], { in_octets: [null], out_octets: [7], in_errors: [0] });
        await store.append(
          blockOf([columns(PORT, [T], { out_errors: [4] }), columns(PORT, [T], { out_errors: [5] })]),
        );
        expect(await all(PORT)).toEqual({
          at: [T],
          fields: { in_octets: [1], out_octets: [7], in_errors: [0], out_errors: [5] },
        });
      });

      test("a time at which nothing could be read is no reading", async () => {
        await put(PORT, [T, T + 1, T + 2], { in_octets: [null, 5, null], in_errors: [null, null, 0] });
        await put("port:sw1/Gi0-8", [T], { in_octets: [null] });
        await put("port:sw1/Gi0-9", [], {});
        expect(await all(PORT)).toEqual({
          at: [T + 1, T + 2],
          fields: { in_octets: [5, null], in_errors: [null, 0] },
        });
        expect(store.entities().map(({ entity }) => entity)).toEqual([PORT]);
        expect(store.stats().points).toBe(2);
      });

      test("every double keeps every bit, before and after it is flushed", async () => {
        const values = [-0, 0, 5e-324, -1.5e308, 0.1 + 0.2, 2 ** 53, -12.25, 1 / 3, 239, 240, 2 ** 32, -7];
        const at = values.map((_, i) => T + i);
        await put(TARGET, at, { jitter: values });
        const same = async () =>
          expect((await all(TARGET)).fields["jitter"]?.map((v) => [v, Object.is(v, -0)])).toEqual(
            values.map((value) => [value, Object.is(value, -0)]),
          );
        await same();
        store = await opened.reopen();
        await same();
        await settle(store, T + 3 * HOUR);
        await same();
      });

      test.each<[string, FaultCode, SampleColumns]>([
        ["an entity of no kind", "entity_invalid", columns("toaster:1", [T], { in_octets: [1] })],
        ["a field that the kind has not", "field_unknown", columns(PORT, [T], { rtt_avg: [1] })],
        ["fewer values than times", "bad_input", columns(PORT, [T, T + 1], { in_octets: [1] })],
        ["a time in 1970", "time_invalid", columns(PORT, [1], { in_octets: [1] })],
        ["a time between milliseconds", "time_invalid", columns(PORT, [T + 0.5], { in_octets: [1] })],
      ])("refuses %s (%s) with the whole block, which may be sent again mended", async (_, code, bad) => {
        const good = columns(PORT, [T], { in_octets: [1], out_octets: [1] });
        const block = blockOf([good, good, bad]);
        expect(await faultOf(store.append(block))).toBe(code);
        expect(store.stats().points).toBe(0);
        expect(store.entities()).toEqual([]);
        await expect(store.append({ ...block, samples: [good] })).resolves.toEqual({ known: false });
        expect((await all(PORT)).fields).toEqual({ in_octets: [1], out_octets: [1] });
      });

      test("a bad block spoils no other that waits with it", async () => {
        const [first, bad, last] = await Promise.allSettled([
          put(PORT, [T], { in_octets: [1] }),
          store.append(
            blockOf([columns(PORT, [T + 1], { in_octets: [9] }), columns(PORT, [T], { nothing: [1] })]),
          ),
          put(PORT, [T + 2], { in_octets: [3] }),
        ]);
        expect([first?.status, bad?.status, last?.status]).toEqual(["fulfilled", "rejected", "fulfilled"]);
        expect(await all(PORT)).toEqual({ at: [T, T + 2], fields: { in_octets: [1, 3] } });
      });

      test("rejects with store_full when the disk cannot take it; then nothing was stored, and later it works", async ({
        skip,
      }) => {
        if (opened.setFull === undefined) {
          process.stderr.write(`SKIPPED: ${name} has no disk that a test could fill\n`);
          return skip();
        }
        await put(PORT, [T], { in_octets: [1] });
        opened.setFull(true);
        const blocks = Array.from({ length: 300 }, (_, i) =>
          blockOf([
            columns(
              `port:sw9/${i}`,
              Array.from({ length: 100 }, (_, j) => T + j),
              {
                in_octets: Array.from({ length: 100 }, (_, j) => i * 1e9 + j * 1e6),
              },
            ),
          ]),
        );
        const outcomes: (FaultCode | undefined)[] = [];
        for (const block of blocks) outcomes.push(await faultOf(store.append(block)));
        // A store may still have found a little room for the first.
        const refused = blocks.filter((_, i) => outcomes[i] !== undefined);
        expect(new Set(outcomes.slice(-50))).toEqual(new Set(["store_full"]));
        const stored = store.stats().points;
        expect(stored).toBe(1 + (blocks.length - refused.length) * 100);
        expect(store.entities().length).toBe(1 + blocks.length - refused.length);
        opened.setFull(false);
        const entity = refused.at(-1)?.samples[0]?.entity ?? "";
        await put(entity, [T + HOUR], { out_octets: [7] });
        expect(await all(entity)).toEqual({ at: [T + HOUR], fields: { out_octets: [7] } });
        for (const block of refused) await expect(store.append(block)).resolves.toEqual({ known: false });
        expect(store.stats().points).toBe(2 + blocks.length * 100);
        store = await opened.reopen();
        expect(store.stats().points).toBe(2 + blocks.length * 100);
      });
    });

    describe("last and lastTwo", () => {
      test("are undefined when there never was a value", async () => {
        expect(store.last(PORT)).toBeUndefined();
        expect(store.lastTwo(PORT)).toBeUndefined();
        await put(PORT, [T], { in_octets: [null] });
        expect(store.last(PORT)).toBeUndefined();
      });

      test("give the newest two values of each field by their time, however they came", async () => {
        await put(PORT, [T + 3, T + 1], { in_octets: [30, 10], in_errors: [null, 1] });
        expect(Object.fromEntries(store.last(PORT) ?? [])).toEqual({
          in_errors: { at: T + 1, value: 1 },
          in_octets: { at: T + 3, value: 30 },
        });
        await put(PORT, [T + 2], { in_octets: [20] });
        await put(PORT, [T], { in_octets: [1] });
        await put(PORT, [T + 3], { in_octets: [31] });
        const pair = store.lastTwo(PORT);
        expect(pair?.newer.get("in_octets")).toEqual({ at: T + 3, value: 31 });
        expect(pair?.older.get("in_octets")).toEqual({ at: T + 2, value: 20 });
        expect(pair?.older.has("in_errors")).toBe(false);
      });

      test("outlast flush and restart, also for an entity that has been silent since", async () => {
        await put(TARGET, [T, T + 1], { loss: [0.5, 0], rtt_avg: [1.25, null] });
        await settle(store, T + 5 * HOUR);
        store = await opened.reopen();
        await settle(store, T + 30 * HOUR);
        store = await opened.reopen();
        const pair = store.lastTwo(TARGET);
        expect(pair?.newer.get("loss")).toEqual({ at: T + 1, value: 0 });
        expect(pair?.older.get("loss")).toEqual({ at: T, value: 0.5 });
        expect(pair?.newer.get("rtt_avg")).toEqual({ at: T, value: 1.25 });
      });
    });

    describe("raw", () => {
      test("gives [from, to), oldest first, each time once, whatever the order of writing", async () => {
        const day = T - 3 * DAY;
        await put(TARGET, [T + 2, day + 1, T], { loss: [3, 0.5, 1] });
        await settle(store, T + 2 * HOUR);
        await put(TARGET, [day, T + 1, T], { loss: [0.25, 2, 9] });
        const expected = { at: [day, day + 1, T, T + 1, T + 2], fields: { loss: [0.25, 0.5, 9, 2, 3] } };
        expect(await all(TARGET)).toEqual(expected);
        await settle(store, T + 3 * HOUR);
        expect(await all(TARGET)).toEqual(expected);
        store = await opened.reopen();
        expect(await all(TARGET)).toEqual(expected);
        expect(plain(await store.raw(TARGET, T, T + 2))).toEqual({
          at: [T, T + 1],
          fields: { loss: [9, 2] },
        });
        expect(plain(await store.raw(TARGET, T + 3, T + 9))).toEqual({ at: [], fields: {} });
        expect(plain(await store.raw("target:nobody", T, T + 9))).toEqual({ at: [], fields: {} });
      });

      test("gives the same as a simple model, through any blocks, flushes and restarts", async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
            const one = await open();
            try {
              await follow(one, actions);
            } finally {
              await one.remove();
            }
          }),
          { numRuns: 30 },
        );
      }, 60_000);
    });

    describe("range", () => {
      test("has every step of [from, to) from `from` on, empty ones with null", async () => {
        await put(TARGET, [T + 90 * SECOND, T + 4 * MINUTE], { rtt_avg: [3, 5] });
        const answer = await store.range({
          entity: TARGET,
          from: T + 30 * SECOND,
          to: T + 4 * MINUTE,
          stepMs: MINUTE,
          series: [{ field: "rtt_avg", aggregate: "avg" }],
        });
        expect(answer.at).toEqual([0.5, 1.5, 2.5, 3.5].map((minutes) => T + minutes * MINUTE));
        // The reading at 4 min is at `to`, which is outside.
        expect(answer.values).toEqual([[null, 3, null, null]]);
      });

      test("avg, min, max and last are of the step's readings, p95 is the nearest rank", async () => {
        const values = Array.from({ length: 20 }, (_, i) => ((i * 7) % 20) + 1);
        await put(
          TARGET,
          values.map((_, i) => T + i * SECOND),
          { rtt_avg: values },
        );
        const answer = await store.range({
          entity: TARGET,
          from: T,
          to: T + 20 * SECOND,
          stepMs: 20 * SECOND,
          series: (["avg", "min", "max", "last", "p95"] as const).map((aggregate) => ({
            field: "rtt_avg",
            aggregate,
          })),
        });
        // 95 % of 20 readings are 19: the 19th smallest of 1…20.
        expect(answer.values).toEqual([[10.5], [1], [20], [values.at(-1) ?? 0], [19]]);
        expect(await range(TARGET, T, T + 3 * SECOND, 2 * SECOND, "rtt_avg", "p95")).toEqual([8, 15]);
      });

      test("an increase is what was counted, a rate is that by the seconds covered", async () => {
        const at = [0, 1, 2, 3, 4].map((minute) => T + minute * MINUTE);
        await put(PORT, at, { in_octets: [1_000, 1_600, 2_800, 2_800, 4_600] });
        expect(await range(PORT, T, T + 4 * MINUTE, 2 * MINUTE, "in_octets", "increase")).toEqual([
          1_800, 1_800,
        ]);
        expect(await range(PORT, T, T + 4 * MINUTE, MINUTE, "in_octets", "rate")).toEqual([10, 20, 0, 30]);
        // The last step is covered for one minute of five; its rate is that of the minute.
        expect(await range(PORT, T + 3 * MINUTE, T + 8 * MINUTE, 5 * MINUTE, "in_octets", "rate")).toEqual([
          30,
        ]);
      });

      test("an increase spreads evenly over the steps between its two readings", async () => {
        await put(PORT, [T, T + MINUTE, T + 2 * MINUTE], { in_octets: [0, 600, 1_200] });
        expect(await range(PORT, T, T + 2 * MINUTE, 20 * SECOND, "in_octets", "increase")).toEqual([
          200, 200, 200, 200, 200, 200,
        ]);
        expect(
          await range(PORT, T + 30 * SECOND, T + 90 * SECOND, 30 * SECOND, "in_octets", "increase"),
        ).toEqual([300, 300]);
        expect(await range(PORT, T + 30 * SECOND, T + 90 * SECOND, 30 * SECOND, "in_octets", "rate")).toEqual(
          [10, 10],
        );
      });

      test("readings further apart than three usual intervals are a gap, unless one step holds both", async () => {
        const at = [0, 1, 2, 3, 4, 8, 9].map((minute) => T + minute * MINUTE);
        await put(PORT, at, { in_octets: [0, 60, 120, 180, 240, 480, 540] });
        expect(await range(PORT, T, T + 9 * MINUTE, MINUTE, "in_octets", "increase")).toEqual([
          60,
          60,
          60,
          60,
          null,
          null,
          null,
          null,
          60,
        ]);
        expect(await range(PORT, T, T + 9 * MINUTE, 9 * MINUTE, "in_octets", "increase")).toEqual([540]);
        // Three intervals are still one missed reading or two.
        await put(PORT, [T + 12 * MINUTE], { in_octets: [720] });
        expect(await range(PORT, T + 9 * MINUTE, T + 12 * MINUTE, MINUTE, "in_octets", "increase")).toEqual([
          60, 60, 60,
        ]);
      });

      test("a counter that went back or restarted gives a gap, never a spike or a negative", async () => {
        const at = [0, 1, 2, 3].map((minute) => T + minute * MINUTE);
        await put(PORT, at, {
          in_octets: [9e9, 9.1e9, 5, 65],
          out_octets: [100, 200, 300, 400],
          counters_since: [1e9, 1e9, 1e9 + 600, 1e9 + 600],
        });
        expect(await range(PORT, T, T + 3 * MINUTE, MINUTE, "in_octets", "increase")).toEqual([
          1e8,
          null,
          60,
        ]);
        expect(await range(PORT, T, T + 3 * MINUTE, MINUTE, "out_octets", "increase")).toEqual([
          100,
          null,
          100,
        ]);
      });

      test("a counter of 32 bits that wraps goes on, as its own samples say it has 32 bits", async () => {
        const at = [T, T + MINUTE];
        const fields = { in_octets: [2 ** 32 - 1_000, 500], speed: [1e8, 1e8] };
        await put(PORT, at, { ...fields, counter_bits: [32, 32] });
        await put("port:sw1/Gi0-8", at, { ...fields, counter_bits: [64, 64] });
        expect(await range(PORT, T, T + MINUTE, MINUTE, "in_octets", "increase")).toEqual([1_500]);
        expect(await range("port:sw1/Gi0-8", T, T + MINUTE, MINUTE, "in_octets", "increase")).toEqual([null]);
      });

      test("a wrap that the port's speed does not allow is a restart", async () => {
        const at = [T, T + MINUTE];
        const fields = { in_octets: [2 ** 32 - 1_000, 1e9], counter_bits: [32, 32] };
        await put(PORT, at, { ...fields, speed: [1e7, 1e7] });
        await put("port:sw1/Gi0-8", at, { ...fields, speed: [1e9, 1e9] });
        expect(await range(PORT, T, T + MINUTE, MINUTE, "in_octets", "increase")).toEqual([null]);
        expect(await range("port:sw1/Gi0-8", T, T + MINUTE, MINUTE, "in_octets", "increase")).toEqual([
          1e9 + 1_000,
        ]);
      });

      test("the steps' increases add up to what was counted, wherever the steps begin", async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 30 }),
            fc.integer({ min: 1, max: 10 * MINUTE }),
            fc.integer({ min: 0, max: MINUTE }),
            async (growth, stepMs, before) => {
              const one = await open();
              try {
                let total = 0;
                const values = growth.map((amount) => (total += amount));
                const at = values.map((_, i) => T + i * MINUTE);
                await one.store.append(blockOf([columns(PORT, at, { in_octets: values })]));
                const { values: answer } = await one.store.range({
                  entity: PORT,
                  from: T - before,
                  to: T + values.length * MINUTE,
                  stepMs: Math.max(stepMs, SECOND),
                  series: [{ field: "in_octets", aggregate: "increase" }],
                });
                const sum = (answer[0] ?? []).reduce<number>((so, value) => so + (value ?? 0), 0);
                expect(sum).toBeCloseTo(total - (values[0] ?? 0), 0);
                for (const value of answer[0] ?? []) expect(value ?? 0).toBeGreaterThanOrEqual(0);
              } finally {
                await one.remove();
              }
            },
          ),
          { numRuns: 25 },
        );
      });

      test("gives the same before a flush, after it, and half and half", async () => {
        const at = Array.from({ length: 150 }, (_, i) => T + i * MINUTE);
        await put(PORT, at, {
          in_octets: at.map((_, i) => i * i * 100),
          speed: at.map(() => 1e9),
          oper_status: at.map((_, i) => (i % 40 === 0 ? 2 : 1)),
        });
        const query = {
          entity: PORT,
          from: T - HOUR,
          to: T + 4 * HOUR,
          stepMs: 7 * MINUTE,
          series: [
            { field: "in_octets", aggregate: "rate" },
            { field: "in_octets", aggregate: "increase" },
            { field: "oper_status", aggregate: "max" },
          ] as const,
        };
        const before = await store.range(query);
        expect(before.values[0]?.filter((value) => value !== null).length).toBe(22);
        await settle(store, T + 2 * HOUR);
        expect(await store.range(query)).toEqual(before);
        await settle(store, T + 9 * HOUR);
        expect(await store.range(query)).toEqual(before);
        store = await opened.reopen();
        expect(await store.range(query)).toEqual(before);
      });

      test("an entity or field that nobody measured, and the rate of a gauge, have no values", async () => {
        await put(TARGET, [T, T + MINUTE], { rtt_avg: [1, 2] });
        const none = [null, null];
        expect(await range("target:nobody", T, T + 2, 1, "rtt_avg", "avg")).toEqual(none);
        expect(await range(TARGET, T, T + 2 * MINUTE, MINUTE, "jitter", "avg")).toEqual(none);
        expect(await range(TARGET, T, T + 2 * MINUTE, MINUTE, "in_octets", "rate")).toEqual(none);
        expect(await range(TARGET, T, T + 2 * MINUTE, MINUTE, "rtt_avg", "rate")).toEqual(none);
      });

      test.each([
        ["to before from", T, T - 1, MINUTE, "range_invalid"],
        ["an empty range", T, T, MINUTE, "range_invalid"],
        ["no step", T, T + HOUR, 0, "range_invalid"],
        ["a step that is no number", T, T + HOUR, Number.NaN, "range_invalid"],
        ["more steps than memory is for", T, T + 365 * DAY, 1, "range_too_large"],
      ] as const)("refuses %s", async (_, from, to, step, code) => {
        expect(await faultOf(range(PORT, from, to, step, "in_octets", "avg") as Promise<unknown>)).toBe(code);
      });
    });

    describe("entities", () => {
      test("lists those with samples, of one site or of all, under the site that wrote last", async () => {
        await store.append(blockOf([columns(PORT, [T], { in_octets: [1] })], { site: "a" }));
        await store.append(blockOf([columns(TARGET, [T], { loss: [0] })], { site: "b" }));
        expect(store.entities("a")).toEqual([{ entity: PORT, kind: "port", site: "a" }]);
        await store.append(blockOf([columns(PORT, [T + 1], { in_octets: [2] })], { site: "b" }));
        const listed = () =>
          store
            .entities("b")
            .map(({ entity }) => entity)
            .toSorted();
        expect(listed()).toEqual([PORT, TARGET]);
        expect(store.entities("a")).toEqual([]);
        await settle(store, T + 3 * HOUR);
        store = await opened.reopen();
        expect(listed()).toEqual([PORT, TARGET]);
        expect(store.entities().length).toBe(2);
        expect((await all(PORT)).fields).toEqual({ in_octets: [1, 2] });
      });
    });

    describe("stats, tick and close", () => {
      test("stats count entities and values, also across a restart", async () => {
        await put(PORT, [T, T + 1], { in_octets: [1, 2], in_errors: [0, null] });
        await put(TARGET, [T], { loss: [0] });
        expect(store.stats()).toMatchObject({
          entities: 2,
          points: 4,
          commits: 2,
          knownBlocks: 0,
          damaged: 0,
        });
        await settle(store, T + 3 * HOUR);
        expect(store.stats().points).toBe(4);
        store = await opened.reopen();
        expect(store.stats()).toMatchObject({ entities: 2, points: 4 });
      });

      test("close commits what is under way; afterwards the store takes nothing", async () => {
        const pending = put(PORT, [T], { in_octets: [1] });
        await store.close();
        await expect(pending).resolves.toEqual({ known: false });
        await store.close();
        expect(await faultOf(put(PORT, [T], { in_octets: [1] }))).toBe("store_busy");
        expect(() => store.tick(T + HOUR)).not.toThrow();
        store = await opened.reopen();
        expect((await all(PORT)).fields).toEqual({ in_octets: [1] });
      });
    });
  });
}

/** What the model property does to a store. */
type Action =
  | { readonly do: "append"; readonly samples: readonly SampleColumns[]; readonly site: string }
  | { readonly do: "tick"; readonly after: number }
  | { readonly do: "turn" }
  | { readonly do: "compact" }
  | { readonly do: "reopen" };

const ENTITIES = [
  ["port", "port:sw1/1"],
  ["port", "port:sw1/2"],
  ["target", "target:t1"],
] as const;
const readings = fc
  .record({
    which: fc.constantFrom(...ENTITIES),
    // Few distinct times over some days, so that times meet and hours get several chunks.
    at: fc.array(
      fc.integer({ min: -60, max: 40 }).map((step) => T + step * 25 * MINUTE),
      { minLength: 1, maxLength: 6 },
    ),
    fields: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
    values: fc.array(
      fc.option(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(300), fc.maxSafeNat()), {
        freq: 4,
      }),
      { minLength: 18, maxLength: 18 },
    ),
  })
  .map(({ which: [kind, entity], at, fields, values }) => {
    const names = fields.map((i) => fieldNames(kind)[i] ?? "");
    return columns(
      entity,
      at,
      Object.fromEntries(names.map((name, i) => [name, at.map((_, row) => values[i * 6 + row] ?? null)])),
    );
  });
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      samples: fc.array(readings, { maxLength: 4 }),
      site: fc.constantFrom("site-1", "site-2"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("tick" as const), after: fc.integer({ min: 0, max: 90 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "turn" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "reopen" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "compact" as const }) },
);

/** Does the actions to the store and to a map of maps, and compares what can be read. */
async function follow(opened: OpenedStore, actions: readonly Action[]): Promise<void> {
  let { store } = opened;
  let now = T;
  const model = new Map<string, Map<Instant, Map<string, number>>>();
  for (const step of actions) {
    if (step.do === "append") {
      await store.append(blockOf(step.samples, { site: step.site }));
      for (const { entity, at, fields } of step.samples) {
        for (const [name, values] of Object.entries(fields)) {
          for (const [i, value] of values.entries()) {
            if (value === null) continue;
            const times = model.get(entity) ?? new Map<Instant, Map<string, number>>();
            model.set(entity, times);
            const reading = times.get(at[i] ?? 0) ?? new Map<string, number>();
            times.set(at[i] ?? 0, reading.set(name, value));
          }
        }
      }
    } else if (step.do === "tick") {
      now += step.after * MINUTE;
      store.tick(now);
    } else if (step.do === "turn") {
      await nextTurn();
    } else if (step.do === "compact") {
      now += 2 * DAY;
      await opened.compact?.(now);
    } else {
      store = await opened.reopen();
    }
  }
  for (const [, entity] of ENTITIES) {
    const times = [...(model.get(entity) ?? [])].toSorted(([a], [b]) => a - b);
    const names = new Set(times.flatMap(([, reading]) => [...reading.keys()]));
    expect(plain(await store.raw(entity, T - 10 * DAY, T + 10 * DAY))).toEqual({
      at: times.map(([at]) => at),
      fields: Object.fromEntries(
        [...names].map((name) => [name, times.map(([, reading]) => reading.get(name) ?? null)]),
      ),
    });
    for (const name of names) {
      const newest = times.findLast(([, reading]) => reading.has(name));
      expect(store.last(entity)?.get(name)).toEqual({ at: newest?.[0], value: newest?.[1].get(name) });
    }
  }
}
