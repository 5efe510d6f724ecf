import { expect, test } from "vitest";
import { yearReport } from "../../test/support/document-samples.ts";
import { unzip } from "../../test/support/unzip.ts";
import { xmlText } from "../../test/support/xml.ts";
import type { MoneyChange } from "./input.ts";
import { yearReportDocx } from "./year-report.ts";

const [sample] = yearReport.changes;
if (sample === undefined) throw new Error("no sample");

/** The last cells of the first row of "what the money changed": the indicator, before, after. */
async function told(change: Partial<MoneyChange>): Promise<readonly string[]> {
  const bytes = await yearReportDocx({ ...yearReport, changes: [{ ...sample, ...change } as MoneyChange] });
  const lines = xmlText(unzip(bytes).get("word/document.xml") ?? "").split("\n");
  const at = lines.indexOf("12/03/2026");
  expect(at).toBeGreaterThan(0);
  return lines.slice(at + 1, at + 4);
}

test("what was measured before and after a purchase stands beside it with its name", async () => {
  expect(await told({})).toEqual(["Giờ làm việc mất mạng mỗi tháng", "6,2", "0,3"]);
  expect(await told({ before: 0 })).toEqual(["Giờ làm việc mất mạng mỗi tháng", "0", "0,3"]);
});

test("what is not over yet says so, what was not measured is no zero", async () => {
  const due = { after: null, afterDue: "2026-07-01" };
  expect(await told(due)).toEqual(["Giờ làm việc mất mạng mỗi tháng", "6,2", "chưa đủ một quý"]);
  expect(await told({ ...due, before: null })).toEqual([
    "Giờ làm việc mất mạng mỗi tháng",
    "chưa đo",
    "chưa đủ một quý",
  ]);
  expect(await told({ after: null })).toEqual(["Giờ làm việc mất mạng mỗi tháng", "6,2", "chưa đo"]);
  expect(await told({ indicator: null, before: null, after: null })).toEqual(["chưa đo", "", ""]);
});
