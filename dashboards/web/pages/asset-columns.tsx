import type { AssetView } from "../../../core/wire/assets.ts";
import { writeDate } from "../lib/assets.ts";
import { sayMoney } from "../lib/money.ts";
import { assetHref } from "../lib/router.ts";
import type { Column } from "../pieces/data-table.tsx";
import { Money, textOr } from "../pieces/money.tsx";
import { categoryText, conditionText, words, wordsAny } from "../state/asset-words.ts";
import { language } from "../state/preferences.ts";

const plain = (
  id: string,
  label: string,
  text: (asset: AssetView) => string,
  more: Partial<Column<AssetView>> = {},
): Column<AssetView> => ({
  id,
  label,
  sort: (asset) => text(asset) || null,
  text,
  cell: (asset) => textOr(text(asset)),
  blank: (asset) => text(asset) === "",
  ...more,
});

const amount = (id: string, label: string, of: (asset: AssetView) => number | null): Column<AssetView> => ({
  id,
  label,
  numeric: true,
  sort: of,
  text: (asset) => {
    const value = of(asset);
    return value === null ? "" : String(value);
  },
  cell: (asset) => <Money amount={of(asset)} />,
  blank: (asset) => of(asset) === null,
});

/** The register as a table; with boxes to tick where a person may change it. */
export function assetColumns(
  tick: { readonly ticked: ReadonlySet<string>; readonly toggle: (id: string) => void } | undefined,
): readonly Column<AssetView>[] {
  return [
    plain("name", words("web.asset.col.name"), (asset) => [asset.name, asset.serial ?? ""].join(" ").trim(), {
      head: true,
      sort: ({ name }) => name,
      cell: (asset) => <NameCell asset={asset} tick={tick} />,
    }),
    plain("code", words("web.asset.col.code"), ({ code }) => code ?? ""),
    plain("unit", words("web.asset.col.unit"), ({ unitName }) => unitName),
    plain("inUseOn", words("web.asset.col.inUseOn"), ({ inUseOn }) => writeDate(inUseOn), {
      sort: ({ inUseOn }) => inUseOn,
      numeric: true,
    }),
    amount("value", words("web.asset.col.value"), ({ originalValue }) => originalValue),
    amount("remaining", words("web.asset.col.remaining"), ({ remaining }) => remaining),
    plain("condition", words("web.asset.col.condition"), stateText),
    plain("category", words("web.asset.col.category"), ({ category }) => categoryText(category), { rank: 2 }),
    plain(
      "room",
      words("web.asset.col.room"),
      ({ room, person }) => [room, person].filter(Boolean).join(", "),
      {
        rank: 3,
      },
    ),
  ];
}

/** Its condition, or that it is gone. */
const stateText = (asset: AssetView): string =>
  asset.state === "liquidated"
    ? words("web.asset.state.liquidated")
    : asset.condition === null
      ? ""
      : conditionText(asset.condition);

function NameCell(props: { readonly asset: AssetView; readonly tick: Parameters<typeof assetColumns>[0] }) {
  const { asset, tick } = props;
  const name = (
    <a class="cell-name" href={assetHref(asset.id)}>
      {asset.name}
      {asset.quantity > 1 ? ` × ${asset.quantity}` : ""}
    </a>
  );
  if (tick === undefined) return name;
  return (
    <span class="discovery-choice">
      <input
        type="checkbox"
        aria-label={words("web.asset.tick", { name: asset.name })}
        checked={tick.ticked.has(asset.id)}
        onChange={() => tick.toggle(asset.id)}
      />
      {name}
    </span>
  );
}

/** Fields whose values are words of a list. */
const LISTS: Readonly<Record<string, string>> = {
  category: "doc.category",
  condition: "doc.condition",
  fundingSource: "doc.source",
  book: "web.asset.book",
  state: "web.asset.state",
  ground: "web.asset.ground",
};

/** The value of one field as a person reads it, for the history. */
export function fieldText(field: string, value: unknown): string {
  if (typeof value === "number")
    return field === "originalValue" || field === "cost" ? sayMoney(value, language.value) : String(value);
  if (typeof value === "boolean") return words(value ? "web.asset.yes" : "web.asset.no");
  if (typeof value !== "string") return value === null || value === undefined ? "—" : JSON.stringify(value);
  const list = LISTS[field];
  if (list !== undefined) return wordsAny(`${list}.${value}`);
  return writeDate(value) || "—";
}
