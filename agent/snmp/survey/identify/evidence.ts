import { textOf } from "../../ports.ts";
import type { SnmpValue } from "../../protocol.ts";
import type { Ask } from "../ask.ts";
import { ETHERNET_TYPES } from "../if-types.ts";
import { FDB, Q_FDB } from "../parts/forwarding.ts";
import { readInterfaces } from "../parts/interfaces.ts";
import { CAPABILITIES } from "../parts/neighbours-lldp.ts";
import { namesOfBits } from "../parts/values.ts";
import { readChassis, type Chassis } from "./chassis.ts";
import { macFrom } from "./plausible.ts";

/** What a device says of itself in the standard MIBs, whoever made it. */
export interface Evidence {
  readonly chassis: Chassis | undefined;
  /** IEEE 1284 device id of a printer: its maker and model. */
  readonly deviceId: { readonly maker?: string; readonly model?: string };
  readonly texts: Readonly<Partial<Record<TextName, string>>>;
  readonly baseMac: { readonly mac: string; readonly from: string } | undefined;
  readonly has: Readonly<Record<"printer" | "ups" | "radio" | "forwarding", boolean>>;
  readonly bridgePorts: number | undefined;
  /** sysServices (RFC 3418): 2 = bridges, 4 = routes, 64 = applications. */
  readonly services: number | undefined;
  readonly forwards: boolean;
  /** What the device says in its own LLDP frames that it does: words of `CAPABILITIES`. */
  readonly capabilities: readonly string[];
  /** Interfaces of the type of Ethernet. */
  readonly ethernetPorts: number;
}

const LLDP_MED = "1.0.8802.1.1.2.1.5.4795.1.2";
const TEXTS = {
  /** Printer-MIB (RFC 3805), HOST-RESOURCES-MIB (RFC 2790): the printer is the first device nearly everywhere. */
  prtGeneralSerialNumber: "1.3.6.1.2.1.43.5.1.1.17.1",
  prtGeneralPrinterName: "1.3.6.1.2.1.43.5.1.1.16.1",
  hrDeviceDescr: "1.3.6.1.2.1.25.3.2.1.3.1",
  /** UPS-MIB (RFC 1628) */
  upsIdentManufacturer: "1.3.6.1.2.1.33.1.1.1.0",
  upsIdentModel: "1.3.6.1.2.1.33.1.1.2.0",
  upsIdentUPSSoftwareVersion: "1.3.6.1.2.1.33.1.1.3.0",
  upsIdentAgentSoftwareVersion: "1.3.6.1.2.1.33.1.1.4.0",
  /** LLDP-EXT-MED-MIB (ANSI/TIA-1057) */
  lldpXMedLocFirmwareRev: `${LLDP_MED}.3.0`,
  lldpXMedLocSoftwareRev: `${LLDP_MED}.4.0`,
  lldpXMedLocSerialNum: `${LLDP_MED}.5.0`,
  lldpXMedLocMfgName: `${LLDP_MED}.6.0`,
  lldpXMedLocModelName: `${LLDP_MED}.7.0`,
  /** RMON2-MIB (RFC 4502) */
  probeSoftwareRev: "1.3.6.1.2.1.16.19.2.0",
  probeHardwareRev: "1.3.6.1.2.1.16.19.3.0",
} as const;
export type TextName = keyof typeof TEXTS;

const OTHERS = {
  hrDeviceType: "1.3.6.1.2.1.25.3.2.1.2.1",
  dot1dBaseBridgeAddress: "1.3.6.1.2.1.17.1.1.0",
  dot1dBaseNumPorts: "1.3.6.1.2.1.17.1.2.0",
  lldpLocChassisIdSubtype: "1.0.8802.1.1.2.1.3.1.0",
  lldpLocChassisId: "1.0.8802.1.1.2.1.3.2.0",
  lldpLocSysCapEnabled: "1.0.8802.1.1.2.1.3.6.0",
  sysServices: "1.3.6.1.2.1.1.7.0",
  ipForwarding: "1.3.6.1.2.1.4.1.0",
  /** PWG Port Monitor MIB 1.0 and HP's own gdStatusId. */
  ppmPrinterIEEE1284DeviceId: "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1",
  gdStatusId: "1.3.6.1.4.1.11.2.3.9.1.1.7.0",
} as const;

const HR_DEVICE_PRINTER = "1.3.6.1.2.1.25.3.1.5";
const CHASSIS_IS_MAC = 4;
/** IANAifType: ieee80211, radioMAC. */
const RADIOS: readonly number[] = [71, 188];

export async function readEvidence(ask: Ask): Promise<Evidence> {
  const [texts, others, chassis, printerMib, upsMib, radio, byVlan, plain, { rows }] = await Promise.all([
    ask.get(TEXTS),
    ask.get(OTHERS),
    readChassis(ask),
    ask.has("1.3.6.1.2.1.43"),
    ask.has("1.3.6.1.2.1.33.1"),
    ask.has("1.2.840.10036"),
    ask.has(`${Q_FDB}.2`),
    ask.has(`${FDB}.2`),
    // Read for the neighbours all the same.
    readInterfaces(ask),
  ]);
  const types = [...rows.values()].map(({ ifType }) => wholeOf(ifType) ?? 0);
  const read: { [Name in TextName]?: string } = {};
  for (const name of Object.keys(TEXTS) as TextName[]) {
    const text = textOf(texts[name], 128);
    if (text !== undefined) read[name] = text;
  }
  const isPrinter = others.hrDeviceType?.type === "oid" && others.hrDeviceType.value === HR_DEVICE_PRINTER;
  if (!isPrinter) delete read.hrDeviceDescr;
  return {
    chassis,
    texts: read,
    deviceId: deviceIdOf(textOf(others.ppmPrinterIEEE1284DeviceId ?? others.gdStatusId, 1_024) ?? ""),
    baseMac: baseMacOf(others),
    has: {
      printer: printerMib || isPrinter,
      ups: upsMib,
      radio: radio || RADIOS.some((type) => types.includes(type)),
      forwarding: byVlan || plain,
    },
    bridgePorts: wholeOf(others.dot1dBaseNumPorts),
    services: wholeOf(others.sysServices),
    forwards: wholeOf(others.ipForwarding) === 1,
    capabilities: namesOfBits(others.lldpLocSysCapEnabled, CAPABILITIES) ?? [],
    ethernetPorts: types.filter((type) => ETHERNET_TYPES.has(type)).length,
  };
}

function baseMacOf(values: Partial<Record<keyof typeof OTHERS, SnmpValue>>): Evidence["baseMac"] {
  const bridge = macFrom(values.dot1dBaseBridgeAddress);
  if (bridge !== undefined) return { mac: bridge, from: "dot1dBaseBridgeAddress" };
  const isMac = wholeOf(values.lldpLocChassisIdSubtype) === CHASSIS_IS_MAC;
  const lldp = isMac ? macFrom(values.lldpLocChassisId) : undefined;
  return lldp === undefined ? undefined : { mac: lldp, from: "lldpLocChassisId" };
}

const wholeOf = (value: SnmpValue | undefined) =>
  (value?.type === "integer" || value?.type === "gauge32") && value.value >= 0 ? value.value : undefined;

/** "MFG:Hewlett-Packard;MDL:HP LaserJet 400;…" (IEEE 1284, PWG 5107.2). */
function deviceIdOf(text: string): Evidence["deviceId"] {
  const fields = new Map(
    text.split(";").map((field) => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon).trim().toUpperCase(), field.slice(colon + 1).trim()] as const;
    }),
  );
  const maker = fields.get("MFG") ?? fields.get("MANUFACTURER");
  const model = fields.get("MDL") ?? fields.get("MODEL");
  return { ...(maker ? { maker } : {}), ...(model ? { model } : {}) };
}
