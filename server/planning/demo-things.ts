import { yearOf } from "../../core/assets/dates.ts";
import type { AssetEvidence, DeviceEvidence, PortEvidence } from "../../core/assets/evidence.ts";
import type { Asset, AssetCategory, DateText } from "../../core/assets/types.ts";
import { DAY, legalDayOf, MINUTE, startOfLegalDay } from "../../core/clock.ts";

/** Invented things with the history that was measured of them; the same for the same seed. */
export interface Dice {
  /** 0…1 */
  readonly roll: () => number;
  readonly pick: <const List extends readonly [unknown, ...unknown[]]>(of: List) => List[number];
  readonly chance: (share: number) => boolean;
  readonly between: (from: number, to: number) => number;
}

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    pick: (of) => of[Math.floor(roll() * of.length)] ?? of[0],
    chance: (share) => roll() < share,
    between: (from, to) => from + Math.floor(roll() * (to - from + 1)),
  };
}

export interface Place {
  readonly unit: string;
  readonly site: string;
  /** Where the thing was before the merger. */
  readonly before: string;
  readonly today: DateText;
  readonly now: number;
}

export const NO_HISTORY = { alerts: [], badPorts: [] } as const;

export function makeAsset(
  place: Place,
  id: string,
  given: Partial<Asset> & { readonly category: AssetCategory; readonly name: string },
): Asset {
  const value = given.originalValue ?? null;
  return {
    unit: place.unit,
    site: place.site,
    book: value !== null && value >= 10_000_000 ? "fixed" : "tool",
    code: null,
    vendor: null,
    model: null,
    serial: null,
    mac: null,
    quantity: 1,
    room: null,
    person: null,
    oneStop: false,
    inUseOn: null,
    fundingSource: "commune",
    supplier: null,
    warrantyUntil: null,
    condition: null,
    notes: `Chuyển từ ${place.before}`,
    traits: {},
    state: "in_use",
    device: null,
    liquidation: null,
    repairs: [],
    createdAt: place.now,
    changedAt: place.now,
    ...given,
    originalValue: value,
    id,
  };
}

/** Between 7:40 and 10:40 legal time of a working day so many days ago: what people notice happens when they work. */
export function workTime(d: Dice, now: number, from: number, to: number): number {
  let start = startOfLegalDay(legalDayOf(now) - d.between(from, to));
  // 1970-01-01 was a Thursday.
  const weekday = () => (legalDayOf(start) + 4) % 7;
  while (weekday() === 0 || weekday() === 6) start -= DAY;
  return start + 460 * MINUTE + d.between(0, 180) * MINUTE;
}

const day = (year: number, d: Dice): DateText =>
  `${year}-${String(d.between(1, 12)).padStart(2, "0")}-${String(d.between(1, 28)).padStart(2, "0")}`;
/** Not in the future. */
export const usedSince = (year: number, d: Dice, today: DateText): DateText => {
  const since = day(year, d);
  return since > today ? `${year}-01-15` : since;
};

export const deviceOf = (
  id: string,
  place: Place,
  over: Partial<DeviceEvidence> & Pick<DeviceEvidence, "name" | "class">,
): DeviceEvidence => ({
  id: `dev-${id}`,
  site: place.site,
  lastSeen: place.now - 60_000,
  ...over,
});

const SWITCHES = [
  ["TP-Link", "TL-SF1016D", 100, 16, false],
  ["TP-Link", "TL-SF1008D", 100, 8, false],
  ["Tenda", "TEG1016D", 1_000, 16, false],
  ["Cisco", "WS-C2960-24TT-L", 100, 24, true],
  ["Cisco", "SG250-26", 1_000, 26, true],
  ["D-Link", "DGS-1210-24", 1_000, 24, true],
] as const;

/** A switch; the managed ones are polled. */
export function makeSwitch(d: Dice, place: Place, id: string): AssetEvidence {
  const [vendor, model, mbps, ports, managed] = d.pick(SWITCHES);
  const year = d.between(2011, 2024);
  const asset = makeAsset(place, id, {
    category: "switch",
    name: `Thiết bị chuyển mạch ${vendor} ${model}`,
    vendor,
    model,
    serial: managed ? `SW${d.between(1_000_000, 9_999_999)}` : null,
    code: d.chance(0.6) ? `SW-${id}` : null,
    inUseOn: d.chance(0.75) ? usedSince(year, d, place.today) : null,
    originalValue: managed
      ? d.pick([6_500_000, 9_000_000, 14_000_000])
      : d.pick([650_000, 900_000, 1_200_000]),
    condition: d.pick(["good", "fair", "poor"]),
    traits: { managed, ports, portMbps: mbps },
    device: managed ? `dev-${id}` : null,
  });
  if (!managed) return { asset, ...NO_HISTORY };
  const up = d.between(8, Math.min(20, ports));
  const bad = d.chance(0.15) ? Math.ceil(up * 0.45) : d.chance(0.25) ? d.between(1, 2) : 0;
  return {
    asset,
    device: deviceOf(id, place, {
      name: `SW-${id}`,
      class: "switch",
      vendor,
      model,
      version: "1.4",
      ports: { total: ports, up, slow: mbps < 1_000 ? up : d.between(0, 2), fastestMbps: mbps },
    }),
    alerts: [],
    badPorts: Array.from({ length: bad }, (_, i): PortEvidence => {
      const packets = d.between(500_000, 9_000_000);
      return {
        entity: `port:dev-${id}/Gi0/${i + 1}`,
        name: `Gi0/${i + 1}`,
        errors: Math.round(packets * (0.002 + d.roll() * 0.03)),
        packets,
        since: workTime(d, place.now, 10, 200),
        behind: [`PC-${place.site.replace("demo-site-", "")}-${String(i + 1).padStart(2, "0")}`],
      };
    }),
  };
}

const PRINTERS = [
  ["HP", "LaserJet Pro M402dn", 6_200_000],
  ["Canon", "LBP 2900", 3_300_000],
  ["Brother", "HL-L2321D", 3_900_000],
] as const;

export function makePrinter(d: Dice, place: Place, id: string, oneStop: boolean): AssetEvidence {
  const [vendor, model, value] = d.pick(PRINTERS);
  const network = vendor === "HP";
  const year = d.between(2012, 2025);
  const asset = makeAsset(place, id, {
    category: "printer",
    name: `Máy in ${vendor} ${model}`,
    vendor,
    model,
    serial: d.chance(0.8) ? `P${d.between(100_000, 999_999)}` : null,
    code: d.chance(0.8) ? `MI-${id}` : null,
    oneStop,
    inUseOn: usedSince(year, d, place.today),
    originalValue: value,
    condition: d.chance(0.06) ? "broken" : d.pick(["good", "fair", "poor"]),
    device: network ? `dev-${id}` : null,
  });
  if (!network) return { asset, ...NO_HISTORY };
  const age = Math.max(0, yearOf(place.today) - year);
  const perYear = d.between(6_000, 26_000);
  return {
    asset,
    device: deviceOf(id, place, { name: `Máy in ${id}`, class: "printer", vendor, model }),
    alerts: [],
    badPorts: [],
    pages: { total: age * perYear, year: perYear, since: place.now - 365 * 86_400_000 },
  };
}

/** Things of which only the books know. */
export function makeOther(
  d: Dice,
  place: Place,
  id: string,
  category: AssetCategory,
  name: string,
  value: number,
): AssetEvidence {
  const year = d.between(2013, 2025);
  const batteryOn = category === "ups" ? { batteryOn: usedSince(d.between(2019, 2025), d, place.today) } : {};
  return {
    asset: makeAsset(place, id, {
      category,
      name,
      code: d.chance(0.7) ? `TB-${id}` : null,
      inUseOn: d.chance(0.85) ? usedSince(year, d, place.today) : null,
      originalValue: value,
      condition: d.chance(0.05) ? "broken" : d.pick(["good", "fair"]),
      traits: batteryOn,
    }),
    ...NO_HISTORY,
  };
}
