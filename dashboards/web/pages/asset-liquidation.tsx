import { LIQUIDATION_GROUNDS, type Liquidation, type LiquidationGround } from "../../../core/assets/types.ts";
import type { AssetView } from "../../../core/wire/assets.ts";
import { writeDate } from "../lib/assets.ts";
import type { Mistakes } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { Names, NOT_CHOSEN, todayText, withPastDay, type BulkProps } from "./asset-bulk.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

interface Form {
  readonly ground: string;
  readonly on: string;
  readonly decision: string;
}
type Body = Liquidation & { readonly assets: readonly string[] };

const useLiquidation = (assets: readonly AssetView[], first: Form) =>
  useForm<Form, Body>(first, ({ ground, on, decision }) =>
    withPastDay(on, { ground: ground === "" ? NOT_CHOSEN : undefined }, (day) => ({
      assets: assets.map(({ id }) => id),
      on: day,
      ground: ground as LiquidationGround,
      decision: decision.trim() || null,
    })),
  );

/** Out of the books, with the ground that the law asks for. */
export function LiquidateDialog(props: BulkProps) {
  const { assets } = props;
  const how = useLiquidation(assets, { ground: "", on: todayText(), decision: "" });
  const { busy, refusal, onSubmit } = useSubmit(props, how.submit, assetsApi.liquidate, () =>
    words("web.asset.liquidated", { n: assets.length }),
  );
  return (
    <Dialog title={words("web.asset.liquidateN", { n: assets.length })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Names assets={assets} />
          <p>{words("web.asset.liquidateBody")}</p>
          <How {...how} hint={words("web.asset.noDecision")} />
        </div>
        <FormFoot busy={busy} action={words("web.asset.liquidate")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

/** What all of them have in common; where they differ, nothing. */
function shared(assets: readonly AssetView[], of: (how: Liquidation) => string | null): string {
  const all = new Set(assets.map(({ liquidation }) => (liquidation === null ? "" : (of(liquidation) ?? ""))));
  const [only = ""] = all;
  return all.size === 1 ? only : "";
}

/** The decision's number comes later than the decision, and a day or ground may have been wrong. */
export function CorrectDialog(props: BulkProps) {
  const { assets } = props;
  const how = useLiquidation(assets, {
    ground: shared(assets, ({ ground }) => ground),
    on: writeDate(shared(assets, ({ on }) => on) || null),
    decision: shared(assets, ({ decision }) => decision),
  });
  const [first] = assets;
  const seen = assets.length === 1 ? first?.etag : undefined;
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    how.submit,
    (body) => assetsApi.correctLiquidation(body, seen),
    () => words("web.asset.liquidationSaved", { n: assets.length }),
  );
  return (
    <Dialog title={words("web.asset.correctN", { n: assets.length })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Names assets={assets} />
          <p>{words("web.asset.correctBody")}</p>
          <How {...how} />
        </div>
        <FormFoot busy={busy} action={words("web.asset.correctSave")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

function How(props: {
  readonly form: Form;
  readonly mistakes: Mistakes;
  readonly set: (change: Partial<Form>) => void;
  readonly hint?: string;
}) {
  const { form, mistakes, set } = props;
  return (
    <>
      <SelectField
        label={words("web.asset.ground")}
        value={form.ground}
        onValue={(ground) => set({ ground })}
        options={[
          ["", words("web.asset.chooseGround")] as const,
          ...LIQUIDATION_GROUNDS.map((one) => [one, words(`web.asset.ground.${one}`)] as const),
        ]}
        mistake={mistakes["ground"]}
      />
      <div class="pair">
        <TextField
          label={words("web.asset.decision")}
          value={form.decision}
          onValue={(decision) => set({ decision })}
          placeholder="12/QĐ-UBND"
          hint={props.hint}
          maxLength={100}
          optional
        />
        <TextField
          label={words("web.asset.onDay")}
          value={form.on}
          onValue={(on) => set({ on })}
          mistake={mistakes["on"]}
          hint={words("web.asset.dateHint")}
        />
      </div>
    </>
  );
}
