import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { dayOf, readDate, writeDate } from "../lib/assets.ts";
import type { Checked, Mistake, Mistakes } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { now } from "../state/clock.ts";
import { locale } from "../state/preferences.ts";
import { unitOptions } from "./asset-filters.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

const today = (): string => dayOf(now.value ?? Date.now(), locale.value.timeZone);
/** Today at the office, as people write it. */
export const todayText = (): string => writeDate(today());

/** The typed day, or what is wrong with it. */
export function withDay<Body>(text: string, body: (on: string) => Body): Checked<Body> {
  const on = readDate(text);
  if (on === undefined) return { ok: false, mistakes: { on: { key: "web.mistake.date" } } };
  return on === null
    ? { ok: false, mistakes: { on: { key: "web.mistake.required" } } }
    : { ok: true, value: body(on) };
}

/** What is wrong with the day on which something happened. */
export function dayMistake(text: string): Mistake | undefined {
  const on = readDate(text);
  if (on === null) return { key: "web.mistake.required" };
  if (on === undefined) return { key: "web.mistake.date" };
  return on > today() ? { key: "web.mistake.dayToCome" } : undefined;
}

/** As {@link withDay} for a day that has been, with what else is wrong, all of it at once. */
export function withPastDay<Body>(
  text: string,
  others: Readonly<Record<string, Mistake | undefined>>,
  body: (on: string) => Body,
): Checked<Body> {
  const found = Object.entries({ ...others, on: dayMistake(text) }).filter(([, one]) => one !== undefined);
  return found.length > 0
    ? { ok: false, mistakes: Object.fromEntries(found) as Mistakes }
    : withDay(text, body);
}

export interface BulkProps {
  readonly assets: readonly AssetView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** To another unit, all or none: units merge, equipment goes along. */
export function TransferDialog(props: BulkProps & { readonly units: readonly UnitView[] }) {
  const { assets, units } = props;
  const from = new Set(assets.map(({ unit }) => unit));
  // Not to a unit that is no more, nor to where everything is already.
  const targets = units.filter(({ id, validTo }) => validTo === null && !(from.size === 1 && from.has(id)));
  const { form, mistakes, set, submit } = useForm(
    { unit: "", on: todayText(), note: "" },
    ({ unit, on, note }) =>
      withPastDay(on, { unit: unit === "" ? NOT_CHOSEN : undefined }, (day) => ({
        assets: assets.filter((asset) => asset.unit !== unit).map(({ id }) => id),
        unit,
        site: null,
        on: day,
        note: note.trim() || null,
      })),
  );
  const name = units.find(({ id }) => id === form.unit)?.name ?? "";
  const { busy, refusal, onSubmit } = useSubmit(props, submit, assetsApi.transfer, (sent) =>
    words("web.asset.transferred", { n: sent.assets.length, unit: name }),
  );
  return (
    <Dialog title={words("web.asset.transferN", { n: assets.length })} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <Names assets={assets} />
          <SelectField
            label={words("web.asset.toUnit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={[["", words("web.asset.chooseUnit")], ...unitOptions(targets)]}
            mistake={mistakes["unit"]}
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
            maxLength={500}
            optional
          />
        </div>
        <FormFoot busy={busy} action={words("web.asset.transfer")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

export const NOT_CHOSEN: Mistake = { key: "web.mistake.choose" };

const SHOWN = 5;
export function Names({ assets }: Pick<BulkProps, "assets">) {
  const first = assets.slice(0, SHOWN).map(({ name, code }) => (code === null ? name : `${name} (${code})`));
  const more = assets.length - first.length;
  return (
    <p class="quiet small">
      {first.join("; ")}
      {more > 0 ? ` ${words("web.asset.andMore", { n: more })}` : ""}
    </p>
  );
}
