import { useState } from "preact/hooks";
import type { UnitView } from "../../../core/wire/views.ts";
import { writeDate } from "../lib/assets.ts";
import { stockTakeHref } from "../lib/router.ts";
import { firstUnit } from "../lib/units.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Dialog } from "../pieces/dialog.tsx";
import { SelectField, TextField } from "../pieces/field.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { stockTakesApi, unitsOf, type StockTakeView } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { navigate } from "../state/location.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { todayText, withDay } from "./asset-bulk.tsx";
import { unitOptions } from "./asset-filters.tsx";
import { FormFoot, useForm, useSubmit } from "./dialogs.tsx";

export function StockTakesPage() {
  const [open, setOpen] = useState(false);
  const resource = useResource<{ takes: readonly StockTakeView[]; units: readonly UnitView[] }>(
    "stocktakes",
    async () => {
      const [takes, units] = await Promise.all([stockTakesApi.list(), unitsOf()]);
      if (!takes.ok) return takes;
      return units.ok ? { ok: true, value: { takes: takes.value, units: units.value } } : units;
    },
    60_000,
  );
  return (
    <>
      <PageHead
        title={words("web.asset.take.title")}
        under={words("web.asset.take.about")}
        actions={
          mayEdit() ? (
            <button type="button" class="button button-main" onClick={() => setOpen(true)}>
              {words("web.asset.take.start")}
            </button>
          ) : undefined
        }
      />
      <AssetTabs />
      <View resource={resource}>
        {({ takes, units }) => (
          <>
            <DataTable
              label={words("web.asset.take.title")}
              columns={columns()}
              rows={takes}
              rowKey={({ id }) => id}
              initial={{ by: "on", descending: true }}
              open={({ id }) => stockTakeHref(id)}
              empty={<Empty body={words("web.asset.take.none")} />}
            />
            {open ? <OpenDialog units={units} onClose={() => setOpen(false)} /> : null}
          </>
        )}
      </View>
    </>
  );
}

function columns(): readonly Column<StockTakeView>[] {
  const state = ({ closedAt }: StockTakeView) =>
    words(closedAt === null ? "web.asset.take.open" : "web.asset.take.closed");
  return [
    {
      id: "name",
      label: words("web.asset.take.name"),
      head: true,
      sort: ({ name }) => name,
      text: ({ name }) => name,
      cell: ({ id, name }) => (
        <a class="cell-name" href={stockTakeHref(id)}>
          {name}
        </a>
      ),
    },
    {
      id: "unit",
      label: words("web.asset.col.unit"),
      sort: ({ unitName }) => unitName,
      text: ({ unitName }) => unitName,
      cell: ({ unitName }) => unitName,
    },
    {
      id: "on",
      label: words("web.asset.take.on"),
      numeric: true,
      sort: ({ on }) => on,
      text: ({ on }) => writeDate(on),
      cell: ({ on }) => writeDate(on),
    },
    { id: "state", label: words("web.asset.take.state"), sort: state, text: state, cell: state },
  ];
}

function OpenDialog({
  units,
  onClose,
}: {
  readonly units: readonly UnitView[];
  readonly onClose: () => void;
}) {
  const { form, mistakes, set, submit } = useForm(
    {
      name: words("web.asset.take.nameOf", { year: todayText().slice(-4) }),
      unit: firstUnit(units)?.id ?? "",
      on: todayText(),
    },
    ({ name, unit, on }) =>
      name.trim() === ""
        ? { ok: false, mistakes: { name: { key: "web.mistake.required" } } }
        : withDay(on, (day) => ({ name: name.trim(), unit, on: day })),
  );
  const { busy, refusal, onSubmit } = useSubmit(
    { onClose, onDone: () => {} },
    submit,
    async (take) => {
      const answer = await stockTakesApi.open(take);
      if (answer.ok) navigate(stockTakeHref(answer.value.id));
      return answer;
    },
    ({ name }) => words("web.asset.take.opened", { name }),
  );
  return (
    <Dialog title={words("web.asset.take.start")} onClose={onClose}>
      <form onSubmit={onSubmit} noValidate>
        <div class="dialog-body">
          {refusal}
          <TextField
            label={words("web.asset.take.name")}
            value={form.name}
            onValue={(name) => set({ name })}
            mistake={mistakes["name"]}
            autofocus
          />
          <SelectField
            label={words("web.asset.col.unit")}
            value={form.unit}
            onValue={(unit) => set({ unit })}
            options={unitOptions(units)}
          />
          <TextField
            label={words("web.asset.take.on")}
            value={form.on}
            onValue={(on) => set({ on })}
            mistake={mistakes["on"]}
            hint={words("web.asset.dateHint")}
          />
        </div>
        <FormFoot busy={busy} action={words("web.asset.take.start")} onClose={onClose} />
      </form>
    </Dialog>
  );
}
