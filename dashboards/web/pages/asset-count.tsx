import { useState } from "preact/hooks";
import { CONDITIONS, type Condition } from "../../../core/assets/types.ts";
import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { subtree } from "../lib/assets.ts";
import { stockTakeHref } from "../lib/router.ts";
import { useSending } from "../pieces/dialog.tsx";
import { Choices, TextField } from "../pieces/field.tsx";
import { stockTakesApi, type StockTakeView } from "../state/assets-api.ts";
import { conditionText, words } from "../state/asset-words.ts";
import { query } from "../state/location.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";

/** A label was scanned while its unit is being counted: what was seen is noted with one touch. */
export function CountHere({
  asset,
  units,
}: {
  readonly asset: AssetView;
  readonly units: readonly UnitView[];
}) {
  const wanted = query.value.get("take");
  const resource = useResource("open stock takes", stockTakesApi.list, 60_000);
  if (!mayEdit() || asset.state === "liquidated") return null;
  const takes = (resource.data.value ?? []).filter(
    (take) => take.closedAt === null && (take.id === wanted || subtree(units, take.unit).has(asset.unit)),
  );
  const take = takes.find(({ id }) => id === wanted) ?? takes[0];
  return take === undefined ? null : (
    <div class="panel panel-body count-here">
      <CountForm take={take} asset={asset} />
    </div>
  );
}

/** Quantity, condition, note of one thing that a person stands before. */
export function CountForm(props: {
  readonly take: StockTakeView;
  readonly asset: AssetView;
  readonly onDone?: () => void;
}) {
  const { take, asset } = props;
  const [quantity, setQuantity] = useState(String(asset.quantity));
  const [condition, setCondition] = useState<Condition | "">(asset.condition ?? "");
  const [note, setNote] = useState("");
  const { busy, refusal, send } = useSending();
  const wrong = !/^\d{1,5}$/.test(quantity.trim());
  const save = async (event: Event) => {
    event.preventDefault();
    if (wrong) return;
    const seen = {
      asset: asset.id,
      quantity: Number(quantity),
      condition: condition === "" ? null : condition,
      note: note.trim() || null,
    };
    if ((await send(() => stockTakesApi.see(take.id, seen))) === undefined) return;
    toast(words("web.asset.counted", { name: asset.name }));
    props.onDone?.();
  };
  return (
    <form class="count-form" onSubmit={(event) => void save(event)} noValidate>
      <h2>
        <a href={stockTakeHref(take.id)}>{take.name}</a>: {asset.name}
      </h2>
      {refusal}
      <Choices
        label={words("web.asset.col.condition")}
        value={condition}
        onValue={setCondition}
        options={CONDITIONS.map((one) => [one, conditionText(one)] as const)}
      />
      <div class="pair">
        <TextField
          label={words("web.asset.seenQuantity", { n: asset.quantity })}
          type="number"
          value={quantity}
          onValue={setQuantity}
          mistake={wrong ? { key: "web.mistake.count", params: { min: 0, max: "99.999" } } : undefined}
        />
        <TextField label={words("web.asset.field.notes")} value={note} onValue={setNote} optional />
      </div>
      <button type="submit" class="button button-main" disabled={busy}>
        {words("web.asset.count")}
      </button>
    </form>
  );
}
