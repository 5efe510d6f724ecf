import fc from "fast-check";
import { expect, test } from "vitest";
import { choosePeers } from "./peers.ts";

const hosts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `pc${at}`, address: `10.1.2.${at + 1}` }));
const chosen = (count: number, day: number, self: number, peers: number) =>
  choosePeers(hosts(count), day, `pc${self}`, peers).map(({ id }) => id);

test("each PC pings as many others as asked for, if there are so many, and is pinged by as many", () => {
  const sizes = fc.record({ count: fc.integer({ min: 1, max: 40 }), peers: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(sizes, fc.integer({ min: -1_000, max: 100_000 }), ({ count, peers }, day) => {
      const watched = new Map<string, number>();
      const many = Math.min(peers, count - 1);
      for (let self = 0; self < count; self += 1) {
        const ids = chosen(count, day, self, peers);
        expect(new Set(ids).size).toBe(many);
        expect(ids).not.toContain(`pc${self}`);
        for (const id of ids) watched.set(id, (watched.get(id) ?? 0) + 1);
      }
      expect([...watched.values()]).toEqual(Array.from({ length: many === 0 ? 0 : count }, () => many));
    }),
  );
});

test("in what order the PCs are named does not matter", () => {
  expect(choosePeers(hosts(9).toReversed(), 7, "pc3", 3)).toEqual(choosePeers(hosts(9), 7, "pc3", 3));
});

test("within some days every other PC has had its turn", () => {
  const seen = new Set(Array.from({ length: 7 }, (_, day) => chosen(20, 20_000 + day, 4, 3)).flat());
  expect(seen.size).toBe(19);
});

test("who is not among them, or alone, has none", () => {
  expect(choosePeers(hosts(3), 1, "other", 3)).toEqual([]);
  expect(chosen(1, 1, 0, 3)).toEqual([]);
});
