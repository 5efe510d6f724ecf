import type { Finding } from "../assets/findings.ts";
import type { AssetCategory, FundingSource, LiquidationGround } from "../assets/types.ts";

/** The words of planning. Everything here is pure; money is whole đồng, points are whole numbers ≥ 0. */

export const ACTIONS = ["replace", "add", "upgrade", "repair", "license"] as const;
export type Action = (typeof ACTIONS)[number];

/** Something that money could be spent on. */
export interface Candidate {
  /** Stable over years: `action:asset` or `add:unit:category`. */
  readonly id: string;
  readonly unit: string;
  readonly action: Action;
  readonly category: AssetCategory;
  /** The assets that it replaces or mends; empty for what is added. */
  readonly assets: readonly string[];
  /** What is bought, in words of the price list ("Máy vi tính để bàn"), and the price list's key. */
  readonly item: string;
  readonly priceKey: string;
  readonly quantity: number;
  readonly unitPrice: number;
  /** quantity × unitPrice */
  readonly amount: number;
  readonly source: FundingSource;
  /** Sum of `reasons`, ≥ 0. */
  readonly points: number;
  readonly reasons: readonly Reason[];
  /** 1 high … 3 low, from the points. */
  readonly priority: 1 | 2 | 3;
  readonly oneStop: boolean;
  /** At most one of those with the same group is chosen: replace, upgrade or repair of one thing. */
  readonly group: string | null;
  /** Ids of candidates that must be chosen with it (a PC's licences need their PC, and it needs them). */
  readonly requires: readonly string[];
  /** Replacement only: why the old one may be liquidated; null: none is known (warned). */
  readonly ground: LiquidationGround | null;
  readonly warnings: readonly PlanWarning[];
}
/** One part of the score: opens to the finding, and so to its evidence. */
export interface Reason {
  readonly finding: Finding;
  readonly points: number;
}
/** Sentences in `core/messages/plan.ts` under `plan.warning.<code>`. */
export interface PlanWarning {
  readonly code:
    | "no_ground"
    | "over_cap" // params: cap, price, percent, who decides; unverified: 1; leader_cap: for some posts only
    | "over_norm" // params: norm, have
    | "no_norm"
    | "no_price"
    | "price_old" // params: since
    | "price_by_hand" // params: price, list
    | "more_than_needed" // params: quantity, needed
    | "table_unverified" // params: table, key
    | "licence_apart";
  readonly params: Readonly<Record<string, string | number>>;
}

/** What the optimiser sees. Knows nothing of equipment. */
export interface PlanItem {
  readonly id: string;
  /** đồng, whole, ≥ 0 */
  readonly cost: number;
  /** whole, ≥ 0 */
  readonly points: number;
  readonly source: string;
  readonly group: string | null;
  readonly requires: readonly string[];
}
export interface PlanRules {
  /** đồng by source; a source that is absent has no money. `total`: over all sources, if there is such a ceiling. */
  readonly ceilings: Readonly<Record<string, number>>;
  readonly total?: number;
  readonly must: readonly string[];
  readonly never: readonly string[];
  /**
   * Hard minimums, in their order: at least `atLeast` of `items` before anything else is bought ("each counter has a working
   * PC"). As many as the money allows; what cannot be met is said.
   */
  readonly minimums: readonly {
    readonly id: string;
    readonly items: readonly string[];
    readonly atLeast: number;
  }[];
}
export interface PlanChoice {
  /** Ids, in the order of the items given. */
  readonly chosen: readonly string[];
  readonly cost: number;
  readonly points: number;
  readonly bySource: Readonly<Record<string, number>>;
  /** `must` that does not fit, minimums that are not met. */
  readonly unmet: readonly { readonly rule: string; readonly missing: number }[];
  /** Whether the optimum is proven (always, within the bounds that the issue names). */
  readonly exact: boolean;
}

/** Why a line is in or out. `to`: what would have to change. */
export type Explanation =
  | {
      readonly id: string;
      readonly in: true;
      readonly because: "must" | "minimum" | "worth";
      readonly params: Readonly<Record<string, string | number>>;
    }
  | {
      readonly id: string;
      readonly in: false;
      readonly because:
        | "never"
        | "alternative"
        | "requires"
        | "no_money"
        | "worth_less"
        | "no_source"
        | "over_must";
      readonly params: Readonly<Record<string, string | number>>;
    };

/** A plan as it is kept. */
export interface PlanScenario {
  readonly id: string;
  readonly name: string;
  readonly year: number;
  /** The units that it covers (subtrees). */
  readonly units: readonly string[];
  readonly ceilings: Readonly<Partial<Record<FundingSource, number>>>;
  readonly total: number | null;
  readonly must: readonly string[];
  readonly never: readonly string[];
  /** Changes by hand: price, quantity, source of a candidate. */
  readonly edits: Readonly<
    Record<
      string,
      { readonly unitPrice?: number; readonly quantity?: number; readonly source?: FundingSource }
    >
  >;
}
