import { expect, test } from "vitest";
import { evidenceHref } from "./evidence.ts";

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
