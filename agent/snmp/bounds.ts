import type { Fault } from "../../core/result.ts";

/** Seven columns by seven rows were measured to fit a frame best (short values). */
export const COLUMNS_AT_ONCE = 7;
/** In one request. */
export const MOST_VALUES = 70;

/**
 * Replies of one table: ten times what the longest honest ones take. A device that fills each value with a whole datagram
 * would otherwise fill this PC's memory before its time is up.
 */
export const MOST_TABLE_BYTES = 16 * 1_024 * 1_024;
/** Of all tables of one visit, which are kept until it ends. */
export const MOST_VISIT_BYTES = 2 * MOST_TABLE_BYTES;

/** A UDP payload that fits an Ethernet frame, headers of SNMP included. */
const FRAME = 1_472;

/** What was learned about a device; kept between polls. */
export interface Pacing {
  /** The most values to ask for in one request; less after silence, and then slowly more again. */
  limit: number;
  /** Above this the device has said tooBig. */
  ceiling: number;
  /** Bytes of the largest reply that the device makes, as far as it is known; a UDP payload in one Ethernet frame. */
  frame: number;
  /** Bytes for one value in a reply, by the first column of the request. */
  readonly sizes: Map<string, number>;
}

export const createPacing = (): Pacing => ({
  limit: MOST_VALUES,
  ceiling: MOST_VALUES,
  frame: FRAME,
  sizes: new Map(),
});

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

export const isRefusal = ({ code }: Fault): boolean => code === "snmp_refused";

/** Whether a smaller request may get the answer that this one did not. */
export function asksForLess({ code, params }: Fault): boolean {
  if (code === "snmp_timeout") return params["reason"] === undefined;
  return isRefusal({ code, params }) && (params["reason"] === "tooBig" || params["reason"] === "empty");
}
