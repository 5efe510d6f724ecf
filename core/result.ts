/**
 * Expected failure is a value, a bug throws. Every failure that a person or another program can meet has one code
 * here; its sentences are in `core/messages/faults.ts` under the same code. Tests, logs and the API name the code,
 * never the wording.
 */
export type Result<T, E = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: E };

export const ok = <const T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fail = (
  code: FaultCode,
  params: FaultParams = {},
): { readonly ok: false; readonly fault: Fault } => ({ ok: false, fault: { code, params } });

/** What a fault's sentence fills in, e.g. `{ field: "address", example: "10.1.2.3" }`. */
export type FaultParams = Readonly<Record<string, string | number>>;

export interface Fault {
  readonly code: FaultCode;
  readonly params: FaultParams;
}

/** `status`: the HTTP status when the fault leaves by HTTP. */
export const FAULTS = {
  // What people and programs send to the server
  bad_json: { status: 400 },
  bad_input: { status: 400 },
  field_unknown: { status: 400 },
  entity_kind_unknown: { status: 400 },
  entity_invalid: { status: 400 },
  protocol_unsupported: { status: 400 },
  time_invalid: { status: 400 },
  block_too_large: { status: 413 },
  body_too_large: { status: 413 },
  body_encoding: { status: 415 },
  entity_foreign: { status: 403 },
  rate_limited: { status: 429 },
  store_full: { status: 507 },
  store_busy: { status: 503 },
  query_slow: { status: 503 },
  export_running: { status: 429 },
  exports_busy: { status: 503 },
  // Agents and enrolment
  token_malformed: { status: 400 },
  token_unknown: { status: 401 },
  token_expired: { status: 401 },
  token_used: { status: 401 },
  agent_unauthorized: { status: 401 },
  agent_revoked: { status: 403 },
  agent_not_enrolled: { status: 401 },
  certificate_mismatch: { status: 502 },
  certificate_unreadable: { status: 500 },
  certificate_key_other: { status: 500 },
  certificate_lost: { status: 500 },
  secrets_key_lost: { status: 500 },
  server_insecure: { status: 400 },
  server_unreachable: { status: 503 },
  server_refused: { status: 502 },
  // People
  not_signed_in: { status: 401 },
  access_token_invalid: { status: 401 },
  forbidden: { status: 403 },
  setup_link_invalid: { status: 403 },
  setup_done: { status: 409 },
  origin_refused: { status: 403 },
  sign_in_failed: { status: 401 },
  password_due: { status: 403 },
  password_same: { status: 409 },
  password_wrong: { status: 403 },
  second_step_over: { status: 401 },
  second_factor_wrong: { status: 403 },
  backup_code_wrong: { status: 403 },
  second_factor_spent: { status: 409 },
  second_factor_due: { status: 403 },
  second_factor_on: { status: 409 },
  second_factor_off: { status: 409 },
  second_factor_unreadable: { status: 409 },
  username_former: { status: 409 },
  last_administrator: { status: 409 },
  person_self: { status: 409 },
  // Things asked for
  not_found: { status: 404 },
  site_unknown: { status: 404 },
  unit_unknown: { status: 404 },
  access_token_unknown: { status: 404 },
  enrolment_token_unknown: { status: 404 },
  device_unknown: { status: 404 },
  target_unknown: { status: 404 },
  place_unknown: { status: 404 },
  alert_unknown: { status: 404 },
  maintenance_unknown: { status: 404 },
  service_unknown: { status: 404 },
  channel_unknown: { status: 404 },
  person_unknown: { status: 404 },
  entity_unknown: { status: 404 },
  asset_unknown: { status: 404 },
  plan_unknown: { status: 404 },
  import_unknown: { status: 404 },
  import_done: { status: 409 },
  already_exists: { status: 409 },
  range_invalid: { status: 400 },
  range_too_large: { status: 422 },
  sweep_range_invalid: { status: 400 },
  sweep_range_large: { status: 422 },
  discovery_off: { status: 409 },
  // Devices
  snmp_timeout: { status: 504 },
  snmp_auth: { status: 502 },
  snmp_user_unknown: { status: 502 },
  snmp_privacy: { status: 502 },
  snmp_clock: { status: 502 },
  snmp_unsupported: { status: 502 },
  snmp_garbage: { status: 502 },
  snmp_loop: { status: 502 },
  snmp_slow: { status: 504 },
  snmp_refused: { status: 502 },
  snmp_address: { status: 502 },
  ping_unavailable: { status: 502 },
  inventory_failed: { status: 500 },
  // Telling people
  notify_address_refused: { status: 422 },
  notify_unreachable: { status: 502 },
  notify_refused: { status: 502 },
  notify_unauthorized: { status: 502 },
  notify_settings_missing: { status: 422 },
  notify_recipient_invalid: { status: 422 },
  notify_zalo_silent: { status: 502 },
  // Ourselves
  config_invalid: { status: 500 },
  runtime_too_old: { status: 500 },
  spool_write_failed: { status: 507 },
  agent_running: { status: 409 },
  port_in_use: { status: 500 },
  store_newer: { status: 500 },
  store_foreign: { status: 500 },
  store_damaged: { status: 500 },
  store_locked: { status: 500 },
  store_disk_low: { status: 507 },
  store_disk_full_soon: { status: 507 },
  store_compaction_paused: { status: 507 },
  store_compaction_failed: { status: 500 },
  store_compaction_behind: { status: 500 },
  store_parts_damaged: { status: 500 },
  store_device_crowded: { status: 507 },
  store_unreachable: { status: 503 },
  influx_waiting: { status: 503 },
  influx_outbox_filling: { status: 507 },
  influx_outbox_full: { status: 507 },
  influx_unauthorized: { status: 502 },
  influx_database_missing: { status: 502 },
  influx_refused: { status: 502 },
  influx_lines_parked: { status: 502 },
  influx_lines_dropped: { status: 502 },
  influx_secret_unreadable: { status: 500 },
  // The registry in PostgreSQL
  registry_unreachable: { status: 503 },
  registry_unauthorized: { status: 503 },
  registry_database_missing: { status: 503 },
  registry_forbidden: { status: 503 },
  registry_tls: { status: 503 },
  registry_refused: { status: 503 },
  registry_taken: { status: 503 },
  registry_older: { status: 500 },
  registry_not_copied: { status: 500 },
  registry_secret_unreadable: { status: 500 },
  registry_not_empty: { status: 409 },
  registry_in_use: { status: 409 },
  registry_differs: { status: 500 },
  registry_elsewhere: { status: 409 },
  // Assets and plans
  sheet_too_large: { status: 413 },
  sheet_unreadable: { status: 422 },
  sheet_encrypted: { status: 422 },
  sheet_old: { status: 415 },
  sheet_empty: { status: 422 },
  sheet_no_header: { status: 422 },
  sheet_no_rows: { status: 422 },
  changed_since: { status: 409 },
  alert_taken: { status: 409 },
  alert_not_yours: { status: 409 },
  assignee_unfit: { status: 422 },
  asset_code_taken: { status: 409 },
  asset_code_elsewhere: { status: 409 },
  asset_liquidated: { status: 409 },
  asset_not_liquidated: { status: 409 },
  device_claimed: { status: 409 },
  device_claimed_elsewhere: { status: 409 },
  photo_unknown: { status: 404 },
  photo_type: { status: 415 },
  photo_large: { status: 413 },
  photo_many: { status: 409 },
  stocktake_unknown: { status: 404 },
  stocktake_closed: { status: 409 },
  version_unknown: { status: 404 },
  plan_line_unknown: { status: 404 },
  issuer_unclear: { status: 422 },
  issuer_unfit: { status: 422 },
  wear_not_yet: { status: 409 },
  internal: { status: 500 },
} as const satisfies Record<string, { readonly status: number }>;

export type FaultCode = keyof typeof FAULTS;

/** A fault on its way through code that throws (HTTP handlers); caught once, at the edge. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, params: FaultParams = {}) {
    super(code);
    this.name = "FaultError";
    this.fault = { code, params };
  }
}
