/** Assets, stock-takes, wear and plans: tables and the step that makes them. What is only shown is one JSON document. */
export const ASSETS_MIGRATION: readonly string[] = [
  `CREATE TABLE assets (id TEXT PRIMARY KEY, unit TEXT NOT NULL REFERENCES units (id), state TEXT NOT NULL, device TEXT,
    code_key TEXT, fields TEXT NOT NULL, liquidation TEXT, repairs TEXT NOT NULL, created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL)`,
  "CREATE INDEX assets_unit ON assets (unit)",
  // A code and a device may be given anew when the thing that had them is gone.
  "CREATE UNIQUE INDEX assets_code ON assets (code_key) WHERE state <> 'liquidated' AND code_key IS NOT NULL",
  "CREATE UNIQUE INDEX assets_device ON assets (device) WHERE state <> 'liquidated' AND device IS NOT NULL",
  `CREATE TABLE asset_events (id TEXT PRIMARY KEY, asset TEXT NOT NULL REFERENCES assets (id), at BIGINT NOT NULL,
    by_name TEXT NOT NULL, what TEXT NOT NULL, changes TEXT NOT NULL, note TEXT)`,
  "CREATE INDEX asset_events_asset ON asset_events (asset, at)",
  // Base64: both databases keep text, and pictures are small.
  `CREATE TABLE asset_photos (id TEXT PRIMARY KEY, asset TEXT NOT NULL REFERENCES assets (id), at BIGINT NOT NULL,
    type TEXT NOT NULL, bytes INTEGER NOT NULL, data TEXT NOT NULL)`,
  "CREATE INDEX asset_photos_asset ON asset_photos (asset)",
  `CREATE TABLE stock_takes (id TEXT PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL REFERENCES units (id),
    day TEXT NOT NULL, opened_at BIGINT NOT NULL, closed_at BIGINT)`,
  `CREATE TABLE stock_seen (take TEXT NOT NULL REFERENCES stock_takes (id), asset TEXT NOT NULL REFERENCES assets (id),
    quantity INTEGER NOT NULL, condition TEXT, note TEXT, at BIGINT NOT NULL, by_name TEXT NOT NULL,
    PRIMARY KEY (take, asset))`,
  `CREATE TABLE wear_book (asset TEXT NOT NULL REFERENCES assets (id), year INTEGER NOT NULL, amount BIGINT NOT NULL,
    accumulated BIGINT NOT NULL, remaining BIGINT NOT NULL, PRIMARY KEY (asset, year))`,
  `CREATE TABLE plans (id TEXT PRIMARY KEY, scenario TEXT NOT NULL, changed_at BIGINT NOT NULL, changed_by TEXT NOT NULL,
    removed_at BIGINT)`,
  `CREATE TABLE plan_versions (id TEXT PRIMARY KEY, plan TEXT NOT NULL REFERENCES plans (id), name TEXT NOT NULL,
    document TEXT NOT NULL, frozen_at BIGINT NOT NULL, frozen_by TEXT NOT NULL)`,
  `CREATE TABLE plan_bought (version TEXT NOT NULL REFERENCES plan_versions (id), candidate TEXT NOT NULL,
    bought TEXT NOT NULL, PRIMARY KEY (version, candidate))`,
  "CREATE TABLE unit_profiles (unit TEXT PRIMARY KEY REFERENCES units (id), profile TEXT NOT NULL)",
];

/** Apart from the stock-takes themselves: lists of these need no lines. */
export const STOCK_LINES_MIGRATION: readonly string[] = [
  "CREATE TABLE stock_lines (take TEXT PRIMARY KEY REFERENCES stock_takes (id), lines TEXT NOT NULL)",
];

export interface AssetTables {
  assets: {
    id: string;
    unit: string;
    state: "in_use" | "stored" | "liquidated";
    device: string | null;
    /** The code as it is compared: NFC, lower case, without spaces. */
    code_key: string | null;
    fields: string;
    liquidation: string | null;
    repairs: string;
    created_at: number;
    changed_at: number;
  };
  asset_events: {
    id: string;
    asset: string;
    at: number;
    by_name: string;
    what: string;
    changes: string;
    note: string | null;
  };
  asset_photos: { id: string; asset: string; at: number; type: string; bytes: number; data: string };
  stock_takes: {
    id: string;
    name: string;
    unit: string;
    day: string;
    opened_at: number;
    closed_at: number | null;
  };
  stock_seen: {
    take: string;
    asset: string;
    quantity: number;
    condition: string | null;
    note: string | null;
    at: number;
    by_name: string;
  };
  /** `lines`: JSON, the `StockLine[]` of `server/assets-port.ts`. */
  stock_lines: { take: string; lines: string };
  wear_book: { asset: string; year: number; amount: number; accumulated: number; remaining: number };
  plans: {
    id: string;
    scenario: string;
    changed_at: number;
    changed_by: string;
    removed_at: number | null;
  };
  plan_versions: {
    id: string;
    plan: string;
    name: string;
    document: string;
    frozen_at: number;
    frozen_by: string;
  };
  plan_bought: { version: string; candidate: string; bought: string };
  unit_profiles: { unit: string; profile: string };
}
