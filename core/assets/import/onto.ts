import type { AssetFields } from "../types.ts";
import type { ImportField } from "./preview-types.ts";

/**
 * A row that changes an asset of the register: what the sheet has a column for becomes what the row says, an empty cell
 * included; everything else stays. `unitNamed`: the row or a heading above it names a unit; what was chosen for rows that
 * name none moves nothing. A site belongs to its unit: where the unit changes, the old site does not come along.
 */
export function ontoExisting(
  before: AssetFields,
  row: AssetFields,
  columns: ReadonlySet<ImportField>,
  unitNamed: boolean,
): AssetFields {
  const { traits, unit, ...fields } = row;
  const told = (name: string): boolean => columns.has(name as ImportField);
  const taken = (part: object): object =>
    Object.fromEntries(Object.entries(part).filter(([name]) => told(name)));
  const kept = Object.fromEntries(Object.entries(before.traits).filter(([name]) => !told(name)));
  const next = unitNamed ? unit : before.unit;
  const siteBefore = next === before.unit ? before.site : null;
  return {
    ...before,
    ...taken(fields),
    unit: next,
    // The row's site was looked up among those of the row's unit.
    site: told("site") && next === unit ? row.site : siteBefore,
    traits: { ...kept, ...taken(traits) },
  };
}
