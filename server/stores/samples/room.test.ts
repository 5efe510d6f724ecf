import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeRoom } from "./room.ts";

describe("room for rows", () => {
  test("whatever is taken and given back, nobody's numbers are another's", () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ give: fc.nat(1_000) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 300 }), (unit, steps) => {
        const room = makeRoom(unit);
        const held: { piece: Float64Array; mark: number }[] = [];
        for (const [mark, one] of steps.entries()) {
          if ("take" in one) {
            const piece = room.take(one.take);
            expect(piece).toHaveLength(one.take * unit);
            held.push({ piece: piece.fill(mark), mark });
          } else if (held.length > 0) {
            for (const { piece } of held.splice(one.give % held.length, 1)) room.give(piece);
          }
          for (const { piece, mark: own } of held) expect(piece.every((value) => value === own)).toBe(true);
        }
      }),
    );
  });

  test("a piece of memory that nobody has any more is given up, but for one", () => {
    const room = makeRoom(2);
    const buffersOf = (held: readonly Float64Array[]) => new Set(held.map(({ buffer }) => buffer));
    const takeMany = () => Array.from({ length: 2_000 }, (_, i) => room.take((i % 8) + 1).fill(i));
    const first = takeMany();
    const before = buffersOf(first);
    expect(before.size).toBeGreaterThan(10);
    for (const piece of first) room.give(piece);
    const second = takeMany();
    expect(second.every((piece, i) => piece.every((value) => value === i))).toBe(true);
    expect(buffersOf(second).intersection(before).size).toBe(1);
    for (const piece of second) room.give(piece);
  });

  test("many that grow together step by step need little more than they hold", () => {
    const room = makeRoom(2);
    const buffers = new Set<ArrayBufferLike>();
    let held = Array.from({ length: 1_000 }, () => room.take(1));
    for (let units = 2; units <= 8; units += 1) {
      held = held.map((piece) => {
        const larger = room.take(units);
        room.give(piece);
        return larger;
      });
    }
    for (const { buffer } of held) buffers.add(buffer);
    const bytes = [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
    expect(bytes).toBeLessThan(1.5 * 1_000 * 8 * 2 * Float64Array.BYTES_PER_ELEMENT);
  });
});
