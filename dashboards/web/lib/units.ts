import type { UnitView } from "../../../core/wire/views.ts";

export interface TreeRow {
  readonly unit: UnitView;
  /** 0 at the top. */
  readonly depth: number;
}

/** Units that something can be set for: nothing is added to one that was merged into another. What is set already (`kept`) stays to be seen. */
export const livingUnits = <Unit extends Pick<UnitView, "id" | "validTo">>(
  units: readonly Unit[],
  kept?: string,
): readonly Unit[] => units.filter(({ id, validTo }) => validTo === null || id === kept);

/** Of units to choose from, the one to begin with: not merged into another, and at the top. Undefined: there is none at all. */
export const firstUnit = (units: readonly UnitView[]): UnitView | undefined =>
  units.find(({ parent, validTo }) => parent === null && validTo === null) ??
  units.find(({ validTo }) => validTo === null) ??
  units[0];

/** Units in the order of the tree, each below its parent. A unit whose parent is not seen, or that is its own ancestor, stands at the top. */
export function unitTree(units: readonly UnitView[]): readonly TreeRow[] {
  const known = new Set(units.map(({ id }) => id));
  const rows: TreeRow[] = [];
  const placed = new Set<string>();
  const place = (unit: UnitView, depth: number) => {
    if (placed.has(unit.id)) return;
    placed.add(unit.id);
    rows.push({ unit, depth });
    for (const child of units) if (child.parent === unit.id) place(child, depth + 1);
  };
  for (const unit of units) if (unit.parent === null || !known.has(unit.parent)) place(unit, 0);
  // Whatever is left is a circle; showing it beats losing it.
  for (const unit of units) place(unit, 0);
  return rows;
}
