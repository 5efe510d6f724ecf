import type { RollupUnit } from "../../history-port.ts";

/** Roll-ups of one entity as the store works with them: a row for each finished hour (or legal day) that has readings. */
export interface RollupRows {
  readonly unit: RollupUnit;
  /** The start of each, increasing. */
  readonly at: Float64Array;
  /**
   * By field number: a column for each statistic, in the order of GAUGE_STATS or COUNTER_STATS (`server/history-port.ts`);
   * NaN where the field had no readings. A field without any reading is absent.
   */
  readonly fields: ReadonlyMap<number, readonly Float64Array[]>;
}
