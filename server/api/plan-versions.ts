import { dateOf } from "../../core/assets/dates.ts";
import { compareBought } from "../../core/planning/compare.ts";
import { counterUnits, planOf } from "../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../core/planning/types.ts";
import { DAY } from "../../core/clock.ts";
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

const QUARTER_MS = 90 * DAY;

/** Each line planned beside what was bought, and hours without LAN of its unit in the quarters before and after. */
export async function comparisonOf(
  { planning }: Ports,
  document: string,
  bought: readonly Bought[],
): Promise<VersionDetail["comparison"]> {
  const { candidates, choice } = JSON.parse(document) as Frozen;
  const gathered = await planning.findings();
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const unitOf = new Map(gathered.units.map((unit) => [unit.unit, unit]));
  return compareBought(candidates, choice.chosen, bought).lines.map((line) => {
    const { unit: id, item } = byId.get(line.candidate) ?? { unit: "", item: line.candidate };
    const unit = unitOf.get(id);
    const { bought: paid, ...rest } = line;
    const named = { ...rest, item, unit: id, unitName: unit?.name ?? "", bought: paid };
    return Object.assign(named, around(unit?.sites ?? [], paid?.on, gathered.today));
  });
}

type Months = readonly {
  readonly outageHours: readonly { readonly month: string; readonly hours: number }[];
}[];

function around(sites: Months, on: string | undefined, today: string) {
  if (on === undefined) return { before: null, after: null };
  const day = Date.parse(`${on}T00:00:00+07:00`);
  const lost = (from: number, to: number) => lostHours(sites, dateOf(from), dateOf(to));
  const ended = dateOf(day + QUARTER_MS) <= today;
  return { before: lost(day - QUARTER_MS, day), after: ended ? lost(day, day + QUARTER_MS) : null };
}

/** Of whole months; null when none of them was watched. */
function lostHours(sites: Months, from: string, to: string): number | null {
  const months = sites.flatMap(({ outageHours }) =>
    outageHours.filter(({ month }) => month >= from.slice(0, 7) && month < to.slice(0, 7)),
  );
  return months.length === 0 ? null : Math.round(months.reduce((sum, { hours }) => sum + hours, 0) * 10) / 10;
}
