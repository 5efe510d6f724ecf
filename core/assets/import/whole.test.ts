import fc from "fast-check";
import { expect, test } from "vitest";
import { someAsset } from "../../../test/support/asset-kit.ts";
import type { ImportContext, PreviewRow } from "./preview-types.ts";
import { checkAll } from "./whole.ts";

type Known = ImportContext["existing"][number];
const known = (id: string, code: string | null, serial: string | null = null): Known => ({
  id,
  code,
  serial,
  name: `Máy ${id}`,
});
const context = (existing: readonly Known[], elsewhere: readonly string[] = []): ImportContext => ({
  units: [],
  sites: [],
  unit: null,
  existing,
  elsewhere,
  fixedFrom: null,
  today: "2026-11-25",
});
interface LineIn {
  readonly name: string;
  readonly id?: string | null;
  readonly code?: string | null;
  readonly serial?: string | null;
}
const line = (row: number, { id = null, code = null, serial = null, name }: LineIn): PreviewRow => ({
  row,
  name,
  id,
  fields: { ...someAsset(), name, code, serial },
  problems: [],
});
const check = (rows: readonly PreviewRow[], existing: readonly Known[], elsewhere: readonly string[] = []) =>
  checkAll(rows, context(existing, elsewhere)).map(({ id, fields, problems }) => ({
    id,
    good: fields !== null,
    codes: problems.map(({ code }) => code),
  }));
const moved = (id: string) => ({ id, good: true, codes: ["code_moved"] });

test("two rows may swap their codes", () => {
  const rows = [line(2, { ...known("a", "B") }), line(3, { ...known("b", "A") })];
  expect(check(rows, [known("a", "A"), known("b", "B")])).toEqual([moved("a"), moved("b")]);
});

test("codes may be shifted along, the last to a new one or to a new thing", () => {
  const existing = [known("a", "1"), known("b", "2"), known("c", "3")];
  const rows = [
    line(2, { ...known("a", "2") }),
    line(3, { ...known("b", "3") }),
    line(4, { ...known("c", "4") }),
    line(5, { name: "Máy mới", code: "1" }),
  ];
  expect(check(rows, existing)).toEqual([
    moved("a"),
    moved("b"),
    { id: "c", good: true, codes: [] },
    { id: null, good: true, codes: ["code_moved"] },
  ]);
});

test("things that are known by their serials may swap codes as well", () => {
  const existing = [known("a", "A", "S1"), known("b", "B", "S2")];
  const rows = [
    line(2, { name: "Máy a", code: "B", serial: "S1" }),
    line(3, { name: "Máy b", code: "A", serial: "S2" }),
  ];
  expect(check(rows, existing).map(({ id, good }) => [id, good])).toEqual([
    ["a", true],
    ["b", true],
  ]);
});

test("a code whose owner keeps it is not given away", () => {
  const existing = [known("a", "A"), known("b", "B")];
  expect(check([line(2, { ...known("a", "B") })], existing)).toEqual([
    { id: null, good: false, codes: ["code_of_other"] },
  ]);
  const kept = [line(2, { ...known("a", "B") }), line(3, { ...known("b", "b ") })];
  expect(check(kept, existing).map(({ good }) => good)).toEqual([false, false]);
});

test("where one row of a chain is wrong, those that wait for its code are told", () => {
  const existing = [known("a", "1"), known("b", "2"), known("c", "3"), known("d", "4")];
  const rows = [
    line(2, { ...known("a", "2") }),
    line(3, { ...known("b", "3") }),
    line(4, { ...known("c", "4") }),
  ];
  expect(check(rows, existing)).toMatchObject([{ good: false }, { good: false }, { good: false }]);
});

test("a code that is in use where the reader sees nothing is told at each row, and what waits for such a row falls with it", () => {
  const rows = [
    line(2, { name: "Máy mới", code: "mt - 01" }),
    line(3, { ...known("a", "MT-02") }),
    line(4, { name: "Máy nữa", code: "1" }),
    line(5, { name: "Máy khác", code: "MT-03" }),
  ];
  expect(check(rows, [known("a", "1")], ["MT-01", "MT-02", "N/A"])).toEqual([
    { id: null, good: false, codes: ["code_elsewhere"] },
    { id: "a", good: false, codes: ["code_elsewhere"] },
    { id: null, good: false, codes: ["code_moved", "code_of_other"] },
    { id: null, good: true, codes: [] },
  ]);
});

test("whatever is accepted leaves each code with one thing", () => {
  const codes = fc.array(fc.constantFrom("1", "2", "3", "4", "5"), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(codes, (wanted) => {
      const existing = ["a", "b", "c", "d"].map((id, n) => known(id, String(n + 1)));
      const rows = wanted.map((code, n) => line(n + 2, { ...known(existing[n]?.id ?? "", code) }));
      const after = new Map(existing.map(({ id, code }) => [id, code]));
      for (const { id, fields } of checkAll(rows, context(existing)))
        if (fields !== null && id !== null) after.set(id, fields.code);
      expect(new Set(after.values()).size).toBe(4);
    }),
  );
});
