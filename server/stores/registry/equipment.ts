import { sql } from "kysely";
import { fail, ok } from "../../../core/result.ts";
import { inventory as inventorySchema } from "../../../core/wire/block.ts";
import type { EventView } from "../../../core/wire/views.ts";
import type { DeviceChange, DeviceRecord, Equipment, PortRecord } from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import type { Tables } from "./tables.ts";

/** The standard port of SNMP agents. */
const SNMP_PORT = 161;

type Devices = Pick<Equipment, "devices" | "device" | "ports" | "events" | "addDevice" | "changeDevice" | "removeDevice">;

export function equipment(context: RegistryContext): Devices {
  const { db, clock, newId, vault, changed } = context;
  const device = async (id: string) => {
    const row = await deviceRows(db).where("devices.id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : toDevice(row);
  };
  return {
    async devices(site) {
      const rows = deviceRows(db).orderBy("devices.created_at");
      return (await (site === undefined ? rows : rows.where("devices.site", "=", site)).execute()).map(toDevice);
    },
    device,
    async ports(id) {
      const rows = await db.selectFrom("ports").selectAll().where("device", "=", id).execute();
      return rows.map(toPort).toSorted((a, b) => (a.ifIndex ?? Infinity) - (b.ifIndex ?? Infinity) || 0);
    },
    async events(id, limit) {
      const rows = await db
        .selectFrom("events")
        .select(["at", "type", "entity", "late", "detail"])
        .where("device", "=", id)
        .orderBy("at", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        ...row,
        late: row.late === 1,
        detail: JSON.parse(row.detail) as EventView["detail"],
      }));
    },
    async addDevice(site, given, by) {
      const id = newId();
      const row = {
        id,
        site,
        class: given.class ?? "unknown",
        name: given.name ?? null,
        address: given.address,
        port: given.port ?? SNMP_PORT,
      };
      const credential = given.credential === undefined ? null : vault.seal(given.credential, id);
      const added = await db.transaction().execute(async (transaction) => {
        const where = await transaction.selectFrom("sites").select("id").where("id", "=", site).executeTakeFirst();
        if (where === undefined) return fail("site_unknown");
        if (await addressTaken(transaction, row)) return fail("already_exists", { field: "address" });
        await transaction
          .insertInto("devices")
          .values({ ...row, credential, created_at: clock.now(), removed_at: null })
          .execute();
        await audit(context, transaction, by, {
          action: "device_added",
          subject: id,
          after: { ...row, credential: credential !== null },
        });
        return ok(null);
      });
      changed();
      return added.ok ? present(await device(id)) : added;
    },
    async changeDevice(id, change, by) {
      const done = await db.transaction().execute(async (transaction) => {
        const before = await deviceRows(transaction).where("devices.id", "=", id).executeTakeFirst();
        if (before === undefined) return fail("device_unknown");
        const { credential, ...plain } = dropAbsent(change);
        const after = { id, site: before.site, address: before.address, port: before.port, ...plain };
        if (await addressTaken(transaction, after)) return fail("already_exists", { field: "address" });
        const set = {
          ...plain,
          ...(credential === undefined ? {} : { credential: credential && vault.seal(credential, id) }),
        };
        if (Object.keys(set).length === 0) return ok(null);
        await transaction.updateTable("devices").set(set).where("id", "=", id).execute();
        const keys = Object.keys(plain) as (keyof typeof plain)[];
        await audit(context, transaction, by, {
          action: "device_changed",
          subject: id,
          before: Object.fromEntries(keys.map((key) => [key, before[key]])),
          after: { ...plain, ...(credential === undefined ? {} : { credential: credential !== null }) },
        });
        return ok(null);
      });
      changed();
      return done.ok ? present(await device(id)) : done;
    },
    async removeDevice(id, by) {
      const done = await db.transaction().execute(async (transaction) => {
        const before = await deviceRows(transaction).where("devices.id", "=", id).executeTakeFirst();
        if (before === undefined) return fail("device_unknown");
        await transaction.updateTable("devices").set({ removed_at: clock.now() }).where("id", "=", id).execute();
        await transaction
          .updateTable("agents")
          .set({ revoked_at: clock.now() })
          .where("device", "=", id)
          .where("revoked_at", "is", null)
          .execute();
        await audit(context, transaction, by, {
          action: "device_removed",
          subject: id,
          before: { name: before.name, address: before.address, site: before.site },
        });
        return ok(null);
      });
      changed();
      return done;
    },
  };
}

const present = (device: DeviceRecord | undefined) => (device === undefined ? fail("device_unknown") : ok(device));

/** A part that is undefined was not given: it must not reach the database as NULL. */
function dropAbsent(change: DeviceChange) {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof DeviceChange]?: Exclude<DeviceChange[Key], undefined>;
  };
}

async function addressTaken(
  db: Db,
  device: { readonly id: string; readonly site: string; readonly address: string | null; readonly port: number },
): Promise<boolean> {
  if (device.address === null) return false;
  const twin = await db
    .selectFrom("devices")
    .select("id")
    .where("site", "=", device.site)
    .where("address", "=", device.address)
    .where("port", "=", device.port)
    .where("removed_at", "is", null)
    .where("id", "!=", device.id)
    .executeTakeFirst();
  return twin !== undefined;
}

/** Devices that were not removed, with what is known of each. */
function deviceRows(db: Db) {
  return db
    .selectFrom("devices")
    .leftJoin("device_facts", "device_facts.device", "devices.id")
    .leftJoin("inventories", "inventories.device", "devices.id")
    .leftJoin("contacts", "contacts.device", "devices.id")
    .where("devices.removed_at", "is", null)
    .select([
      "devices.id",
      "devices.site",
      "devices.class",
      "devices.name",
      "devices.address",
      "devices.port",
      sql<number>`devices.credential IS NOT NULL`.as("has_credential"),
      "device_facts.read_at as facts_at",
      "device_facts.name as own_name",
      "device_facts.description",
      "device_facts.object_id",
      "device_facts.location",
      "device_facts.contact",
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

function toDevice(row: DeviceRow): DeviceRecord {
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

function toPort(row: Tables["ports"]): PortRecord {
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
