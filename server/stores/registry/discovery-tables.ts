import type { FoundState } from "../../../core/wire/discovery.ts";

/** The tables of discovery; see `tables.ts` for the conventions. */
export interface DiscoveryTables {
  discovery: {
    site: string;
    /** As the person wrote them: a JSON list. */
    ranges: string;
    ports: string;
    every_hours: number;
    auto_accept: number;
    paused: number;
    reverse_dns: number;
    /** The sweep that was asked for last, and the newest that was carried out. */
    revision: number;
    done: number;
    wanted_at: number;
    /** When the newest sweep arrived here. */
    done_at: number | null;
  };
  discovery_credentials: {
    id: string;
    site: string;
    place: number;
    name: string;
    version: string;
    /** Sealed by `vault.ts` with the id as its subject. */
    sealed: string;
  };
  discovery_sweeps: {
    site: string;
    revision: number;
    started_at: number;
    finished_at: number;
    scanned: number;
    /** Things that were found, over the parts that came. */
    hosts: number;
    parts: number;
    /** JSON list of the parts that came; their order does not matter. */
    came: string;
    complete: number;
  };
  found: {
    id: string;
    site: string;
    state: FoundState;
    device: string | null;
    address: string;
    /** JSON of `FoundHost`: what is known of it, gathered over sweeps. */
    host: string;
    snmp: number;
    first_seen: number;
    last_seen: number;
    /** Complete sweeps in a row that did not see it. */
    missed: number;
    vanished_at: number | null;
    moved_from: string | null;
    /** When a credential was last refused. */
    refused_at: number | null;
  };
}

/** Plain SQL that SQLite and PostgreSQL both take. */
export const DISCOVERY_MIGRATION: readonly string[] = [
  `CREATE TABLE discovery (site TEXT PRIMARY KEY REFERENCES sites (id), ranges TEXT NOT NULL, ports TEXT NOT NULL,
    every_hours INTEGER NOT NULL, auto_accept INTEGER NOT NULL, paused INTEGER NOT NULL, reverse_dns INTEGER NOT NULL,
    revision INTEGER NOT NULL, done INTEGER NOT NULL, wanted_at BIGINT NOT NULL, done_at BIGINT)`,
  `CREATE TABLE discovery_credentials (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id),
    place INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, sealed TEXT NOT NULL)`,
  "CREATE INDEX discovery_credentials_site ON discovery_credentials (site, place)",
  `CREATE TABLE discovery_sweeps (site TEXT NOT NULL REFERENCES sites (id), revision INTEGER NOT NULL,
    started_at BIGINT NOT NULL, finished_at BIGINT NOT NULL, scanned INTEGER NOT NULL, hosts INTEGER NOT NULL,
    parts INTEGER NOT NULL, came TEXT NOT NULL, complete INTEGER NOT NULL, PRIMARY KEY (site, revision))`,
  `CREATE TABLE found (id TEXT PRIMARY KEY, site TEXT NOT NULL REFERENCES sites (id), state TEXT NOT NULL,
    device TEXT REFERENCES devices (id), address TEXT NOT NULL, host TEXT NOT NULL, snmp INTEGER NOT NULL,
    first_seen BIGINT NOT NULL, last_seen BIGINT NOT NULL, missed INTEGER NOT NULL, vanished_at BIGINT,
    moved_from TEXT, refused_at BIGINT)`,
  "CREATE INDEX found_site ON found (site)",
];
