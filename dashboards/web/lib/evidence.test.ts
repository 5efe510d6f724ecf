import { expect, test } from "vitest";
import { evidenceHref, sayEvidence } from "./evidence.ts";

test("evidence opens where it is shown: the alert, the chart of that time, the device, the record", () => {
  expect(evidenceHref({ kind: "alert", alert: "a1" })).toBe("/alerts/a1");
  const series = { field: "in_errors", aggregate: "increase", from: 60_000, to: 120_500 } as const;
  expect(evidenceHref({ kind: "series", entity: "port:d1/Gi0/7", ...series })).toBe(
    "/devices/d1?port=Gi0%2F7&range=60-120",
  );
  expect(evidenceHref({ kind: "series", entity: "host:d1", ...series })).toBe("/devices/d1?range=60-120");
  expect(evidenceHref({ kind: "series", entity: "nonsense", ...series })).toBeUndefined();
  expect(evidenceHref({ kind: "fact", device: "d1", of: "inventory", field: "os" })).toBe("/devices/d1");
  expect(evidenceHref({ kind: "record", asset: "x", field: "model" })).toBe("/assets/x");
  expect(
    evidenceHref({ kind: "table", table: "norms", key: "k", source: "s", verified: false }),
  ).toBeUndefined();
});

test("the source of a table's row is short: a link is told by where it leads", () => {
  const row = { kind: "table", table: "end-of-support", key: "Windows 10 22H2", verified: true } as const;
  const link = "https://github.com/endoflife-date/endoflife.date/blob/a70eca33/products/windows.md";
  expect(sayEvidence({ ...row, source: link }, "vi")).toBe(
    "bảng hạn hỗ trợ của hãng, mục Windows 10 22H2 (github.com/endoflife-date)",
  );
  const law = { ...row, table: "wear", key: "desktop", source: "TT 23/2023/TT-BTC" };
  expect(sayEvidence(law, "vi")).toBe("bảng hao mòn, mục Máy vi tính để bàn (TT 23/2023/TT-BTC)");
});
