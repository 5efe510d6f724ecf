import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SampleColumns } from "../../../core/wire/block.ts";
import { discard, forgetRows, makeHead, makeHeadRooms, ROOM_STEP, settle, type EntityHead } from "./head.ts";
import { lastPair, latestBytes, restoreLatest } from "./latest.ts";
import { makeLayouts, type Layout } from "./layout.ts";
import { partOfHead } from "./merge.ts";
import { beginPayload, makePayloads, stageColumns } from "./payload.ts";

/** Times are small, but such that a block may hold them. */
const T = Date.UTC(2026, 10, 23, 8);

function portLayout(): Layout {
  let number = 0;
  const layout = makeLayouts(() => (number += 1)).get("port");
  if (layout === undefined) throw new Error("no ports");
  return layout;
}

interface Row {
  readonly at: number;
  readonly values: ReadonlyMap<string, number>;
}

function stage(head: EntityHead, { at, values }: Row): void {
  const fields = Object.fromEntries([...values].map(([name, value]) => [name, [value]]));
  const columns: SampleColumns = { entity: head.ref, at: [at], fields };
  const out = makePayloads();
  beginPayload(out);
  stageColumns(out, head, columns, 0, { min: Infinity, max: -Infinity, rows: 0, points: 0 });
}

function rowsIn(head: EntityHead): Row[] {
  const { names } = head.layout;
  const { at, columns } = partOfHead(head, -Infinity, Infinity, names);
  return Array.from(at, (time, row) => ({
    at: time,
    values: new Map(
      names.flatMap((name, i) => {
        const value = columns[i]?.[row] ?? Number.NaN;
        return Number.isNaN(value) ? [] : [[name, value] as const];
      }),
    ),
  }));
}

/** What an entity that was told all of this must know. */
interface Model {
  rows: Row[];
  /** By field, then by time. */
  readonly seen: Map<string, Map<number, number>>;
  /** In the order of the table. */
  readonly fields: Set<string>;
}

function newest({ seen }: Model, fields: readonly string[], place: number) {
  const found = new Map<string, { at: number; value: number }>();
  for (const name of fields) {
    const at = [...(seen.get(name)?.keys() ?? [])].toSorted((a, b) => b - a)[place];
    if (at !== undefined) found.set(name, { at, value: seen.get(name)?.get(at) ?? Number.NaN });
  }
  return found;
}

describe("the rows of an entity in memory", () => {
  const layout = portLayout();
  const row = fc.record({
    at: fc.integer({ min: T, max: T + 40 }),
    values: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...layout.names), fc.nat(9)), {
        minLength: 1,
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((pairs) => new Map(pairs)),
  });
  const step = fc.record({
    who: fc.nat(2),
    what: fc.oneof(
      fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 18 }), kept: fc.boolean() }),
      fc.record({ before: fc.integer({ min: T, max: T + 40 }) }),
      fc.constant({ restart: true } as const),
    ),
  });

  test("hold what came, whatever fields it had, and nobody's are another's", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        const rooms = makeHeadRooms();
        const heads = [1, 2, 3].map((number) =>
          makeHead(number, `port:sw/${number}`, layout, undefined, rooms),
        );
        const models = heads.map((): Model => ({ rows: [], seen: new Map(), fields: new Set() }));
        for (const { who, what } of steps) {
          const [head, model] = [heads[who] as EntityHead, models[who] as Model];
          if ("rows" in what) take(head, model, what.rows, what.kept);
          else if ("before" in what) {
            const gone = model.rows.filter(({ at }) => at < what.before);
            model.rows = model.rows.filter(({ at }) => at >= what.before);
            const values = gone.reduce((sum, { values: { size } }) => sum + size, 0);
            expect(forgetRows(head, (at) => at < what.before)).toBe(values);
          } else {
            const back = makeHead(who, head.ref, layout, undefined, rooms);
            restoreLatest(back, latestBytes(head));
            expect(lastPair(back)).toEqual(lastPair(head));
          }
          check(head, model);
        }
        for (const [i, one] of heads.entries()) check(one, models[i] as Model);
      }),
    );
  });

  function take(head: EntityHead, model: Model, rows: readonly Row[], kept: boolean): void {
    for (const one of rows) stage(head, one);
    for (const { values } of rows) for (const name of values.keys()) model.fields.add(name);
    if (!kept) {
      discard(head);
      return;
    }
    settle(head);
    model.rows.push(...rows);
    for (const { at, values } of rows) {
      for (const [name, value] of values) {
        const times = model.seen.get(name) ?? new Map<number, number>();
        model.seen.set(name, times.set(at, value));
      }
    }
  }

  function check(head: EntityHead, model: Model): void {
    expect(rowsIn(head)).toEqual(model.rows);
    const pair = lastPair(head);
    expect(pair?.newer ?? new Map()).toEqual(newest(model, layout.names, 0));
    expect(pair?.older ?? new Map()).toEqual(newest(model, layout.names, 1));
    expect(head.shape.names).toEqual(layout.names.filter((name) => model.fields.has(name)));
  }

  test("take room for the fields that the entity has sent, not for all that its kind can have", () => {
    const head = makeHead(1, "port:sw/1", layout, undefined, makeHeadRooms());
    for (let i = 0; i < ROOM_STEP; i += 1) {
      stage(head, { at: T + i, values: new Map([["in_octets", i]]) });
      settle(head);
    }
    expect(head.rows).toHaveLength(ROOM_STEP * 2);
    stage(head, { at: T + 99, values: new Map([["speed", 1e9]]) });
    settle(head);
    expect(head.rows).toHaveLength(2 * ROOM_STEP * 3);
    expect(head.latest).toHaveLength(2 * 4);
  });
});
