import { inForce } from "../assets/in-force.ts";
import type { AssetTables, NormRow } from "../assets/tables.ts";
import type { Asset, AssetCategory, DateText, UnitProfile } from "../assets/types.ts";
import { sorted } from "./optimise/lists.ts";
import type { PlanWarning } from "./types.ts";

/** What a unit may have by a norm, and what it has. */
export interface Need {
  readonly row: NormRow;
  readonly allowed: number;
  readonly have: number;
}

/** Categories that count together under this row. */
export const countedWith = ({ category, together }: NormRow): readonly AssetCategory[] =>
  together ?? [category];

const categoriesOf = (tables: Pick<AssetTables, "norms">): ReadonlySet<AssetCategory> =>
  new Set(tables.norms.map(({ category }) => category));

/**
 * For each norm in force: how many the unit may have (rounded up: QĐ 15/2025, 0.21 is one) and how many are in use. Norms
 * whose base is not known (nobody entered the staff) are left out: unknown is not zero. A leader's laptop counts as one of
 * the staff's machines; the row of the leaders is a cap of price, not a further number.
 */
export function needsOf(
  profile: UnitProfile | null,
  assets: readonly Pick<Asset, "category" | "quantity" | "state" | "condition">[],
  tables: Pick<AssetTables, "norms">,
  today: DateText,
): readonly Need[] {
  if (profile === null) return [];
  const needs: Need[] = [];
  for (const category of categoriesOf(tables)) {
    const row = inForce(tables.norms, today, (one) => one.category === category);
    if (row === undefined || row.base === "leaders") continue;
    const people = row.base === "unit" ? 1 : profile[row.base];
    if (people === null) continue;
    const counted = new Set(countedWith(row));
    let have = 0;
    for (const asset of assets)
      if (asset.state !== "liquidated" && counted.has(asset.category)) have += asset.quantity;
    needs.push({ row, allowed: Math.ceil(people / row.per), have });
  }
  return needs;
}

/**
 * Equipment of the offices has its norms in the law's annex; what serves all of them in common (network, server, UPS, camera)
 * has none, and is bought by need at market price (QĐ 15/2025 Điều 5.3).
 */
const HAS_A_NORM: ReadonlySet<AssetCategory> = new Set<AssetCategory>([
  "desktop",
  "laptop",
  "printer",
  "multifunction",
  "scanner",
  "copier",
  "shredder",
]);

/**
 * Whether a price keeps to the cap of its category, as warnings that never block: above the cap, by how many per cent, and
 * who may decide (QĐ 15/2025 Điều 4.4); no norm for the category; a norm that nobody verified.
 */
export function normCheck(
  category: AssetCategory,
  unitPrice: number,
  tables: Pick<AssetTables, "norms" | "overCap">,
  today: DateText,
): readonly PlanWarning[] {
  const row =
    inForce(tables.norms, today, (one) => one.category === category) ??
    inForce(tables.norms, today, (one) => countedWith(one).includes(category));
  if (row === undefined) return HAS_A_NORM.has(category) ? [{ code: "no_norm", params: {} }] : [];
  const warnings: PlanWarning[] = [];
  if (row.cap !== null && unitPrice > row.cap) {
    const percent = Math.ceil(((unitPrice - row.cap) / row.cap) * 100);
    const rules = sorted(
      tables.overCap.filter(
        (rule) => (rule.from ?? "") <= today && (rule.to ?? "9999") >= today && percent <= rule.percent,
      ),
      (a, b) => a.percent - b.percent,
    );
    warnings.push({
      code: "over_cap",
      params: { cap_vnd: row.cap, price_vnd: unitPrice, percent, by: rules[0]?.by ?? "nobody" },
    });
  }
  if (!row.verified)
    warnings.push({ code: "table_unverified", params: { table: "norms", key: row.category } });
  return warnings;
}
