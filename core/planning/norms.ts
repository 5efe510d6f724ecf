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

/** The norm of a category: a row of its own, or one that counts it in. */
export const normOf = (
  category: AssetCategory,
  { norms }: Pick<AssetTables, "norms">,
  on: DateText,
): NormRow | undefined =>
  inForce(norms, on, (one) => one.category === category) ??
  inForce(norms, on, (one) => countedWith(one).includes(category));

const categoriesOf = (tables: Pick<AssetTables, "norms">): ReadonlySet<AssetCategory> =>
  new Set(tables.norms.map(({ category }) => category));

/**
 * For each norm in force: how many the unit may have (rounded up: QĐ 15/2025, 0.21 is one) and how many are in use. Norms
 * whose base is not known (nobody entered the staff, or the leaders where they count apart) are left out: unknown is not
 * zero. A leader's laptop counts as one of the staff's machines; the row of the leaders is a cap of price, not a further
 * number.
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
    const allowed = allowedBy(row, profile);
    if (allowed === null) continue;
    const counted = new Set(countedWith(row));
    let have = 0;
    for (const asset of assets)
      if (asset.state !== "liquidated" && counted.has(asset.category)) have += asset.quantity;
    needs.push({ row, allowed, have });
  }
  return needs;
}

/** null: not known of the unit. */
function allowedBy({ base, per, leadersOwn = false }: NormRow, profile: UnitProfile): number | null {
  const people = base === "unit" ? 1 : profile[base];
  if (people === null || !leadersOwn) return people === null ? null : Math.ceil(people / per);
  const { leaders } = profile;
  return leaders === null ? null : leaders + Math.ceil(Math.max(0, people - leaders) / per);
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
 * who may decide (QĐ 15/2025 Điều 4.4), and whether cap and rule are verified; no norm for the category; a norm that nobody
 * verified. A line does not say whose it is, so a cap for some posts only is named, and not used.
 */
export function normCheck(
  category: AssetCategory,
  unitPrice: number,
  tables: Pick<AssetTables, "norms" | "overCap">,
  today: DateText,
): readonly PlanWarning[] {
  const row = normOf(category, tables, today);
  if (row === undefined) return HAS_A_NORM.has(category) ? [{ code: "no_norm", params: {} }] : [];
  const warnings: PlanWarning[] = [];
  if (row.cap !== null && unitPrice > row.cap)
    warnings.push(overCap({ ...row, cap: row.cap }, unitPrice, tables, today));
  if (!row.verified)
    warnings.push({ code: "table_unverified", params: { table: "norms", key: row.category } });
  return warnings;
}

function overCap(
  { cap, leaderCap, verified }: Pick<NormRow, "leaderCap" | "verified"> & { readonly cap: number },
  unitPrice: number,
  tables: Pick<AssetTables, "overCap">,
  today: DateText,
): PlanWarning {
  const percent = Math.ceil(((unitPrice - cap) / cap) * 100);
  const rules = sorted(
    tables.overCap.filter((rule) => (rule.from ?? "") <= today && (rule.to ?? "9999") >= today),
    (a, b) => a.percent - b.percent,
  );
  const by = rules.find((rule) => percent <= rule.percent)?.by ?? "nobody";
  const sure = verified && rules.every((rule) => rule.verified);
  return {
    code: "over_cap",
    params: {
      cap_vnd: cap,
      price_vnd: unitPrice,
      percent,
      by,
      ...(sure ? {} : { unverified: 1 }),
      ...(leaderCap !== undefined && unitPrice <= leaderCap ? { leader_cap_vnd: leaderCap } : {}),
    },
  };
}
