import fc from "fast-check";
import { expect, test } from "vitest";
import { ENTITY_KINDS, entityRef, fieldNames, hasParts } from "../core/entities.ts";
import { type Block, block as blockSchema, countPoints, type Sample } from "../core/wire/block.ts";
import { EARLIEST, LATEST, MAX_BLOCK_BYTES, MAX_BLOCK_POINTS } from "../core/wire/limits.ts";
import { type BlockBuilder, createBlockBuilder } from "./block.ts";

const AT = Date.UTC(2026, 10, 23, 8);
const collect = (errors: unknown[] = []) =>
  createBlockBuilder({
    agent: "a1",
    now: () => AT,
    randomBytes: (bytes) => bytes.fill(7),
    log: { info: () => {}, warn: () => {}, error: (event, fields) => void errors.push([event, fields]) },
  });

/** The blocks, after a look at whether each says the right number of points. */
function takeAll(builder: BlockBuilder): Block[] {
  return builder.take().map(({ block, points }) => {
    expect(points).toBe(countPoints(block.samples));
    return block;
  });
}

test("samples of one entity share one time column, and what was not read is null", () => {
  const builder = collect();
  const entity = entityRef("host", "pc1");
  builder.add({ samples: [{ entity, at: AT, values: { cpu: 3, load: undefined } }] });
  builder.add({ samples: [{ entity, at: AT + 1_000, values: { cpu: 4, uptime: 9 } }] });
  builder.add({ samples: [{ entity, at: AT + 2_000, values: { uptime: 10 } }] });
  const [made, ...rest] = takeAll(builder);
  expect(rest).toEqual([]);
  expect(made?.samples).toEqual([
    { entity, at: [AT, AT + 1_000, AT + 2_000], fields: { cpu: [3, 4, null], uptime: [null, 9, 10] } },
  ]);
  expect(builder.take()).toEqual([]);
});

test("a value that is no number, or of a field that the table does not have, costs only itself", () => {
  const errors: unknown[] = [];
  const builder = collect(errors);
  const entity = entityRef("host", "pc1");
  builder.add({
    samples: [
      { entity, at: AT, values: { cpu: 3, memory_used: Number.NaN, nonsense: 1 } },
      { entity: "host", at: AT, values: { cpu: 1 } },
    ],
  });
  expect(takeAll(builder)[0]?.samples).toEqual([{ entity, at: [AT], fields: { cpu: [3] } }]);
  expect(errors).toEqual([
    ["reading_invalid", { entity, field: "nonsense" }],
    ["reading_invalid", { entity: "host" }],
  ]);
});

const anySample: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.constantFrom(...ENTITY_KINDS),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: EARLIEST, max: LATEST }),
  )
  .chain(([kind, owner, at]) => {
    const part = hasParts(kind) ? fc.constantFrom("Gi0/1", "đĩa Ổ cứng") : fc.constant("");
    const values = fc.dictionary(fc.constantFrom(...fieldNames(kind)), fc.double({ noNaN: true }));
    return fc.tuple(part, values).map(([text, read]) => ({
      entity: entityRef(kind, `o${owner}`, text),
      at,
      values: read,
    }));
  });

test("whatever is read, every block passes the protocol's check and no finite point is missing", () => {
  fc.assert(
    fc.property(fc.array(anySample, { maxLength: 60 }), (samples) => {
      const builder = collect();
      builder.add({ samples });
      const blocks = takeAll(builder);
      for (const made of blocks) expect(blockSchema.safeParse(made).error).toBeUndefined();
      const wanted = samples.flatMap(({ values }) => Object.values(values)).filter(Number.isFinite).length;
      expect(countPoints(blocks.flatMap(({ samples }) => samples))).toBe(wanted);
    }),
  );
});

test("blocks are cut at the limits of points, bytes, events and facts, and nothing is lost by it", () => {
  const builder = collect();
  const samples: Sample[] = [];
  for (let at = 0; at < 4_000; at += 1) {
    const part = `${"cổng-".repeat(20)}${at % 2_000}`;
    samples.push({
      entity: entityRef("port", "d1", part),
      at: AT + at,
      values: { in_octets: at, speed: 1e9 },
    });
    samples.push({
      entity: entityRef("host", "pc1"),
      at: AT + at,
      values: at % 2 ? { cpu: 1 } : { load: 0.123 },
    });
  }
  const events = Array.from({ length: 1_200 }, () => ({
    at: AT,
    type: "agent_started" as const,
    version: "1",
  }));
  const facts = Array.from({ length: 500 }, () => ({
    at: AT,
    type: "contact" as const,
    device: "d1",
    ok: true,
  }));
  const port = { part: "Gi0/1", name: "n".repeat(64), descr: "d".repeat(255), alias: "đ".repeat(255) };
  const ports = Array.from({ length: 1_900 }, () => port);
  builder.add({ samples, events, facts: [...facts, { at: AT, type: "ports", device: "d1", ports }] });
  const blocks = takeAll(builder);
  for (const made of blocks) {
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
    expect(countPoints(made.samples)).toBeLessThanOrEqual(MAX_BLOCK_POINTS);
    expect(blockSchema.safeParse(made).error).toBeUndefined();
  }
  expect(countPoints(blocks.flatMap((made) => made.samples))).toBe(12_000);
  expect(blocks.flatMap((made) => made.events)).toHaveLength(1_200);
  const all = blocks.flatMap((made) => made.facts);
  expect(all).toHaveLength(501);
  expect(all.at(-1)).toMatchObject({ type: "ports", ports: expect.objectContaining({ length: 1_900 }) });
});

test("a ports fact too big for any block keeps its names and loses its descriptions", () => {
  const builder = collect();
  const port = { part: "p", name: "n".repeat(64), descr: "đ".repeat(255), alias: "đ".repeat(255) };
  const ports = Array.from({ length: 2_000 }, () => port);
  builder.add({ facts: [{ at: AT, type: "ports", device: "d1", ports }] });
  const [fact] = takeAll(builder)[0]?.facts ?? [];
  expect(fact).toMatchObject({ type: "ports" });
  expect(fact?.type === "ports" && fact.ports[0]).toEqual({ part: "p", name: "n".repeat(64) });
});
