import type { ComponentChildren, TargetedKeyboardEvent, TargetedMouseEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatCount } from "../../../core/format.ts";
import {
  filterRows,
  groupRows,
  hasTools,
  linesOf,
  sortRows,
  toTsv,
  VIRTUAL_FROM,
  visibleRows,
  type Sorting,
} from "../lib/table.ts";
import { copyText } from "../state/clipboard.ts";
import { printing } from "../state/printing.ts";
import { navigate } from "../state/location.ts";
import { language, t } from "../state/preferences.ts";
import { classOf, Head, SortSelect, type Column } from "./table-head.tsx";

export type { Column } from "./table-head.tsx";

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
  /** What is typed into the filter box, where the page must know what is shown; else the table keeps it. */
  readonly query?: string;
  readonly onQuery?: (query: string) => void;
  /** Rows stand under headings; within each they keep the order of the column that is sorted by. */
  readonly groups?: Groups<Row>;
  /** The first of a longer list: a filter would look through these alone, and say that there is no more. */
  readonly part?: boolean;
}

export interface Groups<Row> {
  readonly of: (row: Row) => string;
  /** Keys of the groups in the order in which they are shown; of what is shown now. */
  readonly order: (rows: readonly Row[]) => readonly string[];
  readonly heading: (key: string, rows: readonly Row[]) => ComponentChildren;
}

const ROW_HEIGHT = 33;

/** A table that sorts, filters without minding diacritics, copies to a spreadsheet and goes by the keyboard. */
export function DataTable<Row>(props: TableProps<Row>) {
  const { columns, rows } = props;
  const [sorting, setSorting] = useState(props.initial);
  const [own, setOwn] = useState("");
  const { query = own, onQuery: setQuery = setOwn } = props;
  if (rows.length === 0) return <div class="panel">{props.empty}</div>;
  const real = columns.filter(({ fixed }) => fixed === undefined);
  const found = sortRows(filterRows(rows, real, query), real, sorting);
  const shown = props.groups === undefined ? found : groupRows(found, props.groups.of, props.groups.order);
  const copy = () => {
    const lines = [real.map(({ label }) => label), ...shown.map((row) => real.map(({ text }) => text(row)))];
    void copyText(toTsv(lines), t("web.table.copied", { n: formatCount(shown.length, language.value) }));
  };
  const sortBy = (by: string) =>
    setSorting({ by, descending: sorting.by === by ? !sorting.descending : false });
  const body = <Body {...props} columns={columns} rows={shown} sorting={sorting} sortBy={sortBy} />;
  return (
    <div class="panel">
      {props.part !== true && (hasTools(rows.length, query) || props.tools !== undefined) ? (
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
              : t("web.table.rowsOf", {
                  n: formatCount(shown.length, language.value),
                  total: formatCount(rows.length, language.value),
                })}
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

interface BodyProps<Row> extends TableProps<Row> {
  readonly sorting: Sorting;
  readonly sortBy: (column: string) => void;
}

function Body<Row>(props: BodyProps<Row>) {
  const { rows, columns, groups } = props;
  // Headings are lines like any other: a long list is drawn in part.
  const lines = linesOf(rows, groups?.of);
  const long = lines.length > VIRTUAL_FROM;
  // Nobody scrolls on paper.
  const many = long && !printing.value;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => setTop(scroller.current?.scrollTop ?? 0), [many]);
  const { first, last } = many
    ? visibleRows(lines.length, ROW_HEIGHT, top, scroller.current?.clientHeight ?? 720)
    : { first: 0, last: lines.length };
  const drawn = lines.slice(first, last);
  // Tab leads to the first row that is there; from it the arrows go on.
  const entry = drawn.find((line) => line.kind === "row")?.index;
  const gap = (count: number) =>
    count > 0 ? (
      <tr class="table-gap" aria-hidden="true">
        <td colSpan={columns.length} style={{ height: `${count * ROW_HEIGHT}px` }} />
      </tr>
    ) : null;
  const table = (
    <table
      class={many ? "table table-even" : long ? "table" : "table table-cards"}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <Head {...props} />
      <tbody onKeyDown={moveByKeys}>
        {gap(first)}
        {drawn.map((line) =>
          line.kind === "row" ? (
            <Row
              key={props.rowKey(line.row)}
              row={line.row}
              index={line.index}
              entry={line.index === entry}
              table={props}
            />
          ) : (
            <tr key={`group ${line.key}`} class="table-group">
              <th colSpan={columns.length} scope="rowgroup">
                {groups?.heading(line.key, line.rows)}
              </th>
            </tr>
          ),
        )}
        {gap(lines.length - last)}
      </tbody>
    </table>
  );
  return long ? (
    <div ref={scroller} class="table-scroll" onScroll={(event) => setTop(event.currentTarget.scrollTop)}>
      {table}
    </div>
  ) : (
    table
  );
}

interface RowProps<Row> {
  readonly row: Row;
  readonly index: number;
  /** Where Tab leads to. */
  readonly entry: boolean;
  readonly table: BodyProps<Row>;
}

function Row<Row>(props: RowProps<Row>) {
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
      tabIndex={props.entry ? 0 : -1}
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
