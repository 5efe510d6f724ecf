import type { SurveyPort } from "../../../../core/survey.ts";
import { macOf } from "../../mac.ts";
import { FASTEST_BPS } from "../../port-values.ts";
import { defined, textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { ReadPart } from "../part.ts";
import { interfaceName, readInterfaces, type InterfaceRow } from "./interfaces.ts";
import { readPortFigures, type PortFigures } from "./ports-figures.ts";
import { readLags } from "./ports-lag.ts";
import { readPoe } from "./ports-poe.ts";
import { readTransceivers } from "./ports-transceivers.ts";
import { wholeOf } from "./values.ts";

const MEGA = 1_000_000;

export const readPorts: ReadPart<readonly SurveyPort[]> = async (ask, known) => {
  const [interfaces, figures, lags, poe, transceivers] = await Promise.all([
    readInterfaces(ask),
    readPortFigures(ask),
    readLags(ask),
    readPoe(ask, known),
    readTransceivers(ask, known),
  ]);
  return [...new Set([...interfaces.rows.keys(), ...figures.keys()])].map((ifIndex) =>
    defined({
      ...portOf(ifIndex, { ...interfaces.rows.get(ifIndex), ...figures.get(ifIndex) }),
      lag: lags.get(ifIndex),
      transceiver: transceivers.get(ifIndex),
      poe: poe.get(ifIndex),
    }),
  );
};

function portOf(ifIndex: number, row: InterfaceRow & PortFigures): SurveyPort {
  return defined({
    ifIndex,
    name: interfaceName(ifIndex, row),
    descr: textOf(row.ifDescr, 255),
    alias: textOf(row.ifAlias, 255),
    ifType: wholeOf(row.ifType, 1),
    // Zero is what a port without a link says.
    speedBps: speedOf(row),
    admin: stateOf(row.ifAdminStatus, 3),
    oper: stateOf(row.ifOperStatus, 7),
    mac: hardwareAddress(row.ifPhysAddress),
    counters: countersOf(row),
  });
}

function stateOf(value: SnmpValue | undefined, most: number): number | undefined {
  const state = wholeOf(value, 1);
  return state === undefined || state > most ? undefined : state;
}

function countersOf(row: PortFigures): Readonly<Record<string, string>> {
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
function wideServe(row: PortFigures): boolean {
  const moved = (value: SnmpValue | undefined) => (counted(value) ?? "0") !== "0";
  const stuck = !moved(row.ifHCInOctets) && !moved(row.ifHCOutOctets);
  return !(stuck && (moved(row.ifInOctets) || moved(row.ifOutOctets)));
}

/** All 64 bits as decimal text. Some devices send counters as gauges or INTEGERs; a negative one is none. */
function counted(value: SnmpValue | undefined): string | undefined {
  if (value?.type === "counter64") return String(value.wide ?? value.value);
  const count = wholeOf(value);
  return count === undefined || value?.type === "octets" ? undefined : String(count);
}

/**
 * bit/s. ifHighSpeed (Mb/s) counts where ifSpeed is at its end, zero, or says something else by more than rounding.
 * Where ifSpeed alone is known and at its end, that is said: at least 4.29 Gb/s.
 */
function speedOf(row: PortFigures): number | undefined {
  const speed = wholeOf(row.ifSpeed, 1);
  const mega = wholeOf(row.ifHighSpeed, 1);
  const high = mega === undefined || mega * MEGA > FASTEST_BPS ? undefined : mega * MEGA;
  if (high === undefined) return speed;
  return speed === undefined || Math.abs(speed - high) > MEGA ? high : speed;
}

/** As the device says it, all zeros too. */
function hardwareAddress(value: SnmpValue | undefined): string | undefined {
  return value?.type === "octets" && value.value.length === 6
    ? Array.from(value.value, (byte) => byte.toString(16).padStart(2, "0")).join(":")
    : macOf(value);
}
