import { inForce } from "../../assets/in-force.ts";
import type { Finding } from "../../assets/findings.ts";
import type { AssetTables, PriceRow } from "../../assets/tables.ts";
import type { AssetCategory, DateText, FundingSource, LiquidationGround } from "../../assets/types.ts";
import { BUYS } from "../edit.ts";
import { normCheck } from "../norms.ts";
import { pointsOf, priorityOf, reasonsOf } from "../score.ts";
import type { Action, Candidate, PlanWarning } from "../types.ts";

export interface MakeContext {
  readonly tables: AssetTables;
  readonly today: DateText;
}

/** A price that is older than this should be asked for again. */
const PRICE_MONTHS = 18;

export const priceOf = ({ tables, today }: MakeContext, key: string): PriceRow | undefined =>
  inForce(tables.prices, today, (row) => row.key === key);

/** The first price of a category for an action. */
export const priceFor = (
  { tables, today }: MakeContext,
  category: AssetCategory,
  action: PriceRow["action"],
): PriceRow | undefined =>
  inForce(tables.prices, today, (row) => row.category === category && row.action === action);

export interface Making {
  readonly id: string;
  readonly unit: string;
  readonly action: Action;
  readonly category: AssetCategory;
  readonly assets: readonly string[];
  readonly price: PriceRow | undefined;
  readonly quantity?: number;
  readonly source: FundingSource;
  readonly findings: readonly Finding[];
  readonly oneStop: boolean;
  readonly group?: string;
  readonly requires?: readonly string[];
  readonly ground?: LiquidationGround | null;
  readonly warnings?: readonly PlanWarning[];
}

const NO_PRICE = { key: "", vi: "", price: 0 };

/** A line with its points and warnings. Without a price it costs nothing yet, and says so. */
export function make(context: MakeContext, making: Making): Candidate {
  const { price, quantity = 1, action, category, group = null, requires = [], ground = null } = making;
  const reasons = reasonsOf(making.findings, making.oneStop, context.tables.weights);
  const points = pointsOf(reasons);
  const { key: priceKey, vi: item, price: unitPrice } = price ?? NO_PRICE;
  return {
    id: making.id,
    unit: making.unit,
    action,
    category,
    assets: making.assets,
    item,
    priceKey,
    quantity,
    unitPrice,
    amount: quantity * unitPrice,
    source: making.source,
    points,
    reasons,
    priority: priorityOf(points, context.tables.weights),
    oneStop: making.oneStop,
    group,
    requires,
    ground,
    warnings: [
      ...(making.warnings ?? []),
      ...priceWarnings(price, context),
      ...(BUYS.has(action) ? normCheck(category, unitPrice, context.tables, context.today) : []),
    ],
  };
}

function priceWarnings(price: PriceRow | undefined, { today }: MakeContext): readonly PlanWarning[] {
  if (price === undefined) return [{ code: "no_price", params: {} }];
  const warnings: PlanWarning[] = [];
  const since = price.from ?? "";
  const months =
    (Number(today.slice(0, 4)) - Number(since.slice(0, 4))) * 12 +
    Number(today.slice(5, 7)) -
    Number(since.slice(5, 7));
  if (since !== "" && months > PRICE_MONTHS)
    warnings.push({ code: "price_old", params: { since_date: since } });
  if (!price.verified)
    warnings.push({ code: "table_unverified", params: { table: "prices", key: price.key } });
  return warnings;
}
