import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { CONDITIONS } from "../../../core/assets/types.ts";
import { categoriesIn, type AssetFilter } from "../lib/assets.ts";
import { unitTree } from "../lib/units.ts";
import { SelectField } from "../pieces/field.tsx";
import { categoryText, conditionText, words } from "../state/asset-words.ts";

/** Units in the order of their tree, indented. */
export const unitOptions = (units: readonly UnitView[]): (readonly [string, string])[] =>
  unitTree(units).map(({ unit, depth }) => [unit.id, `${"\u00A0\u00A0".repeat(depth)}${unit.name}`] as const);

export function AssetFilters(props: {
  readonly assets: readonly AssetView[];
  readonly units: readonly UnitView[];
  readonly filter: AssetFilter;
  readonly setFilter: (filter: AssetFilter) => void;
  readonly liquidated: boolean;
  readonly setLiquidated: (shown: boolean) => void;
}) {
  const { assets, units, filter, setFilter } = props;
  const set = (change: Partial<AssetFilter>) => setFilter({ ...filter, ...change });
  const all = ["", words("web.asset.all")] as const;
  const liquidatedToo = (
    <label class="check">
      <input
        type="checkbox"
        checked={props.liquidated}
        onChange={(event) => props.setLiquidated(event.currentTarget.checked)}
      />
      {words("web.asset.showLiquidated")}
    </label>
  );
  // An empty book has nothing to filter; but all that was in it may have been liquidated.
  if (assets.length === 0) return <div class="filters">{liquidatedToo}</div>;
  return (
    <div class="filters">
      <SelectField
        label={words("web.asset.col.unit")}
        value={filter.unit}
        onValue={(unit) => set({ unit })}
        options={[all, ...unitOptions(units)]}
      />
      <SelectField
        label={words("web.asset.col.category")}
        value={filter.category}
        onValue={(category) => set({ category })}
        options={[all, ...categoriesIn(assets).map((one) => [one, categoryText(one)] as const)]}
      />
      <SelectField
        label={words("web.asset.col.condition")}
        value={filter.condition}
        onValue={(condition) => set({ condition })}
        options={[
          all,
          ...CONDITIONS.map((one) => [one, conditionText(one)] as const),
          ["none", words("web.asset.notWritten")] as const,
        ]}
      />
      <SelectField
        label={words("web.asset.col.book")}
        value={filter.book}
        onValue={(book) => set({ book })}
        options={[
          all,
          ["fixed", words("web.asset.book.fixed")] as const,
          ["tool", words("web.asset.book.tool")] as const,
        ]}
      />
      {liquidatedToo}
    </div>
  );
}
