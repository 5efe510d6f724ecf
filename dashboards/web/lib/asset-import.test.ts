import { expect, test } from "vitest";
import { importState, sheetType, type ImportAnswer } from "./asset-import.ts";

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
        { row: 4, fields: {}, problems: [problem(4, "warning")] },
        { row: 5, fields: null, problems: [problem(5, "error"), problem(5, "warning")] },
      ],
    },
  } as unknown as ImportAnswer;
  const { good, bad, errors, warnings } = importState(answer);
  expect([good, bad, errors.length, warnings.length]).toEqual([1, [5], 1, 2]);
});
