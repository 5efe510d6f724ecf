import { sayMoney } from "../../core/assets/say.ts";
import { say, type Language } from "../../core/messages/say.ts";
import { sayPriority, sayReasons } from "../../core/planning/say.ts";
import { counterUnits, planOf, type Plan } from "../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../core/planning/types.ts";
import type { Assets } from "../assets-port.ts";
import type { MadeFile, PlanningDesk } from "../planning-port.ts";
import type { Registry, UnitRecord } from "../ports.ts";
import { InputError } from "./input-error.ts";
import type { PlanOrder } from "./order.ts";
import { paperSet, setsOf } from "./plan-set.ts";
import { subtree } from "./sources.ts";
import { yearFigures, yearLines, type YearFigures } from "./years-table.ts";

interface Parts {
  readonly desk: PlanningDesk;
  readonly registry: Registry & Assets;
}
export interface PlanRun {
  /** For a person: what is bought, and why. */
  readonly lines: readonly string[];
  readonly files: readonly MadeFile[];
  readonly figures: {
    readonly candidates: number;
    readonly chosen: number;
    /** đồng */
    readonly cost: number;
    readonly points: number;
    readonly exact: boolean;
    /** Year after year; empty where one was ordered. */
    readonly years: readonly YearFigures[];
    /** How many of each kind. */
    readonly findings: Readonly<Record<string, number>>;
  };
}

/** The plan that was ordered, with its documents. Rejects with {@link InputError} where the order does not fit the register. */
export async function runPlan({ desk, registry }: Parts, order: PlanOrder): Promise<PlanRun> {
  const { language } = order;
  const all = await registry.units();
  const named = order.units.map((given) => unitOf(all, given, language));
  const roots = named.length === 0 ? currentRoots(all) : [...new Set(named)];
  const issuer = order.issuer === undefined ? undefined : unitOf(all, order.issuer, language);
  const sets = setsOf(all, roots, issuer, language);
  const units = subtree(all, roots);
  const gathered = await desk.findings();
  if (!gathered.assets.some(({ asset }) => units.has(asset.unit))) {
    throw new InputError(say(language, "server.plan.no_register"));
  }
  const scenario = scenarioOf(order, roots);
  const candidates = (await desk.candidates()).filter(({ unit }) => units.has(unit));
  const profiles = gathered.units.flatMap(({ unit, profile }) =>
    units.has(unit) && profile !== null ? [profile] : [],
  );
  const plan = planOf(candidates, scenario, counterUnits(gathered.assets, profiles));
  const found: Record<string, number> = {};
  for (const { kind, unit } of gathered.findings) {
    if (units.has(unit)) found[kind] = (found[kind] ?? 0) + 1;
  }
  const { chosen, cost, points, exact } = plan.choice;
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const years = yearFigures(order, plan, names);
  const files: MadeFile[] = [];
  for (const set of sets) files.push(...(await paperSet(desk, scenario, set, language)));
  return {
    lines: [
      ...tableOf(order, plan, candidates, names),
      ...yearLines(order, years),
      ...(sets.length > 1 ? [say(language, "server.plan.sets", { count: sets.length })] : []),
    ],
    files,
    figures: {
      candidates: candidates.length,
      chosen: chosen.length,
      cost,
      points,
      exact,
      years,
      findings: found,
    },
  };
}

const scenarioOf = ({ year, ceilings, total }: PlanOrder, units: readonly string[]): PlanScenario => ({
  id: "plan",
  name: String(year),
  year,
  units,
  ceilings,
  total,
  must: [],
  never: [],
  edits: {},
});

function tableOf(
  order: PlanOrder,
  plan: Plan,
  candidates: readonly Candidate[],
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const { language, year } = order;
  const chosen = new Set(plan.choice.chosen);
  const { cost, points, unmet } = plan.choice;
  const money = (amount: number) => sayMoney(language, amount);
  const lines = plan.candidates
    .filter(({ id }) => chosen.has(id))
    .toSorted((a, b) => a.priority - b.priority || b.points - a.points)
    .map((line) =>
      say(language, "server.plan.line", {
        priority: sayPriority(language, line.priority),
        unit: names.get(line.unit) ?? "",
        item: line.item,
        quantity: line.quantity,
        amount: money(line.amount),
        points: line.points,
        reason: sayReasons(language, line),
      }),
    );
  return [
    ...lines,
    ...unmet.map(({ rule, missing }) =>
      say(language, "server.plan.unmet", { rule: ruleName(rule, names), missing }),
    ),
    ...(chosen.size === 0 ? [emptyText(candidates, order, money)] : []),
    say(language, "server.plan.title", {
      year,
      chosen: chosen.size,
      candidates: candidates.length,
      cost: money(cost),
      points,
    }),
  ];
}

/** "counters:UNIT" with the unit's name. */
const ruleName = (rule: string, names: ReadonlyMap<string, string>): string =>
  rule.replace(/[^:]+$/, (id) => names.get(id) ?? id);

function emptyText(
  candidates: readonly { readonly amount: number; readonly points: number }[],
  { language, total, ceilings }: PlanOrder,
  money: (amount: number) => string,
): string {
  const worth = candidates.filter(({ points, amount }) => points > 1 && amount > 0);
  if (worth.length === 0) return say(language, "server.plan.no_candidates");
  const budget = total ?? Object.values(ceilings).reduce((sum, amount) => sum + amount, 0);
  const cheapest = Math.min(...worth.map(({ amount }) => amount));
  return say(language, "server.plan.nothing", { budget: money(budget), cheapest: money(cheapest) });
}

const currentRoots = (units: readonly UnitRecord[]): readonly string[] =>
  units.filter(({ parent }) => parent === null).map(({ id }) => id);

const plain = (name: string): string => name.normalize("NFC").trim().toLocaleLowerCase("vi");
const bare = (name: string): string => plain(name).replace(/^(?:xã|phường|thị trấn) /u, "");

/** By id, by name, or by name without "xã". */
function unitOf(units: readonly UnitRecord[], given: string, language: Language): string {
  const exact = units.filter(({ id, name }) => id === given || plain(name) === plain(given));
  const fits = exact.length > 0 ? exact : units.filter(({ name }) => bare(name) === bare(given));
  const [first] = fits;
  if (first === undefined) {
    const known = units
      .filter(({ validTo }) => validTo === null)
      .map(({ name }) => name)
      .join(", ");
    throw new InputError(say(language, "server.plan.unit_unknown", { given, known }));
  }
  if (fits.length > 1) {
    const known = fits.map(({ id, validFrom }) => `${id} (${validFrom})`).join(", ");
    throw new InputError(say(language, "server.plan.unit_twice", { given, count: fits.length, known }));
  }
  return first.id;
}
