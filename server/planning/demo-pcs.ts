import { addMonths } from "../../core/assets/dates.ts";
import type { AlertFact, AssetEvidence, PcEvidence } from "../../core/assets/evidence.ts";
import type { Asset, AssetTraits } from "../../core/assets/types.ts";
import {
  deviceOf,
  makeAsset,
  NO_HISTORY,
  usedSince,
  workTime,
  type Dice,
  type Place,
} from "./demo-things.ts";

/** By the year of purchase: processor, system, memory in GB, disk. */
type Build = readonly [string, string, string, number, "hdd" | "ssd"];
const PCS: Readonly<Record<number, Build>> = {
  2012: ["Intel(R) Core(TM) i3-2120 CPU @ 3.30GHz", "Microsoft Windows 7 Professional", "7601", 2, "hdd"],
  2013: ["Intel(R) Pentium(R) CPU G2030 @ 3.00GHz", "Microsoft Windows 7 Professional", "7601", 4, "hdd"],
  2015: ["Intel(R) Core(TM) i3-4160 CPU @ 3.60GHz", "Microsoft Windows 10 Pro", "19045", 4, "hdd"],
  2017: ["Intel(R) Core(TM) i3-6100 CPU @ 3.70GHz", "Microsoft Windows 10 Pro", "19045", 4, "hdd"],
  2018: ["Intel(R) Core(TM) i5-7400 CPU @ 3.00GHz", "Microsoft Windows 10 Pro", "19045", 8, "hdd"],
  2019: ["Intel(R) Core(TM) i3-8100 CPU @ 3.60GHz", "Microsoft Windows 10 Pro", "19045", 4, "hdd"],
  2021: ["Intel(R) Core(TM) i3-10100 CPU @ 3.60GHz", "Microsoft Windows 10 Pro", "19045", 8, "ssd"],
  2023: ["12th Gen Intel(R) Core(TM) i3-12100", "Microsoft Windows 11 Pro", "26200", 8, "ssd"],
  2025: ["13th Gen Intel(R) Core(TM) i5-13400", "Microsoft Windows 11 Pro", "26200", 16, "ssd"],
};
const PC_YEARS = [
  2012, 2013, 2015, 2015, 2017, 2017, 2018, 2018, 2019, 2019, 2021, 2021, 2023, 2025,
] as const;
const PC_MODELS = [
  ["Dell", "OptiPlex 3050"],
  ["HP", "ProDesk 400 G5"],
  ["FPT Elead", "T10"],
  ["Acer", "Veriton M200"],
] as const;

const GIB = 1024 ** 3;
const ROOMS = ["Văn phòng", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"] as const;
const VALUES = [9_800_000, 12_500_000, 13_900_000, 14_900_000, 15_000_000] as const;
const OFFICES = [
  "Microsoft Office 2016",
  "Microsoft Office 2019",
  "LibreOffice 25.8",
  "Microsoft Office 2021",
] as const;

interface Wanted {
  readonly id: string;
  readonly oneStop: boolean;
  readonly category: "desktop" | "laptop";
}

/** A PC or laptop; most have an agent. */
export function makePc(d: Dice, place: Place, wanted: Wanted): AssetEvidence {
  const year = d.pick(PC_YEARS);
  const build = PCS[year] ?? PCS[2015];
  if (build === undefined) throw new RangeError(`no PC of ${year}`);
  const measured = d.chance(0.8);
  const traits: AssetTraits = measured
    ? { office: d.pick(OFFICES) }
    : { cpu: build[0], os: build[1], ramGb: build[3], disk: build[4] };
  const asset = recordOf(d, place, wanted, { year, traits, measured });
  if (!measured) return { asset, ...NO_HISTORY };
  const name = `PC-${wanted.id}`;
  const { vendor, model } = asset;
  return {
    asset,
    device: deviceOf(wanted.id, place, {
      name,
      class: "workstation",
      vendor: vendor ?? "",
      model: model ?? "",
    }),
    pc: inventoryOf(d, place, asset, build),
    badPorts: [],
    alerts: d.chance(0.03) ? [cableAlert(d, place, wanted.id, name)] : [],
  };
}

function recordOf(
  d: Dice,
  place: Place,
  { id, oneStop, category }: Wanted,
  known: { readonly year: number; readonly traits: AssetTraits; readonly measured: boolean },
): Asset {
  const [vendor, model] = d.pick(PC_MODELS);
  const kind = category === "desktop" ? "Máy vi tính để bàn" : "Máy vi tính xách tay";
  return makeAsset(place, id, {
    category,
    name: `${kind} ${vendor} ${model}`,
    vendor,
    model,
    serial: d.chance(0.85) ? `S${d.between(100_000, 999_999)}${id}` : null,
    code: d.chance(0.9) ? `MT-${id}` : null,
    oneStop,
    room: oneStop ? "Bộ phận một cửa" : d.pick(ROOMS),
    inUseOn: d.chance(0.9) ? usedSince(known.year, d, place.today) : null,
    originalValue: d.pick(VALUES),
    fundingSource: d.pick(["commune", "commune", "city"]),
    condition: d.chance(0.04) ? "broken" : d.pick(["good", "fair", "fair", "poor"]),
    traits: known.traits,
    device: known.measured ? `dev-${id}` : null,
    repairs: d.chance(0.05) ? repairsOf(d, place) : [],
  });
}

const repairsOf = (d: Dice, { today }: Place): Asset["repairs"] =>
  [2, 5, 8].map((back) => ({
    on: addMonths(today, -back),
    what: "Thay nguồn, quạt",
    cost: d.between(4, 9) * 100_000,
  }));

function inventoryOf(d: Dice, place: Place, asset: Asset, [cpu, os, build, gb, disk]: Build): PcEvidence {
  const { vendor, model, serial, inUseOn } = asset;
  const health = d.chance(0.03) ? "failing" : "good";
  return {
    readAt: place.now - 3_600_000,
    ...(vendor === null ? {} : { maker: vendor }),
    ...(model === null ? {} : { model }),
    ...(serial === null ? {} : { serial }),
    ...(inUseOn === null ? {} : { biosDate: inUseOn }),
    cpu,
    memoryBytes: gb * GIB - 200_000_000,
    disks: [{ name: "Disk 0", kind: disk, bytes: disk === "ssd" ? 256e9 : 500e9, health }],
    os: { platform: "win32", name: os, build },
    memoryP95Ratio: gb <= 4 ? 0.8 + d.roll() * 0.19 : 0.4 + d.roll() * 0.3,
  };
}

const cableAlert = (d: Dice, { now }: Place, id: string, name: string): AlertFact => ({
  id: `al-${id}-cable`,
  rule: "cable_loss",
  severity: "warning",
  subject: `device:dev-${id}`,
  since: workTime(d, now, 5, 90),
  until: null,
  worst: 0.02 + d.roll() * 0.1,
  inferred: true,
  cause: null,
  hit: [name],
});
