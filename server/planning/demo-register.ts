import type { AlertFact, AssetEvidence, SiteEvidence, UnitEvidence } from "../../core/assets/evidence.ts";
import { addMonths, dateOf } from "../../core/assets/dates.ts";
import type { DateText } from "../../core/assets/types.ts";
import { makePc } from "./demo-pcs.ts";
import { dice, makeOther, makePrinter, makeSwitch, workTime, type Dice, type Place } from "./demo-things.ts";
import { demoProfile, NEW_UNITS, OLD_UNITS } from "./demo-units.ts";

/** The demonstration register: units, what belongs to them, and what was measured of it within a year. */
export interface DemoRegister {
  readonly units: readonly UnitEvidence[];
  readonly evidence: readonly AssetEvidence[];
}

/** Some 900 things in the 22 old headquarters of the four communes; the same for the same seed and day. */
export function demoRegister(seed: number, now: number): DemoRegister {
  const d = dice(seed);
  const today = dateOf(now);
  const evidence: AssetEvidence[] = [];
  const units = NEW_UNITS.map((unit): UnitEvidence => {
    const id = `demo-${unit.code}`;
    const sites = unit.from.map((code, index) => {
      const before = OLD_UNITS.find((old) => old.code === code)?.name ?? code;
      const place: Place = { unit: id, site: `demo-site-${code}`, before, today, now };
      for (const one of thingsOf(d, place, code, index === 0)) evidence.push(one);
      return siteOf(d, place, `Trụ sở ${before} (cũ)`);
    });
    return { unit: id, name: unit.name, profile: demoProfile(id, unit), sites };
  });
  return { units, evidence };
}

function thingsOf(d: Dice, place: Place, code: string, main: boolean): readonly AssetEvidence[] {
  const things: AssetEvidence[] = [];
  let n = 0;
  const id = () => `${code}-${String((n += 1)).padStart(2, "0")}`;
  const counters = main ? 5 : 1;
  const desktops = main ? 30 : d.between(17, 22);
  for (let i = 0; i < desktops; i += 1)
    things.push(makePc(d, place, { id: id(), oneStop: i < counters, category: "desktop" }));
  for (let i = 0; i < d.between(3, 5); i += 1)
    things.push(makePc(d, place, { id: id(), oneStop: false, category: "laptop" }));
  for (let i = 0; i < d.between(4, 7); i += 1) things.push(makePrinter(d, place, id(), i < 1));
  for (let i = 0; i < d.between(2, 4); i += 1) things.push(makeSwitch(d, place, id()));
  const others = [
    ["scanner", "Máy scan tài liệu Canon DR-C240", 11_500_000],
    ["router", "Bộ định tuyến DrayTek Vigor2925", 4_800_000],
    ["access_point", "Thiết bị Wifi TP-Link EAP225", 2_100_000],
    ["ups", "Bộ lưu điện Santak 1000VA", 2_900_000],
    ["ups", "Bộ lưu điện APC 650VA", 1_600_000],
    ["shredder", "Máy hủy tài liệu Silicon PS-800C", 3_400_000],
    ["camera", "Camera giám sát Hikvision", 1_900_000],
  ] as const;
  for (const [category, name, value] of others) things.push(makeOther(d, place, id(), category, name, value));
  if (main) things.push(makeOther(d, place, id(), "copier", "Máy photocopy Ricoh MP 2501", 68_000_000));
  return things;
}

const TROUBLES = ["hosts_lost", "site_down", "switch_loss"] as const;

/** Some LANs are bad all year, most lose a few hours. */
function siteOf(d: Dice, { site, now, today }: Place, name: string): SiteEvidence {
  const bad = d.chance(0.2);
  const times = bad ? d.between(14, 30) : d.between(1, 5);
  const alerts = Array.from({ length: times }, (_, i): AlertFact => {
    const since = workTime(d, now, 1, 360);
    const hours = bad ? d.between(1, 6) : 1;
    return {
      id: `al-${site}-${i}`,
      rule: d.pick(TROUBLES),
      severity: "critical",
      subject: `site:${site}`,
      since,
      until: since + hours * 3_600_000,
      worst: 1,
      inferred: true,
      cause: null,
      hit: [],
    };
  }).toSorted((a, b) => b.since - a.since);
  return {
    site,
    name,
    alerts,
    outageHours: hoursByMonth(alerts, today),
    people: d.between(12, 24),
    availability: bad ? 0.985 : 0.998,
    score: { now: bad ? d.between(45, 68) : d.between(78, 97), yearAgo: d.between(70, 95) },
  };
}

function hoursByMonth(alerts: readonly AlertFact[], today: DateText): SiteEvidence["outageHours"] {
  return Array.from({ length: 12 }, (_, back) =>
    addMonths(`${today.slice(0, 7)}-01`, back - 11).slice(0, 7),
  ).map((month) => {
    let ms = 0;
    for (const { since, until } of alerts)
      if (dateOf(since).startsWith(month)) ms += (until ?? since) - since;
    return { month, hours: Math.round((ms / 3_600_000) * 10) / 10 };
  });
}
