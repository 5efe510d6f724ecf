import type { AssetFields } from "../types.ts";
import type { ImportField } from "./preview-types.ts";

/**
 * A row that changes an asset of the register: what the sheet has a column for becomes what the row says, an empty cell
 * included; everything else stays. A unit without a column counts only where a heading in the sheet named it (`ownUnit` is
 * what was chosen for rows that name none).
 */
export function ontoExisting(
  before: AssetFields,
  row: AssetFields,
  columns: ReadonlySet<ImportField>,
  ownUnit: string | null,
): AssetFields {
  const { traits, unit, ...fields } = row;
  const told = (name: string): boolean => columns.has(name as ImportField);
  const taken = (part: object): object =>
    Object.fromEntries(Object.entries(part).filter(([name]) => told(name)));
  const kept = Object.fromEntries(Object.entries(before.traits).filter(([name]) => !told(name)));
  return {
    ...before,
    ...taken(fields),
    unit: told("unit") || unit !== ownUnit ? unit : before.unit,
    traits: { ...kept, ...taken(traits) },
  };
}
