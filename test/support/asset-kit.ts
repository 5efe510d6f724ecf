import type { AlertFact, AssetEvidence, PcEvidence, UnitEvidence } from "../../core/assets/evidence.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import type { Asset, AssetFields, UnitProfile } from "../../core/assets/types.ts";
import { readAssetTables } from "../../server/asset-tables.ts";

/** Things for tests of findings and plans: plain, in good order, and without a history unless one is given. */
export const TODAY = "2026-11-25";
export const NOW = Date.parse("2026-11-25T02:00:00Z");

/** The tables as they are shipped. */
export function shippedTables(): AssetTables {
  const read = readAssetTables();
  if (!read.ok) throw new Error(read.mistakes.join("\n"));
  return read.value;
}

export const someAsset = (over: Partial<Asset> = {}): Asset => ({
  id: "a1",
  unit: "u1",
  site: "s1",
  book: "fixed",
  category: "desktop",
  code: "MT-01",
  name: "Máy vi tính để bàn",
  vendor: "Dell",
  model: "OptiPlex",
  serial: "SN1",
  mac: null,
  quantity: 1,
  room: "Văn phòng",
  person: null,
  oneStop: false,
  inUseOn: "2024-03-01",
  originalValue: 15_000_000,
  fundingSource: "commune",
  supplier: null,
  warrantyUntil: null,
  condition: "good",
  notes: null,
  traits: {},
  state: "in_use",
  device: null,
  liquidation: null,
  repairs: [],
  createdAt: NOW,
  changedAt: NOW,
  ...over,
});

/** What a person writes of such a thing. */
export function assetFields(over: Partial<AssetFields> = {}): AssetFields {
  const {
    id: _1,
    state: _2,
    device: _3,
    liquidation: _4,
    repairs: _5,
    createdAt: _6,
    changedAt: _7,
    ...own
  } = someAsset();
  return { ...own, ...over };
}

export const someEvidence = (
  asset: Partial<Asset> = {},
  over: Partial<AssetEvidence> = {},
): AssetEvidence => ({ asset: someAsset(asset), alerts: [], badPorts: [], ...over });

/** A PC that is in order: Windows 11, 8 GB, SSD. */
export const goodPc = (over: Partial<PcEvidence> = {}): Pick<AssetEvidence, "pc" | "device"> => ({
  device: { id: "d1", site: "s1", name: "PC-1", class: "workstation", lastSeen: NOW },
  pc: {
    readAt: NOW,
    cpu: "12th Gen Intel(R) Core(TM) i3-12100",
    memoryBytes: 8 * 1024 ** 3,
    disks: [{ name: "Disk 0", kind: "ssd", bytes: 256e9, health: "good" }],
    os: { platform: "win32", name: "Microsoft Windows 11 Enterprise", build: "26200" },
    ...over,
  },
});

export const someAlert = (over: Partial<AlertFact> = {}): AlertFact => ({
  id: "al1",
  rule: "device_down",
  severity: "warning",
  subject: "device:d1",
  since: NOW - 30 * 86_400_000,
  until: NOW - 29 * 86_400_000,
  worst: 1,
  inferred: false,
  cause: null,
  hit: [],
  ...over,
});

export const someProfile = (over: Partial<UnitProfile> = {}): UnitProfile => ({
  unit: "u1",
  staff: 10,
  leaders: 2,
  counters: 2,
  superior: null,
  agency: null,
  abbreviation: null,
  place: null,
  budgetCode: null,
  signAuthority: null,
  signTitle: null,
  signName: null,
  recipients: [],
  ...over,
});
export const someUnit = (over: Partial<UnitEvidence> = {}): UnitEvidence => ({
  unit: "u1",
  name: "xã Hương Sơn",
  profile: null,
  sites: [{ site: "s1", name: "Trụ sở", alerts: [], outageHours: [], people: 5 }],
  ...over,
});

const badPort = (i: number) => ({
  entity: `port:d1/${i}`,
  name: `Gi0/${i}`,
  errors: 20_000,
  packets: 1_000_000,
  since: NOW - 86_400_000 * 40,
  behind: [`PC-${i}`],
});
/** A managed switch with ten ports in use, of which so many damage packets. */
export const switchWith = (bad: number, total = 24, asset: Partial<Asset> = {}): AssetEvidence =>
  someEvidence(
    { category: "switch", device: "d1", book: "tool", originalValue: 4_000_000, ...asset },
    {
      device: {
        id: "d1",
        site: "s1",
        name: "SW-1",
        class: "switch",
        lastSeen: NOW,
        ports: { total, up: 10, slow: 0, fastestMbps: 1_000 },
      },
      badPorts: Array.from({ length: bad }, (_, i) => badPort(i)),
    },
  );
