import type { SnmpValue } from "../../protocol.ts";
import type { Row } from "../../walk.ts";
import type { Ask } from "../ask.ts";
import { byIfIndex, IF, IFX } from "./interfaces.ts";

/** Speeds, states and counters of interfaces (IF-MIB, RFC 2863). In groups of seven, as the walk asks for them. */
const STATES = {
  ifSpeed: `${IF}.5`,
  ifAdminStatus: `${IF}.7`,
  ifOperStatus: `${IF}.8`,
  ifInDiscards: `${IF}.13`,
  ifInErrors: `${IF}.14`,
  ifOutDiscards: `${IF}.19`,
};
const NARROW = {
  ifInOctets: `${IF}.10`,
  ifOutOctets: `${IF}.16`,
  ifInUcastPkts: `${IF}.11`,
  ifOutUcastPkts: `${IF}.17`,
};
const OLD = { ...STATES, ifOutErrors: `${IF}.20`, ...NARROW };
const NEW = {
  ...STATES,
  ifHighSpeed: `${IFX}.15`,
  ifOutErrors: `${IF}.20`,
  ifHCInOctets: `${IFX}.6`,
  ifHCOutOctets: `${IFX}.10`,
  ifHCInUcastPkts: `${IFX}.7`,
  ifHCOutUcastPkts: `${IFX}.11`,
};

export type PortFigures = Row<keyof typeof NEW | keyof typeof OLD>;

/** By ifIndex. */
export async function readPortFigures(ask: Ask): Promise<ReadonlyMap<number, PortFigures>> {
  const [old, extended] = await Promise.all([ask.has(IF), ask.has(IFX)]);
  if (!old && !extended) return new Map();
  const rows = byIfIndex<PortFigures>(extended ? await ask.table(NEW) : await ask.table(OLD));
  if (!old || !extended || !lacksWideCounters(rows)) return rows;
  for (const [ifIndex, row] of byIfIndex(await ask.table(NARROW)))
    rows.set(ifIndex, { ...rows.get(ifIndex), ...row });
  return rows;
}

/** Old interfaces beside new ones, or an agent whose wide counters all stand still at zero. */
function lacksWideCounters(rows: ReadonlyMap<number, PortFigures>): boolean {
  const wide = [...rows.values()].map((row) => row.ifHCInOctets);
  return wide.some((value) => value === undefined) || wide.every((value) => numberOf(value) === 0);
}

const numberOf = (value: SnmpValue | undefined) => (value?.type === "counter64" ? value.value : undefined);
