import { addMonths } from "../assets/dates.ts";
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

/** A frozen version with what was bought of it. */
interface Recorded {
  readonly frozenAt: number;
  readonly bought: readonly Purchase[];
}

/**
 * What was bought of several frozen versions, each line once, by its day: the same purchase may have been written beside
 * more than one of them (a second version in June, two scenarios for one year). Of those that tell of a line the one
 * frozen last is believed; an entry that was taken back (0 for 0 đồng) tells nothing.
 */
export function boughtOnce<Version extends Recorded>(
  versions: readonly Version[],
): readonly { readonly version: Version; readonly purchase: Purchase }[] {
  const found = new Map<string, { readonly version: Version; readonly purchase: Purchase }>();
  for (const version of versions.toSorted((a, b) => b.frozenAt - a.frozenAt)) {
    for (const purchase of version.bought) {
      const { candidate, quantity, amount } = purchase;
      if ((quantity === 0 && amount === 0) || found.has(candidate)) continue;
      found.set(candidate, { version, purchase });
    }
  }
  const dayAndLine = ({ purchase }: { readonly purchase: Purchase }) =>
    `${purchase.on} ${purchase.candidate}`;
  return [...found.values()].toSorted((a, b) => (dayAndLine(a) < dayAndLine(b) ? -1 : 1));
}

/**
 * Office hours without LAN at one site by month `yyyy-mm`, oldest first. The first month and the last are those in which watching
 * began and ended (or still goes on): of neither is it known that it was watched to the end.
 */
export interface WatchedMonths {
  readonly outageHours: readonly { readonly month: string; readonly hours: number }[];
}
/** The measured indicator of a purchase: hours without LAN a month, each the mean of three whole months. */
export interface HoursAround {
  /** null: not watched in all of that time, never 0. */
  readonly before: number | null;
  readonly after: number | null;
  /** The day on which the quarter after is over, while that lies ahead and the unit is watched; else null. */
  readonly afterDue: DateText | null;
}
export const NOTHING_AROUND: HoursAround = { before: null, after: null, afterDue: null };

const QUARTER = 3;

/**
 * Hours without LAN at a unit's sites in the three months before and after that of a purchase; the month itself counts in
 * neither. Only sites that were watched all the time are compared: one that came later would look like a change.
 */
export function hoursAround(sites: readonly WatchedMonths[], on: DateText, today: DateText): HoursAround {
  const month = `${on.slice(0, 7)}-01`;
  const quarter = (first: number) =>
    Array.from({ length: QUARTER }, (_, at) => addMonths(month, first + at).slice(0, 7));
  const [earlier, later] = [quarter(-QUARTER), quarter(1)];
  const whole = sites.map(
    ({ outageHours }) => new Map(outageHours.slice(1, -1).map(({ month: of, hours }) => [of, hours])),
  );
  const watched = (months: readonly string[]) => whole.filter((site) => months.every((one) => site.has(one)));
  const [was, is] = [watched(earlier), watched(later)];
  const both = was.filter((site) => is.includes(site));
  const due = addMonths(month, QUARTER + 1);
  const goesOn = sites.some(({ outageHours }) => outageHours.at(-1)?.month === today.slice(0, 7));
  return {
    before: meanOf(both.length > 0 ? both : was, earlier),
    after: meanOf(was.length > 0 ? both : is, later),
    afterDue: goesOn && today < due ? due : null,
  };
}

function meanOf(sites: readonly ReadonlyMap<string, number>[], months: readonly string[]): number | null {
  if (sites.length === 0) return null;
  const sum = sites.reduce(
    (all, site) => all + months.reduce((hours, month) => hours + (site.get(month) ?? 0), 0),
    0,
  );
  return Math.round((sum / months.length) * 100) / 100;
}
