import type { Candidate } from "../../../core/planning/types.ts";
import type { VersionDetail } from "../../../core/wire/plans.ts";
import type { AssetForm } from "./asset-form.ts";
import { writeDate, writeMoney } from "./assets.ts";

/** What was bought of a frozen plan, on its way into the books. Pure. */

export type Line = VersionDetail["comparison"][number];
export type Registered = VersionDetail["registered"][number];

/** Parts and repairs belong to a thing that is there already. */
const NEW_THINGS: ReadonlySet<Candidate["action"]> = new Set<Candidate["action"]>([
  "replace",
  "add",
  "license",
]);

type Known = Pick<Candidate, "id" | "unit" | "action" | "category" | "source" | "oneStop">;
interface Frozen {
  readonly candidates: readonly Known[];
}

/** Lines of a version that bring new things into the books, by id. */
export function newThings({ document }: Pick<VersionDetail, "document">): ReadonlyMap<string, Known> {
  const { candidates } = JSON.parse(document) as Frozen;
  return new Map(
    candidates.flatMap((line) => (NEW_THINGS.has(line.action) ? [[line.id, line] as const] : [])),
  );
}

/**
 * The form of the asset that a purchase is, as far as the plan and the purchase know it: what is not in the books yet of its
 * quantity, at its share of what was paid. Undefined: nothing is left to enter.
 */
export function assetStart(
  known: Known | undefined,
  { item, bought }: Pick<Line, "item" | "bought">,
  registered: readonly Pick<Registered, "quantity">[],
): Partial<AssetForm> | undefined {
  if (known === undefined || bought === null) return undefined;
  const left = bought.quantity - registered.reduce((sum, { quantity }) => sum + quantity, 0);
  if (left <= 0) return undefined;
  return {
    unit: known.unit,
    category: known.category,
    name: item,
    quantity: String(left),
    oneStop: known.oneStop,
    inUseOn: writeDate(bought.on),
    originalValue: writeMoney(Math.round((bought.amount * left) / bought.quantity)),
    fundingSource: known.source,
  };
}
