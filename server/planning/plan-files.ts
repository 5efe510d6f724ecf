import type { Language } from "../../core/messages/speaker.ts";
import type { AssetEvidence } from "../../core/assets/evidence.ts";
import { yearOf } from "../../core/assets/dates.ts";
import type { FindingKind } from "../../core/assets/findings.ts";
import type { DateText } from "../../core/assets/types.ts";
import { wearOf } from "../../core/assets/wear.ts";
import { sayExplanation, sayReasons, sayWarning } from "../../core/planning/say.ts";
import { counterUnits, planOf, type Plan } from "../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../core/planning/types.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { NotChosenLine, OldThing, PlanDocument, PlanLine } from "../documents/input.ts";
import type { MadeFile, PlanDocumentKind } from "../planning-port.ts";
import { fileOf } from "./make-file.ts";
import { demandTable } from "./unit-files.ts";
import { capOf, headOf, legalFor, stateFigures, subtree, type Sources } from "./sources.ts";

/** Lines that are told as left out; a table of thousands helps nobody. */
const MOST_NOT_CHOSEN = 200;

/** A scenario worked out on the candidates of its units and what is below them. */
export async function planScenario(sources: Sources, scenario: PlanScenario): Promise<Result<WorkedOut>> {
  const all = await sources.registry.units();
  const known = new Set(all.map(({ id }) => id));
  if (!scenario.units.every((id) => known.has(id))) return fail("unit_unknown");
  const units = subtree(all, scenario.units);
  const mine = sources.candidates.filter(({ unit }) => units.has(unit));
  const profiles = sources.gathered.units.flatMap(({ unit, profile }) =>
    units.has(unit) && profile !== null ? [profile] : [],
  );
  const { gathered, tables } = sources;
  const norms = { norms: tables.norms, overCap: tables.overCap, today: gathered.today };
  return ok({ units, plan: planOf(mine, scenario, counterUnits(gathered.assets, profiles), norms) });
}
export interface WorkedOut {
  readonly units: ReadonlySet<string>;
  readonly plan: ReturnType<typeof planOf>;
}

export async function makePlanFile(
  sources: Sources,
  kind: PlanDocumentKind,
  scenario: PlanScenario,
  language: Language,
): Promise<Result<MadeFile>> {
  const worked = await planScenario(sources, scenario);
  if (!worked.ok) return worked;
  const { units, plan } = worked.value;
  if (kind === "demand") {
    const input = demandTable(
      sources,
      { unit: scenario.units[0] ?? "", units, year: scenario.year },
      language,
      plan,
    );
    return ok(await fileOf("demand", input));
  }
  return ok(await fileOf(kind, planDocument(sources, scenario, worked.value, language, kind)));
}

/** Tờ trình, báo cáo nhu cầu and the replacement table of a plan. */
function planDocument(
  sources: Sources,
  scenario: PlanScenario,
  { units, plan }: WorkedOut,
  language: Language,
  kind: PlanDocumentKind,
): PlanDocument {
  const head = headOf(sources, scenario.units[0] ?? "", language);
  const chosen = new Set(plan.choice.chosen);
  const lines = plan.candidates
    .filter(({ id }) => chosen.has(id))
    .map((candidate) => lineOf(sources, candidate, language));
  return {
    ...head,
    year: scenario.year,
    lines,
    notChosen: notChosen(sources, plan, language),
    ceilings: scenario.ceilings,
    ceiling: scenario.total,
    legal: legalFor(kind === "proposal" ? "proposal" : "report", head.on),
    state: stateFigures(sources, units),
    warnings: warningsOf(plan, language),
  };
}

const nameOf = ({ gathered }: Sources, unit: string): string =>
  gathered.units.find((one) => one.unit === unit)?.name ?? unit;

function lineOf(sources: Sources, candidate: Candidate, language: Language): PlanLine {
  const { gathered, tables } = sources;
  const evidence = gathered.assets.find(({ asset }) => asset.id === candidate.assets[0]);
  const { unit, action, category, item, quantity, unitPrice, amount, source, priority, warnings } = candidate;
  const buys = action === "replace" || action === "add";
  const noGround = warnings.find(({ code }) => code === "no_ground");
  return {
    unit: nameOf(sources, unit),
    room: evidence?.asset.room ?? null,
    action,
    category,
    item,
    old: evidence === undefined ? null : oldThing(sources, evidence),
    reason: sayReasons(language, candidate),
    quantity,
    unitPrice,
    cap: buys ? capOf(tables, category, gathered.today) : null,
    amount,
    source,
    priority,
    note: noGround === undefined ? null : sayWarning(language, noGround),
  };
}

const ENDED = new Set<FindingKind>(["os_unsupported", "firmware_unsupported", "switch_unsupported"]);

function oldThing({ gathered, tables }: Sources, { asset, alerts, device }: AssetEvidence): OldThing {
  const worn = wearOf(asset, lastYear(gathered.today), tables);
  const ended = gathered.findings.find(({ asset: of, kind }) => of === asset.id && ENDED.has(kind));
  const { name, model, serial, code, inUseOn, originalValue, condition } = asset;
  return {
    name,
    model,
    serial,
    code,
    inUseYear: inUseOn === null ? null : yearOf(inUseOn),
    originalValue,
    accumulated: worn?.accumulated ?? null,
    remaining: worn?.remaining ?? null,
    condition,
    faults12: device === undefined ? null : alerts.filter(({ cause }) => cause === null).length,
    supportEnded: ended?.since ?? null,
  };
}

/** The books stand as of the last 31 December. */
const lastYear = (today: DateText): number => yearOf(today) - 1;

/** What is left out for want of money: not what another line replaces, and not what somebody took out. */
function notChosen(sources: Sources, plan: Plan, language: Language): NotChosenLine[] {
  const why = new Map(plan.explanations.map((one) => [one.id, one]));
  return plan.candidates
    .filter((candidate) => {
      const explained = why.get(candidate.id);
      if (explained === undefined || explained.in) return false;
      return !["alternative", "requires", "never"].includes(explained.because);
    })
    .toSorted((a, b) => b.points - a.points)
    .slice(0, MOST_NOT_CHOSEN)
    .map(({ id, unit, item, quantity, amount, priority }) => {
      const explained = why.get(id);
      const text = explained === undefined ? "" : sayExplanation(language, explained);
      return { unit: nameOf(sources, unit), item, quantity, amount, priority, why: text };
    });
}

/** Each warning once, for the officer who sends the document. */
function warningsOf(plan: Plan, language: Language): string[] {
  const chosen = new Set(plan.choice.chosen);
  const told = plan.candidates
    .filter(({ id }) => chosen.has(id))
    .flatMap(({ warnings }) => warnings)
    .filter(({ code }) => code !== "licence_apart");
  return [...new Set(told.map((warning) => sayWarning(language, warning)))];
}
