import { compareBought, NOTHING_AROUND } from "../../core/planning/compare.ts";
import { counterUnits, planOf } from "../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../core/planning/types.ts";
import type { VersionDetail } from "../../core/wire/plans.ts";
import type { Bought } from "../assets-port.ts";
import type { ApiPorts } from "./context.ts";

type Ports = Pick<ApiPorts, "registry" | "planning">;

interface Frozen {
  readonly candidates: readonly Candidate[];
  readonly choice: { readonly chosen: readonly string[] };
}

/** Everything of a plan that a later look needs, as one JSON document: nothing of it changes with the register. */
export async function freeze({ registry, planning }: Ports, plan: PlanScenario): Promise<string> {
  const [all, gathered, units, { norms, overCap }] = await Promise.all([
    planning.candidates(),
    planning.findings(),
    registry.units(),
    planning.tables(),
  ]);
  const within = new Set(plan.units);
  for (let size = 0; size !== within.size;) {
    size = within.size;
    for (const { id, parent } of units) if (parent !== null && within.has(parent)) within.add(id);
  }
  const profiles = gathered.units.flatMap(({ profile }) =>
    profile !== null && within.has(profile.unit) ? [profile] : [],
  );
  const mine = all.filter(({ unit }) => within.has(unit));
  const { today } = gathered;
  const counters = counterUnits(gathered.assets, profiles);
  const { candidates, choice, explanations } = planOf(mine, plan, counters, { norms, overCap, today });
  return JSON.stringify({ today, scenario: plan, candidates, choice, explanations });
}

/** Each line planned beside what was bought, and hours without LAN of its unit in the quarters before and after. */
export async function comparisonOf(
  { registry, planning }: Ports,
  document: string,
  bought: readonly Bought[],
): Promise<VersionDetail["comparison"]> {
  const { candidates, choice } = JSON.parse(document) as Frozen;
  const { lines } = compareBought(candidates, choice.chosen, bought);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const unitOf = ({ candidate }: (typeof lines)[number]): string => byId.get(candidate)?.unit ?? "";
  const [units, around] = await Promise.all([
    registry.units(),
    planning.lanAround(lines.map((line) => ({ unit: unitOf(line), on: line.bought?.on ?? null }))),
  ]);
  const names = new Map(units.map(({ id, name }) => [id, name]));
  return lines.map((line, at) => {
    const unit = unitOf(line);
    const item = byId.get(line.candidate)?.item ?? line.candidate;
    const { before, after, afterDue } = around[at] ?? NOTHING_AROUND;
    return Object.assign({ item, unit, unitName: names.get(unit) ?? "" }, line, { before, after, afterDue });
  });
}
