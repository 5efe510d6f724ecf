import type { DeviceClass } from "../../../core/survey.ts";
import type { DetailKind, UnitRecord } from "../../ports.ts";
import type { AccessTokenTables } from "./access-tokens.ts";
import type { AccountTables } from "./account-tables.ts";
import type { AlertTables } from "./alert-tables.ts";
import type { AssetTables } from "./asset-tables.ts";
import type { DiscoveryTables } from "./discovery-tables.ts";
import type { PlanAssetTables } from "./plan-assets.ts";

/** Rows as they lie in the database. Times are milliseconds since 1970, truth values 0 and 1, documents JSON text. */
export interface Tables
  extends DiscoveryTables, AccessTokenTables, AlertTables, AssetTables, AccountTables, PlanAssetTables {
  units: {
    id: string;
    parent: string | null;
    name: string;
    kind: UnitRecord["kind"];
    valid_from: string;
    valid_to: string | null;
  };
  unit_predecessors: { unit: string; predecessor: string };
  sites: { id: string; unit: string; name: string; host_every_ms: number; created_at: number };
  devices: {
    id: string;
    site: string;
    class: DeviceClass;
    name: string | null;
    address: string | null;
    port: number;
    /** Sealed by `vault.ts`. */
    credential: string | null;
    created_at: number;
    /** A removed device keeps its row: blocks that were measured before must still find their site. */
    removed_at: number | null;
  };
  targets: {
    id: string;
    site: string;
    name: string;
    address: string;
    created_at: number;
    removed_at: number | null;
  };
  agents: {
    id: string;
    site: string;
    device: string;
    secret_hash: string;
    hostname: string;
    platform: string;
    version: string;
    enrolled_at: number;
    last_seen: number | null;
    revoked_at: number | null;
  };
  tokens: {
    hash: string;
    site: string;
    expires_at: number;
    uses_left: number;
    created_at: number;
    created_by: string | null;
    uses: number | null;
  };
  leases: { site: string; agent: string; since: number };
  device_facts: {
    device: string;
    read_at: number;
    name: string | null;
    description: string | null;
    object_id: string | null;
    location: string | null;
    contact: string | null;
  };
  /** What a survey found, as one document for each kind of fact. */
  device_details: { device: string; kind: DetailKind; read_at: number; value: string };
  inventories: { device: string; read_at: number; value: string };
  contacts: { device: string; at: number; ok: number; fault: string | null };
  ports: {
    device: string;
    part: string;
    if_index: number | null;
    name: string;
    descr: string | null;
    alias: string | null;
    if_type: number | null;
    mac: string | null;
    mtu: number | null;
    first_seen: number;
    last_seen: number;
  };
  events: {
    block: string;
    place: number;
    site: string;
    device: string;
    entity: string | null;
    type: string;
    at: number;
    received_at: number;
    late: number;
    detail: string;
  };
  audit: {
    id: string;
    at: number;
    actor: string;
    actor_name: string;
    action: string;
    subject: string;
    before: string | null;
    after: string | null;
  };
  settings: { key: string; value: string };
  schema_version: { version: number };
}
