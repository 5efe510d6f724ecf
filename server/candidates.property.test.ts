import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetEvidence } from "../core/assets/evidence.ts";
import { findingsOf } from "../core/assets/find.ts";
import { sayFinding } from "../core/assets/say.ts";
import { candidatesOf } from "../core/planning/candidates.ts";
import type { Candidate } from "../core/planning/types.ts";
import {
  goodPc,
  NOW,
  shippedTables,
  someAlert,
  someEvidence,
  switchWith,
  TODAY,
} from "../test/support/asset-kit.ts";

/** What holds of the lines of the plan whatever is known of a thing, against the tables as they are shipped. */
const tables = shippedTables();
const found = (assets: readonly AssetEvidence[]) => findingsOf({ assets, units: [], tables, today: TODAY });
const linesOf = (evidence: readonly AssetEvidence[]): readonly Candidate[] =>
  candidatesOf({ evidence, units: [], findings: found(evidence), tables, today: TODAY });
const oldCpu = "Intel(R) Core(TM) i3-4160 CPU @ 3.60GHz";

/** Anything that could be known of a thing, in good order or bad. */
const anything = fc.record({
  category: fc.constantFrom("desktop", "laptop", "server", "switch", "printer", "ups", "scanner"),
  year: fc.option(fc.integer({ min: 2010, max: 2025 }), { nil: null }),
  broken: fc.boolean(),
  oneStop: fc.boolean(),
  cpu: fc.constantFrom(oldCpu, "12th Gen Intel(R) Core(TM) i3-12100", "unknown"),
  windows: fc.constantFrom("19045", "26200"),
  gb: fc.constantFrom(2, 4, 8, 16),
  used: fc.double({ min: 0, max: 1, noNaN: true }),
  disk: fc.constantFrom("hdd", "ssd"),
  health: fc.constantFrom("good", "failing"),
  watched: fc.boolean(),
  bad: fc.integer({ min: 0, max: 10 }),
  faults: fc.integer({ min: 0, max: 10 }),
  cables: fc.integer({ min: 0, max: 2 }),
  repairs: fc.integer({ min: 0, max: 5 }),
  pages: fc.integer({ min: 0, max: 400_000 }),
  office: fc.constantFrom("Office 2016", "Office 2024", "Microsoft 365"),
} as const);
type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;

function evidenceOf(of: Anything): AssetEvidence {
  const isPc = ["desktop", "laptop", "server"].includes(of.category);
  const pc = goodPc({
    cpu: of.cpu,
    memoryBytes: of.gb * 1024 ** 3,
    memoryP95Ratio: of.used,
    disks: [{ name: "Disk 0", kind: of.disk, bytes: 500e9, health: of.health }],
    os: {
      platform: "win32",
      build: of.windows,
      name: `Microsoft Windows ${of.windows === "19045" ? 10 : 11} Pro`,
    },
  });
  const { device, badPorts } = switchWith(of.bad);
  const faults = Array.from({ length: of.faults }, (_, i) => someAlert({ id: `f${i}` }));
  const cables = Array.from({ length: of.cables }, (_, i) => someAlert({ id: `c${i}`, rule: "cable_loss" }));
  return someEvidence(
    {
      category: of.category,
      inUseOn: of.year === null ? null : `${of.year}-03-01`,
      condition: of.broken ? "broken" : "good",
      oneStop: of.oneStop,
      repairs: Array.from({ length: of.repairs }, () => ({ on: "2026-05-01", what: "", cost: null })),
      traits: isPc ? { office: of.office } : {},
    },
    {
      ...(isPc ? pc : of.watched && device !== undefined ? { device } : {}),
      ...(of.category === "switch" && of.watched ? { badPorts } : {}),
      alerts: [...faults, ...cables],
      pages: { total: of.pages, since: NOW - 86_400_000 },
    },
  );
}

describe("whatever is known", () => {
  test("points are the sum of reasons, each with evidence; amounts are whole; sentences are complete", () => {
    fc.assert(
      fc.property(anything, (of) => {
        const evidence = [evidenceOf(of)];
        for (const finding of found(evidence)) {
          expect(finding.evidence.length).toBeGreaterThan(0);
          for (const language of ["vi", "en"] as const)
            for (const said of Object.values(sayFinding(language, finding)))
              expect(said).not.toMatch(/…|\{|undefined/);
        }
        const lines = linesOf(evidence);
        const ids = new Set(lines.map(({ id }) => id));
        expect(ids.size).toBe(lines.length);
        for (const { points, reasons, amount, quantity, unitPrice, requires } of lines) {
          expect(points).toBe(reasons.reduce((sum, reason) => sum + reason.points, 0));
          expect(points).toBeGreaterThan(0);
          expect(reasons.every((reason) => reason.finding.evidence.length > 0)).toBe(true);
          expect(reasons.every((reason) => Number.isInteger(reason.points) && reason.points >= 0)).toBe(true);
          expect(amount).toBe(quantity * unitPrice);
          expect(requires.every((id) => ids.has(id))).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("nothing is bought for cables alone, however many alerts they raise", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }), (ports, times) => {
        const alerts = Array.from({ length: times }, (_, i) =>
          someAlert({ id: `c${i}`, rule: i % 2 === 0 ? "cable_loss" : "port_errors" }),
        );
        const evidence = [
          { ...switchWith(ports), alerts },
          someEvidence({ id: "a2", device: "d2" }, { ...goodPc(), alerts }),
        ];
        const lines = linesOf(evidence);
        expect(lines.length).toBeGreaterThan(0);
        expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(["repair"]));
      }),
      { numRuns: 50 },
    );
  });

  const WORSE: readonly ((of: Anything) => Anything)[] = [
    (of) => ({ ...of, broken: true }),
    (of) => ({ ...of, oneStop: true }),
    (of) => ({ ...of, year: of.year === null ? null : of.year - 3 }),
    (of) => (of.cpu === "unknown" ? of : { ...of, cpu: oldCpu }),
    (of) => ({ ...of, windows: "19045" }),
    (of) => ({ ...of, gb: 2 }),
    (of) => ({ ...of, used: Math.max(of.used, 0.95) }),
    (of) => ({ ...of, disk: "hdd" }),
    (of) => ({ ...of, health: "failing" }),
    (of) => ({ ...of, bad: of.bad + 1 }),
    (of) => ({ ...of, faults: of.faults + 3 }),
    (of) => ({ ...of, repairs: of.repairs + 2 }),
    (of) => ({ ...of, pages: of.pages + 100_000 }),
    (of) => ({ ...of, office: "Office 2016" }),
  ];
  test("worse evidence never lowers the points that can be had for a thing", () => {
    const best = (of: Anything) => Math.max(0, ...linesOf([evidenceOf(of)]).map(({ points }) => points));
    fc.assert(
      fc.property(anything, fc.nat(WORSE.length - 1), (of, which) => {
        const worse = WORSE[which]?.(of) ?? of;
        expect(best(worse)).toBeGreaterThanOrEqual(best(of));
      }),
      { numRuns: 500 },
    );
  });
});
