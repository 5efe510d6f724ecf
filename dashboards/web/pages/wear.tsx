import { useState } from "preact/hooks";
import type { WearRowView } from "../../../core/wire/assets.ts";
import { dayOf, writeDate } from "../lib/assets.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { assetHref } from "../lib/router.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { Money } from "../pieces/money.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { assetsApi } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { now } from "../state/clock.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";

const YEARS = 10;

const lastYears = (newest: number): (readonly [string, string])[] =>
  Array.from({ length: YEARS }, (_, i) => [String(newest - i), String(newest - i)] as const);
/** It could be written into the books, and is not. */
const isOpen = ({ saved, amount }: WearRowView): boolean => !saved && amount !== null;

/** Hao mòn of a year: as the yearly run wrote it, or as it would be. */
export function WearPage() {
  const thisYear = Number(dayOf(now.value ?? Date.now(), locale.value.timeZone).slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const [asking, setAsking] = useState(false);
  const resource = useResource(`wear ${year}`, () => assetsApi.wear(Number(year)), 300_000);
  const open = (resource.data.value ?? []).filter(isOpen).length;
  return (
    <>
      <PageHead
        title={words("web.asset.wear.title", { year })}
        under={words("web.asset.wear.about")}
        actions={
          mayEdit() && open > 0 ? (
            <button type="button" class="button button-main" onClick={() => setAsking(true)}>
              {words("web.asset.wear.run", { year })}
            </button>
          ) : undefined
        }
      />
      <AssetTabs />
      <div class="filters">
        <SelectField
          label={words("web.asset.wear.year")}
          value={year}
          onValue={setYear}
          options={lastYears(thisYear)}
        />
      </div>
      <View resource={resource} lines={12}>
        {(rows) => (
          <>
            <Sums rows={rows} />
            <DataTable
              label={words("web.asset.wear.title", { year })}
              columns={columns()}
              rows={rows}
              rowKey={({ asset }) => asset}
              initial={{ by: "unit", descending: false }}
              open={({ asset }) => assetHref(asset)}
              empty={<Empty body={words("web.asset.wear.none")} />}
            />
          </>
        )}
      </View>
      {asking ? (
        <Confirm
          title={words("web.asset.wear.run", { year })}
          body={words("web.asset.wear.runBody", { n: open })}
          action={words("web.asset.wear.run", { year })}
          done={words("web.asset.wear.runDone", { year })}
          request={() => assetsApi.runWear(Number(year))}
          onDone={() => void resource.reload()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function Sums({ rows }: { readonly rows: readonly WearRowView[] }) {
  const sum = (of: (row: WearRowView) => number | null) =>
    sayMoneyShort(
      rows.reduce((all, row) => all + (of(row) ?? 0), 0),
      language.value,
    );
  const unknown = rows.filter(({ amount }) => amount === null).length;
  const figures = [
    [sum(({ originalValue }) => originalValue), words("web.asset.value")],
    [sum(({ amount }) => amount), words("web.asset.wear.amount")],
    [sum(({ remaining }) => remaining), words("web.asset.remaining")],
  ] as const;
  return (
    <div class="panel figures">
      {figures.map(([figure, label]) => (
        <span key={label} class="figure">
          <strong>{figure}</strong>
          {label}
        </span>
      ))}
      {unknown === 0 ? null : <span class="figure">{words("web.asset.wear.unknown", { n: unknown })}</span>}
    </div>
  );
}

function columns(): readonly Column<WearRowView>[] {
  const text = (id: string, label: string, of: (row: WearRowView) => string): Column<WearRowView> => ({
    id,
    label,
    sort: (row) => of(row) || null,
    text: of,
    cell: (row) => of(row) || "—",
    blank: (row) => of(row) === "",
  });
  const money = (
    id: string,
    label: string,
    of: (row: WearRowView) => number | null,
  ): Column<WearRowView> => ({
    id,
    label,
    numeric: true,
    sort: of,
    text: (row) => String(of(row) ?? ""),
    cell: (row) => <Money amount={of(row)} why={words("web.asset.wear.why")} />,
  });
  return [
    {
      ...text("name", words("web.asset.col.name"), ({ name }) => name),
      head: true,
      cell: ({ asset, name }) => (
        <a class="cell-name" href={assetHref(asset)}>
          {name}
        </a>
      ),
    },
    text("code", words("web.asset.col.code"), ({ code }) => code ?? ""),
    text("unit", words("web.asset.col.unit"), ({ unitName }) => unitName),
    {
      ...text("inUseOn", words("web.asset.col.inUseOn"), ({ inUseOn }) => writeDate(inUseOn)),
      sort: ({ inUseOn }) => inUseOn,
      numeric: true,
    },
    money("value", words("web.asset.col.value"), ({ originalValue }) => originalValue),
    money("amount", words("web.asset.wear.amount"), ({ amount }) => amount),
    money("accumulated", words("web.asset.wear.accumulated"), ({ accumulated }) => accumulated),
    money("remaining", words("web.asset.wear.left"), ({ remaining }) => remaining),
    text("saved", words("web.asset.wear.state"), ({ saved }) =>
      words(saved ? "web.asset.wear.saved" : "web.asset.wear.computed"),
    ),
  ];
}
