import { useState } from "preact/hooks";
import type { AssetView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { filterAssets, NO_FILTER, totalsOf, type AssetFilter } from "../lib/assets.ts";
import { filterRows } from "../lib/table.ts";
import { sayMoneyShort } from "../lib/money.ts";
import { assetHref } from "../lib/router.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable } from "../pieces/data-table.tsx";
import { later } from "../pieces/later.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { assetsApi, fileHref, unitsOf } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { language } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayEdit } from "../state/session.ts";
import { assetColumns } from "./asset-columns.tsx";
import { AssetFilters } from "./asset-filters.tsx";

const AssetDialog = later(async () => (await import("./asset-dialog.tsx")).AssetDialog, true);
const ImportDialog = later(async () => (await import("./asset-import.tsx")).ImportDialog, true);
const TransferDialog = later(async () => (await import("./asset-bulk.tsx")).TransferDialog, true);
const LiquidateDialog = later(async () => (await import("./asset-liquidation.tsx")).LiquidateDialog, true);
const CorrectDialog = later(async () => (await import("./asset-liquidation.tsx")).CorrectDialog, true);

interface Listed {
  readonly assets: readonly AssetView[];
  readonly units: readonly UnitView[];
}
/** The books change by hand: once a minute is often enough. */
const REFRESH_MS = 60_000;

export function AssetsPage() {
  const [liquidated, setLiquidated] = useState(false);
  const resource = useResource<Listed>(
    `assets ${liquidated}`,
    async () => {
      const [assets, units] = await Promise.all([
        assetsApi.list(liquidated ? { liquidated: "1" } : {}),
        unitsOf(),
      ]);
      if (!assets.ok) return assets;
      return units.ok ? { ok: true, value: { assets: assets.value, units: units.value } } : units;
    },
    REFRESH_MS,
  );
  return (
    <>
      <PageHead title={words("web.asset.title")} under={words("web.asset.about")} />
      <AssetTabs />
      <View resource={resource} lines={12}>
        {(data) => (
          <Register
            {...data}
            liquidated={liquidated}
            setLiquidated={setLiquidated}
            reload={() => void resource.reload()}
          />
        )}
      </View>
    </>
  );
}

interface RegisterProps extends Listed {
  readonly liquidated: boolean;
  readonly setLiquidated: (shown: boolean) => void;
  readonly reload: () => void;
}

function toggled(ticked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ticked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The ticked ones that are in the books, and those that were liquidated: of these only the decision can be corrected. */
function chosenOf(shown: readonly AssetView[], ticked: ReadonlySet<string>) {
  const all = shown.filter(({ id }) => ticked.has(id));
  const [here, gone] = [false, true].map((is) => all.filter(({ state }) => (state === "liquidated") === is));
  return [here ?? [], gone ?? []] as const;
}

type Open = "add" | "import" | "transfer" | "liquidate" | "correct";

function Register({ assets, units, liquidated, setLiquidated, reload }: RegisterProps) {
  const [filter, setFilter] = useState<AssetFilter>(NO_FILTER);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const [query, setQuery] = useState("");
  const columns = assetColumns(
    mayEdit() ? { ticked, toggle: (id) => setTicked(toggled(ticked, id)) } : undefined,
  );
  const filtered = filterAssets(assets, filter, units);
  // What is typed into the table's own filter hides lines, too: nothing that is not seen is moved or liquidated.
  const shown = filterRows(filtered, columns, query);
  const [chosen, gone] = chosenOf(shown, ticked);
  const dialog = {
    onClose: () => setOpen(undefined),
    onDone: () => {
      setTicked(new Set());
      reload();
    },
  };
  return (
    <>
      {assets.length === 0 ? null : <Totals assets={shown} />}
      <Actions filter={filter} chosen={chosen} open={setOpen} empty={assets.length === 0} />
      <AssetFilters
        assets={assets}
        units={units}
        filter={filter}
        setFilter={setFilter}
        liquidated={liquidated}
        setLiquidated={setLiquidated}
      />
      {mayEdit() && shown.length > 0 ? (
        <Ticked
          shown={shown}
          chosen={chosen}
          gone={gone}
          tick={(ids) => setTicked(new Set(ids))}
          open={setOpen}
        />
      ) : null}
      <DataTable
        label={words("web.asset.title")}
        columns={columns}
        rows={filtered}
        query={query}
        onQuery={setQuery}
        rowKey={({ id }) => id}
        initial={{ by: "unit", descending: false }}
        open={({ id }) => assetHref(id)}
        empty={
          assets.length === 0 ? (
            <Empty title={words("web.asset.emptyTitle")} body={words("web.asset.empty")} />
          ) : (
            <Empty body={words("web.asset.noneMatch")} />
          )
        }
      />
      <Dialogs open={open} units={units} unit={filter.unit} chosen={chosen} gone={gone} {...dialog} />
    </>
  );
}

function Dialogs(props: {
  readonly open: Open | undefined;
  readonly units: readonly UnitView[];
  readonly unit: string;
  readonly chosen: readonly AssetView[];
  readonly gone: readonly AssetView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { units, unit, chosen, gone, onClose, onDone } = props;
  const dialog = { onClose, onDone };
  switch (props.open) {
    case "add":
      return <AssetDialog units={units} unit={unit} {...dialog} />;
    case "import":
      return <ImportDialog units={units} unit={unit} {...dialog} />;
    case "transfer":
      return <TransferDialog units={units} assets={chosen} {...dialog} />;
    case "liquidate":
      return <LiquidateDialog assets={chosen} {...dialog} />;
    case "correct":
      return <CorrectDialog assets={gone} {...dialog} />;
    case undefined:
      return null;
  }
}

/** Sums of what is shown; what has no value in the books is said, not counted as nothing. */
function Totals({ assets }: { readonly assets: readonly AssetView[] }) {
  const { lines, things, value, remaining, withoutValue } = totalsOf(assets);
  const figures = [
    [String(lines), words("web.asset.lines")],
    [String(things), words("web.asset.things")],
    [sayMoneyShort(value, language.value), words("web.asset.value")],
    [sayMoneyShort(remaining, language.value), words("web.asset.remaining")],
  ] as const;
  return (
    <div class="panel figures" aria-live="polite">
      {figures.map(([figure, label]) => (
        <span key={label} class="figure">
          <strong>{figure}</strong>
          {label}
        </span>
      ))}
      {withoutValue === 0 ? null : (
        <span class="figure">{words("web.asset.withoutValue", { n: withoutValue })}</span>
      )}
    </div>
  );
}

function Actions(props: {
  readonly filter: AssetFilter;
  readonly chosen: readonly AssetView[];
  readonly open: (dialog: Open) => void;
  readonly empty: boolean;
}) {
  const { filter, chosen, open, empty } = props;
  const unit = filter.unit === "" ? {} : { unit: filter.unit };
  return (
    <div class="button-row asset-actions">
      {mayEdit() ? (
        <>
          <button type="button" class="button button-main" onClick={() => open("add")}>
            {words("web.asset.add")}
          </button>
          <button type="button" class="button" onClick={() => open("import")}>
            {words("web.asset.import")}
          </button>
        </>
      ) : null}
      {empty ? null : (
        <>
          <a class="button" download="" href={fileHref("asset-export", { format: "xlsx", ...unit })}>
            {words("web.asset.exportXlsx")}
          </a>
          <a class="button" download="" href={fileHref("asset-export", { format: "csv", ...unit })}>
            {words("web.asset.exportCsv")}
          </a>
          {chosen.length > 0 ? (
            <LabelsOf chosen={chosen} />
          ) : (
            <a class="button" target="_blank" rel="noopener" href={fileHref("asset-labels", unit)}>
              {words("web.asset.labels")}
            </a>
          )}
        </>
      )}
    </div>
  );
}

/** A form and not an address: thousands of ids would be too long for one. */
const LabelsOf = ({ chosen }: { readonly chosen: readonly AssetView[] }) => (
  <form method="post" action={fileHref("asset-labels")} target="_blank" rel="noopener">
    <input type="hidden" name="assets" value={chosen.map(({ id }) => id).join(",")} />
    <button type="submit" class="button">
      {words("web.asset.labelsOf", { n: chosen.length })}
    </button>
  </form>
);

function Ticked(props: {
  readonly shown: readonly AssetView[];
  readonly chosen: readonly AssetView[];
  readonly gone: readonly AssetView[];
  readonly tick: (ids: readonly string[]) => void;
  readonly open: (dialog: Open) => void;
}) {
  const { chosen, gone, tick, open } = props;
  const free = props.shown.filter(({ state }) => state !== "liquidated");
  return (
    <div class="button-row asset-ticked">
      {chosen.length < free.length ? (
        <button type="button" class="button button-plain" onClick={() => tick(free.map(({ id }) => id))}>
          {words("web.asset.tickAll", { n: free.length })}
        </button>
      ) : null}
      {chosen.length + gone.length === 0 ? null : (
        <button type="button" class="button button-plain" onClick={() => tick([])}>
          {words("web.asset.tickNone")}
        </button>
      )}
      {gone.length === 0 ? null : (
        <button type="button" class="button" onClick={() => open("correct")}>
          {words("web.asset.correctN", { n: gone.length })}
        </button>
      )}
      {chosen.length === 0 ? null : (
        <>
          <button type="button" class="button" onClick={() => open("transfer")}>
            {words("web.asset.transferN", { n: chosen.length })}
          </button>
          <button type="button" class="button" onClick={() => open("liquidate")}>
            {words("web.asset.liquidateN", { n: chosen.length })}
          </button>
        </>
      )}
    </div>
  );
}
