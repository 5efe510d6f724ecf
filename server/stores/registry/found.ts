import type { Transaction } from "kysely";
import { DAY } from "../../../core/clock.ts";
import {
  matchFound,
  matchKnown,
  partsOf,
  type FoundBefore,
  type KnownDevice,
} from "../../../core/discovery/known.ts";
import { isInRanges, parseRanges, type AddressRange } from "../../../core/discovery/ranges.ts";
import type { Fact } from "../../../core/wire/block.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import { LATE_AFTER_MS } from "../../../core/wire/limits.ts";
import type { BlockEvidence } from "../../ports.ts";
import { acceptRow } from "./accept-found.ts";
import type { RegistryContext } from "./context.ts";
import { newestIssued } from "./discovery-task.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";
import { about, isPassing, seenNow, stateOf, withHistory } from "./found-rows.ts";
import { knownDevices } from "./known-devices.ts";
import type { Tables } from "./tables.ts";

type FoundFact = Extract<Fact, { type: "found" }>;
type Row = DiscoveryTables["found"];

/** So many complete sweeps in a row must miss a device before it counts as vanished: one may be unplugged for a day. */
const MISSES = 2;
const FORGET_AFTER = 30 * DAY;
const SWEEPS_KEPT = 50;
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
  const rows = await transaction
    .selectFrom("found")
    .selectAll()
    .where("site", "=", block.site)
    .orderBy("first_seen")
    .orderBy("address")
    .execute();
  const known = await knownDevices(transaction, block.site);
  // Read once: each host is held against all of them.
  const waiting = new Map(rows.map((row) => [row.id, { row, ...asFoundBefore(row) }]));
  for (const given of fact.hosts) {
    // An agent finds only where it was sent to look.
    const addresses = given.addresses.filter((address) => isInRanges(address, ranges));
    if (addresses.length === 0) continue;
    const host = { ...given, addresses };
    const before = waiting.get(matchFound(host, [...waiting.values()]) ?? "")?.row;
    if (before !== undefined) waiting.delete(before.id);
    await recordHost(recording, host, before, known);
    const undecided = [...waiting.values()].filter(({ row }) => row.device === null);
    for (const id of partsOf(host, undecided)) {
      waiting.delete(id);
      await transaction.deleteFrom("found").where("id", "=", id).execute();
    }
  }
}

const asFoundBefore = ({ id, host }: Row): FoundBefore => ({ id, identity: JSON.parse(host) as FoundHost });

async function recordHost(
  recording: Recording,
  host: FoundHost,
  before: Row | undefined,
  known: readonly KnownDevice[],
): Promise<void> {
  const { transaction, fact } = recording;
  const at = fact.finishedAt;
  // Sweeps arrive out of order after an outage: an older one only tells that it was there even earlier.
  if (before !== undefined && before.last_seen >= at) {
    const first = { first_seen: Math.min(before.first_seen, at) };
    await transaction.updateTable("found").set(first).where("id", "=", before.id).execute();
    return;
  }
  const row = rowOf(recording, host, before, known);
  await transaction
    .insertInto("found")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  await tell(recording, host, before, row);
  if (recording.settings.auto_accept === 1 && row.state === "new") await autoAccept(recording, row);
}

function rowOf(
  { context, block, fact, ranges }: Recording,
  host: FoundHost,
  before: Row | undefined,
  known: readonly KnownDevice[],
): Row {
  const match = matchKnown(host, withHistory(known, before), {
    swept: (address) => isInRanges(address, ranges),
    answered: (address) => fact.hosts.some(({ addresses }) => addresses.includes(address)),
  });
  const device = match?.id ?? null;
  return {
    id: before?.id ?? context.newId(),
    site: block.site,
    first_seen: before?.first_seen ?? fact.finishedAt,
    state: stateOf(before, device),
    device,
    moved_from: match?.movedFrom ?? null,
    ...seenNow(host, before, fact.finishedAt),
  };
}

async function tell(
  { say, first }: Recording,
  host: FoundHost,
  before: Row | undefined,
  row: Row,
): Promise<void> {
  if (before === undefined && row.state === "new" && !first && !isPassing(host)) {
    await say({ type: "device_found", subject: row.id, detail: about(host) });
  }
  if (row.device !== null && row.moved_from !== null && row.moved_from !== before?.moved_from) {
    const detail = { ...about(host), from: row.moved_from };
    await say({ type: "device_moved", subject: row.device, detail });
  }
  if (before !== undefined && before.vanished_at !== null) {
    await say({ type: "device_returned", subject: row.device ?? row.id, detail: about(host) });
  }
}

async function autoAccept({ context, transaction }: Recording, row: Row): Promise<void> {
  const { credential } = JSON.parse(row.host) as FoundHost;
  if (credential !== undefined) await acceptRow(context, transaction, row);
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
  await forget(transaction, block, done.done);
}

/** Telephones and guests that nobody decided about, and old sweeps. */
async function forget(
  transaction: Transaction<Tables>,
  { site, receivedAt }: BlockEvidence,
  newest: number,
): Promise<void> {
  await transaction
    .deleteFrom("found")
    .where("site", "=", site)
    .where("state", "=", "new")
    .where("snmp", "=", 0)
    .where("last_seen", "<", receivedAt - FORGET_AFTER)
    .execute();
  await transaction
    .deleteFrom("discovery_sweeps")
    .where("site", "=", site)
    .where("revision", "<", newest - SWEEPS_KEPT)
    .execute();
}
