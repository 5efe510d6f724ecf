import { useState } from "preact/hooks";
import { CONDITIONS, type Condition } from "../../../core/assets/types.ts";
import { formatDateTime } from "../../../core/format.ts";
import type { AssetDetail, AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { subtree } from "../lib/assets.ts";
import { stockTakeHref } from "../lib/router.ts";
import { useSending } from "../pieces/dialog.tsx";
import { Choices, TextField } from "../pieces/field.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { stockTakesApi, type StockTakeView } from "../state/assets-api.ts";
import { conditionText, words } from "../state/asset-words.ts";
import { query } from "../state/location.ts";
import { locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { toast } from "../state/toasts.ts";

/** A label was scanned while its unit is being counted: what was seen is noted with one touch. */
export function CountHere({
  asset,
  units,
  history,
  onDone,
}: {
  readonly asset: AssetView;
  readonly units: readonly UnitView[];
  readonly history: AssetDetail["history"];
  readonly onDone: () => void;
}) {
  const wanted = query.value.get("take");
  const [again, setAgain] = useState(false);
  const resource = useResource("open stock takes", stockTakesApi.list, 60_000);
  if (!mayEdit() || asset.state === "liquidated") return null;
  const takes = (resource.data.value ?? []).filter(
    (take) => take.closedAt === null && (take.id === wanted || subtree(units, take.unit).has(asset.unit)),
  );
  const take = takes.find(({ id }) => id === wanted) ?? takes[0];
  if (take === undefined) return null;
  const counted = history.find(
    ({ what, note, at }) => what === "counted" && note === take.name && at >= take.openedAt,
  );
  const finish = () => {
    setAgain(false);
    onDone();
  };
  return (
    <div class="panel panel-body count-here">
      {counted === undefined || again ? (
        <CountForm take={take} asset={asset} onDone={finish} />
      ) : (
        <>
          <Notice state="good">
            {words("web.asset.countedAt", {
              at: formatDateTime(counted.at, locale.value),
              by: counted.by,
            })}
          </Notice>
          <div class="button-row">
            <a class="button" href={stockTakeHref(take.id)}>
              {words("web.asset.toTake", { name: take.name })}
            </a>
            <button type="button" class="button" onClick={() => setAgain(true)}>
              {words("web.asset.countAgain")}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** Quantity, condition, note of one thing that a person stands before. */
export function CountForm(props: {
  readonly take: StockTakeView;
  readonly asset: AssetView;
  readonly onDone: () => void;
}) {
  const { take, asset } = props;
  const [quantity, setQuantity] = useState(String(asset.quantity));
  const [condition, setCondition] = useState<Condition | "">(asset.condition ?? "");
  const [note, setNote] = useState("");
  const { busy, refusal, send } = useSending();
  const wrong = !/^\d{1,5}$/.test(quantity.trim());
  const save = async (count: number) => {
    const seen = {
      asset: asset.id,
      quantity: count,
      // Of what is not there nobody saw the condition.
      condition: condition === "" || count === 0 ? null : condition,
      note: note.trim() || null,
    };
    if ((await send(() => stockTakesApi.see(take.id, seen))) === undefined) return;
    toast(words(count === 0 ? "web.asset.countedMissing" : "web.asset.counted", { name: asset.name }));
    props.onDone();
  };
  return (
    <form
      class="count-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void save(Number(quantity));
      }}
      noValidate
    >
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
      <CountButtons busy={busy} onMissing={() => void save(0)} />
    </form>
  );
}

const CountButtons = ({ busy, onMissing }: { readonly busy: boolean; readonly onMissing: () => void }) => (
  <div class="button-row">
    <button type="submit" class="button button-main" disabled={busy}>
      {words("web.asset.count")}
    </button>
    <button type="button" class="button" disabled={busy} onClick={onMissing}>
      {words("web.asset.countMissing")}
    </button>
  </div>
);
