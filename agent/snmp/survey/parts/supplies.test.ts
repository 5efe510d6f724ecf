import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SnmpValue } from "../../protocol.ts";
import { supplyOf } from "./supplies.ts";

const integer = (value: number): SnmpValue => ({ type: "integer", value });
const text = (value: string): SnmpValue => ({ type: "octets", value: new TextEncoder().encode(value) });
const levelOf = (level: number, maxCapacity: number, unit?: number) =>
  supplyOf(
    {
      description: text("Black toner"),
      type: integer(3),
      level: integer(level),
      maxCapacity: integer(maxCapacity),
      ...(unit === undefined ? {} : { unit: integer(unit) }),
    },
    undefined,
    "1.1",
  );

describe("a supply of a printer", () => {
  it("is what is left of its capacity", () => {
    expect(levelOf(5_340, 6_000)).toEqual({ kind: "toner", name: "Black toner", percent: 89 });
  });

  it("is 'some', 'unknown' or 'unlimited' where the printer says no more, and never a number", () => {
    expect(levelOf(-3, -2)).toMatchObject({ level: "some" });
    expect(levelOf(-2, 100)).toMatchObject({ level: "unknown" });
    expect(levelOf(-1, -1)).toMatchObject({ level: "unlimited" });
    expect(levelOf(-3, 100)).not.toHaveProperty("percent");
  });

  it("reads a bare number as a share only where the unit does not say otherwise", () => {
    expect(levelOf(40, -2)).toMatchObject({ percent: 40 });
    expect(levelOf(40, -2, 19)).toMatchObject({ percent: 40 });
    expect(levelOf(40, -2, 7)).toMatchObject({ level: "unknown" });
    expect(levelOf(0, 0)).toMatchObject({ level: "unknown" });
  });

  it("is unknown when it holds far more than it can", () => {
    expect(levelOf(5_000, 100)).toMatchObject({ level: "unknown" });
    expect(levelOf(105, 100)).toMatchObject({ percent: 100 });
  });

  it("of a waste box is the space that is still free", () => {
    const row = { description: text("Waste"), class: integer(4), type: integer(4), level: integer(30) };
    expect(supplyOf({ ...row, maxCapacity: integer(120) }, undefined, "1.5")).toMatchObject({
      kind: "wasteToner",
      percent: 25,
    });
  });

  it("takes the colour and the kind for a name where the printer has none", () => {
    const row = { type: integer(21), level: integer(1), maxCapacity: integer(2) };
    expect(supplyOf(row, "cyan", "1.2")).toEqual({
      kind: "tonerCartridge",
      name: "cyan tonerCartridge",
      colorant: "cyan",
      percent: 50,
    });
  });

  it("is none for an empty row", () => {
    expect(supplyOf({ type: integer(3) }, undefined, "1.1")).toBeUndefined();
  });

  it("is between 0 and 100 or absent, whatever is sent", () => {
    const any = fc.oneof(
      fc.integer().map(integer),
      fc.string().map(text),
      fc.constant<SnmpValue>({ type: "absent" }),
      fc.constant<SnmpValue>({ type: "oid", value: "1.3" }),
    );
    const row = fc.record(
      { description: any, type: any, level: any, maxCapacity: any, unit: any, class: any },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(row, (given) => {
        const percent = supplyOf(given, undefined, "1.1")?.percent ?? 0;
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
      }),
    );
  });
});
