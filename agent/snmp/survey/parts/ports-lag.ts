import type { Ask } from "../ask.ts";
import { readInterfaces, type Interfaces } from "./interfaces.ts";
import { arcsOf, wholeOf } from "./values.ts";

/** dot3adAggPortAttachedAggID, IEEE8023-LAG-MIB: by ifIndex of a port the ifIndex of the aggregate it is part of. */
const ATTACHED = "1.2.840.10006.300.43.1.2.1.1.13";
/** ifStackStatus, IF-MIB: index HIGHER.LOWER, 1 (active). */
const STACK = "1.3.6.1.2.1.31.1.2.1.3";
/** IANAifType ieee8023adLag. */
const LAG_TYPE = 161;

/** ifIndex of a member → ifIndex of its aggregate. */
export async function readLags(ask: Ask): Promise<ReadonlyMap<number, number>> {
  const [{ rows }, table] = await Promise.all([readInterfaces(ask), ask.table({ attached: ATTACHED })]);
  const lags = new Map<number, number>();
  for (const [index, { attached }] of table) {
    const [member, aggregate] = [Number(index), wholeOf(attached, 1)];
    if (aggregate === undefined || aggregate === member) continue;
    if (rows.has(member) && rows.has(aggregate)) lags.set(member, aggregate);
  }
  return lags.size > 0 ? lags : readStacked(ask, rows);
}

/** The ports below an aggregate, unless they are aggregates themselves. */
async function readStacked(ask: Ask, rows: Interfaces["rows"]): Promise<ReadonlyMap<number, number>> {
  const lags = new Map<number, number>();
  const isLag = (ifIndex: number) => wholeOf(rows.get(ifIndex)?.ifType) === LAG_TYPE;
  if (![...rows.keys()].some(isLag)) return lags;
  for (const [index, { status }] of await ask.table({ status: STACK })) {
    const [higher = 0, lower = 0, ...rest] = arcsOf(index);
    const active = wholeOf(status) === 1 && rest.length === 0;
    if (active && isLag(higher) && rows.has(lower) && !isLag(lower)) lags.set(lower, higher);
  }
  return lags;
}
