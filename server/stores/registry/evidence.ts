import type { Transaction } from "kysely";
import { parseEntityRef } from "../../../core/entities.ts";
import type { BlockEvent, Fact, PortFact } from "../../../core/wire/block.ts";
import { LATE_AFTER_MS, MAX_PORTS } from "../../../core/wire/limits.ts";
import type { BlockEvidence, DetailKind, Evidence } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import { recordFound } from "./found.ts";
import type { Tables } from "./tables.ts";

export function evidence(context: RegistryContext): Evidence {
  const { db } = context;
  const record = groupCommit<BlockEvidence>((batch) =>
    db.transaction().execute(async (transaction) => {
      for (const block of batch) await recordBlock(context, transaction, block);
    }),
  );
  return {
    // Removed devices and targets and revoked agents stay known: their last blocks may still be under way.
    async siteOf(owner, only) {
      const devices = db.selectFrom("devices").select("site").where("id", "=", owner);
      if (only === "device") return (await devices.executeTakeFirst())?.site;
      const row = await devices
        .unionAll(db.selectFrom("targets").select("site").where("id", "=", owner))
        .unionAll(db.selectFrom("agents").select("site").where("id", "=", owner))
        .unionAll(db.selectFrom("service_checks").select("site").where("id", "=", owner))
        .executeTakeFirst();
      return row?.site;
    },
    async record(block) {
      await record(block);
      context.evidence.set(block.site, (context.evidence.get(block.site) ?? 0) + 1);
      // A sweep was carried out, and may have brought devices to poll.
      if (block.facts.some(({ type }) => type === "found")) context.changed();
    },
  };
}

type Commit<T> = (batch: readonly T[]) => Promise<void>;
type Refused<T> = ReadonlyMap<T, { readonly error: unknown }>;

/** One commit for all that comes while the previous one is under way. What cannot be stored fails for its sender only. */
function groupCommit<T>(commit: Commit<T>): (item: T) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<Refused<T>> | undefined;
  let running: Promise<unknown> = Promise.resolve();
  return async (item) => {
    waiting.push(item);
    next ??= running.then(() => {
      const batch = waiting;
      waiting = [];
      next = undefined;
      const done = commitGood(commit, batch);
      running = done;
      return done;
    });
    const refused = (await next).get(item);
    if (refused !== undefined) throw refused.error;
  };
}

/** Never rejects: answers which were refused, and why. After a failure each is tried by itself. */
async function commitGood<T>(commit: Commit<T>, batch: readonly T[]): Promise<Refused<T>> {
  const refused = new Map<T, { readonly error: unknown }>();
  try {
    await commit(batch);
    return refused;
  } catch (error) {
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) return refused.set(only, { error });
  }
  for (const item of batch) {
    try {
      await commit([item]);
    } catch (error) {
      refused.set(item, { error });
    }
  }
  return refused;
}

async function recordBlock(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  block: BlockEvidence,
): Promise<void> {
  const agent = await transaction
    .selectFrom("agents")
    .select("device")
    .where("id", "=", block.agent)
    .executeTakeFirst();
  // Of the commit, not of the arrival: transactions come one after another, so whoever reads what was recorded until some
  // time misses nothing that a longer wait for the disk would have put behind it.
  const recordedAt = Math.max(block.receivedAt, context.clock.now());
  for (const [place, event] of block.events.entries()) {
    const { entity, device, detail } = subjectOf(event);
    const port = await portNameOf(transaction, event);
    await transaction
      .insertInto("events")
      .values({
        block: block.block,
        place,
        site: block.site,
        device: device ?? agent?.device ?? block.agent,
        entity,
        type: event.type,
        at: event.at,
        received_at: recordedAt,
        late: event.at < block.receivedAt - LATE_AFTER_MS ? 1 : 0,
        detail: JSON.stringify({ ...detail, port }),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const fact of block.facts) {
    if (fact.type === "found") await recordFound(context, transaction, block, fact);
    else await recordFact(transaction, fact);
  }
}

/** The name of the port that a trap tells by its number only: numbers may be others after the next restart. */
async function portNameOf(transaction: Transaction<Tables>, event: BlockEvent): Promise<string | undefined> {
  if (event.type !== "trap" || event.ifIndex === undefined || event.port !== undefined) {
    return event.type === "trap" ? event.port : undefined;
  }
  const row = await transaction
    .selectFrom("ports")
    .select("name")
    .where("device", "=", event.device)
    .where("if_index", "=", event.ifIndex)
    .orderBy("last_seen", "desc")
    .executeTakeFirst();
  return row?.name;
}

/** What an event is about; undefined is the agent's own PC. */
function subjectOf({ type: _type, at: _at, ...rest }: BlockEvent): {
  entity: string | null;
  device: string | undefined;
  /** Flat; what is undefined is left out when it is written as JSON. */
  detail: Readonly<Record<string, string | number | undefined>>;
} {
  if ("entity" in rest) {
    const { entity, ...detail } = rest;
    return { entity, device: parseEntityRef(entity)?.owner, detail };
  }
  if ("device" in rest) {
    const { device, ...detail } = rest;
    return { entity: `device:${device}`, device, detail };
  }
  return { entity: null, device: undefined, detail: rest };
}

/** A part that gave no answer this time is not known anew, and no less than before. */
async function recordInventory(
  transaction: Transaction<Tables>,
  { device, at, inventory }: Extract<Fact, { type: "inventory" }>,
): Promise<void> {
  const before = await transaction
    .selectFrom("inventories")
    .select("value")
    .where("device", "=", device)
    .executeTakeFirst();
  const known = before === undefined ? {} : (JSON.parse(before.value) as object);
  const row = { read_at: at, value: JSON.stringify({ ...known, ...inventory }) };
  await transaction
    .insertInto("inventories")
    .values({ device, ...row })
    .onConflict((conflict) =>
      conflict.column("device").doUpdateSet(row).where("inventories.read_at", "<=", at),
    )
    .execute();
}

/** Facts arrive out of order after an outage: an older one never replaces a newer one. */
async function recordFact(
  transaction: Transaction<Tables>,
  fact: Exclude<Fact, { type: "found" }>,
): Promise<void> {
  const { device, at } = fact;
  switch (fact.type) {
    case "device":
      await recordDevice(transaction, fact);
      return;
    case "inventory":
      await recordInventory(transaction, fact);
      return;
    case "identity":
    case "lan":
    case "printer":
    case "lan_watch":
      await recordDetail(transaction, fact);
      return;
    case "contact": {
      const row = { at, ok: fact.ok ? 1 : 0, fault: fact.fault ?? null };
      await transaction
        .insertInto("contacts")
        .values({ device, ...row })
        .onConflict((conflict) => conflict.column("device").doUpdateSet(row).where("contacts.at", "<=", at))
        .execute();
      return;
    }
    case "ports":
      for (const port of fact.ports) await recordPort(transaction, device, at, port);
      await forgetPorts(transaction, device);
  }
}

/** Of a device: as many as it has at most, and as many that it had before. */
const MOST_PORTS = 2 * MAX_PORTS;

/** A device that gives its ports other names all the time must not make its page, and every look at its site, endless. */
async function forgetPorts(transaction: Transaction<Tables>, device: string): Promise<void> {
  const newest = transaction
    .selectFrom("ports")
    .select("part")
    .where("device", "=", device)
    .orderBy("last_seen", "desc")
    .limit(MOST_PORTS);
  await transaction
    .deleteFrom("ports")
    .where("device", "=", device)
    .where("part", "not in", newest)
    .execute();
}

async function recordDetail(
  transaction: Transaction<Tables>,
  { device, at, type: kind, ...value }: Extract<Fact, { type: DetailKind }>,
): Promise<void> {
  const row = { read_at: at, value: JSON.stringify(value) };
  await transaction
    .insertInto("device_details")
    .values({ device, kind, ...row })
    .onConflict((conflict) =>
      conflict.columns(["device", "kind"]).doUpdateSet(row).where("device_details.read_at", "<=", at),
    )
    .execute();
}

async function recordPort(
  transaction: Transaction<Tables>,
  device: string,
  at: number,
  port: PortFact,
): Promise<void> {
  const row = {
    if_index: port.ifIndex ?? null,
    name: port.name,
    descr: port.descr ?? null,
    alias: port.alias ?? null,
    if_type: port.ifType ?? null,
    mac: port.mac ?? null,
    mtu: port.mtu ?? null,
    last_seen: at,
  };
  await transaction
    .insertInto("ports")
    .values({ device, part: port.part, first_seen: at, ...row })
    .onConflict((conflict) =>
      conflict.columns(["device", "part"]).doUpdateSet(row).where("ports.last_seen", "<=", at),
    )
    .execute();
}

async function recordDevice(
  transaction: Transaction<Tables>,
  { device, at, ...given }: Extract<Fact, { type: "device" }>,
): Promise<void> {
  const row = {
    read_at: at,
    name: given.name ?? null,
    description: given.description ?? null,
    object_id: given.objectId ?? null,
    location: given.location ?? null,
    contact: given.contact ?? null,
  };
  await transaction
    .insertInto("device_facts")
    .values({ device, ...row })
    .onConflict((conflict) =>
      conflict.column("device").doUpdateSet(row).where("device_facts.read_at", "<=", at),
    )
    .execute();
}
