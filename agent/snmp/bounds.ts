/** Seven columns by seven rows were measured to fit a frame best (short values). */
export const COLUMNS_AT_ONCE = 7;
/** In one request. */
export const MOST_VALUES = 70;

/**
 * How much of the columns under way is asked for at once, once the device refused more because of one value in it (genErr):
 * the column is sought first, then the row. That says nothing of how much the device can bear: its pace stays.
 */
export interface Bounds {
  readonly columns: number;
  readonly rows: number;
}

export const WIDE: Bounds = { columns: COLUMNS_AT_ONCE, rows: MOST_VALUES };

/** Less than so many columns and rows, which were refused. */
export const narrower = (columns: number, rows: number): Bounds =>
  columns > 1
    ? { columns: Math.floor(columns / 2), rows: MOST_VALUES }
    : { columns: 1, rows: Math.max(1, Math.floor(rows / 4)) };
