import { describe, expect, test } from "vitest";
import { block, countPoints, type Block } from "./block.ts";

const good: Block = {
  protocol: 1,
  agent: "agent-1",
  block: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  madeAt: Date.UTC(2026, 10, 23),
  samples: [
    {
      entity: "port:sw1/Gi0/7",
      at: [Date.UTC(2026, 10, 23), Date.UTC(2026, 10, 23) + 60_000],
      fields: { in_octets: [1, 2], in_errors: [null, 0] },
    },
  ],
  events: [],
  facts: [],
};
const column = good.samples[0];
if (column === undefined) throw new Error("the example has no samples");

function mistakes(change: object): string[] {
  const parsed = block.safeParse({ ...good, ...change });
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

test("a good block passes unchanged", () => expect(block.parse(good)).toEqual(good));

test("counts only what was read", () => expect(countPoints(good.samples)).toBe(3));

describe("refuses, naming the field,", () => {
  test.each([
    ["another protocol", { protocol: 2 }, /^protocol:/],
    ["an id that is not a UUIDv7", { block: "1f0c1f5e-7f3b-4b6e-9a51-0f5f1a2b3c4d" }, /^block:/],
    ["an unknown key", { extra: 1 }, /extra/],
    [
      "an unknown kind",
      { samples: [{ ...column, entity: "toaster:1" }] },
      /samples\.0\.entity: entity_kind_unknown/,
    ],
    ["a kind without its part", { samples: [{ ...column, entity: "port:sw1" }] }, /entity_invalid/],
    [
      "an unknown field",
      { samples: [{ ...column, fields: { speeed: [1, 2] } }] },
      /fields\.speeed: field_unknown/,
    ],
    ["an inherited name", { samples: [{ ...column, fields: { constructor: [1, 2] } }] }, /field_unknown/],
    ["too few values", { samples: [{ ...column, fields: { in_octets: [1] } }] }, /in_octets: one value/],
    ["NaN", { samples: [{ ...column, fields: { in_octets: [1, Number.NaN] } }] }, /in_octets\.1/],
    ["text for a number", { samples: [{ ...column, fields: { in_octets: [1, "2"] } }] }, /in_octets\.1/],
    ["a time in 1970", { samples: [{ ...column, at: [0, 60_000] }] }, /at\.0/],
    ["a time that is no whole millisecond", { madeAt: 1.5e12 + 0.5 }, /^madeAt/],
    ["an unknown event", { events: [{ type: "exploded", at: good.madeAt }] }, /^events\.0/],
    [
      "a fact with an unknown key",
      { facts: [{ type: "contact", device: "d", at: good.madeAt, ok: true, x: 1 }] },
      /facts\.0/,
    ],
  ])("%s", (_, change, expected) => expect(mistakes(change).join("\n")).toMatch(expected));

  test("more points than a block may hold", () => {
    const at = Array.from({ length: 3_000 }, (_, i) => good.madeAt + i);
    const values = at.map(() => 1);
    const samples = [{ entity: "port:sw1/1", at, fields: { in_octets: values, out_octets: values } }];
    expect(mistakes({ samples })).toEqual(["samples: block_too_large"]);
  });
});

test("cleans the texts of facts at the door", () => {
  const facts = [{ type: "device", device: "d1", at: good.madeAt, name: " SW\u0000-1\r\n<img onerror=x>" }];
  expect(block.parse({ ...good, facts }).facts[0]).toMatchObject({ name: "SW-1 <img onerror=x>" });
});
