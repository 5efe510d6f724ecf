import type { Transaction } from "kysely";
import { DAY } from "../../../core/clock.ts";
import { matchFound, matchKnown, type FoundBefore, type KnownDevice } from "../../../core/discovery/known.ts";
import { isMadeUpMac } from "../../../core/discovery/mac.ts";
import { isInRanges, parseRanges, type AddressRange } from "../../../core/discovery/ranges.ts";
import type { Fact } from "../../../core/wire/block.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import { LATE_AFTER_MS } from "../../../core/wire/limits.ts";
import type { BlockEvidence } from "../../ports.ts";
import type { RegistryContext } from "./context.ts";
import { newestIssued } from "./discovery-task.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";
import { insertDevice } from "./equipment.ts";
import { knownDevices } from "./known-devices.ts";
import type { Tables } from "./tables.ts";

type FoundFact = Extract<Fact, { type: "found" }>;
type Row = DiscoveryTables["found"];

/** So many complete sweeps in a row must miss a device before it counts as vanished: one may be unplugged for a day. */
const MISSES = 2;
/** Places of a block's events from here on are ours; the agent's own are below (`MAX_BLOCK_EVENTS`). */
const FIRST_PLACE = 1_000;

interface Recording {
  readonly context: RegistryContext;
  readonly transaction: Transaction<Tables>;
  readonly block: BlockEvidence;
  readonly fact: FoundFact;
  readonly settings: DiscoveryTables["discovery"];
  readonly ranges: readonly AddressRange[];
  /** What the first sweep finds was there all along: no news. */
  readonly first: boolean;
  readonly say: (event: SweepEvent) => Promise<void>;
}

interface SweepEvent {
  readonly type: "device_found" | "device_vanished" | "device_returned" | "device_moved";
  /** The device, or the thing found that is none yet. */
  readonly subject: string;
  readonly detail: Record<string, string>;
}

/** Stores what a part of a sweep found; the same part twice changes nothing, and parts may come in any order. */
export async function recordFound(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  block: BlockEvidence,
  fact: FoundFact,
): Promise<void> {
  const settings = await transaction
    .selectFrom("discovery")
    .selectAll()
    .where("site", "=", block.site)
    .executeTakeFirst();
  if (settings === undefined || fact.revision > newestIssued(settings)) return;
  const ranges = parseRanges(JSON.parse(settings.ranges) as string[]);
  const sweep = await takePart(transaction, block.site, fact);
  if (!ranges.ok || sweep === undefined) return;
  const earlier = await transaction
    .selectFrom("discovery_sweeps")
    .select("revision")
    .where("site", "=", block.site)
    .where("complete", "=", 1)
    .where("revision", "!=", fact.revision)
    .executeTakeFirst();
  const recording: Recording = {
    context,
    transaction,
    block,
    fact,
    settings,
    ranges: ranges.value,
    first: earlier === undefined,
    say: teller(transaction, block, fact.finishedAt),
  };
  await recordHosts(recording);
  if (sweep.complete) await complete(recording);
}

async function takePart(
  transaction: Transaction<Tables>,
  site: string,
  fact: FoundFact,
): Promise<{ readonly complete: boolean } | undefined> {
  const { revision, part, parts, startedAt, finishedAt, scanned } = fact;
  const before = await transaction
    .selectFrom("discovery_sweeps")
    .selectAll()
    .where("site", "=", site)
    .where("revision", "=", revision)
    .executeTakeFirst();
  const came = before === undefined ? [] : (JSON.parse(before.came) as number[]);
  if (came.includes(part) || part >= parts || before?.complete === 1) return undefined;
  const complete = came.length + 1 >= parts;
  const row = {
    started_at: startedAt,
    finished_at: finishedAt,
    scanned,
    hosts: (before?.hosts ?? 0) + fact.hosts.length,
    parts,
    came: JSON.stringify([...came, part]),
    complete: complete ? 1 : 0,
  };
  await transaction
    .insertInto("discovery_sweeps")
    .values({ site, revision, ...row })
    .onConflict((conflict) => conflict.columns(["site", "revision"]).doUpdateSet(row))
    .execute();
  return { complete };
}

/** Writes events under the block's id, so that a block that comes again writes none twice. */
function teller(transaction: Transaction<Tables>, block: BlockEvidence, at: number): Recording["say"] {
  let place = FIRST_PLACE;
  return async ({ type, subject, detail }) => {
    place += 1;
    await transaction
      .insertInto("events")
      .values({
        block: block.block,
        place,
        site: block.site,
        device: subject,
        entity: null,
        type,
        at,
        received_at: block.receivedAt,
        late: at < block.receivedAt - LATE_AFTER_MS ? 1 : 0,
        detail: JSON.stringify(detail),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  };
}

async function recordHosts(recording: Recording): Promise<void> {
  const { transaction, block, fact, ranges } = recording;
  const rows = await transaction.selectFrom("found").selectAll().where("site", "=", block.site).execute();
  const known = await knownDevices(transaction, block.site);
  const waiting = new Map(rows.map((row) => [row.id, row]));
  for (const given of fact.hosts) {
    // An agent finds only where it was sent to look.
    const addresses = given.addresses.filter((address) => isInRanges(address, ranges));
    if (addresses.length === 0) continue;
    const host = { ...given, addresses };
    const before = waiting.get(matchFound(host, [...waiting.values()].map(asFoundBefore)) ?? "");
    if (before !== undefined) waiting.delete(before.id);
    await recordHost(recording, host, before, known);
  }
}

const asFoundBefore = ({ id, host }: Row): FoundBefore => ({ id, identity: JSON.parse(host) as FoundHost });

async function recordHost(
  recording: Recording,
  host: FoundHost,
  before: Row | undefined,
  known: readonly KnownDevice[],
): Promise<void> {
  const { context, transaction, block, fact, say } = recording;
  // Sweeps arrive out of order after an outage: an older one only tells that it was there even earlier.
  if (before !== undefined && before.last_seen >= fact.finishedAt) {
    const first = { first_seen: Math.min(before.first_seen, fact.finishedAt) };
    await transaction.updateTable("found").set(first).where("id", "=", before.id).execute();
    return;
  }
  const match = matchKnown(host, withHistory(known, before), (address) => isInRanges(address, recording.ranges));
  const device = match?.id ?? null;
  const row = {
    ...seenNow(host, before, fact.finishedAt),
    state: stateOf(before, device),
    device,
    moved_from: match?.movedFrom ?? null,
  };
  const id = before?.id ?? context.newId();
  if (before === undefined) {
    await transaction
      .insertInto("found")
      .values({ id, site: block.site, first_seen: fact.finishedAt, ...row })
      .execute();
  } else {
    await transaction.updateTable("found").set(row).where("id", "=", id).execute();
  }
  await tell(recording, host, before, { ...row, id });
  if (recording.settings.auto_accept === 1 && row.state === "new") await autoAccept(recording, id, row.host);
  if (before !== undefined && before.vanished_at !== null) {
    await say({ type: "device_returned", subject: device ?? id, detail: about(host) });
  }
}

/** What was found of a device before it was made one tells it apart as well as what it was asked since. */
function withHistory(known: readonly KnownDevice[], before: Row | undefined): readonly KnownDevice[] {
  if (before?.device === undefined || before.device === null) return known;
  const { mac, snmp } = JSON.parse(before.host) as FoundHost;
  const cards = [mac, snmp?.baseMac, ...(snmp?.macs ?? [])].filter((one) => one !== undefined);
  return known.map((one) =>
    one.id === before.device
      ? { ...one, serial: one.serial ?? snmp?.serial, macs: [...one.macs, ...cards] }
      : one,
  );
}

function seenNow(host: FoundHost, before: Row | undefined, at: number) {
  const old = before === undefined ? undefined : (JSON.parse(before.host) as FoundHost);
  const { fault: oldFault, refused: oldRefused = [], ...kept } = old ?? ({} as Partial<FoundHost>);
  const stillRefused = (before?.refused_at ?? 0) > at - DAY ? oldRefused : [];
  const refused = [...new Set([...stillRefused, ...(host.refused ?? [])])].slice(0, 8);
  // What was once read of a device stays known when it is silent for a day.
  const merged: FoundHost = {
    ...kept,
    ...host,
    fault: host.fault ?? (host.snmp === undefined ? oldFault : undefined),
    refused,
  };
  return {
    address: merged.addresses[0] ?? "",
    host: JSON.stringify(merged),
    snmp: merged.credential === undefined ? 0 : 1,
    last_seen: at,
    missed: 0,
    vanished_at: null,
    refused_at: host.refused === undefined ? (before?.refused_at ?? null) : at,
  };
}

/** A device that was removed is new again when it is still there. */
function stateOf(before: Row | undefined, device: string | null): Row["state"] {
  if (device !== null) return before?.state === "accepted" && before.device === device ? "accepted" : "known";
  return before?.state === "ignored" ? "ignored" : "new";
}

const nameOf = ({ snmp, netbios, dns }: FoundHost): string => snmp?.name ?? netbios ?? dns ?? "";

const about = (host: FoundHost): Record<string, string> => ({
  address: host.addresses[0] ?? "",
  name: nameOf(host),
  ...(host.mac === undefined ? {} : { mac: host.mac }),
});

async function tell(
  { say, first }: Recording,
  host: FoundHost,
  before: Row | undefined,
  row: Pick<Row, "id" | "state" | "device" | "moved_from">,
): Promise<void> {
  if (before === undefined && row.state === "new" && !first && !isPassing(host)) {
    await say({ type: "device_found", subject: row.id, detail: about(host) });
  }
  if (row.device !== null && row.moved_from !== null && row.moved_from !== before?.moved_from) {
    const detail = { ...about(host), from: row.moved_from };
    await say({ type: "device_moved", subject: row.device, detail });
  }
}

/** Telephones come every day with another made-up card: they are listed, but they are no news. */
const isPassing = (host: FoundHost): boolean =>
  host.mac !== undefined && isMadeUpMac(host.mac) && host.snmp === undefined && nameOf(host) === "";

async function autoAccept(
  { context, transaction, block }: Recording,
  id: string,
  host: string,
): Promise<void> {
  const { credential } = JSON.parse(host) as FoundHost;
  if (credential !== undefined) await acceptRow(context, transaction, { id, site: block.site, host });
}

/** Makes a device of a row of `found`; undefined when its address is taken. */
export async function acceptRow(
  context: RegistryContext,
  transaction: Transaction<Tables>,
  { id, site, host }: Pick<Row, "id" | "site" | "host">,
  by?: Parameters<typeof insertDevice>[3],
): Promise<string | undefined> {
  const { addresses, port, credential: used, snmp, netbios, dns } = JSON.parse(host) as FoundHost;
  const sealed = await transaction
    .selectFrom("discovery_credentials")
    .select(["id", "sealed"])
    .where("id", "=", used ?? "")
    .where("site", "=", site)
    .executeTakeFirst();
  const device = context.newId();
  const given = {
    address: addresses[0] ?? "",
    port,
    // What speaks SNMP says its name itself.
    name: snmp === undefined ? (netbios ?? dns) : undefined,
    credential: sealed === undefined ? undefined : context.vault.open(sealed.sealed, sealed.id),
  };
  const added = await insertDevice(context, transaction, { id: device, site, given }, by);
  if (!added.ok) return undefined;
  const accepted = { state: "accepted" as const, device, moved_from: null };
  await transaction.updateTable("found").set(accepted).where("id", "=", id).execute();
  return device;
}

/** All parts are here: what was not seen is missed, and after a while gone. PCs are off at night; they do not vanish. */
async function complete({ transaction, block, fact, settings, ranges, say }: Recording): Promise<void> {
  const absent = await transaction
    .selectFrom("found")
    .selectAll()
    .where("site", "=", block.site)
    .where("snmp", "=", 1)
    .where("state", "!=", "ignored")
    .where("vanished_at", "is", null)
    .where("last_seen", "<", fact.startedAt)
    .execute();
  for (const row of absent) {
    if (!isInRanges(row.address, ranges)) continue;
    const missed = row.missed + 1;
    const gone = missed >= MISSES ? fact.finishedAt : null;
    await transaction
      .updateTable("found")
      .set({ missed, vanished_at: gone })
      .where("id", "=", row.id)
      .execute();
    if (gone === null) continue;
    const detail = about(JSON.parse(row.host) as FoundHost);
    await say({ type: "device_vanished", subject: row.device ?? row.id, detail });
  }
  const done = { done: Math.max(settings.done, fact.revision), done_at: block.receivedAt };
  await transaction.updateTable("discovery").set(done).where("site", "=", block.site).execute();
}
