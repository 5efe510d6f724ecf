import fc from "fast-check";
import { expect, test } from "vitest";
import { planColumns, type Part, type PlannedColumn } from "./column-plan.ts";

const column = fc.record({ rows: fc.integer({ min: 1, max: 120 }), bytes: fc.integer({ min: 15, max: 60 }) });
const bounds = fc.record({
  room: fc.integer({ min: 200, max: 1_442 }),
  mostValues: fc.integer({ min: 1, max: 120 }),
});
const alike = (count: number, rows: number, bytes: number): PlannedColumn[] =>
  Array.from({ length: count }, () => ({ rows, bytes }));
/** How often each row of each column is asked for. */
function asked(parts: readonly Part[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { columns, from, to } of parts) {
    columns.forEach((place, i) => {
      for (let row = from[i] ?? 0; row < (to[i] ?? 0); row += 1) {
        times.set(`${place} ${row}`, (times.get(`${place} ${row}`) ?? 0) + 1);
      }
    });
  }
  return times;
}

test("every row of every column is asked for once, and one column one row further", () => {
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 25 }), bounds, (columns, limits) => {
      const times = asked(planColumns(columns, limits));
      expect([...times.values()].every((count) => count === 1)).toBe(true);
      const beyond = [...times.keys()].filter((key) => {
        const [place = 0, row = 0] = key.split(" ").map(Number);
        return row >= (columns[place]?.rows ?? 0);
      });
      expect(beyond).toHaveLength(1);
      expect(times.size).toBe(columns.reduce((sum, { rows }) => sum + rows, 0) + 1);
      const [place = 0, row = 0] = (beyond[0] ?? "").split(" ").map(Number);
      expect(columns[place]?.rows).toBe(row);
      expect(row).toBe(Math.max(...columns.map(({ rows }) => rows)));
    }),
  );
});

test("no request asks for more values than it may", () => {
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 25 }), bounds, (columns, limits) => {
      for (const { columns: places, from, to } of planColumns(columns, limits)) {
        const rows = Math.max(...to.map((end, i) => end - (from[i] ?? 0)));
        expect(places.length * rows).toBeLessThanOrEqual(Math.max(places.length, limits.mostValues));
      }
    }),
  );
});

test("a switch of 28 ports and 20 columns takes ten requests", () => {
  const plan = planColumns([...alike(8, 28, 18), ...alike(8, 28, 25), ...alike(4, 28, 18)], {
    room: 1_436,
    mostValues: 70,
  });
  expect(plan.length).toBeLessThanOrEqual(10);
});

test("a device that may only be asked for one value at a time is asked so", () => {
  const plan = planColumns(alike(2, 3, 20), { room: 1_400, mostValues: 1 });
  expect(plan.map(({ columns, from, to }) => [columns.length, from[0], to[0]])).toEqual([
    [1, 0, 1],
    [1, 1, 2],
    [1, 2, 3],
    [1, 3, 4],
    [1, 0, 1],
    [1, 1, 2],
    [1, 2, 3],
  ]);
});
