import { ruleKind, type RuleId } from "../alerting/catalogue.ts";
import type { SignalContext, SiteModel } from "../alerting/site-model.ts";
import { LATE_MS, type Penalty, type RuleSettings, type Score, type Signal } from "../alerting/types.ts";
import { IMPORTANCE, WEIGHTS } from "./weights.ts";

/**
 * LAN health, 0–100: 100 minus penalties. Pure and monotone: a worse value never raises a score. Nothing measured gives no
 * score, never 100.
 */

/**
 * How bad a value is: 0 up to `clear`, 0.5 at `raise`, 1 at twice the raise (of rules that are bad below: at half of
 * it), linear between. A state is bad or it is not.
 */
export function degreeOf(
  rule: RuleId,
  value: number,
  { raise, clear }: Pick<RuleSettings, "raise" | "clear">,
): number {
  const { worse, unit } = ruleKind(rule);
  if (!Number.isFinite(value)) return 0;
  const isBad = worse === "above" ? value >= raise : value <= raise;
  if (unit === "state") return isBad ? 1 : 0;
  // Turned so that more is worse.
  const sign = worse === "above" ? 1 : -1;
  const [at, from, to] = [sign * value, sign * clear, sign * raise];
  const far = worse === "above" ? 2 * raise : raise / 2;
  const most = sign * far;
  if (at < to) return from >= to || at <= from ? 0 : (0.5 * (at - from)) / (to - from);
  return most > to ? Math.min(1, 0.5 + (0.5 * (at - to)) / (most - to)) : 1;
}

/** Of several faults by the same rule the worst counts in full, each further one a quarter. */
const FURTHER = 0.25;
const MOST_PENALTIES = 30;

interface Raw {
  readonly signal: Signal;
  readonly points: number;
}

/**
 * Rules that say something of a thing which is not there: alone they are no measurement of it. (A PC that is off has no
 * score; it is neither healthy nor ill.)
 */
const NO_BASIS: ReadonlySet<RuleId> = new Set<RuleId>(["host_gone", "agent_silent", "disk_failing"]);

/** Signals of one device, or of the site itself. */
interface Part {
  readonly raws: Raw[];
  measured: boolean;
}

/** Devices of a site and the site itself. Devices and sites of which nothing is measured now have none. */
export function scoreSite(
  model: SiteModel,
  signals: readonly Signal[],
  settings: SignalContext["settings"],
): readonly Score[] {
  const { whole, parts } = sorted(signals, settings);
  const scores: Score[] = [];
  const weighted: { readonly score: Score; readonly weight: number }[] = [];
  for (const device of model.devices) {
    const part = parts.get(device.id);
    if (part?.measured !== true) continue;
    const penalties = penaltiesOf(part.raws);
    const score = scoreOf({ kind: "device", id: device.id }, penalties);
    scores.push(score);
    weighted.push({ score, weight: IMPORTANCE[device.class] });
  }
  const own = penaltiesOf(whole.raws);
  if (weighted.length > 0 || whole.measured)
    scores.push(scoreOf({ kind: "site", id: model.id }, [...own, ...shares(weighted)]));
  return scores;
}

/** Signals of now by what they concern. Their newest reading is now. */
function sorted(
  signals: readonly Signal[],
  settings: SignalContext["settings"],
): { readonly whole: Part; readonly parts: ReadonlyMap<string, Part> } {
  let newest = 0;
  for (const { at } of signals) if (at > newest) newest = at;
  const whole: Part = { raws: [], measured: false };
  const parts = new Map<string, Part>();
  for (const signal of signals) {
    if (signal.at < newest - LATE_MS || !Number.isFinite(signal.value)) continue;
    const part = partOf(parts, whole, signal.subject.device);
    const raw = rawOf(signal, settings);
    // Even when it is bad: a device that only now counts would change the weight of all others.
    if (!NO_BASIS.has(signal.rule)) part.measured = true;
    if (raw !== undefined) part.raws.push(raw);
  }
  return { whole, parts };
}

function partOf(parts: Map<string, Part>, whole: Part, device: string | undefined): Part {
  if (device === undefined) return whole;
  let part = parts.get(device);
  if (part === undefined) parts.set(device, (part = { raws: [], measured: false }));
  return part;
}

function rawOf(signal: Signal, settings: SignalContext["settings"]): Raw | undefined {
  const weight = WEIGHTS[signal.rule];
  if (weight === 0) return undefined;
  const own = settings(signal.rule, signal.subject);
  if (!own.enabled) return undefined;
  const points = weight * degreeOf(signal.rule, signal.value, own);
  return points > 0 ? { signal, points } : undefined;
}

/** Worst first. */
function penaltiesOf(raws: readonly Raw[]): readonly Penalty[] {
  if (raws.length === 0) return [];
  const seen = new Set<RuleId>();
  return raws
    .toSorted((a, b) => b.points - a.points || (a.signal.subject.key < b.signal.subject.key ? -1 : 1))
    .map(({ signal, points }) => {
      const { rule, subject, value } = signal;
      const counted = seen.has(rule) ? points * FURTHER : points;
      seen.add(rule);
      return {
        rule,
        subject: subject.key,
        points: counted,
        value,
        inferred: ruleKind(rule).inferred === true,
        params: signal.evidence().params,
      };
    })
    .toSorted((a, b) => b.points - a.points);
}

/** What devices take from their site: each its share by importance. */
function shares(weighted: readonly { readonly score: Score; readonly weight: number }[]): readonly Penalty[] {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  return weighted.flatMap(({ score, weight }) => {
    const lost = score.penalties.reduce((sum, { points }) => sum + points, 0);
    if (lost === 0) return [];
    // A device cannot lose more than all of it.
    const share = (weight / total) * Math.min(1, 100 / lost);
    return score.penalties.map((penalty) => scaled(penalty, share));
  });
}

const scaled = (penalty: Penalty, factor: number): Penalty => ({
  ...penalty,
  points: penalty.points * factor,
});

function scoreOf(subject: Score["subject"], all: readonly Penalty[]): Score {
  const lost = all.reduce((sum, { points }) => sum + points, 0);
  const penalties = all.toSorted((a, b) => b.points - a.points);
  return {
    subject,
    score: Math.max(0, 100 - lost),
    penalties: penalties.slice(0, MOST_PENALTIES),
    inferred: penalties.some(({ inferred }) => inferred),
  };
}

/**
 * A unit from its sites: half their mean, half the worst of them, so that one dead commune shows among forty sound ones.
 * Undefined without sites that have a score.
 */
export function scoreUnit(sites: readonly Score[], unit: string): Score | undefined {
  const [first, ...rest] = sites;
  if (first === undefined) return undefined;
  const worst = rest.reduce((least, site) => (site.score < least.score ? site : least), first);
  const mean = sites.reduce((sum, { score }) => sum + score, 0) / sites.length;
  const penalties = sites.flatMap((site) => {
    const part = 0.5 / sites.length + (site === worst ? 0.5 : 0);
    return site.penalties.map((penalty) => scaled(penalty, part));
  });
  return {
    subject: { kind: "unit", id: unit },
    score: Math.min(100, Math.max(0, 0.5 * mean + 0.5 * worst.score)),
    penalties: penalties.toSorted((a, b) => b.points - a.points).slice(0, MOST_PENALTIES),
    inferred: sites.some(({ inferred }) => inferred),
  };
}
