import type { AssetTables } from "../assets/tables.ts";
import type { DateText } from "../assets/types.ts";
import { normCheck } from "./norms.ts";
import type { Action, Candidate, PlanScenario, PlanWarning } from "./types.ts";

/** What a price that was entered by hand is held against. */
export interface PriceNorms extends Pick<AssetTables, "norms" | "overCap"> {
  readonly today: DateText;
}

/** Only what is bought has a cap; parts and repairs have none. */
export const BUYS: ReadonlySet<Action> = new Set<Action>(["replace", "add"]);

/**
 * A line with its changes by hand. What the price list's figure gave rise to (no price, an old one, one that nobody
 * verified, one above the cap) no longer holds for another figure: the cap is checked again, and the line says that its
 * price or quantity is by hand. Warnings only: nothing is refused. Without `norms` no cap is known.
 */
export function edited(candidate: Candidate, { edits }: PlanScenario, norms?: PriceNorms): Candidate {
  const change = Object.hasOwn(edits, candidate.id) ? edits[candidate.id] : undefined;
  if (change === undefined) return candidate;
  const {
    unitPrice = candidate.unitPrice,
    quantity = candidate.quantity,
    source = candidate.source,
  } = change;
  return {
    ...candidate,
    unitPrice,
    quantity,
    source,
    amount: unitPrice * quantity,
    warnings: [
      ...(unitPrice === candidate.unitPrice
        ? candidate.warnings
        : [
            ...candidate.warnings.filter((warning) => !ofListPrice(warning)),
            ...byHand(candidate, unitPrice),
            ...overCap(candidate, unitPrice, norms),
          ]),
      ...more(candidate, quantity),
    ],
  };
}

const ofListPrice = ({ code, params }: PlanWarning): boolean =>
  code === "no_price" ||
  code === "price_old" ||
  code === "over_cap" ||
  (code === "table_unverified" && params["table"] === "prices");

const byHand = ({ unitPrice: list }: Candidate, unitPrice: number): readonly PlanWarning[] =>
  list === 0 ? [] : [{ code: "price_by_hand", params: { price_vnd: unitPrice, list_vnd: list } }];

const overCap = (
  { action, category }: Candidate,
  unitPrice: number,
  norms: PriceNorms | undefined,
): readonly PlanWarning[] =>
  norms === undefined || !BUYS.has(action)
    ? []
    : normCheck(category, unitPrice, norms, norms.today).filter(({ code }) => code === "over_cap");

/** As many as are to be replaced, or as the norm has room for, is what the evidence asks; more needs a reason of its own. */
const more = ({ action, quantity: needed }: Candidate, quantity: number): readonly PlanWarning[] =>
  BUYS.has(action) && quantity > needed ? [{ code: "more_than_needed", params: { quantity, needed } }] : [];
