import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import type { AssetEvidence } from "../../core/assets/evidence.ts";
import { yearOf } from "../../core/assets/dates.ts";
import type { FindingKind } from "../../core/assets/findings.ts";
import { onBooks } from "../../core/assets/wear.ts";
import { sayExplanation, sayReasons, sayWarning } from "../../core/planning/say.ts";
import { counterUnits, planOf, type Plan } from "../../core/planning/scenario.ts";
import type { Candidate, PlanScenario } from "../../core/planning/types.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { NotChosenLine, OldThing, PlanDocument, PlanLine } from "../documents/input.ts";
import type { MadeFile, PlanDocumentKind, PlanPaper } from "../planning-port.ts";
import { fileOf } from "./make-file.ts";
import { demandTable } from "./unit-files.ts";
import { capOf, headOf, legalFor, stateFigures, subtree, type Sources } from "./sources.ts";

/** Lines that are told as left out; a table of thousands helps nobody. */
const MOST_NOT_CHOSEN = 200;

/** By scenario: the papers of one are made one after the other, and a plan of thousands of lines takes its time. */
const lately = new WeakMap<
  PlanScenario,
  { readonly of: readonly Candidate[]; readonly found: Promise<Result<WorkedOut>> }
>();
function planScenario(sources: Sources, scenario: PlanScenario): Promise<Result<WorkedOut>> {
  const known = lately.get(scenario);
  if (known?.of === sources.candidates) return known.found;
  const found = workOut(sources, scenario);
  lately.set(scenario, { of: sources.candidates, found });
  return found;
}

/** A scenario worked out on the candidates of its units and what is below them. */
async function workOut(sources: Sources, scenario: PlanScenario): Promise<Result<WorkedOut>> {
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
interface WorkedOut {
  readonly units: ReadonlySet<string>;
  readonly plan: ReturnType<typeof planOf>;
}

export async function makePlanFile(
  sources: Sources,
  kind: PlanDocumentKind,
  paper: PlanPaper,
  language: Language,
): Promise<Result<MadeFile>> {
  const { scenario, issuer, part } = paper;
  const all = await planScenario(sources, scenario);
  if (!all.ok) return all;
  const worked =
    part === undefined ? all.value : partOf(all.value, subtree(await sources.registry.units(), [part]));
  if (kind === "demand") {
    const of = { unit: issuer, units: worked.units, year: scenario.year };
    return ok(await fileOf("demand", demandTable(sources, of, language, worked.plan)));
  }
  return ok(await fileOf(kind, planDocument(sources, paper, worked, language, kind)));
}

/** What the plan of all units gives these: a plan of their own would spend all the money once more. */
const partOf = ({ plan }: WorkedOut, units: ReadonlySet<string>): WorkedOut => ({
  units,
  plan: { ...plan, candidates: plan.candidates.filter(({ unit }) => units.has(unit)) },
});

/** Tờ trình, báo cáo nhu cầu and the replacement table of a plan. */
function planDocument(
  sources: Sources,
  { scenario, issuer, part }: PlanPaper,
  { units, plan }: WorkedOut,
  language: Language,
  kind: PlanDocumentKind,
): PlanDocument {
  const head = headOf(sources, issuer, language);
  const chosen = new Set(plan.choice.chosen);
  const lines = plan.candidates
    .filter(({ id }) => chosen.has(id))
    .map((candidate) => lineOf(sources, candidate, language));
  return {
    ...head,
    year: scenario.year,
    lines,
    notChosen: notChosen(sources, plan, language),
    // The ceilings are those of all units together; of a part none is known.
    ceilings: part === undefined ? scenario.ceilings : {},
    ceiling: part === undefined ? scenario.total : null,
    legal: legalFor(sources, kind === "proposal" ? "proposal" : "report", head.on),
    state: stateFigures(sources, units),
    warnings: warningsOf(sources, plan, language),
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
  const worn = onBooks(asset, gathered.today, tables);
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

/** Lines that a warning names; the others of its kind are counted. */
const MOST_NAMED = 3;

/** Each warning once, with the lines that it concerns; figures of a table that nobody verified: once for each table. */
function warningsOf(sources: Sources, plan: Plan, language: Language): string[] {
  const chosen = new Set(plan.choice.chosen);
  const told = new Map<string, Set<string>>();
  const note = (text: string, line: string) => told.set(text, (told.get(text) ?? new Set()).add(line));
  for (const { id, unit, item, warnings } of plan.candidates) {
    if (!chosen.has(id)) continue;
    const line = say(language, "doc.warning.line", { item, unit: nameOf(sources, unit) });
    for (const warning of warnings) {
      if (warning.code === "licence_apart") continue;
      note(sayWarning(language, warning), warning.code === "table_unverified" ? item : line);
    }
  }
  return [...told].map(([text, lines]) => withLines(text, [...lines], language));
}

function withLines(text: string, all: readonly string[], language: Language): string {
  const named = all.slice(0, MOST_NAMED).join(", ");
  const count = all.length - MOST_NAMED;
  const lines = count > 0 ? say(language, "doc.warning.more_lines", { lines: named, count }) : named;
  return say(language, "doc.warning.of_lines", { lines, text });
}
