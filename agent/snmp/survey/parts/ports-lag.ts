import type { Ask } from "../ask.ts";
import { readInterfaces } from "./interfaces.ts";

/** dot3adAggPortAttachedAggID, IEEE8023-LAG-MIB: by ifIndex of a port the ifIndex of the aggregate it is part of. */
const ATTACHED = "1.2.840.10006.300.43.1.2.1.1.13";
/** ifStackStatus, IF-MIB: index HIGHER.LOWER, 1 (active). */
const STACK = "1.3.6.1.2.1.31.1.2.1.3";
/** IANAifType ieee8023adLag. */
const LAG_TYPE = 161;

/** ifIndex of a member → ifIndex of its aggregate. */
export async function readLags(ask: Ask): Promise<ReadonlyMap<number, number>> {
  const [interfaces, attached] = await Promise.all([readInterfaces(ask), ask.table({ attached: ATTACHED })]);
  const { rows } = interfaces;
  const lags = new Map<number, number>();
  for (const [index, { attached: aggregate }] of attached) {
    if (aggregate?.type !== "integer" || aggregate.value === Number(index)) continue;
    if (rows.has(Number(index)) && rows.has(aggregate.value)) lags.set(Number(index), aggregate.value);
  }
  const isLag = (ifIndex: number) => {
    const type = rows.get(ifIndex)?.ifType;
    return type?.type === "integer" && type.value === LAG_TYPE;
  };
  if (lags.size > 0 || ![...rows.keys()].some(isLag)) return lags;
  for (const [index, { status }] of await ask.table({ status: STACK })) {
    const [higher = 0, lower = 0, ...rest] = index.split(".").map(Number);
    if (status?.type !== "integer" || status.value !== 1 || rest.length > 0) continue;
    // Below the aggregate: its members, unless they are aggregates or layers of one port.
    if (isLag(higher) && rows.has(lower) && !isLag(lower)) lags.set(lower, higher);
  }
  return lags;
}
