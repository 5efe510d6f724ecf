import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import type { AssetEvidence, UnitEvidence } from "../../core/assets/evidence.ts";
import type { AssetCategory } from "../../core/assets/types.ts";
import { onBooksAt, wearOf } from "../../core/assets/wear.ts";
import { sayFinding } from "../../core/assets/say.ts";
import { needsOf } from "../../core/planning/norms.ts";
import type { Plan } from "../../core/planning/scenario.ts";
import type { Candidate } from "../../core/planning/types.ts";
import { ok, type Result } from "../../core/result.ts";
import {
  DEMAND_COLUMNS,
  type DemandCell,
  type DemandColumn,
  type DemandTable,
  type UnitYear,
  type WearTable,
  type WorstThing,
  type YearReport,
} from "../documents/input.ts";
import type { MadeFile, UnitDocumentKind } from "../planning-port.ts";
import { fileOf } from "./make-file.ts";
import { moneyChanges } from "./money-changes.ts";
import { stockTakeRecord } from "./stocktake-file.ts";
import { headOf, legalFor, stateFigures, subtree, type Sources } from "./sources.ts";

interface Of {
  readonly unit: string;
  readonly units: ReadonlySet<string>;
  readonly year: number;
}

/** Documents that need no plan: demand, wear, yearly report. */
export async function makeUnitFile(
  sources: Sources,
  kind: UnitDocumentKind,
  { unit, units, year }: { readonly unit: string; readonly units: readonly string[]; readonly year: number },
  language: Language,
): Promise<Result<MadeFile>> {
  const of: Of = { unit, units: subtree(await sources.registry.units(), units), year };
  if (kind === "demand") return ok(await fileOf("demand", demandTable(sources, of, language)));
  if (kind === "wear") return ok(await fileOf("wear", await wearTable(sources, of, language)));
  if (kind === "inventory") {
    const on = { unit, units, on: sources.gathered.today };
    return ok(await fileOf("stocktake", await stockTakeRecord(sources, on, [], "fixed", language)));
  }
  return ok(await fileOf(kind, await yearReport(sources, of, language)));
}

const COLUMN_OF: Readonly<Partial<Record<AssetCategory, DemandColumn>>> = {
  desktop: "pc",
  laptop: "pc",
  printer: "printer",
  multifunction: "printer",
  scanner: "scanner",
  conference: "conference",
  software: "licences",
  firewall: "firewall",
  switch: "switch",
  access_point: "wifi",
  internet_line: "internet",
  government_line: "government",
  audio: "audio",
  camera: "camera",
  led_screen: "led",
};
const columnOf = (category: AssetCategory): DemandColumn => COLUMN_OF[category] ?? "other";

/** What each unit may have, has, gives away and needs; what is given away follows the plan, if there is one. */
export function demandTable(sources: Sources, of: Of, language: Language, plan?: Plan): DemandTable {
  const { gathered, candidates, tables } = sources;
  const chosen = plan === undefined ? undefined : new Set(plan.choice.chosen);
  const lines = (plan?.candidates ?? candidates).filter(
    ({ id, action, unit, ground }) =>
      of.units.has(unit) && (chosen === undefined ? action === "replace" && ground !== null : chosen.has(id)),
  );
  const prices: Partial<Record<DemandColumn, number>> = {};
  for (const { action, category, unitPrice } of lines) {
    if ((action === "replace" || action === "add") && unitPrice > 0) prices[columnOf(category)] ??= unitPrice;
  }
  const units = gathered.units.filter(
    ({ unit }) => of.units.has(unit) && (unit === of.unit || hasAssets(sources, unit)),
  );
  return {
    ...headOf(sources, of.unit, language),
    year: of.year,
    units: units.map((one) => {
      const assets = gathered.assets.filter(({ asset }) => asset.unit === one.unit).map(({ asset }) => asset);
      const norms = new Map(
        needsOf(one.profile, assets, tables, gathered.today).map(({ row, allowed }) => [
          columnOf(row.category),
          allowed,
        ]),
      );
      // Kinds with norms of their own and kinds without any stand together there: no single number holds for them.
      norms.delete("other");
      const cell = (column: DemandColumn): DemandCell | undefined => {
        const have = sum(assets.filter(({ category }) => columnOf(category) === column));
        const mine = lines.filter(({ unit, category }) => unit === one.unit && columnOf(category) === column);
        const liquidate = sum(mine.filter(({ action }) => action === "replace"));
        const added = sum(mine.filter(({ action }) => action === "add")) + licenceSets(mine);
        const norm = norms.get(column) ?? null;
        if (norm === null && have === 0 && added === 0) return undefined;
        return { norm, have, liquidate, wanted: norm === null ? have + added : null };
      };
      const cells = DEMAND_COLUMNS.flatMap((column) => {
        const found = cell(column);
        return found === undefined ? [] : [[column, found] as const];
      });
      return { unit: one.name, staff: one.profile?.staff ?? null, cells: Object.fromEntries(cells) };
    }),
    prices,
    warnings: [],
  };
}

/** All licences of one machine are one set. */
function licenceSets(lines: readonly Candidate[]): number {
  const sets = new Map<string, number>();
  for (const { id, action, assets, requires, quantity } of lines) {
    if (action !== "license") continue;
    const machine = assets[0] ?? requires[0] ?? id;
    sets.set(machine, Math.max(sets.get(machine) ?? 0, quantity));
  }
  return sets.values().reduce((count, quantity) => count + quantity, 0);
}

const sum = (all: readonly { readonly quantity: number }[]): number =>
  all.reduce((count, { quantity }) => count + quantity, 0);
const hasAssets = ({ gathered }: Sources, unit: string): boolean =>
  gathered.assets.some(({ asset }) => asset.unit === unit);

/** As the yearly run wrote it; what is not run yet is computed. Rates that nobody has checked are told. */
export async function wearTable(sources: Sources, of: Of, language: Language): Promise<WearTable> {
  const { registry, gathered, tables } = sources;
  const saved = await registry.wearRows({ year: of.year, units: [...of.units] });
  const byAsset = new Map(saved.map((row) => [row.asset, row]));
  const fixed = (await registry.assets({ units: [...of.units], liquidated: true })).filter(
    (asset) => asset.book === "fixed" && (onBooksAt(asset, of.year) || byAsset.has(asset.id)),
  );
  const names = new Map(gathered.units.map(({ unit, name }) => [unit, name]));
  const groups = Map.groupBy(fixed, ({ category }) => category);
  const unsure = [...groups].flatMap(([category, list]) =>
    list.some((asset) => wearOf(asset, of.year, tables)?.row.verified === false)
      ? [say(language, `doc.category.${category}`)]
      : [],
  );
  return {
    ...headOf(sources, of.unit, language),
    year: of.year,
    groups: [...groups].map(([category, list]) => ({
      name: say(language, `doc.category.${category}`),
      lines: list.map((asset) => {
        const worked = wearOf(asset, of.year, tables);
        const row = byAsset.get(asset.id) ?? worked;
        return {
          name: asset.name,
          code: asset.code,
          unit: names.get(asset.unit) ?? "",
          inUseOn: asset.inUseOn,
          originalValue: asset.originalValue,
          percent: worked?.percent ?? null,
          amount: row?.amount ?? null,
          accumulated: row?.accumulated ?? null,
          remaining: row?.remaining ?? null,
          note: null,
        };
      }),
    })),
    warnings:
      unsure.length === 0 ? [] : [say(language, "doc.warning.wear_rates", { kinds: unsure.join(", ") })],
  };
}

const WORST = 10;

async function yearReport(sources: Sources, of: Of, language: Language): Promise<YearReport> {
  const head = headOf(sources, of.unit, language);
  const units = sources.gathered.units.filter(
    ({ unit, sites }) => of.units.has(unit) && (sites.length > 0 || hasAssets(sources, unit)),
  );
  return {
    ...head,
    year: of.year,
    legal: legalFor(sources, "year", head.on),
    units: units.map((unit) => unitYear(sources, unit)),
    worst: worstOf(sources, of, language),
    changes: await moneyChanges(sources, of, language),
    warnings: [],
  };
}

function unitYear(sources: Sources, unit: UnitEvidence): UnitYear {
  const { gathered, tables } = sources;
  const assets = gathered.assets.filter(({ asset }) => asset.unit === unit.unit).map(({ asset }) => asset);
  const norms = new Map(
    needsOf(unit.profile, assets, tables, gathered.today).map(({ row, allowed }) => [row.category, allowed]),
  );
  const counts = Map.groupBy(assets, ({ category }) => category);
  const state = stateFigures(sources, new Set([unit.unit]));
  const mean = (values: readonly (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? null : known.reduce((all, value) => all + value, 0) / known.length;
  };
  const score = mean(unit.sites.map((site) => site.score?.now));
  const measured = unit.sites.some(({ people, alerts }) => people > 0 || alerts.length > 0);
  return {
    unit: unit.name,
    staff: unit.profile?.staff ?? null,
    counts: [...counts].map(([category, list]) => ({
      category,
      have: sum(list),
      norm: norms.get(category) ?? null,
    })),
    overLife: state.overLife,
    unsupported: state.unsupported,
    availability: mean(unit.sites.map(({ availability }) => availability)),
    outageHours: state.outageHours,
    incidents: measured ? unit.sites.reduce((count, { alerts }) => count + alerts.length, 0) : null,
    score: score === null ? null : Math.round(score),
  };
}

/** The things with the most faults of their own. */
function worstOf({ gathered }: Sources, { units }: Of, language: Language): WorstThing[] {
  const names = new Map(gathered.units.map(({ unit, name }) => [unit, name]));
  const own = ({ alerts }: AssetEvidence) => alerts.filter(({ cause }) => cause === null);
  return gathered.assets
    .filter((one) => units.has(one.asset.unit) && own(one).length > 0)
    .toSorted((a, b) => own(b).length - own(a).length)
    .slice(0, WORST)
    .map((one) => {
      const found = gathered.findings.find(
        ({ asset, level }) => asset === one.asset.id && (level === "act" || level === "mend"),
      );
      return {
        unit: names.get(one.asset.unit) ?? "",
        name: one.asset.name,
        model: one.asset.model,
        faults: own(one).length,
        hours: null,
        why: found === undefined ? "" : sayFinding(language, found).reason,
      };
    });
}
