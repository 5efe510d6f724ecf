import { daysBetween, dateOf } from "./dates.ts";
import type { AssetEvidence, UnitEvidence } from "./evidence.ts";
import type { Finding } from "./findings.ts";
import { about, faultsOf, record, type FindContext } from "./find/finder.ts";
import { officeThings } from "./find/office-things.ts";
import { pcs } from "./find/pcs.ts";
import { switches } from "./find/switches.ts";
import { things } from "./find/things.ts";
import { unitFindings } from "./find/units.ts";
import type { AssetTables } from "./tables.ts";
import type { DateText } from "./types.ts";

const FINDERS = [things, pcs, switches, officeThings];

export interface FindInput {
  readonly assets: readonly AssetEvidence[];
  readonly units: readonly UnitEvidence[];
  readonly tables: AssetTables;
  readonly today: DateText;
}

/**
 * What the evidence says of each thing and each unit, in the order given. Each finding names what it rests on. A thing that
 * is measured, and of which nothing bad is known but its age, is `fine` too: an old switch without errors is not urgent.
 */
export function findingsOf({ assets, units, tables, today }: FindInput): readonly Finding[] {
  const ofUnit = new Map<string, AssetEvidence[]>();
  for (const evidence of assets) {
    if (evidence.asset.state === "liquidated") continue;
    const list = ofUnit.get(evidence.asset.unit);
    if (list === undefined) ofUnit.set(evidence.asset.unit, [evidence]);
    else list.push(evidence);
  }
  const context: FindContext = { tables, today, ofUnit, units: new Map(units.map((one) => [one.unit, one])) };
  const found: Finding[] = [];
  for (const list of ofUnit.values()) {
    for (const evidence of list) {
      const own = FINDERS.flatMap((finder) => finder(evidence, context));
      for (const finding of own) found.push(finding);
      if (isFine(evidence, own, today)) found.push(fine(evidence, own));
    }
  }
  for (const unit of units) for (const finding of unitFindings(unit, context)) found.push(finding);
  return found;
}

/** Age and wear are of the books; they alone do not make a thing bad that was watched and gave no cause. Nor do its cables. */
const OF_THE_BOOKS = new Set(["age_over", "worn", "unknown_age", "switch_unmanaged"]);

/** Heard of this long ago, it is no longer watched. */
const WATCHED_DAYS = 30;

function isFine(evidence: AssetEvidence, own: readonly Finding[], today: DateText): boolean {
  const seen = evidence.device?.lastSeen ?? null;
  if (seen === null || daysBetween(dateOf(seen), today) > WATCHED_DAYS) return false;
  if (faultsOf(evidence).length > 0) return false;
  return own.every(({ kind, level }) => OF_THE_BOOKS.has(kind) || level === "watch" || level === "mend");
}

function fine(evidence: AssetEvidence, own: readonly Finding[]): Finding {
  const { device } = evidence;
  const old = own.find(({ kind }) => kind === "age_over");
  return about(evidence, "fine", {
    level: "fine",
    basis: "measured",
    confidence: 0.9,
    params: old === undefined ? {} : { years: old.params["years"] ?? 0 },
    evidence:
      device === undefined
        ? [record(evidence, "name")]
        : [{ kind: "fact", device: device.id, of: "identity", field: "lastSeen" }],
  });
}
