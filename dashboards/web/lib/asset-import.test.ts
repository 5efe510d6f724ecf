import { expect, test } from "vitest";
import { importState, lostColumns, ranges, sheetType, type ImportAnswer } from "./asset-import.ts";

test("only spreadsheets that the server reads are sent", () => {
  expect(sheetType("Sổ TSCĐ 2026.XLSX")).toContain("spreadsheetml");
  expect(sheetType("a.csv")).toBe("text/csv");
  for (const name of ["a.xls", "a.pdf", "xlsx", "a.xlsx.exe"]) expect(sheetType(name), name).toBeUndefined();
});

test("rows with an error are named and left out, warnings do not stop a row", () => {
  const problem = (row: number, severity: "error" | "warning") => ({ row, severity });
  const answer = {
    token: "t",
    preview: {
      rows: [
        { row: 4, id: "a1", fields: {}, problems: [problem(4, "warning")] },
        { row: 6, id: null, fields: {}, problems: [] },
        { row: 5, fields: null, problems: [problem(5, "error"), problem(5, "warning")] },
      ],
    },
  } as unknown as ImportAnswer;
  const { good, bad, errors, warnings, added, changed } = importState(answer);
  expect([good, bad, errors.length, warnings.length]).toEqual([2, [5], 1, 2]);
  expect([added, changed]).toEqual([1, 1]);
});

test("columns that are left out are named, and rows that were passed over in few words", () => {
  const column = (name: string, header: string, lost: boolean) => ({ column: name, header, lost });
  const preview = { columns: [column("A", "STT", false), column("H", "Màu", true)] };
  expect(lostColumns({ token: "t", preview } as unknown as ImportAnswer)).toEqual(["H “Màu”"]);
  expect(ranges([9, 3, 7, 8, 12])).toBe("3, 7–9, 12");
  expect(ranges([])).toBe("");
});
