import { DAY, HOUR } from "../../../core/clock.ts";
import { MAX_SWEEP_ADDRESSES, parseRanges } from "../../../core/discovery/ranges.ts";
import type { DiscoveryTask } from "../../../core/wire/assignment.ts";
import type { FoundHost } from "../../../core/wire/found.ts";
import type { RegistryContext } from "./context.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";

/** Addresses a second: a small switch does not notice it, and a /24 takes a quarter of a minute. */
const PER_SECOND = 20;

/** The sweep that is wanted now: one that a person asked for, or the one that is due. Undefined when none is. */
export function wantedSweep(
  { paused, revision, done, done_at: doneAt, every_hours: everyHours }: DiscoveryTables["discovery"],
  now: number,
): number | undefined {
  if (paused === 1) return undefined;
  if (revision > done) return revision;
  return doneAt === null || doneAt + everyHours * HOUR <= now ? done + 1 : undefined;
}

/** The newest revision that can have been handed out: what claims to be newer was made up. */
export const newestIssued = ({ revision, done }: DiscoveryTables["discovery"]): number =>
  Math.max(revision, done + 1);

/** What the holder of the site's lease has to look for; undefined while no sweep is wanted. */
export async function discoveryTask(
  { db, clock, vault }: RegistryContext,
  site: string,
): Promise<DiscoveryTask | undefined> {
  const row = await db.selectFrom("discovery").selectAll().where("site", "=", site).executeTakeFirst();
  const revision = row === undefined ? undefined : wantedSweep(row, clock.now());
  if (row === undefined || revision === undefined) return undefined;
  const ranges = parseRanges(JSON.parse(row.ranges) as string[]);
  if (!ranges.ok) return undefined;
  const credentials = await db
    .selectFrom("discovery_credentials")
    .select(["id", "sealed"])
    .where("site", "=", site)
    .orderBy("place")
    .execute();
  const refused = await db
    .selectFrom("found")
    .select("host")
    .where("site", "=", site)
    .where("refused_at", ">", clock.now() - DAY)
    .orderBy("id")
    .execute();
  const readable = await db
    .selectFrom("found")
    .select("host")
    .where("site", "=", site)
    .where("snmp", "=", 1)
    .orderBy("id")
    .execute();
  const known = new Set(credentials.map(({ id }) => id));
  const spared = refused.flatMap(({ host }) => {
    const { addresses, refused: ids = [] } = JSON.parse(host) as FoundHost;
    const still = ids.filter((id) => known.has(id));
    return still.length === 0 ? [] : addresses.map((address) => ({ address, credentials: still }));
  });
  return {
    revision,
    ranges: [...ranges.value],
    ports: JSON.parse(row.ports) as number[],
    credentials: credentials.flatMap(({ id, sealed }) => {
      const credential = vault.open(sealed, id);
      return credential === undefined ? [] : [{ id, credential }];
    }),
    perSecond: PER_SECOND,
    reverseDns: row.reverse_dns === 1,
    worked: readable.flatMap(({ host }) => workedAt(host, known)).slice(0, MAX_SWEEP_ADDRESSES),
    spared: spared.slice(0, MAX_SWEEP_ADDRESSES),
  };
}

/** The credential that a thing was read with, at each of its addresses. */
function workedAt(host: string, known: ReadonlySet<string>): DiscoveryTask["worked"] {
  const { addresses, credential } = JSON.parse(host) as FoundHost;
  if (credential === undefined || !known.has(credential)) return [];
  return addresses.map((address) => ({ address, credential }));
}
