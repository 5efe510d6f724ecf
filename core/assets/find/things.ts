import { addMonths, yearOf, yearsBetween } from "../dates.ts";
import { ageOf, type Age } from "../age.ts";
import type { AssetEvidence } from "../evidence.ts";
import type { EvidenceRef, Finding } from "../findings.ts";
import { inForce } from "../in-force.ts";
import { wearOf } from "../wear.ts";
import {
  about,
  alertRefs,
  factOr,
  faultsOf,
  firstDay,
  record,
  tableRow,
  type FindContext,
  type Finder,
} from "./finder.ts";

/** What holds for every thing: its age, wear, condition, repairs and faults. */
export const things: Finder = (evidence, context) => [
  ...age(evidence, context),
  ...wear(evidence, context),
  ...condition(evidence),
  ...repairs(evidence, context),
  ...faults(evidence, context),
];

/** These have no life of their own that ends. */
const AGELESS = new Set(["software", "internet_line", "government_line", "cabling"]);

function age(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const { asset, pc } = evidence;
  if (AGELESS.has(asset.category)) return [];
  const known = ageOf(asset, pc, tables, today);
  if (known === undefined) {
    return [
      about(evidence, "unknown_age", {
        level: "watch",
        basis: "recorded",
        confidence: 1,
        evidence: [record(evidence, "inUseOn")],
      }),
    ];
  }
  const row = inForce(tables.wear, today, ({ category }) => category === asset.category);
  if (row === undefined || known.years < row.years) return [];
  return [
    about(evidence, "age_over", {
      level: "act",
      since: addMonths(known.since, row.years * 12),
      basis: known.from === "books" ? "recorded" : known.from === "cpu" ? "inferred" : "measured",
      confidence: known.confidence,
      params: { years: Math.floor(known.years), life: row.years, from: known.from },
      evidence: [ageRef(evidence, known.from), tableRow("wear", asset.category, row)],
    }),
  ];
}

const FACTS = { bios: "biosDate", cpu: "cpu", os: "os" } as const;

/** The date in the books, or what the agent read; a processor that only the record names stands there. */
const ageRef = (evidence: AssetEvidence, from: Age["from"]): EvidenceRef => {
  if (from === "books") return record(evidence, "inUseOn");
  return from === "cpu" && evidence.pc?.cpu === undefined
    ? record(evidence, "traits.cpu")
    : factOr(evidence, FACTS[from], "traits.cpu");
};

/** At the last 31 December. */
function wear(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const worn = wearOf(evidence.asset, yearOf(today) - 1, tables);
  if (worn === undefined || worn.remaining > 0) return [];
  return [
    about(evidence, "worn", {
      level: "act",
      since: worn.fullyWornOn,
      basis: "recorded",
      confidence: 1,
      params: { value_vnd: evidence.asset.originalValue ?? 0 },
      evidence: [record(evidence, "originalValue"), tableRow("wear", evidence.asset.category, worn.row)],
    }),
  ];
}

function condition(evidence: AssetEvidence): readonly Finding[] {
  if (evidence.asset.condition !== "broken") return [];
  return [
    about(evidence, "broken", {
      level: "act",
      basis: "recorded",
      confidence: 0.95,
      evidence: [record(evidence, "condition")],
    }),
  ];
}

function repairs(evidence: AssetEvidence, { tables, today }: FindContext): readonly Finding[] {
  const recent = evidence.asset.repairs.filter(({ on }) => yearsBetween(on, today) <= 1);
  if (recent.length < tables.limits.repairsYear) return [];
  // A sum with unknown parts is no sum.
  const costs = recent.flatMap(({ cost }) => cost ?? []);
  const cost = costs.reduce((sum, one) => sum + one, 0);
  return [
    about(evidence, "repairs", {
      level: "act",
      since: recent.map(({ on }) => on).toSorted()[0] ?? null,
      basis: "recorded",
      confidence: 1,
      params: { times: recent.length, ...(costs.length === recent.length ? { cost_vnd: cost } : {}) },
      evidence: [record(evidence, "repairs")],
    }),
  ];
}

function faults(evidence: AssetEvidence, { tables }: FindContext): readonly Finding[] {
  const own = faultsOf(evidence);
  if (own.length < tables.limits.faultsYear) return [];
  return [
    about(evidence, "faults_often", {
      level: "act",
      since: firstDay(own),
      basis: "measured",
      confidence: 0.9,
      params: { times: own.length },
      evidence: alertRefs(own),
    }),
  ];
}
