import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import { deviceEtag } from "../../../core/etag.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { EventView } from "../../../core/wire/views.ts";
import { lanWatchFacts } from "../../../core/wire/lan-watch.ts";
import { identityFacts, lanFacts, printerFacts } from "../../../core/wire/survey.ts";
import type {
  Detail,
  DetailKind,
  Details,
  DeviceChange,
  DeviceRecord,
  Equipment,
  NewDevice,
} from "../../ports.ts";
import { audit, type RegistryContext } from "./context.ts";
import type { Db } from "./database.ts";
import { deviceRows, toDevice, toPort } from "./device-rows.ts";
import { changedSince, lastActor } from "./still.ts";
import type { Tables } from "./tables.ts";

/** The standard port of SNMP agents. */
const SNMP_PORT = 161;

type Devices = Pick<
  Equipment,
  "devices" | "device" | "ports" | "details" | "events" | "addDevice" | "changeDevice" | "removeDevice"
>;

export function equipment(context: RegistryContext): Devices {
  const { db, newId, changed } = context;
  const device = async (id: string) => {
    const row = await deviceRows(db).where("devices.id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : toDevice(row);
  };
  return {
    async devices(site) {
      const rows = deviceRows(db).orderBy("devices.created_at");
      return (await (site === undefined ? rows : rows.where("devices.site", "=", site)).execute()).map(
        toDevice,
      );
    },
    device,
    async ports(id) {
      const rows = await db
        .selectFrom("ports")
        .selectAll()
        .where("device", "=", id)
        .orderBy("if_index", (order) => order.asc().nullsFirst())
        .orderBy("part")
        .execute();
      return rows.map(toPort);
    },
    details: (kind, of) => details(db, kind, of),
    events: (id, limit) => events(db, id, limit),
    async addDevice(site, given, by) {
      const id = newId();
      const added = await context.db
        .transaction()
        .execute((transaction) => insertDevice(context, transaction, { id, site, given }, by));
      changed();
      return added.ok ? present(await device(id)) : added;
    },
    async changeDevice(id, change, by, seen) {
      const done = await context.db
        .transaction()
        .execute((transaction) => applyChange(context, transaction, { id, change, seen }, by));
      changed();
      return done.ok ? present(await device(id)) : done;
    },
    async removeDevice(id, by, seen) {
      const done = await remove(context, id, by, seen);
      changed();
      return done;
    },
  };
}

const DETAILS = {
  identity: identityFacts,
  lan: lanFacts,
  printer: printerFacts,
  lan_watch: lanWatchFacts,
};

async function details<K extends DetailKind>(
  db: Db,
  kind: K,
  { site, device }: { readonly site?: string; readonly device?: string },
): Promise<readonly Detail<K>[]> {
  const rows = await db
    .selectFrom("device_details")
    .innerJoin("devices", "devices.id", "device_details.device")
    .where("devices.removed_at", "is", null)
    .where("kind", "=", kind)
    .where(device === undefined ? "devices.site" : "devices.id", "=", device ?? site ?? "")
    .select(["device_details.device", "device_details.read_at", "device_details.value"])
    .orderBy("device_details.device")
    .execute();
  return rows.map((row) => ({
    device: row.device,
    at: row.read_at,
    value: DETAILS[kind].parse(JSON.parse(row.value)) as Details[K],
  }));
}

async function events(db: Db, device: string, limit: number): Promise<readonly EventView[]> {
  const rows = await db
    .selectFrom("events")
    .select(["at", "type", "entity", "late", "detail"])
    .where("device", "=", device)
    .orderBy("at", "desc")
    .orderBy("received_at", "desc")
    .orderBy("place", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ at, type, entity, late, detail }) => ({
    at,
    type,
    entity,
    late: late === 1,
    detail: JSON.parse(detail) as EventView["detail"],
  }));
}

/** Puts a device into a site, within a transaction of the caller's. */
export async function insertDevice(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  { id, site, given }: { readonly id: string; readonly site: string; readonly given: NewDevice },
  by: Actor | undefined,
): Promise<Result<null>> {
  const { clock, vault } = context;
  const row = {
    id,
    site,
    class: given.class ?? "unknown",
    name: given.name ?? null,
    address: given.address,
    port: given.port ?? SNMP_PORT,
  };
  const credential = given.credential === undefined ? null : vault.seal(given.credential, id);
  const home = await transaction.selectFrom("sites").select("id").where("id", "=", site).executeTakeFirst();
  if (home === undefined) return fail("site_unknown");
  if (await addressTaken(transaction, row)) return fail("already_exists", { field: "address" });
  await transaction
    .insertInto("devices")
    .values({ ...row, credential, created_at: clock.now(), removed_at: null })
    .execute();
  const after = { ...row, credential: credential !== null };
  await audit(context, transaction, by, { action: "device_added", subject: id, after });
  return ok(null);
}

/** Changes a device, within a transaction of the caller's. */
export async function applyChange(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  {
    id,
    change,
    seen,
  }: { readonly id: string; readonly change: DeviceChange; readonly seen?: string | undefined },
  by: Actor | undefined,
): Promise<Result<null>> {
  const { vault } = context;
  const { credential, ...plain } = dropAbsent(change);
  const sealed =
    credential === undefined ? {} : { credential: credential === null ? null : vault.seal(credential, id) };
  const before = await deviceRows(transaction).where("devices.id", "=", id).executeTakeFirst();
  if (before === undefined) return fail("device_unknown");
  const changed = await stale(transaction, before, seen);
  if (changed !== undefined) return changed;
  const { site, address, port } = before;
  if (await addressTaken(transaction, { id, site, address, port, ...plain })) {
    return fail("already_exists", { field: "address" });
  }
  const set = { ...plain, ...sealed };
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
}

/** The fault when the device is no longer what the person saw. */
const stale = (
  transaction: Transaction<Tables>,
  row: Parameters<typeof toDevice>[0],
  seen: string | undefined,
): Promise<Result<never> | undefined> =>
  changedSince(seen, deviceEtag(toDevice(row)), () =>
    lastActor(transaction, row.id, "device_added", "device_changed"),
  );

function remove(
  context: RegistryContext,
  id: string,
  by: Actor | undefined,
  seen: string | undefined,
): Promise<Result<null>> {
  const { db, clock } = context;
  return db.transaction().execute(async (transaction) => {
    const found = await deviceRows(transaction).where("devices.id", "=", id).executeTakeFirst();
    if (found === undefined) return fail("device_unknown");
    const changed = await stale(transaction, found, seen);
    if (changed !== undefined) return changed;
    await transaction.updateTable("devices").set({ removed_at: clock.now() }).where("id", "=", id).execute();
    await transaction
      .updateTable("agents")
      .set({ revoked_at: clock.now() })
      .where("device", "=", id)
      .where("revoked_at", "is", null)
      .execute();
    const before = { name: found.name, address: found.address, site: found.site };
    await audit(context, transaction, by, { action: "device_removed", subject: id, before });
    return ok(null);
  });
}

const present = (device: DeviceRecord | undefined) =>
  device === undefined ? fail("device_unknown") : ok(device);

/** A part that is undefined was not given: it must not reach the database as NULL. */
function dropAbsent(change: DeviceChange) {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Key in keyof DeviceChange]?: Exclude<DeviceChange[Key], undefined>;
  };
}

async function addressTaken(
  db: Db,
  device: {
    readonly id: string;
    readonly site: string;
    readonly address: string | null;
    readonly port: number;
  },
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
