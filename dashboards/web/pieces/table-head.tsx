import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { SortColumn, Sorting } from "../lib/table.ts";
import { t } from "../state/preferences.ts";

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

export const classOf = <Row,>(column: Column<Row>, extra = "") =>
  [column.numeric === true ? "numeric" : "", column.rank === undefined ? "" : `less-${column.rank}`, extra]
    .filter(Boolean)
    .join(" ") || undefined;

/** On a phone there is no head to click on. */
export function SortSelect<Row>(props: {
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

/** The head of a table: a click sorts, a second one turns the order round. */
export function Head<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting;
  readonly sortBy: (column: string) => void;
}) {
  const { columns, sorting, sortBy } = props;
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
