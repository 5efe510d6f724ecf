import type { DateText } from "../assets/types.ts";
import type { Candidate } from "./types.ts";

/** What was really bought of a line: part of `Bought` of the server. `amount`: all of it, đồng. */
export interface Purchase {
  readonly candidate: string;
  readonly quantity: number;
  readonly amount: number;
  readonly on: DateText;
}
export interface BoughtLine {
  readonly candidate: string;
  /** null: it was not in the plan. */
  readonly planned: { readonly quantity: number; readonly amount: number } | null;
  /** All purchases of the line together, at the last one's day; null: none. */
  readonly bought: { readonly quantity: number; readonly amount: number; readonly on: DateText } | null;
  /** `dearer`, `cheaper`: by the price of one. */
  readonly outcome: "as_planned" | "dearer" | "cheaper" | "partly" | "not_bought" | "not_planned";
  /** Paid for one less planned for one, đồng, rounded; null unless both are known. */
  readonly unitDifference: number | null;
}

/** A frozen plan beside what was bought: its chosen lines in order, then what was bought beside it. */
export function compareBought(
  candidates: readonly Pick<Candidate, "id" | "quantity" | "amount">[],
  chosen: readonly string[],
  purchases: readonly Purchase[],
): {
  readonly lines: readonly BoughtLine[];
  readonly planned: number;
  readonly bought: number;
  readonly unplanned: number;
} {
  const bought = new Map<string, NonNullable<BoughtLine["bought"]>>();
  for (const { candidate, quantity, amount, on } of purchases) {
    // Somebody took an entry back: nothing was bought.
    if (quantity === 0 && amount === 0) continue;
    const before = bought.get(candidate);
    bought.set(candidate, {
      quantity: quantity + (before?.quantity ?? 0),
      amount: amount + (before?.amount ?? 0),
      on: before !== undefined && before.on > on ? before.on : on,
    });
  }
  const inPlan = new Set(chosen);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const lines = [
    ...chosen.flatMap((id) => {
      const candidate = byId.get(id);
      if (candidate === undefined) return [];
      return [lineOf(id, { quantity: candidate.quantity, amount: candidate.amount }, bought.get(id) ?? null)];
    }),
    ...[...bought].flatMap(([id, purchase]) => (inPlan.has(id) ? [] : [lineOf(id, null, purchase)])),
  ];
  const sum = (amounts: readonly (number | undefined)[]): number =>
    amounts.reduce<number>((all, amount) => all + (amount ?? 0), 0);
  return {
    lines,
    planned: sum(lines.map((line) => line.planned?.amount)),
    bought: sum(lines.map((line) => line.bought?.amount)),
    unplanned: sum(lines.map((line) => (line.planned === null ? line.bought?.amount : 0))),
  };
}

function lineOf(candidate: string, planned: BoughtLine["planned"], bought: BoughtLine["bought"]): BoughtLine {
  const known = planned !== null && bought !== null && planned.quantity > 0 && bought.quantity > 0;
  const unitDifference = known
    ? Math.round(bought.amount / bought.quantity - planned.amount / planned.quantity)
    : null;
  return {
    candidate,
    planned,
    bought,
    outcome: outcomeOf(planned, bought, unitDifference ?? 0),
    unitDifference,
  };
}

function outcomeOf(
  planned: BoughtLine["planned"],
  bought: BoughtLine["bought"],
  difference: number,
): BoughtLine["outcome"] {
  if (planned === null) return "not_planned";
  if (bought === null || bought.quantity === 0) return "not_bought";
  if (bought.quantity < planned.quantity) return "partly";
  if (difference === 0) return "as_planned";
  return difference > 0 ? "dearer" : "cheaper";
}

/**
 * A measured indicator before and after something was bought, by `measured` (its value with its day): the mean over up
 * to `days` days before and after, the day itself in neither. null: not measured in that time, never 0.
 */
export function beforeAfter(
  measured: readonly { readonly day: number; readonly value: number }[],
  on: number,
  days: number,
): { readonly before: number | null; readonly after: number | null; readonly change: number | null } {
  const mean = (from: number, to: number): number | null => {
    const values = measured.flatMap(({ day, value }) => (day >= from && day <= to ? [value] : []));
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [before, after] = [mean(on - days, on - 1), mean(on + 1, on + days)];
  return { before, after, change: before === null || after === null ? null : after - before };
}
