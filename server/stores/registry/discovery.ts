import type { Actor } from "../../people-port.ts";
import type { Transaction } from "kysely";
import { HOUR } from "../../../core/clock.ts";
import { byAddress } from "../../../core/discovery/ipv4.ts";
import { addressesIn, parseRanges } from "../../../core/discovery/ranges.ts";
import { fail, ok, type Result } from "../../../core/result.ts";
import type { DiscoveryInput, DiscoveryView } from "../../../core/wire/discovery.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import type { EventView } from "../../../core/wire/views.ts";
import type { Registry } from "../../ports.ts";
import { acceptRow } from "./accept-found.ts";
import { audit, type RegistryContext } from "./context.ts";
import { newestIssued, wantedSweep } from "./discovery-task.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";
import { nameOf } from "./found-rows.ts";
import { applyChange } from "./equipment.ts";
import type { Tables } from "./tables.ts";

const SNMP_PORT = 161;
const EVERY_HOURS = 24;
const EVENTS_SHOWN = 50;
const OUR_EVENTS = ["device_found", "device_vanished", "device_returned", "device_moved"];

type Discovery = Pick<Registry, "discovery" | "setDiscovery" | "scanNow" | "acceptFound" | "ignoreFound">;

export function discovery(context: RegistryContext): Discovery {
  const { db, changed } = context;
  const changing = async <T>(work: (transaction: Transaction<Tables>) => Promise<Result<T>>) => {
    const done = await db.transaction().execute(work);
    changed();
    return done;
  };
  return {
    discovery: (site) => read(context, site),
    setDiscovery: (site, input, by) =>
      changing((transaction) => setDiscovery(context, transaction, site, input, by)),
    scanNow: (site, by) => changing((transaction) => scanNow(context, transaction, site, by)),
    acceptFound: (site, found, by) =>
      changing((transaction) => accept(context, transaction, site, found, by)),
    ignoreFound: (site, found, ignored, by) =>
      changing(async (transaction) => {
        const row = await foundRow(transaction, site, found);
        if (row === undefined) return fail("not_found");
        const state = ignored ? "ignored" : "new";
        // What is a device already is not asked about in any case.
        if (row.device !== null || row.state === state) return ok(null);
        await transaction.updateTable("found").set({ state }).where("id", "=", found).execute();
        const subject = { subject: site, after: { found, address: row.address } };
        await audit(context, transaction, by, {
          action: ignored ? "found_ignored" : "found_shown",
          ...subject,
        });
        return ok(null);
      }),
  };
}

const foundRow = (transaction: Transaction<Tables>, site: string, id: string) =>
  transaction
    .selectFrom("found")
    .selectAll()
    .where("site", "=", site)
    .where("id", "=", id)
    .executeTakeFirst();

const settingsRow = (db: RegistryContext["db"], site: string) =>
  db.selectFrom("discovery").selectAll().where("site", "=", site).executeTakeFirst();

async function read({ db, clock }: RegistryContext, site: string) {
  const home = await db.selectFrom("sites").select("id").where("id", "=", site).executeTakeFirst();
  if (home === undefined) return undefined;
  const row = await settingsRow(db, site);
  const credentials = await db
    .selectFrom("discovery_credentials")
    .select(["id", "name", "version"])
    .where("site", "=", site)
    .orderBy("place")
    .execute();
  const names = new Map(credentials.map(({ id, name }) => [id, name]));
  const found = await db.selectFrom("found").selectAll().where("site", "=", site).orderBy("id").execute();
  const now = clock.now();
  return {
    now,
    ...(await statusOf(db, site, row, now)),
    settings: row === undefined ? null : { ...settingsOf(row), credentials },
    last: await lastSweep(db, site),
    // Ids of one sweep are in no order that a person would know.
    found: found
      .map((one) => foundView(one, names))
      .toSorted((a, b) => byAddress(a.addresses[0] ?? "", b.addresses[0] ?? "")),
    events: await eventsOf(db, site),
  };
}

function settingsOf(row: DiscoveryTables["discovery"]) {
  const ranges = JSON.parse(row.ranges) as string[];
  const parsed = parseRanges(ranges);
  return {
    ranges,
    addresses: parsed.ok ? addressesIn(parsed.value).length : 0,
    ports: JSON.parse(row.ports) as number[],
    everyHours: row.every_hours,
    autoAccept: row.auto_accept === 1,
    paused: row.paused === 1,
    reverseDns: row.reverse_dns === 1,
  };
}

async function statusOf(
  db: RegistryContext["db"],
  site: string,
  row: DiscoveryTables["discovery"] | undefined,
  now: number,
): Promise<Pick<DiscoveryView, "status" | "wantedSince" | "next">> {
  if (row === undefined) return { status: "off", wantedSince: null, next: null };
  if (row.paused === 1) return { status: "paused", wantedSince: null, next: null };
  const due = row.done_at === null ? row.wanted_at : row.done_at + row.every_hours * HOUR;
  const agent = await db
    .selectFrom("agents")
    .select("id")
    .where("site", "=", site)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  const wanted = wantedSweep(row, now) !== undefined;
  const wantedSince = !wanted ? null : row.revision > row.done ? row.wanted_at : due;
  if (agent === undefined) return { status: "no_agent", wantedSince, next: null };
  return { status: wanted ? "waiting" : "idle", wantedSince, next: wanted ? null : due };
}

async function lastSweep(db: RegistryContext["db"], site: string): Promise<DiscoveryView["last"]> {
  const row = await db
    .selectFrom("discovery_sweeps")
    .select(["started_at as startedAt", "finished_at as finishedAt", "scanned", "hosts as found"])
    .where("site", "=", site)
    .where("complete", "=", 1)
    .orderBy("revision", "desc")
    .executeTakeFirst();
  return row ?? null;
}

function foundView(row: DiscoveryTables["found"], names: ReadonlyMap<string, string>) {
  const host = JSON.parse(row.host) as FoundHost;
  return {
    id: row.id,
    state: row.state,
    device: row.device,
    address: row.address,
    addresses: host.addresses,
    mac: cardOf(host) ?? null,
    name: nameOf(host) ?? null,
    description: host.snmp?.description ?? null,
    credential: names.get(host.credential ?? "") ?? null,
    fault: host.fault ?? null,
    seen: host.seen,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    vanishedAt: row.vanished_at,
    movedFrom: row.moved_from,
  };
}

const cardOf = ({ snmp, mac }: FoundHost) => snmp?.baseMac ?? mac ?? snmp?.macs?.[0];

async function eventsOf(db: RegistryContext["db"], site: string): Promise<EventView[]> {
  const rows = await db
    .selectFrom("events")
    .select(["at", "type", "entity", "late", "detail"])
    .where("site", "=", site)
    .where("type", "in", OUR_EVENTS)
    .orderBy("at", "desc")
    .orderBy("received_at", "desc")
    .orderBy("place", "desc")
    .limit(EVENTS_SHOWN)
    .execute();
  return rows.map(({ at, type, entity, late, detail }) => ({
    at,
    type,
    entity,
    late: late === 1,
    detail: JSON.parse(detail) as EventView["detail"],
  }));
}

async function setDiscovery(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  site: string,
  input: DiscoveryInput,
  by: Actor | undefined,
): Promise<Result<null>> {
  const ranges = parseRanges(input.ranges);
  if (!ranges.ok) return ranges;
  const before = await settingsRow(transaction, site);
  const stored = await replaceCredentials(context, transaction, site, input.credentials);
  if (!stored.ok) return stored;
  const row = {
    ranges: JSON.stringify(input.ranges.map((text) => text.trim())),
    ports: JSON.stringify(input.ports ?? [SNMP_PORT]),
    every_hours: input.everyHours ?? EVERY_HOURS,
    auto_accept: input.autoAccept ? 1 : 0,
    paused: input.paused ? 1 : 0,
    reverse_dns: input.reverseDns ? 1 : 0,
    // Newer than any sweep that may be under way: that one looks where it should no more.
    revision: before === undefined ? 1 : newestIssued(before) + 1,
    wanted_at: context.clock.now(),
  };
  await transaction
    .insertInto("discovery")
    .values({ site, done: 0, done_at: null, ...row })
    .onConflict((conflict) => conflict.column("site").doUpdateSet(row))
    .execute();
  await audit(context, transaction, by, {
    action: "discovery_set",
    subject: site,
    ...(before === undefined ? {} : { before: settingsOf(before) }),
    after: { ...input, credentials: stored.value },
  });
  return ok(null);
}

/** Keeps those that are named by id, in their new order; the others go. Answers their names. */
async function replaceCredentials(
  { newId, vault }: RegistryContext,
  transaction: Transaction<Tables>,
  site: string,
  wanted: DiscoveryInput["credentials"],
): Promise<Result<readonly string[]>> {
  const old = await transaction
    .selectFrom("discovery_credentials")
    .selectAll()
    .where("site", "=", site)
    .execute();
  const rows: DiscoveryTables["discovery_credentials"][] = [];
  for (const [place, one] of wanted.entries()) {
    if ("id" in one) {
      const kept = old.find(({ id }) => id === one.id);
      if (kept === undefined || rows.some(({ id }) => id === kept.id)) return fail("not_found");
      rows.push({ ...kept, place });
    } else {
      const id = newId();
      const { name, credential } = one;
      rows.push({ id, site, place, name, version: credential.version, sealed: vault.seal(credential, id) });
    }
  }
  await transaction.deleteFrom("discovery_credentials").where("site", "=", site).execute();
  for (const row of rows) await transaction.insertInto("discovery_credentials").values(row).execute();
  return ok(rows.map(({ name }) => name));
}

async function scanNow(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  site: string,
  by: Actor | undefined,
): Promise<Result<null>> {
  const row = await settingsRow(transaction, site);
  if (row === undefined || row.paused === 1) return fail("discovery_off");
  if (row.revision > row.done) return ok(null);
  const wanted = { revision: newestIssued(row), wanted_at: context.clock.now() };
  await transaction.updateTable("discovery").set(wanted).where("site", "=", site).execute();
  await audit(context, transaction, by, { action: "discovery_scan", subject: site });
  return ok(null);
}

async function accept(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  site: string,
  found: string,
  by: Actor | undefined,
): Promise<Result<string>> {
  const row = await foundRow(transaction, site, found);
  if (row === undefined) return fail("not_found");
  if (row.device === null) {
    const device = await acceptRow(context, transaction, row, by);
    return device === undefined ? fail("already_exists", { field: row.address }) : ok(device);
  }
  if (row.moved_from === null) return ok(row.device);
  const moved = await applyChange(
    context,
    transaction,
    { id: row.device, change: { address: row.address } },
    by,
  );
  if (!moved.ok) return moved;
  await transaction.updateTable("found").set({ moved_from: null }).where("id", "=", found).execute();
  return ok(row.device);
}
