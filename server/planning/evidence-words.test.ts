import { expect, test } from "vitest";
import { findingsOf } from "../../core/assets/find.ts";
import type { EvidenceRef } from "../../core/assets/findings.ts";
import { sayEvidence } from "../../dashboards/web/lib/evidence.ts";
import { NOW, shippedTables, TODAY } from "../../test/support/asset-kit.ts";
import { demoRegister } from "./demo-register.ts";

/** What the program calls it. */
function nameOf(evidence: EvidenceRef): string {
  if (evidence.kind === "table") return evidence.table;
  return "field" in evidence ? evidence.field.replace(/^traits\./, "") : evidence.kind;
}

test("what findings rest on is said in words, never by the program's own names", () => {
  const { evidence: assets, units } = demoRegister(1, NOW);
  const findings = findingsOf({ assets, units, tables: shippedTables(), today: TODAY });
  const all = new Map(
    findings.flatMap(({ evidence }) => evidence).map((one) => [`${one.kind} ${nameOf(one)}`, one]),
  );
  expect(all.size).toBeGreaterThan(15);
  for (const one of all.values()) expect(sayEvidence(one, "vi")).not.toContain(nameOf(one));
});
