import { FUNDING_SOURCES, type FundingSource } from "../../core/assets/types.ts";
import { ACTIONS, type Action } from "../../core/planning/types.ts";
import type { PlanDocument, PlanLine } from "./input.ts";

/** Sums of a plan, as its documents and its table show them. All đồng. */
export interface KindSum {
  readonly action: Action;
  readonly item: string;
  readonly quantity: number;
  readonly amount: number;
}
export interface SourceSum {
  readonly source: FundingSource;
  readonly lines: number;
  readonly amount: number;
  readonly ceiling: number | null;
}

export const sumOf = (lines: readonly { readonly amount: number }[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0);

/** By unit in the order of the lines; within a unit the urgent first. */
export function byUnit(lines: readonly PlanLine[]): readonly (readonly [string, readonly PlanLine[]])[] {
  const units = Map.groupBy(lines, ({ unit }) => unit);
  return [...units].map(([unit, of]) => [unit, of.toSorted((a, b) => a.priority - b.priority)] as const);
}

/** What is done with what: "Thay thế, Máy vi tính để bàn: 12, 180.000.000". In the order of the actions. */
export function byKind(lines: readonly PlanLine[]): KindSum[] {
  const kinds = Map.groupBy(lines, ({ action, item }) => `${ACTIONS.indexOf(action)}\u0000${item}`);
  return [...kinds.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b, "vi"))
    .flatMap(([, of]) => {
      const [first] = of;
      if (first === undefined) return [];
      const quantity = of.reduce((sum, { quantity }) => sum + quantity, 0);
      return [{ action: first.action, item: first.item, quantity, amount: sumOf(of) }];
    });
}

/** Every source that pays for something or has a ceiling. */
export function bySource({ lines, ceilings }: PlanDocument): SourceSum[] {
  return FUNDING_SOURCES.map((source) => {
    const of = lines.filter((line) => line.source === source);
    return { source, lines: of.length, amount: sumOf(of), ceiling: ceilings[source] ?? null };
  }).filter(({ lines, ceiling }) => lines > 0 || (ceiling ?? 0) > 0);
}

export const countOf = (lines: readonly PlanLine[], action: Action): number =>
  lines.filter((line) => line.action === action).length;
