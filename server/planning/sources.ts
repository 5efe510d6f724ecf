import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Calendar } from "../../core/alerting/types.ts";
import type { AssetTables } from "../../core/assets/tables.ts";
import type { AssetCategory, DateText, UnitProfile } from "../../core/assets/types.ts";
import type { Clock } from "../../core/clock.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { normOf } from "../../core/planning/norms.ts";
import type { Candidate } from "../../core/planning/types.ts";
import { FaultError } from "../../core/result.ts";
import type { Assets } from "../assets-port.ts";
import { legalBases, readLegal, type LegalUse } from "../documents/legal.ts";
import type { DocumentHead, LegalBasis, StateFigures } from "../documents/input.ts";
import type { Gathered } from "../planning-port.ts";
import type { Registry, UnitRecord } from "../ports.ts";

/** What documents are made from. */
export interface Sources {
  readonly registry: Registry & Assets;
  readonly gathered: Gathered;
  readonly candidates: readonly Candidate[];
  readonly tables: AssetTables;
  readonly clock: Clock;
  /** Hours without LAN are those in which the office is open. */
  readonly calendar: Calendar;
  /** Folder with tables of one's own; undefined: the shipped ones. */
  readonly tablesDir?: string | undefined;
}

/** Ids of these units and of all below them. */
export function subtree(
  units: readonly Pick<UnitRecord, "id" | "parent">[],
  roots: readonly string[],
): ReadonlySet<string> {
  const below = Map.groupBy(units, ({ parent }) => parent);
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const child of below.get(id) ?? []) waiting.push(child.id);
  }
  return seen;
}

const NOBODY: Omit<UnitProfile, "unit"> = {
  staff: null,
  leaders: null,
  counters: null,
  superior: null,
  agency: null,
  abbreviation: null,
  place: null,
  budgetCode: null,
  signAuthority: null,
  signTitle: null,
  signName: null,
  recipients: [],
};

/** Who issues a document. A unit without a profile has blanks, which the document's notes tell. */
export function headOf({ gathered }: Sources, unit: string, language: Language): DocumentHead {
  const known = gathered.units.find((one) => one.unit === unit);
  return {
    language,
    profile: known?.profile ?? { unit, ...NOBODY },
    unitName: known?.name ?? "",
    on: gathered.today,
  };
}

/** Throws FaultError `config_invalid` for a file of one's own with mistakes. */
export function legalFor(
  { tablesDir }: Pick<Sources, "tablesDir">,
  use: LegalUse,
  on: DateText,
): LegalBasis[] {
  const own = tablesDir === undefined ? undefined : join(tablesDir, "documents.yaml");
  const file = own !== undefined && existsSync(own) ? own : undefined;
  const read = readLegal(file);
  if (!read.ok) {
    const mistakes = read.mistakes.map((line) => `  ${line}`).join("\n");
    throw new FaultError("config_invalid", { file: file ?? "documents.yaml", mistakes });
  }
  return legalBases(read.value, use, on);
}

/** The norm's maximum price for one. */
export const capOf = (tables: AssetTables, category: AssetCategory, on: DateText): number | null =>
  normOf(category, tables, on)?.cap ?? null;

const PCS = new Set<AssetCategory>(["desktop", "laptop"]);
const NETWORK = new Set<AssetCategory>(["switch", "router", "firewall", "access_point"]);

/** How the equipment of these units is today. */
export function stateFigures({ gathered }: Sources, units: ReadonlySet<string>): StateFigures {
  const assets = gathered.assets.filter(({ asset }) => units.has(asset.unit));
  const count = (of?: ReadonlySet<AssetCategory>) =>
    assets.reduce((sum, { asset }) => sum + (of?.has(asset.category) === false ? 0 : asset.quantity), 0);
  const found = (kind: string) =>
    new Set(
      gathered.findings.flatMap((one) =>
        one.kind === kind && one.asset !== null && units.has(one.unit) ? [one.asset] : [],
      ),
    ).size;
  const months = gathered.units
    .filter(({ unit }) => units.has(unit))
    .flatMap(({ sites }) => sites.flatMap(({ outageHours }) => outageHours));
  return {
    assets: count(),
    pcs: count(PCS),
    networkDevices: count(NETWORK),
    overLife: found("age_over"),
    unsupported: found("os_unsupported"),
    outageHours: months.length === 0 ? null : months.reduce((sum, { hours }) => sum + hours, 0),
  };
}
