import type { SurveyPort } from "../../../../core/survey.ts";
import { macOf } from "../../mac.ts";
import { defined, portValues, textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { ReadPart } from "../part.ts";
import { interfaceName, readInterfaces, type InterfaceRow } from "./interfaces.ts";
import { readLags } from "./ports-lag.ts";
import { readPoe } from "./ports-poe.ts";
import { readTransceivers } from "./ports-transceivers.ts";

/** Faster than any port that is made (1.6 Tb/s): not a speed. */
const FASTEST_BPS = 2e12;

export const readPorts: ReadPart<readonly SurveyPort[]> = async (ask, known) => {
  const [interfaces, lags, poe, transceivers] = await Promise.all([
    readInterfaces(ask),
    readLags(ask),
    readPoe(ask, known),
    readTransceivers(ask, known),
  ]);
  return [...interfaces.rows].map(([ifIndex, row]) =>
    defined({
      ...portOf(ifIndex, row),
      lag: lags.get(ifIndex),
      transceiver: transceivers.get(ifIndex),
      poe: poe.get(ifIndex),
    }),
  );
};

function portOf(ifIndex: number, row: InterfaceRow): SurveyPort {
  const { speed, admin_status: admin, oper_status: oper } = portValues(row, undefined);
  return defined({
    ifIndex,
    name: interfaceName(ifIndex, row),
    descr: textOf(row.ifDescr, 255),
    alias: textOf(row.ifAlias, 255),
    ifType: row.ifType?.type === "integer" && row.ifType.value > 0 ? row.ifType.value : undefined,
    // Zero is what a port without a link says.
    speedBps: speed !== undefined && speed > 0 && speed <= FASTEST_BPS ? speed : undefined,
    admin,
    oper,
    mac: macOf(row.ifPhysAddress),
    counters: countersOf(row),
  });
}

function countersOf(row: InterfaceRow): Readonly<Record<string, string>> {
  const wide = wideServe(row);
  const octets = (high: SnmpValue | undefined, low: SnmpValue | undefined) =>
    wide ? (counted(high) ?? counted(low)) : (counted(low) ?? counted(high));
  return defined({
    inOctets: octets(row.ifHCInOctets, row.ifInOctets),
    outOctets: octets(row.ifHCOutOctets, row.ifOutOctets),
    inErrors: counted(row.ifInErrors),
    outErrors: counted(row.ifOutErrors),
    inDiscards: counted(row.ifInDiscards),
    outDiscards: counted(row.ifOutDiscards),
    inUcastPkts: octets(row.ifHCInUcastPkts, row.ifInUcastPkts),
    outUcastPkts: octets(row.ifHCOutUcastPkts, row.ifOutUcastPkts),
  });
}

/** Some devices have 64-bit counters, but leave them at zero while the 32-bit ones count. */
function wideServe(row: InterfaceRow): boolean {
  const moved = (value: SnmpValue | undefined) => (counted(value) ?? "0") !== "0";
  const stuck = !moved(row.ifHCInOctets) && !moved(row.ifHCOutOctets);
  return !(stuck && (moved(row.ifInOctets) || moved(row.ifOutOctets)));
}

/** All 64 bits as decimal text. Some devices send counters as gauges or INTEGERs; a negative one is none. */
function counted(value: SnmpValue | undefined): string | undefined {
  if (value === undefined || typeof value.value !== "number" || value.type === "timeticks") return undefined;
  if (value.type === "counter64" && value.wide !== undefined) return value.wide.toString();
  return value.value >= 0 ? String(value.value) : undefined;
}
