import { sayMoney } from "../../core/assets/say.ts";
import { say } from "../../core/messages/say.ts";
import type { Plan } from "../../core/planning/scenario.ts";
import type { Candidate } from "../../core/planning/types.ts";
import { budgetOf, planYears, sumOfYear, yearsOf, type YearSum } from "../../core/planning/years.ts";
import type { PlanOrder } from "./order.ts";

/** A year of the plan as the last line tells of it. Money is đồng. */
export interface YearFigures {
  readonly year: number;
  readonly ceiling: number;
  readonly cost: number;
  readonly points: number;
  readonly exact: boolean;
  readonly chosen: number;
  readonly left: number;
  readonly leftCost: number;
  /** Only with `--json`: which line falls into the year. */
  readonly lines?: readonly YearLine[];
}
interface YearLine {
  readonly id: string;
  readonly unit: string;
  readonly item: string;
  readonly quantity: number;
  readonly amount: number;
}

/** The plan and the years after it; none where one year was ordered. */
export function yearFigures(
  { year, years, yearBudgets, json }: PlanOrder,
  { items, rules, candidates }: Plan,
  names: ReadonlyMap<string, string>,
): readonly YearFigures[] {
  if (years === 1) return [];
  const own = budgetOf(rules);
  const totals = Array.from({ length: years }, (_, at) => yearBudgets[year + at] ?? own);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const lineOf = ({ id, unit, item, quantity, amount }: Candidate): YearLine => ({
    id,
    unit: names.get(unit) ?? unit,
    item,
    quantity,
    amount,
  });
  const figuresOf = (sum: YearSum): YearFigures => ({
    year: sum.year,
    ceiling: sum.ceiling,
    cost: sum.cost,
    points: sum.points,
    exact: sum.exact,
    chosen: sum.chosen.length,
    left: sum.left.length,
    leftCost: sum.leftCost,
    ...(json
      ? { lines: sum.chosen.flatMap((id) => byId.get(id) ?? []).map((candidate) => lineOf(candidate)) }
      : {}),
  });
  return planYears(items, yearsOf(rules, year, totals)).map((one) => figuresOf(sumOfYear(one)));
}

/** The same for a person, a line for each year. */
export const yearLines = (
  { language }: Pick<PlanOrder, "language">,
  years: readonly YearFigures[],
): readonly string[] =>
  years.map(({ year, ceiling, cost, chosen, left, leftCost }) =>
    say(language, "server.plan.year", {
      year,
      ceiling: sayMoney(language, ceiling),
      cost: sayMoney(language, cost),
      chosen,
      left,
      left_cost: sayMoney(language, leftCost),
    }),
  );
