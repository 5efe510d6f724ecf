import { sql } from "kysely";
import { inventory as inventorySchema } from "../../../core/wire/block.ts";
import { identityFacts } from "../../../core/wire/survey.ts";
import type { DeviceRecord, PortRecord } from "../../ports.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Devices that were not removed, with what is known of each. */
export function deviceRows(db: Db) {
  return db
    .selectFrom("devices")
    .leftJoin("device_facts", "device_facts.device", "devices.id")
    .leftJoin("inventories", "inventories.device", "devices.id")
    .leftJoin("device_details as identity", (join) =>
      join.onRef("identity.device", "=", "devices.id").on("identity.kind", "=", "identity"),
    )
    .leftJoin("contacts", "contacts.device", "devices.id")
    .where("devices.removed_at", "is", null)
    .select([
      "devices.id",
      "devices.site",
      "devices.class",
      "devices.name",
      "devices.address",
      "devices.port",
      sql<number>`CASE WHEN devices.credential IS NULL THEN 0 ELSE 1 END`.as("has_credential"),
      "device_facts.read_at as facts_at",
      "device_facts.name as own_name",
      "device_facts.description",
      "device_facts.object_id",
      "device_facts.location",
      "device_facts.contact",
      "identity.read_at as identity_at",
      "identity.value as identity",
      "inventories.read_at as inventory_at",
      "inventories.value as inventory",
      "contacts.at as contact_at",
      "contacts.ok as contact_ok",
      "contacts.fault as contact_fault",
    ])
    .select((select) =>
      select
        .selectFrom("agents")
        .select("agents.id")
        .whereRef("agents.device", "=", "devices.id")
        .orderBy("agents.enrolled_at", "desc")
        .limit(1)
        .as("agent"),
    );
}
type DeviceRow = Awaited<ReturnType<ReturnType<typeof deviceRows>["execute"]>>[number];

export function toDevice(row: DeviceRow): DeviceRecord {
  return {
    id: row.id,
    site: row.site,
    class: row.class,
    name: row.name,
    address: row.address,
    port: row.port,
    hasCredential: row.has_credential === 1,
    agent: row.agent,
    facts:
      row.facts_at === null
        ? null
        : {
            readAt: row.facts_at,
            name: row.own_name,
            description: row.description,
            objectId: row.object_id,
            location: row.location,
            contact: row.contact,
          },
    identity:
      row.identity === null || row.identity_at === null
        ? null
        : { at: row.identity_at, value: identityFacts.parse(JSON.parse(row.identity)) },
    inventory:
      row.inventory === null || row.inventory_at === null
        ? null
        : { at: row.inventory_at, value: inventorySchema.parse(JSON.parse(row.inventory)) },
    contact:
      row.contact_at === null
        ? null
        : { at: row.contact_at, ok: row.contact_ok === 1, fault: row.contact_fault },
  };
}

export function toPort(row: Tables["ports"]): PortRecord {
  return {
    device: row.device,
    part: row.part,
    name: row.name,
    ifIndex: row.if_index ?? undefined,
    descr: row.descr ?? undefined,
    alias: row.alias ?? undefined,
    ifType: row.if_type ?? undefined,
    mac: row.mac ?? undefined,
    mtu: row.mtu ?? undefined,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
  };
}
