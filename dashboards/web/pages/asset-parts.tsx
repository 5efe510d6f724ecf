import { useState } from "preact/hooks";
import type { AssetDetail, AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { formatDateTime } from "../../../core/format.ts";
import { changeLines } from "../lib/asset-history.ts";
import { readMoney, writeDate } from "../lib/assets.ts";
import type { Mistake } from "../lib/forms.ts";
import { Dialog } from "../pieces/dialog.tsx";
import { TextField } from "../pieces/field.tsx";
import { Money } from "../pieces/money.tsx";
import { Section } from "../pieces/page-head.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words, wordsAny } from "../state/asset-words.ts";
import { locale, t } from "../state/preferences.ts";
import { todayText, withPastDay } from "./asset-bulk.tsx";
import { fieldText } from "./asset-columns.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

export function WearTable({ rows }: { readonly rows: AssetDetail["wear"] }) {
  return (
    <Section title={words("web.asset.wear")}>
      <div class="panel table-wide">
        {rows.length === 0 ? (
          <p class="table-none">{words("web.asset.noWear")}</p>
        ) : (
          <table class="table">
            <thead>
              <tr>
                {(["year", "amount", "accumulated", "left"] as const).map((one) => (
                  <th key={one} scope="col" class="numeric">
                    <span class="th-plain">{words(`web.asset.wear.${one}`)}</span>
                  </th>
                ))}
                <th scope="col">
                  <span class="th-plain">{words("web.asset.wear.state")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.year}>
                  <td class="numeric">{row.year}</td>
                  <td class="numeric">
                    <Money amount={row.amount} />
                  </td>
                  <td class="numeric">
                    <Money amount={row.accumulated} />
                  </td>
                  <td class="numeric">
                    <Money amount={row.remaining} />
                  </td>
                  <td>{words(row.saved ? "web.asset.wear.saved" : "web.asset.wear.computed")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  );
}

export function Repairs(props: {
  readonly asset: AssetView;
  readonly may: boolean;
  readonly reload: () => void;
}) {
  const { asset, may, reload } = props;
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={words("web.asset.repairs")}
      actions={
        may ? (
          <button type="button" class="button" onClick={() => setOpen(true)}>
            {words("web.asset.addRepair")}
          </button>
        ) : undefined
      }
    >
      <div class="panel">
        {asset.repairs.length === 0 ? <p class="table-none">{words("web.asset.noRepairs")}</p> : null}
        {asset.repairs
          .slice()
          .reverse()
          .map((repair, i) => (
            <div key={i} class="event">
              <span class="quiet">{writeDate(repair.on)}</span>
              <span>
                {repair.what} ·{" "}
                {repair.cost === null ? (
                  <span class="quiet">{words("web.asset.repairNoCost")}</span>
                ) : (
                  <Money amount={repair.cost} />
                )}
              </span>
            </div>
          ))}
      </div>
      {open ? <RepairDialog asset={asset} onClose={() => setOpen(false)} onDone={reload} /> : null}
    </Section>
  );
}

function RepairDialog(props: {
  readonly asset: AssetView;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { form, mistakes, set, submit } = useForm(
    { on: todayText(), what: "", cost: "" },
    ({ on, what, cost }) => {
      const amount = readMoney(cost);
      const others: Record<string, Mistake | undefined> = {
        what: what.trim() === "" ? { key: "web.mistake.required" } : undefined,
        cost: amount === undefined ? { key: "web.mistake.money" } : undefined,
      };
      return withPastDay(on, others, (day) => ({ on: day, what: what.trim(), cost: amount ?? null }));
    },
  );
  const { busy, refusal, onSubmit } = useSubmit(
    props,
    submit,
    (repair) => assetsApi.repair(props.asset.id, repair),
    ({ what }) => words("web.asset.repaired", { what }),
  );
  return (
    <Dialog title={words("web.asset.addRepair")} onClose={props.onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.asset.repairWhat")}
            value={form.what}
            onValue={(what) => set({ what })}
            mistake={mistakes["what"]}
            placeholder={words("web.asset.repairWhatHint")}
            maxLength={500}
            autofocus
          />
          <div class="pair">
            <TextField
              label={words("web.asset.onDay")}
              value={form.on}
              onValue={(on) => set({ on })}
              mistake={mistakes["on"]}
              hint={words("web.asset.dateHint")}
            />
            <TextField
              label={words("web.asset.repairCost")}
              value={form.cost}
              onValue={(cost) => set({ cost })}
              mistake={mistakes["cost"]}
              hint={words("web.asset.moneyHint")}
              optional
            />
          </div>
        </div>
        <FormFoot busy={busy} action={t("web.device.save")} onClose={props.onClose} />
      </form>
    </Dialog>
  );
}

export function History(props: {
  readonly events: AssetDetail["history"];
  readonly units: readonly UnitView[];
  /** Of devices and sites, by id. */
  readonly names: ReadonlyMap<string, string>;
}) {
  const unitNames = new Map(props.units.map(({ id, name }) => [id, name]));
  const shown = (field: string, value: unknown) =>
    typeof value === "string"
      ? ((field === "unit" ? unitNames : props.names).get(value) ?? fieldText(field, value))
      : fieldText(field, value);
  return (
    <Section title={words("web.asset.history")}>
      <div class="panel">
        {props.events.map((event, i) => (
          <div key={i} class="event">
            <span class="quiet">
              {formatDateTime(event.at, locale.value)} · {event.by}
            </span>
            <span>
              {wordsAny(`web.asset.event.${event.what}`)}
              {event.note === null ? "" : ` · ${event.note}`}
              {changeLines(event.what, event.changes).map(({ field, before, after }) => (
                <span key={field} class="cell-under">
                  {fieldLabel(field)}: {before === undefined ? "" : `${shown(field, before)} → `}
                  {shown(field, after)}
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Fields stand under `col` where the table has them too. */
function fieldLabel(field: string): string {
  for (const key of [`web.asset.field.${field}`, `web.asset.col.${field}`]) {
    const text = wordsAny(key);
    if (text !== key) return text;
  }
  return field;
}
