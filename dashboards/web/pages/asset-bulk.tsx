import { LIQUIDATION_GROUNDS, type LiquidationGround } from "../../../core/assets/types.ts";
import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { dayOf, readDate, writeDate } from "../lib/assets.ts";
import type { Checked } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { now } from "../state/clock.ts";
import { locale } from "../state/preferences.ts";
import { unitOptions } from "./asset-filters.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

/** Today at the office, as people write it. */
export const todayText = (): string => writeDate(dayOf(now.value ?? Date.now(), locale.value.timeZone));

/** The typed day, or what is wrong with it. */
export function withDay<Body>(text: string, body: (on: string) => Body): Checked<Body> {
  const on = readDate(text);
  if (on === undefined) return { ok: false, mistakes: { on: { key: "web.mistake.date" } } };
  return on === null
    ? { ok: false, mistakes: { on: { key: "web.mistake.required" } } }
    : { ok: true, value: body(on) };
}

interface Props {
  readonly assets: readonly AssetView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** To another unit, all or none: units merge, equipment goes along. */
export function TransferDialog(props: Props & { readonly units: readonly UnitView[] }) {
  const { assets, units } = props;
  const ids = assets.map(({ id }) => id);
  const { form, mistakes, set, submit } = useForm(
    { unit: units[0]?.id ?? "", on: todayText(), note: "" },
    ({ unit, on, note }) =>
      withDay(on, (day) => ({ assets: ids, unit, site: null, on: day, note: note.trim() || null })),
  );
  const name = units.find(({ id }) => id === form.unit)?.name ?? "";
  const { busy, refusal, onSubmit } = useSubmit(props, submit, assetsApi.transfer, () =>
    words("web.asset.transferred", { n: ids.length, unit: name }),
  );
  return (
    <Dialog title={words("web.asset.transferN", { n: ids.length })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Names assets={assets} />
          <SelectField
            label={words("web.asset.toUnit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={unitOptions(units)}
          />
          <TextField
            label={words("web.asset.onDay")}
            value={form.on}
            onValue={(on) => set({ on })}
            mistake={mistakes["on"]}
            hint={words("web.asset.dateHint")}
          />
          <TextField
            label={words("web.asset.transferNote")}
            value={form.note}
            onValue={(note) => set({ note })}
            placeholder={words("web.asset.transferNoteHint")}
            optional
          />
        </div>
        <FormFoot busy={busy} action={words("web.asset.transfer")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

const FIRST_GROUND: LiquidationGround = "worn_out";

/** Out of the books, with the ground that the law asks for. */
export function LiquidateDialog(props: Props) {
  const { assets } = props;
  const ids = assets.map(({ id }) => id);
  const { form, mistakes, set, submit } = useForm(
    { ground: FIRST_GROUND, on: todayText(), decision: "" },
    ({ ground, on, decision }) =>
      withDay(on, (day) => ({ assets: ids, on: day, ground, decision: decision.trim() || null })),
  );
  const { busy, refusal, onSubmit } = useSubmit(props, submit, assetsApi.liquidate, () =>
    words("web.asset.liquidated", { n: ids.length }),
  );
  return (
    <Dialog title={words("web.asset.liquidateN", { n: ids.length })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Names assets={assets} />
          <p>{words("web.asset.liquidateBody")}</p>
          <SelectField
            label={words("web.asset.ground")}
            value={form.ground}
            onValue={(ground) => set({ ground })}
            options={LIQUIDATION_GROUNDS.map((one) => [one, words(`web.asset.ground.${one}`)] as const)}
          />
          <div class="pair">
            <TextField
              label={words("web.asset.decision")}
              value={form.decision}
              onValue={(decision) => set({ decision })}
              placeholder="12/QĐ-UBND"
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
        </div>
        <FormFoot busy={busy} action={words("web.asset.liquidate")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

const SHOWN = 5;
function Names({ assets }: Pick<Props, "assets">) {
  const first = assets.slice(0, SHOWN).map(({ name, code }) => (code === null ? name : `${name} (${code})`));
  const more = assets.length - first.length;
  return (
    <p class="quiet small">
      {first.join("; ")}
      {more > 0 ? ` ${words("web.asset.andMore", { n: more })}` : ""}
    </p>
  );
}
