import { ASSET_CATEGORIES, type AssetCategory } from "../../core/assets/types.ts";
import type { UnitYear, YearReport } from "./input.ts";

/** Sums of the yearly report. What was not measured anywhere is null, never zero. */
export interface YearSums {
  readonly assets: number;
  readonly overLife: number;
  readonly unsupported: number;
  readonly outageHours: number | null;
  readonly incidents: number | null;
  /** Units whose LAN was measured. */
  readonly measured: number;
}

export function yearSums({ units }: YearReport): YearSums {
  return {
    assets: units.reduce((sum, unit) => sum + assetsOf(unit), 0),
    overLife: units.reduce((sum, { overLife }) => sum + overLife, 0),
    unsupported: units.reduce((sum, { unsupported }) => sum + unsupported, 0),
    outageHours: sumKnown(units.map(({ outageHours }) => outageHours)),
    incidents: sumKnown(units.map(({ incidents }) => incidents)),
    measured: units.filter(({ availability }) => availability !== null).length,
  };
}

export const assetsOf = ({ counts }: UnitYear): number => counts.reduce((sum, { have }) => sum + have, 0);
/** PCs and network devices of a unit. */
export const haveOf = ({ counts }: UnitYear, ...categories: readonly AssetCategory[]): number =>
  counts.filter(({ category }) => categories.includes(category)).reduce((sum, { have }) => sum + have, 0);
export const PCS = ["desktop", "laptop"] as const;
export const NETWORK = ["switch", "router", "firewall", "access_point"] as const;

/** The kinds that any unit has or should have, in the order of the register. */
export function categoriesOf({ units }: YearReport): AssetCategory[] {
  const found = new Set(
    units.flatMap(({ counts }) =>
      counts.filter(({ have, norm }) => have > 0 || (norm ?? 0) > 0).map(({ category }) => category),
    ),
  );
  return ASSET_CATEGORIES.filter((category) => found.has(category));
}

function sumKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}
