import { useState } from "preact/hooks";
import type { WearRowView } from "../../../core/wire/assets.ts";
import type { UnitView } from "../../../core/wire/views.ts";
import { dayOf, subtree, writeDate } from "../lib/assets.ts";
import { capital, sayMoneyShort } from "../lib/money.ts";
import { assetHref } from "../lib/router.ts";
import { AssetTabs } from "../pieces/asset-tabs.tsx";
import { DataTable, type Column } from "../pieces/data-table.tsx";
import { Confirm } from "../pieces/dialog.tsx";
import { SelectField } from "../pieces/field.tsx";
import { Money } from "../pieces/money.tsx";
import { PageHead } from "../pieces/page-head.tsx";
import { Notice } from "../pieces/state-mark.tsx";
import { Empty, View } from "../pieces/view.tsx";
import { assetsApi, fileHref, unitsOf } from "../state/assets-api.ts";
import { words } from "../state/asset-words.ts";
import { now } from "../state/clock.ts";
import { language, locale } from "../state/preferences.ts";
import { useResource } from "../state/resource.ts";
import { mayAccount } from "../state/session.ts";
import { unitOptions } from "./asset-filters.tsx";

const YEARS = 10;

const lastYears = (newest: number): (readonly [string, string])[] =>
  Array.from({ length: YEARS }, (_, i) => [String(newest - i), String(newest - i)] as const);
/** It could be written into the books, and is not. */
const isOpen = ({ saved, amount }: WearRowView): boolean => !saved && amount !== null;

interface Data {
  readonly rows: readonly WearRowView[];
  readonly units: readonly UnitView[];
}
interface Ran {
  readonly year: string;
  readonly written: number;
  readonly kept: number;
}

/** Hao mòn of a year: as the yearly run wrote it, or as it would be. */
export function WearPage() {
  const today = dayOf(now.value ?? Date.now(), locale.value.timeZone);
  const thisYear = Number(today.slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const [unit, setUnit] = useState("");
  const [asking, setAsking] = useState(false);
  const [ran, setRan] = useState<Ran | undefined>(undefined);
  const resource = useResource<Data>(
    `wear ${year}`,
    async () => {
      const [rows, units] = await Promise.all([assetsApi.wear(Number(year)), unitsOf()]);
      if (!rows.ok) return rows;
      return { ok: true, value: { rows: rows.value, units: units.ok ? units.value : [] } };
    },
    300_000,
  );
  const { rows: all, units } = resource.data.value ?? NOTHING;
  const within = unit === "" ? undefined : subtree(units, unit);
  const rows = all.filter((row) => within?.has(row.unit) ?? true);
  const open = rows.filter(isOpen).length;
  const close = () => setAsking(false);
  return (
    <>
      <PageHead
        title={words("web.asset.wear.title", { year })}
        under={words("web.asset.wear.about")}
        actions={
          mayAccount() && open > 0 ? (
            <button type="button" class="button button-main" onClick={() => setAsking(true)}>
              {words("web.asset.wear.run", { year })}
            </button>
          ) : undefined
        }
      />
      <AssetTabs />
      <Filters thisYear={thisYear} units={units} year={[year, setYear]} unit={[unit, setUnit]} />
      <View resource={resource} lines={12}>
        {() => <Body year={year} rows={rows} ran={ran?.year === year ? ran : undefined} />}
      </View>
      {asking ? (
        <RunDialog
          year={year}
          unit={units.find(({ id }) => id === unit)}
          open={open}
          early={today < `${year}-12-01`}
          onRan={(done) => setRan({ year, ...done })}
          onDone={() => void resource.reload()}
          onClose={close}
        />
      ) : null}
    </>
  );
}
const NOTHING: Data = { rows: [], units: [] };

type Chosen = readonly [value: string, choose: (value: string) => void];

function Filters(props: {
  readonly thisYear: number;
  readonly units: readonly UnitView[];
  readonly year: Chosen;
  readonly unit: Chosen;
}) {
  const { thisYear, units } = props;
  const [year, setYear] = props.year;
  const [unit, setUnit] = props.unit;
  return (
    <div class="filters">
      <SelectField
        label={words("web.asset.wear.year")}
        value={year}
        onValue={setYear}
        options={lastYears(thisYear)}
      />
      <SelectField
        label={words("web.asset.col.unit")}
        value={unit}
        onValue={setUnit}
        options={[["", words("web.asset.all")], ...unitOptions(units)]}
      />
      <WearDocument unit={unit} year={year} />
    </div>
  );
}

function WearDocument({ unit, year }: { readonly unit: string; readonly year: string }) {
  return unit === "" ? (
    <span class="quiet small">{words("web.asset.wear.documentOf")}</span>
  ) : (
    <a class="button" download="" href={fileHref("unit-documents/wear", { unit, year })}>
      {words("web.asset.wear.document")}
    </a>
  );
}

/** Asks, runs, and says what was written and what stood there already. */
function RunDialog(props: {
  readonly year: string;
  /** undefined: all that one may see. */
  readonly unit: UnitView | undefined;
  readonly open: number;
  /** Before December of that year. */
  readonly early: boolean;
  readonly onRan: (done: Omit<Ran, "year">) => void;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { year, unit, open, early } = props;
  const run = words("web.asset.wear.run", { year });
  return (
    <Confirm
      title={unit === undefined ? run : `${run}: ${unit.name}`}
      body={[
        ...(early ? [words("web.asset.wear.early")] : []),
        words("web.asset.wear.runBody", { n: open }),
      ].join(" ")}
      action={run}
      done={words("web.asset.wear.runDone", { year })}
      request={async () => {
        const answer = await assetsApi.runWear(Number(year), unit?.id);
        if (answer.ok) props.onRan(answer.value);
        return answer;
      }}
      onDone={props.onDone}
      onClose={props.onClose}
    />
  );
}

function Body(props: {
  readonly year: string;
  readonly rows: readonly WearRowView[];
  readonly ran: Ran | undefined;
}) {
  const { year, rows, ran } = props;
  const saved = rows.filter(({ saved: written }) => written).length;
  const unknown = rows.filter(({ amount }) => amount === null).length;
  return (
    <>
      {ran === undefined ? null : (
        <Notice state="good">
          {[
            words("web.asset.wear.ran", ran),
            ...(unknown === 0 ? [] : [words("web.asset.wear.ranUnknown", { n: unknown })]),
          ].join(" ")}
        </Notice>
      )}
      {ran === undefined && saved > 0 && !rows.some(isOpen) ? (
        <Notice state="good">{words("web.asset.wear.all", { year, n: saved })}</Notice>
      ) : null}
      <Sums rows={rows} />
      {rows.some(({ verified }) => verified === false) ? (
        <p class="quiet small">{words("web.asset.wear.unverified")}</p>
      ) : null}
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
    money("amount", capital(words("web.asset.wear.short")), ({ amount }) => amount),
    money("accumulated", capital(words("web.asset.wear.accumulated")), ({ accumulated }) => accumulated),
    money("remaining", capital(words("web.asset.wear.left")), ({ remaining }) => remaining),
    text("saved", words("web.asset.wear.state"), ({ saved }) =>
      words(saved ? "web.asset.wear.saved" : "web.asset.wear.computed"),
    ),
  ];
}
