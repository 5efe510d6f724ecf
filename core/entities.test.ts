import fc from "fast-check";
import { expect, test } from "vitest";
import { ENTITIES, ENTITY_KINDS, entityRef, fieldNames, fieldOf, parseEntityRef } from "./entities.ts";

test("every counter says after how many bits it wraps, and no gauge does", () => {
  let counters = 0;
  for (const kind of ENTITY_KINDS) {
    for (const name of fieldNames(kind)) {
      const field = fieldOf(kind, name);
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(field?.bits === undefined, `${kind}.${name}`).toBe(field?.kind === "gauge");
      if (field?.kind === "counter") counters += 1;
    }
  }
  expect(counters).toBeGreaterThan(15);
});

test("a kind that has a counter of its port's width says the width and the start of its counters", () => {
  for (const kind of ENTITY_KINDS) {
    const fields = Object.entries(ENTITIES[kind]);
    if (!fields.some(([, field]) => "bits" in field && field.bits === "port")) continue;
    expect(fields.map(([name]) => name)).toEqual(expect.arrayContaining(["counter_bits", "counters_since"]));
  }
});

test("a field is found by its own name only, never by what every object inherits", () => {
  expect(fieldOf("port", "in_octets")?.unit).toBe("bytes");
  expect(fieldOf("port", "constructor")).toBeUndefined();
  expect(fieldOf("host", "in_octets")).toBeUndefined();
});

test.each([
  ["port:0190a/Gi1/0/7", { kind: "port", owner: "0190a", part: "Gi1/0/7" }],
  ["volume:pc1/C:", { kind: "volume", owner: "pc1", part: "C:" }],
  ["port:sw/Cổng 7", { kind: "port", owner: "sw", part: "Cổng 7" }],
  ["host:pc1", { kind: "host", owner: "pc1", part: "" }],
])("%s is an entity", (text, parts) => expect(parseEntityRef(text)).toEqual(parts));

test.each([
  "",
  "port",
  "port:",
  "port:sw",
  "port:sw/",
  "host:pc1/x",
  "host:pc1/",
  "nonsense:pc1",
  "constructor:pc1",
  "host:../etc",
  "host:pc 1",
  "port:sw/a\nb",
  "port:sw/\u202Eevil",
  `port:sw/${"x".repeat(129)}`,
])("%j is not an entity", (text) => expect(parseEntityRef(text)).toBeUndefined());

test("taking a reference apart and building it again is the identity", () => {
  const owner = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
  const part = fc
    .string({ minLength: 1, maxLength: 64 })
    .filter((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));
  fc.assert(
    fc.property(fc.constantFrom("port" as const, "volume" as const), owner, part, (kind, owner, part) => {
      expect(parseEntityRef(entityRef(kind, owner, part))).toEqual({ kind, owner, part });
    }),
  );
});

test("building a reference that is none throws, because that is a bug", () => {
  expect(() => entityRef("port", "sw")).toThrow(RangeError);
  expect(() => entityRef("host", "a b")).toThrow(RangeError);
});
