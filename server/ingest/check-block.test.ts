import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ENTITIES, ENTITY_KINDS } from "../../core/entities.ts";
import { block as blockSchema } from "../../core/wire/block.ts";
import { checkBlock, entityRefs, samplesPass } from "./check-block.ts";

const NOW = Date.UTC(2026, 10, 23);
const envelope = {
  protocol: 1,
  agent: "agent-1",
  block: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  madeAt: NOW,
  events: [],
  facts: [],
};

/** What may stand where a value is expected: mostly good, sometimes anything that JSON can hold. */
const oddly = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() });
const entity = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("host:h1", "port:d1/Gi0/1", "target:t1", "device:d1", "volume:d1/C:"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("port:d1", "host:h1/x", "toaster:1", "port:d1/\u0000", "", "host:"),
  },
  { weight: 1, arbitrary: fc.string() },
);
const field = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...ENTITY_KINDS.flatMap((kind) => Object.keys(ENTITIES[kind]))) },
  { weight: 1, arbitrary: fc.constantFrom("constructor", "toString", "nope", "") },
);
const columns = fc.integer({ min: 0, max: 3 }).chain((length) =>
  fc.record(
    {
      entity: oddly(entity),
      at: oddly(
        fc.array(oddly(fc.integer({ min: NOW - 1_000, max: NOW })), { minLength: length, maxLength: length }),
      ),
      fields: oddly(
        fc.dictionary(
          field,
          oddly(
            fc.array(oddly(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }))), {
              minLength: length,
              maxLength: length,
            }),
          ),
          { maxKeys: 3, noNullPrototype: true },
        ),
      ),
    },
    { noNullPrototype: true },
  ),
);
/** Good columns of one kind, so that many runs really pass. */
const goodColumns = fc.constantFrom("host" as const, "target" as const).chain((kind) =>
  fc.record({
    entity: fc.constant(`${kind}:x1`),
    at: fc.constant([NOW]),
    fields: fc.dictionary(
      fc.constantFrom(...Object.keys(ENTITIES[kind])),
      fc.array(fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })), {
        minLength: 1,
        maxLength: 1,
      }),
      { noNullPrototype: true },
    ),
  }),
);
const samples = oddly(fc.array(oddly(fc.oneof(goodColumns, columns)), { maxLength: 4 }));

describe("the quick check of samples", () => {
  test("says yes to exactly what the schema says yes to", () => {
    let passed = 0;
    let failed = 0;
    fc.assert(
      fc.property(samples, (value) => {
        // As it comes over the wire: -0 and undefined do not exist there.
        const sent: unknown = JSON.parse(JSON.stringify(value));
        const slow = blockSchema.safeParse({ ...envelope, samples: sent }).success;
        expect(samplesPass(sent, entityRefs())).toBe(slow);
        if (slow) passed += 1;
        else failed += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(passed, failed)).toBeGreaterThan(300);
  });

  test.each<[string, unknown]>([
    ["infinity, as 1e999 becomes", [Number.POSITIVE_INFINITY]],
    ["NaN", [Number.NaN]],
    ["an object", [{}]],
    ["a text", ["1"]],
  ])("says no to %s", (_, values) => {
    const sent = [{ entity: "host:h1", at: [NOW], fields: { cpu: values } }];
    expect(samplesPass(sent, entityRefs())).toBe(false);
  });
});

test("a good block comes through unchanged, its facts cleaned", () => {
  const facts = [{ type: "device", device: "d1", at: NOW, name: " SW\u0000-1 " }];
  const sent = [{ entity: "host:h1", at: [NOW], fields: { cpu: [1, null].slice(0, 1) } }];
  const checked = checkBlock({ ...envelope, samples: sent, facts }, entityRefs());
  expect(checked).toEqual({
    ok: true,
    value: { ...envelope, samples: sent, facts: [{ type: "device", device: "d1", at: NOW, name: "SW-1" }] },
  });
});

test("whatever JSON comes, the check gives a block or a fault and never throws", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const checked = checkBlock(value, entityRefs());
      if (!checked.ok) expect(checked.fault.code).not.toBe("internal");
    }),
  );
});
