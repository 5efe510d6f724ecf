import { DAY, type Instant } from "../clock.ts";
import type { RuleId } from "./catalogue.ts";
import { isSettledOffice } from "./calendar.ts";
import { HITS_BEHIND } from "./cause/relations.ts";
import { severityOfCut } from "./cut-off.ts";
import { paceOf, type SignalSource, type SiteInput, type SiteModel, type SiteOutcome } from "./site-model.ts";
import { forgetMs, isBad, isNews, rebased, step, type Slot, type Step } from "./step.ts";
import { tellAll } from "./tell.ts";
import {
  MOST_AFFECTED,
  RANK,
  type AlertState,
  type RuleSettings,
  type Score,
  type Severity,
  type Signal,
} from "./types.ts";

/** What explains what, of everything pending or firing. */
export interface Causes {
  /** By alert id: the alert that explains it. */
  readonly causes: ReadonlyMap<string, string>;
  /** By the id of a root: keys of all subjects that it hits, whether they have alerts or not. */
  readonly affected: ReadonlyMap<string, readonly string[]>;
  /** Ids of alerts of which a possible cause is still pending. */
  readonly waits: ReadonlySet<string>;
}

/** The parts of an evaluation; `evaluate.ts` and `district.ts` put them together. */
export interface Parts {
  readonly sources: readonly SignalSource[];
  readonly findCauses: (input: {
    readonly model: SiteModel;
    readonly alerts: readonly AlertState[];
    readonly above: readonly AlertState[];
    readonly now: Instant;
    readonly settings: SiteInput["settings"];
    readonly pace: number;
    readonly pairOf: SiteInput["pairOf"];
  }) => Causes;
  readonly scores: (input: SiteInput, signals: readonly Signal[]) => readonly Score[];
  /** Whether an alert's subject is still there. */
  readonly present: (model: SiteModel) => (alert: AlertState) => boolean;
}

/** Open alerts by rule and subject: two look-ups and no allocation for the many signals that concern none. */
type Slots = Map<RuleId, Map<string, Slot>>;

interface Table {
  readonly slots: Slots;
  /** By id, as they are now. */
  readonly states: Map<string, AlertState>;
  readonly gone: Set<string>;
}

function tableOf(open: readonly AlertState[], now: Instant): Table {
  const slots: Slots = new Map();
  const states = new Map<string, AlertState>();
  for (const saved of open) {
    const state = rebased(saved, now);
    states.set(state.id, state);
    const slot = slotOf(slots, state);
    if (state.phase !== "resolved") slot.open = state;
    else if ((state.resolvedAt ?? 0) >= (slot.last?.resolvedAt ?? 0)) slot.last = state;
  }
  return { slots, states, gone: new Set() };
}

function slotOf(slots: Slots, { rule, subject }: Pick<AlertState, "rule" | "subject">): Slot {
  let ofRule = slots.get(rule);
  if (ofRule === undefined) slots.set(rule, (ofRule = new Map<string, Slot>()));
  let slot = ofRule.get(subject.key);
  if (slot === undefined) ofRule.set(subject.key, (slot = {}));
  return slot;
}

/**
 * One pass over one site: signals, the state of every alert, causes, notices, scores. Pure but for `memory`, which the
 * signal sources keep for themselves, and `newId`.
 */
export function runPass(parts: Parts, input: SiteInput): SiteOutcome {
  const { now, open } = input;
  const table = tableOf(open, now);
  const office = isSettledOffice(input.calendar, now);
  const signals: Signal[] = [];
  const take = taker(table, input, office);
  for (const source of parts.sources)
    source(input, (signal) => {
      signals.push(signal);
      take(signal);
    });
  sweep(table, parts, input);
  const waits = explain(table, parts, input, office);
  const { notices, verdicts } = tellAll(table.states, waits, input, office);
  const before = new Map(open.map((state) => [state.id, state]));
  return {
    changed: [...table.states.values()].filter((state) => before.get(state.id) !== state),
    // What began and ended within this pass was never saved.
    gone: [...table.gone].filter((id) => before.has(id)),
    notices,
    scores: parts.scores(input, signals),
    verdicts,
  };
}

/** Takes each signal in. A good value of which no alert is open costs two look-ups at most. */
function taker(table: Table, input: SiteInput, office: boolean): (signal: Signal) => void {
  const { now, newId } = input;
  return (signal) => {
    const known = table.slots.get(signal.rule)?.get(signal.subject.key);
    const settings = input.settings(signal.rule, signal.subject);
    if (known?.open === undefined && !isBad(signal.rule, signal.value, settings)) return;
    const asleep = !settings.enabled || (settings.hours === "office" && !office);
    if (asleep || !isNews(signal, now)) return;
    const slot = known ?? slotOf(table.slots, signal);
    record(table, slot, step(slot, signal, { now, settings, newId }));
  };
}

function record({ states, gone }: Table, slot: Slot, { state, gone: ended }: Step): void {
  if (ended !== undefined) {
    states.delete(ended);
    gone.add(ended);
  }
  if (state !== undefined) states.set(state.id, state);
  const resolved = state?.phase === "resolved";
  if (resolved) slot.last = state;
  slot.open = resolved ? undefined : state;
}

/**
 * Ends what nobody watches any more: forgotten pendings, subjects that left the model, rules that were switched off, and
 * limits that were set so that nothing was ever bad.
 */
function sweep({ states, gone }: Table, parts: Parts, input: SiteInput): void {
  if (states.size === 0) return;
  const { now, settings: settingsOf } = input;
  const present = parts.present(input.model);
  for (const state of states.values()) {
    if (state.phase === "resolved") continue;
    const settings = settingsOf(state.rule, state.subject);
    const watched =
      settings.enabled && present(state) && !isLeftBehind(state, input) && !isBelowNewLimit(state, settings);
    if (state.phase === "firing") {
      if (!watched) states.set(state.id, { ...state, phase: "resolved", resolvedAt: now, unwatched: true });
    } else if (!watched || now - state.lastAt > forgetMs(settings)) {
      states.delete(state.id);
      gone.add(state.id);
    }
  }
}

/**
 * Somebody set the limit otherwise, and what the alert saw since it began would be no alert by it. Said after a reading was held
 * against the new limit; else it stayed open for as long as the value lies between the old limit and the new end.
 */
const isBelowNewLimit = (
  { phase, rule, worst, threshold }: AlertState,
  settings: Pick<RuleSettings, "raise">,
): boolean => phase === "firing" && threshold === settings.raise && !isBad(rule, worst, settings);

/** Longer than the longest holidays, in which rules of office hours take no readings. */
const LEFT_BEHIND_MS = 12 * DAY;
const PARTS: ReadonlySet<string> = new Set(["port", "volume", "supply"]);

/** A cartridge of another make, a drive or plug that was taken out: its device speaks, it has not for long. */
function isLeftBehind({ subject, lastAt }: AlertState, { pairOf, now }: SiteInput): boolean {
  const { kind, key, device = ownerOf(key) } = subject;
  if (!PARTS.has(kind) || now - lastAt <= LEFT_BEHIND_MS) return false;
  return (["device", "host"] as const).some((of) =>
    [...(pairOf(`${of}:${device}`)?.newer.values() ?? [])].some(({ at }) => now - at <= DAY),
  );
}

const ownerOf = (key: string): string => key.slice(key.indexOf(":") + 1).split("/", 1)[0] ?? "";

/** What only an agent tells: without one nobody does any more. */
const OF_AGENTS: ReadonlySet<RuleId> = new Set<RuleId>([
  "host_gone",
  "agent_silent",
  "clock_wrong",
  "disk_failing",
  "cable_loss",
]);

/** Whether a subject is still part of its site. */
export function presence(model: SiteModel): (alert: Pick<AlertState, "subject" | "rule">) => boolean {
  const devices = new Set(model.devices.map(({ id }) => id));
  const hosts = new Set(model.devices.flatMap(({ id, agent }) => (agent === undefined ? [] : [id])));
  const targets = new Set(model.targets.map(({ id }) => id));
  const checks = new Set(model.checks.map(({ id }) => id));
  return ({ rule, subject: { kind, key, device } }) => {
    const owner = ownerOf(key);
    if (kind === "target") return targets.has(owner);
    if (kind === "service") return checks.has(owner);
    // A site is watched by its PCs.
    if (kind === "site") return hosts.size > 0;
    if (kind === "district") return true;
    return (OF_AGENTS.has(rule) ? hosts : devices).has(device ?? owner);
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Sets causes and what they hit; gives what waits for a cause. */
function explain({ states }: Table, parts: Parts, input: SiteInput, office: boolean): ReadonlySet<string> {
  const { model, above, now, settings, elsewhere, pairOf } = input;
  const alerts = [...states.values()].filter(({ phase }) => phase !== "resolved");
  if (alerts.length === 0) return NONE;
  const { causes, affected, waits } = parts.findCauses({
    model,
    alerts,
    above,
    now,
    settings,
    pace: paceOf(elsewhere),
    pairOf,
  });
  const worst = worstOf(alerts, causes, states, settings);
  for (const alert of alerts) {
    const keys = affected.get(alert.id) ?? [];
    const caused = withAffected(withCause(alert, causes.get(alert.id) ?? null, now), keys);
    const own = settings(alert.rule, alert.subject).severity;
    const cut = caused.cause === null ? severityOfCut(alert, keys, input, office) : undefined;
    const next = withSeverity(caused, worse(worse(own, cut ?? own), worst.get(alert.id) ?? own));
    if (next !== alert) states.set(next.id, next);
  }
  return waits;
}

/** By root: how bad the worst is that it explains. That is silent, so the root speaks for it, also at night. */
function worstOf(
  alerts: readonly AlertState[],
  causes: Causes["causes"],
  states: ReadonlyMap<string, AlertState>,
  settings: SiteInput["settings"],
): ReadonlyMap<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const { id, phase, rule, subject } of alerts) {
    const root = causes.get(id);
    const cause = root === undefined ? undefined : states.get(root);
    // What hangs behind a fault that cuts off is about to fire; behind a soft one it may come to nothing.
    if (cause === undefined || (phase === "pending" && !HITS_BEHIND.has(cause.rule))) continue;
    const { severity } = settings(rule, subject);
    worst.set(cause.id, worse(severity, worst.get(cause.id) ?? severity));
  }
  return worst;
}

const worse = (a: Severity, b: Severity): Severity => (RANK[a] > RANK[b] ? a : b);
const withSeverity = (state: AlertState, severity: Severity): AlertState =>
  state.severity === severity ? state : { ...state, severity };

function withCause(state: AlertState, cause: string | null, now: Instant): AlertState {
  if (cause === state.cause) return state;
  // Without its cause it may be over soon as well: it has a hold's time for that.
  if (cause === null) return { ...state, cause, quietUntil: Math.max(now, state.quietUntil ?? now) };
  const told = state.told !== null && state.told.reason !== "resolved";
  return { ...state, cause, ...(told ? { folded: true as const } : {}) };
}

function withAffected(state: AlertState, keys: readonly string[]): AlertState {
  const same =
    keys.length === state.affectedCount &&
    state.affected.every((key, i) => key === keys[i]) &&
    state.affected.length === Math.min(keys.length, MOST_AFFECTED);
  return same ? state : { ...state, affected: keys.slice(0, MOST_AFFECTED), affectedCount: keys.length };
}
