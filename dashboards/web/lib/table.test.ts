import fc from "fast-check";
import { expect, test } from "vitest";
import { filterRows, hasTools, sortRows, toTsv, tsvCell, visibleRows, type SortColumn } from "./table.ts";

interface Row {
  readonly name: string;
  readonly load: number | null;
}
const columns: readonly SortColumn<Row>[] = [
  { id: "name", sort: (row) => row.name, text: (row) => row.name },
  { id: "load", sort: (row) => row.load, text: (row) => String(row.load ?? "—") },
];
const names = (rows: readonly Row[]) => rows.map(({ name }) => name);
const rows: readonly Row[] = [
  { name: "Gi0/10", load: 3 },
  { name: "Gi0/2", load: null },
  { name: "Đại Nghĩa", load: 7 },
  { name: "Gi0/1", load: 7 },
];

test("port 2 comes before port 10", () => {
  const ports = rows.filter(({ name }) => name.startsWith("Gi"));
  expect(names(sortRows(ports, columns, { by: "name", descending: false }))).toEqual([
    "Gi0/1",
    "Gi0/2",
    "Gi0/10",
  ]);
});

test("Đ comes after D and before E, as in Vietnamese", () => {
  const list = ["Em", "Đa", "Dư"].map((name) => ({ name, load: 0 }));
  expect(names(sortRows(list, columns, { by: "name", descending: false }))).toEqual(["Dư", "Đa", "Em"]);
});

test.each([true, false])("what is unknown comes last (descending: %s)", (descending) => {
  expect(sortRows(rows, columns, { by: "load", descending }).at(-1)?.load).toBeNull();
});

test("sorting keeps every row and the order of equal ones", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string(), load: fc.option(fc.integer()) })), (list) => {
      const before = list.map((row) => ({ ...row }));
      const after = sortRows(list, columns, { by: "load", descending: false });
      expect(list).toEqual(before);
      expect(after.length).toBe(list.length);
      for (const row of list) expect(after).toContain(row);
      const equal = list.filter((row) => row.load === list[0]?.load);
      expect(after.filter((row) => row.load === list[0]?.load)).toEqual(equal);
    }),
  );
});

test.each([
  ["dai nghia", ["Đại Nghĩa"]],
  ["NGHĨA", ["Đại Nghĩa"]],
  ["gi0 10", ["Gi0/10"]],
  ["nothing such", []],
  ["  ", ["Gi0/10", "Gi0/2", "Đại Nghĩa", "Gi0/1"]],
])("the filter %j finds %j", (query, found) =>
  expect(names(filterRows(rows, columns, query))).toEqual(found),
);

test.each([
  ["=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["-2 +cmd|'/C calc'!A0", "'-2 +cmd|'/C calc'!A0"],
  ["+1 A1:A9", "'+1 A1:A9"],
  ["-2+3", "'-2+3"],
  ["-2,5 ms", "-2,5 ms"],
  ["-61 dBm", "-61 dBm"],
  ["-4 µg/m³", "'-4 µg/m³"],
  ["-7,25 %", "-7,25 %"],
  ["-1.048.576", "-1.048.576"],
  ["+3 °C", "+3 °C"],
  ["two\nlines\tand tab", "two lines and tab"],
])("the clipboard gets %j as %j", (text, cell) => expect(tsvCell(text)).toBe(cell));

test("whatever a device is called, its cell begins no formula", () => {
  const start = fc.constantFrom("=", "+", "-", "@", "+1 ", "-2,5 ", "\t=");
  fc.assert(
    fc.property(start, fc.string(), (first, rest) => {
      const cell = tsvCell(first + rest);
      if (/^[=+@-]/.test(cell)) expect(cell).toMatch(/^[+-][^=+@()|!:*^&'"<>-]*$/u);
    }),
  );
});

test("a copied table has one line a row", () => {
  expect(
    toTsv([
      ["a", "b"],
      ["1", "x\ty"],
    ]),
  ).toBe("a\tb\n1\tx y");
});

test("the drawn rows always cover the viewport and never leave the table", () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.nat(200_000), fc.nat(2_000), (count, scrollTop, height) => {
      const { first, last } = visibleRows(count, 32, scrollTop, height);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(count);
      const top = Math.floor(scrollTop / 32);
      if (top < count) {
        expect(first).toBeLessThanOrEqual(top);
        expect(last).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scrollTop + height) / 32)));
      }
    }),
  );
});

test("a short list has no filter box, but one that filters stays until it is empty again", () => {
  expect(hasTools(8, "")).toBe(true);
  expect(hasTools(4, "")).toBe(false);
  expect(hasTools(4, "VP-03")).toBe(true);
  expect(hasTools(0, "VP-03")).toBe(true);
});
