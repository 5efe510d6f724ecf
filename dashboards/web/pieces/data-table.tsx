import type { ComponentChildren, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { formatCount } from "../../../core/format.ts";
import {
  filterRows,
  sortRows,
  toTsv,
  VIRTUAL_FROM,
  visibleRows,
  type SortColumn,
  type Sorting,
} from "../lib/table.ts";
import { copyText } from "../state/clipboard.ts";
import { navigate } from "../state/location.ts";
import { language, t } from "../state/preferences.ts";

export interface Column<Row> extends SortColumn<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** 1 always, 2 not on a phone, 3 only on a wide screen. */
  readonly rank?: 2 | 3;
  /** Neither sorted nor copied: buttons, whose head is only read aloud, and drawings. */
  readonly fixed?: "buttons" | "drawing";
  /** On a phone the headline of the card. */
  readonly head?: boolean;
  /** On a phone the card leaves it out when there is nothing to tell. */
  readonly blank?: (row: Row) => boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly initial: Sorting;
  /** What a click on the row or Enter opens. */
  readonly open?: (row: Row) => string | (() => void);
  readonly chosen?: string | undefined;
  readonly empty: ComponentChildren;
  readonly tools?: ComponentChildren;
}

/** Short lists need no tools. */
const TOOLS_FROM = 6;
const ROW_HEIGHT = 33;

const classOf = <Row,>(column: Column<Row>, extra = "") =>
  [column.numeric === true ? "numeric" : "", column.rank === undefined ? "" : `less-${column.rank}`, extra]
    .filter(Boolean)
    .join(" ") || undefined;

/** A table that sorts, filters without minding diacritics, copies to a spreadsheet and goes by the keyboard. */
export function DataTable<Row>(props: TableProps<Row>) {
  const { columns, rows } = props;
  const [sorting, setSorting] = useState(props.initial);
  const [query, setQuery] = useState("");
  if (rows.length === 0) return <div class="panel">{props.empty}</div>;
  const real = columns.filter(({ fixed }) => fixed === undefined);
  const shown = sortRows(filterRows(rows, real, query), real, sorting);
  const copy = () => {
    const lines = [real.map(({ label }) => label), ...shown.map((row) => real.map(({ text }) => text(row)))];
    void copyText(toTsv(lines), t("web.table.copied", { n: formatCount(shown.length, language.value) }));
  };
  const sortBy = (by: string) =>
    setSorting({ by, descending: sorting.by === by ? !sorting.descending : false });
  const body = <Body {...props} columns={columns} rows={shown} sorting={sorting} sortBy={sortBy} />;
  return (
    <div class="panel">
      {rows.length >= TOOLS_FROM || props.tools !== undefined ? (
        <div class="table-tools">
          <input
            class="input"
            type="search"
            aria-label={`${t("web.table.filter")}: ${props.label}`}
            placeholder={t("web.table.filterHint")}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <SortSelect columns={real} sorting={sorting} onSort={setSorting} />
          {props.tools}
          <span class="table-count" aria-live="polite">
            {shown.length === rows.length
              ? t("web.table.rows", { n: formatCount(rows.length, language.value) })
              : t("web.table.rowsOf", { n: shown.length, total: formatCount(rows.length, language.value) })}
          </span>
          <button type="button" class="button button-plain" onClick={copy}>
            {t("web.table.copy")}
          </button>
        </div>
      ) : null}
      {shown.length === 0 ? <p class="table-none">{t("web.table.noMatch", { query })}</p> : body}
    </div>
  );
}

/** On a phone there is no head to click on. */
function SortSelect<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}) {
  const id = useId();
  return (
    <span class="table-sort">
      <label class="unseen" for={id}>
        {t("web.table.sortBy", { column: "" })}
      </label>
      <select
        id={id}
        class="input"
        value={props.sorting.by}
        onChange={(event) => props.onSort({ by: event.currentTarget.value, descending: false })}
      >
        {props.columns.map(({ id: column, label }) => (
          <option key={column} value={column}>
            {t("web.table.sortBy", { column: label })}
          </option>
        ))}
      </select>
    </span>
  );
}

interface BodyProps<Row> extends TableProps<Row> {
  readonly sorting: Sorting;
  readonly sortBy: (column: string) => void;
}

function Body<Row>(props: BodyProps<Row>) {
  const { rows, columns } = props;
  const many = rows.length > VIRTUAL_FROM;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const { first, last } = many
    ? visibleRows(rows.length, ROW_HEIGHT, top, scroller.current?.clientHeight ?? 720)
    : { first: 0, last: rows.length };
  const gap = (count: number) =>
    count > 0 ? (
      <tr class="table-gap" aria-hidden="true">
        <td colSpan={columns.length} style={{ height: `${count * ROW_HEIGHT}px` }} />
      </tr>
    ) : null;
  const table = (
    <table
      class={many ? "table table-even" : "table table-cards"}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <Head {...props} />
      <tbody onKeyDown={moveByKeys}>
        {gap(first)}
        {rows.slice(first, last).map((row, i) => (
          <Row key={props.rowKey(row)} row={row} index={first + i} table={props} />
        ))}
        {gap(rows.length - last)}
      </tbody>
    </table>
  );
  return many ? (
    <div ref={scroller} class="table-scroll" onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      {table}
    </div>
  ) : (
    table
  );
}

function Head<Row>({ columns, sorting, sortBy }: BodyProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const sorted = sorting.by === column.id;
          return (
            <th
              key={column.id}
              scope="col"
              class={classOf(column)}
              aria-sort={sorted ? (sorting.descending ? "descending" : "ascending") : undefined}
            >
              {column.fixed !== undefined ? (
                <span class="th-plain">
                  <span class={column.fixed === "buttons" ? "unseen" : undefined}>{column.label}</span>
                </span>
              ) : (
                <button
                  type="button"
                  class="th-button"
                  title={t("web.table.sortBy", { column: column.label })}
                  onClick={() => sortBy(column.id)}
                >
                  {column.label}
                  <svg class="th-arrow" width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
                    {sorted ? (
                      <path d={sorting.descending ? "M0 2h8L4 7z" : "M0 6h8L4 1z"} fill="currentColor" />
                    ) : null}
                  </svg>
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Row<Row>(props: { readonly row: Row; readonly index: number; readonly table: BodyProps<Row> }) {
  const { row, index, table } = props;
  const target = table.open?.(row);
  const go = () => {
    if (typeof target === "string") navigate(target);
    else target?.();
  };
  const chosen = table.chosen !== undefined && table.chosen === table.rowKey(row);
  const click = (event: TargetedMouseEvent<HTMLTableRowElement>) => {
    // Links and buttons inside do their own work, and selecting text is no click.
    if (event.target instanceof Element && event.target.closest("a,button,input") !== null) return;
    if (window.getSelection()?.isCollapsed === false) return;
    go();
  };
  return (
    <tr
      class={
        [target === undefined ? "" : "row-open", chosen ? "row-chosen" : ""].filter(Boolean).join(" ") ||
        undefined
      }
      tabIndex={index === 0 ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={chosen ? true : undefined}
      onClick={target === undefined ? undefined : click}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) go();
      }}
    >
      {table.columns.map((column) => (
        <td
          key={column.id}
          class={classOf(
            column,
            [
              column.head === true ? "cell-head" : "",
              column.id === "state" ? "cell-state" : "",
              column.blank?.(row) === true ? "cell-empty" : "",
            ]
              .join(" ")
              .trim(),
          )}
          data-label={column.fixed === "buttons" ? undefined : column.label}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Arrow keys, Home and End move from row to row. */
function moveByKeys(event: TargetedKeyboardEvent<HTMLTableSectionElement>): void {
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  if (row === null || event.target !== row) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLTableRowElement>("tr[tabindex]")];
  const here = rows.indexOf(row);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: here + 1,
    ArrowUp: here - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const next = rows[steps[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
