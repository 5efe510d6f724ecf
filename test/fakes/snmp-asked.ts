import { createAsk, type Asking } from "../../agent/snmp/survey/ask.ts";
import type { Known } from "../../agent/snmp/survey/part.ts";
import type { SnmpValue } from "../../agent/snmp/protocol.ts";
import { realClock } from "../support/real-clock.ts";
import { mapSession, type SnmpObjects } from "./snmp-map-session.ts";

/** A device in memory with what a survey's parts are given to read it; contexts by name. */
export function askedOf(
  objects: SnmpObjects,
  {
    enterprises = [],
    contexts = {},
  }: {
    readonly enterprises?: readonly number[];
    readonly contexts?: Readonly<Record<string, SnmpObjects>>;
  } = {},
): { readonly ask: Asking; readonly known: Known; readonly requests: () => number } {
  const session = mapSession(objects);
  const ask = createAsk(session, {
    address: "192.0.2.1",
    clock: realClock,
    deadline: Infinity,
    openContext: async (name) => {
      const view = contexts[name];
      return view === undefined ? undefined : mapSession(view);
    },
  });
  const known = { description: "", objectId: "", enterprises: new Set(enterprises), knowledge: [] };
  return { ask, known, requests: () => session.sent() };
}

/** Rows of a table as objects: entry OID, then column by row index. */
export function tableOf(
  entry: string,
  rows: Readonly<Record<string, Readonly<Record<number, number | string | SnmpValue>>>>,
): SnmpObjects {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([index, columns]) =>
      Object.entries(columns).map(([column, value]) => [`${entry}.${column}.${index}`, value]),
    ),
  );
}

export const octets = (...value: number[]): SnmpValue => ({ type: "octets", value: Uint8Array.from(value) });
export const gauge = (value: number): SnmpValue => ({ type: "gauge32", value });
export const counter32 = (value: number): SnmpValue => ({ type: "counter32", value });
export const counter64 = (count: bigint): SnmpValue => {
  const value = Number(BigInt.asUintN(53, count));
  return { type: "counter64", value, ...(BigInt(value) === count ? {} : { wide: count }) };
};
