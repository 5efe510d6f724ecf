import { parseIpv4, isLoopback, isUnicast } from "../../core/discovery/ipv4.ts";
import { plausibleSerial } from "../../core/discovery/identity.ts";
import { isCardMac, macOfBytes } from "../../core/discovery/mac.ts";
import type { Clock } from "../../core/clock.ts";
import { ok, type Result } from "../../core/result.ts";
import type { FoundHost } from "../../core/wire/found.ts";
import { createPacing } from "../snmp/bounds.ts";
import { defined, textOf } from "../snmp/ports.ts";
import type { SnmpSession, SnmpValue } from "../snmp/protocol.ts";
import { SYSTEM } from "../snmp/tables.ts";
import { readTable, type TableColumn } from "../snmp/walk.ts";

/** What tells one device from another over SNMP. Nothing else is read of a device that nobody has accepted. */
type SnmpFacts = NonNullable<FoundHost["snmp"]>;

const ENGINE_ID = "1.3.6.1.6.3.10.2.1.1.0"; // snmpEngineID, SNMP-FRAMEWORK-MIB (RFC 3411)
const BASE_MAC = "1.3.6.1.2.1.17.1.1.0"; // dot1dBaseBridgeAddress, BRIDGE-MIB (RFC 4188)
const CHASSIS_KIND = "1.0.8802.1.1.2.1.3.1.0"; // lldpLocChassisIdSubtype, LLDP-MIB (IEEE 802.1AB)
const CHASSIS = "1.0.8802.1.1.2.1.3.2.0"; // lldpLocChassisId
const CHASSIS_IS_MAC = 4;

const OWN_ADDRESSES = [{ name: "address", oid: "1.3.6.1.2.1.4.20.1.1" }] as const; // ipAdEntAddr (RFC 4293)
const CARDS = [{ name: "mac", oid: "1.3.6.1.2.1.2.2.1.6" }] as const; // ifPhysAddress (RFC 2863)
const PARTS = [
  { name: "class", oid: "1.3.6.1.2.1.47.1.1.1.1.5" }, // entPhysicalClass, ENTITY-MIB (RFC 6933)
  { name: "serial", oid: "1.3.6.1.2.1.47.1.1.1.1.11" }, // entPhysicalSerialNum
] as const;
const CHASSIS_CLASS = 3;

const MOST_LISTED = 64;
const MOST_PARTS = 256;
const LONGEST_TABLE_MS = 5_000;

export interface IdentityTools {
  readonly address: string;
  readonly clock: Pick<Clock, "monotonic">;
  readonly signal: AbortSignal;
}

/**
 * The first question: who answers it with this credential can be read. Sent once: devices report each wrong community,
 * and of a lost packet in version 3 nobody knows whether it was a refusal. Whom it misses the next sweep finds.
 */
export async function askWho(
  session: SnmpSession,
  { signal }: { readonly signal: AbortSignal },
): Promise<Result<SnmpFacts>> {
  const oids = [SYSTEM.description, SYSTEM.objectId, SYSTEM.name];
  const read = await session.get(oids, { signal, retries: 0 });
  if (!read.ok) return read;
  const [description, objectId, name] = read.value;
  return ok(
    defined({
      description: textOf(description, 512),
      objectId: oidOf(objectId),
      name: textOf(name, 128),
    }),
  );
}

/** What makes the device unique, as far as it tells. */
export async function readIdentity(session: SnmpSession, tools: IdentityTools): Promise<SnmpFacts> {
  const { signal } = tools;
  const scalars = await session.get([ENGINE_ID, BASE_MAC, CHASSIS_KIND, CHASSIS], { signal });
  const [engine, base, kind, chassis] = scalars.ok ? scalars.value : [];
  const kindIsMac = kind?.type === "integer" && kind.value === CHASSIS_IS_MAC;
  const addresses = await column(session, OWN_ADDRESSES, tools);
  const cards = await column(session, CARDS, tools);
  return defined({
    engineId: hexOf(engine),
    baseMac: macOf(base),
    chassisMac: kindIsMac ? macOf(chassis) : undefined,
    ownAddresses: listOf(addresses.map(({ address }) => ownAddress(address))),
    macs: listOf(cards.map(({ mac }) => macOf(mac))),
    serial: await chassisSerial(session, tools),
  });
}

async function column<Name extends string>(
  session: SnmpSession,
  columns: readonly TableColumn<Name>[],
  { address, clock, signal }: IdentityTools,
  maxRows = MOST_LISTED,
) {
  const options = { address, clock, signal, pacing: createPacing(), maxRows, maxMs: LONGEST_TABLE_MS };
  return [...(await readTable(session, columns, options)).rows.values()];
}

async function chassisSerial(session: SnmpSession, tools: IdentityTools): Promise<string | undefined> {
  const parts = await column(session, PARTS, tools, MOST_PARTS);
  for (const part of parts) {
    const serial = plausibleSerial(textOf(part.serial, 64));
    if (part.class?.type === "integer" && part.class.value === CHASSIS_CLASS && serial !== undefined) {
      return serial;
    }
  }
  return undefined;
}

function listOf(values: readonly (string | undefined)[]): string[] | undefined {
  const list = [...new Set(values.filter((value) => value !== undefined))].slice(0, MOST_LISTED);
  return list.length === 0 ? undefined : list;
}

/** The loopback is everybody's. */
function ownAddress(value: SnmpValue | undefined): string | undefined {
  if (value?.type !== "address") return undefined;
  const number = parseIpv4(value.value);
  return number !== undefined && isUnicast(number) && !isLoopback(number) ? value.value : undefined;
}

function macOf(value: SnmpValue | undefined): string | undefined {
  const mac = value?.type === "octets" ? macOfBytes(value.value) : undefined;
  return mac !== undefined && isCardMac(mac) ? mac : undefined;
}

const LONGEST_ENGINE_ID = 32;

const hexOf = (value: SnmpValue | undefined): string | undefined =>
  value?.type === "octets" && value.value.length > 0 && value.value.length <= LONGEST_ENGINE_ID
    ? Buffer.from(value.value).toString("hex")
    : undefined;

const oidOf = (value: SnmpValue | undefined): string | undefined =>
  value?.type === "oid" && /^\d+(?:\.\d+)+$/.test(value.value) && value.value.length <= 256
    ? value.value
    : undefined;
