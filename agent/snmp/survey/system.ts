import type { SnmpValue } from "../protocol.ts";
import { textOf } from "../ports.ts";
import { SYSTEM } from "../tables.ts";
import type { Ask } from "./ask.ts";

/** The system group (RFC 3418), cleaned. */
export interface System {
  readonly name: string | undefined;
  readonly description: string;
  readonly objectId: string;
  readonly location: string | undefined;
  readonly contact: string | undefined;
}

export async function readSystem(ask: Ask): Promise<System> {
  const got = await ask.get(SYSTEM);
  return {
    name: textOf(got.name, 128),
    description: textOf(got.description, 512) ?? "",
    objectId: objectIdOf(got.objectId) ?? "",
    location: textOf(got.location, 255),
    contact: textOf(got.contact, 255),
  };
}

/** Devices without one say 0.0, which says nothing. */
function objectIdOf(value: SnmpValue | undefined): string | undefined {
  return value?.type === "oid" && /^\d+(\.\d+)+$/.test(value.value) && value.value !== "0.0"
    ? value.value
    : undefined;
}

const ENTERPRISES = "1.3.6.1.4.1";
/** More than any device was seen with; each costs a question. */
const MOST_ENTERPRISES = 12;

/** The number of the enterprise below which the OID lies, or undefined. */
export function enterpriseOf(oid: string): number | undefined {
  const [, number] = /^1\.3\.6\.1\.4\.1\.(\d+)(?:\.|$)/.exec(oid) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Whose objects the device has: sysObjectID may name the maker of the SNMP software only. */
export async function readEnterprises(ask: Ask, objectId: string): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  const own = enterpriseOf(objectId);
  if (own !== undefined) found.add(own);
  let from = ENTERPRISES;
  for (let i = 0; i < MOST_ENTERPRISES; i += 1) {
    const next = enterpriseOf((await ask.next(from))?.oid ?? "");
    // A device that goes backwards would be asked for ever.
    if (
      next === undefined ||
      (from !== ENTERPRISES && next <= Number(from.slice(ENTERPRISES.length + 1)) - 1)
    )
      break;
    found.add(next);
    from = `${ENTERPRISES}.${next + 1}`;
  }
  return found;
}
