import type { AlertState, Notice } from "../../core/alerting/types.ts";
import type { Lab } from "./lab.ts";
import { subjectName } from "./names.ts";
import { pause } from "./program.ts";
import type { Scenario } from "./scenarios.ts";

/** What came of one scenario. */
export interface Outcome {
  readonly name: string;
  readonly rule: string;
  readonly subject: string;
  readonly cause: string;
  readonly notifications: number;
  readonly detectSeconds: number | null;
  /** The same in turns of what looks at it. */
  readonly cycles: number | null;
  readonly ok: boolean;
  /** Notices about anything else. */
  readonly false: readonly string[];
  readonly why: readonly string[];
}

/** A notice that reached a person, as the webhook got it. */
interface Told {
  readonly at: number;
  readonly notice: Notice;
}

const STEP_MS = 500;
const LONGEST_DETECT_MS = 75_000;
const LONGEST_MEND_MS = 120_000;
/** What else may be said of the same fault is said by then. */
const SETTLE_MS = 8_000;
const CALM_MS = 60_000;

/** Injects, waits for the notice, mends, waits for the end, and holds what was said against what is true. */
export async function runScenario(lab: Lab, scenario: Scenario): Promise<Outcome> {
  const [outcome] = await runTogether(lab, [scenario]);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

/** Several that have nothing to do with one another, at the same time. What belongs to none is held against each. */
export async function runTogether(lab: Lab, scenarios: readonly Scenario[]): Promise<readonly Outcome[]> {
  await untilCalm(lab);
  for (const { prepare } of scenarios) await prepare?.(lab);
  const from = (await lab.hooks()).length;
  const told = () => since(lab, from);
  const runs: Run[] = [];
  for (const scenario of scenarios) {
    const before = Date.now();
    const mend = await scenario.inject(lab);
    const begun = scenario.thereAfter === true ? Date.now() : before;
    runs.push({ scenario, begun, mend, first: undefined, open: [] });
  }
  await Promise.all(runs.map((run) => awaitFirst(lab, run, told)));
  await pause(SETTLE_MS);
  for (const { mend } of runs) await mend();
  await Promise.all(runs.map((run) => awaitEnd(run, told)));
  await pause(SETTLE_MS / 2);
  const all = await told();
  const known = new Set(runs.map(({ first }) => first?.notice.alert));
  const others = all.filter(({ notice }) => !known.has(notice.alert));
  const outcomes: Outcome[] = [];
  for (const run of runs) outcomes.push(await outcomeOf(lab, run, all, others));
  return outcomes;
}

interface Run {
  readonly scenario: Scenario;
  readonly begun: number;
  readonly mend: () => Promise<void>;
  first: Told | undefined;
  /** What was open when nothing was said. */
  open: readonly AlertState[];
}

async function awaitFirst(lab: Lab, run: Run, told: () => Promise<readonly Told[]>): Promise<void> {
  const { rules, quietMs = CALM_MS } = run.scenario;
  if (rules.length === 0) return pause(quietMs);
  const isIt = ({ notice }: Told) => rules.includes(notice.state.rule);
  run.first = await waitFor(async () => (await told()).find(isIt), LONGEST_DETECT_MS);
  if (run.first !== undefined) return;
  const records = await lab.registry.alertList({ phases: ["pending", "firing"], limit: 20 });
  run.open = records.map(({ state }) => state);
}

async function awaitEnd({ first, scenario }: Run, told: () => Promise<readonly Told[]>): Promise<void> {
  if (first === undefined || scenario.lasts === true) return;
  const over = ({ notice }: Told) => notice.reason === "resolved" && notice.alert === first.notice.alert;
  await waitFor(async () => (await told()).find(over), LONGEST_MEND_MS);
}

async function outcomeOf(
  lab: Lab,
  { scenario, first, begun, open }: Run,
  told: readonly Told[],
  others: readonly Told[],
): Promise<Outcome> {
  const { name } = scenario;
  const wrong = await names(lab, others);
  const also = wrong.length === 0 ? [] : [`also: ${wrong.join(", ")}`];
  const nothing = {
    name,
    rule: "",
    subject: "",
    cause: "",
    notifications: 0,
    detectSeconds: null,
    cycles: null,
    false: wrong,
  };
  if (scenario.rules.length === 0) return { ...nothing, ok: wrong.length === 0, why: also };
  if (first === undefined) {
    const seen = open.map(({ rule, subject, phase, value, cause }) =>
      [rule, subject.key, phase, value, cause === null ? "" : "caused"].join(" "),
    );
    return { ...nothing, ok: false, why: [`nothing was said; open: ${seen.join(", ")}`, ...also] };
  }
  const its = told.filter(({ notice }) => notice.alert === first.notice.alert);
  const why = [...(await mistakes(lab, scenario, first, its)), ...also];
  const { state } = first.notice;
  const tookMs = Math.max(0, first.at - begun);
  return {
    ...nothing,
    rule: state.rule,
    subject: await subjectName(lab, state.subject),
    cause: state.cause ?? "itself",
    notifications: its.length,
    detectSeconds: Math.round(tookMs / 100) / 10,
    cycles: Math.round((10 * tookMs) / scenario.cycleMs) / 10,
    ok: why.length === 0,
    why,
  };
}

async function mistakes(
  lab: Lab,
  scenario: Scenario,
  { notice: { state } }: Told,
  its: readonly Told[],
): Promise<readonly string[]> {
  const why: string[] = [];
  const subject = await subjectName(lab, state.subject);
  if (subject !== scenario.subject) why.push(`subject ${subject}, not ${scenario.subject}`);
  const reasons = its.map(({ notice }) => notice.reason).join("+");
  if (reasons !== (scenario.lasts === true ? "first" : "first+resolved")) {
    const said = its.map(({ notice: { reason, state: one } }) => `${reason} ${one.severity} ${one.value}`);
    why.push(`said: ${said.join(" + ")}; hit: ${its.at(-1)?.notice.state.affected.join(" ")}`);
  }
  const affected = await mostAffected(lab, state);
  if (affected < (scenario.affected ?? 0)) why.push(`${affected} affected, not ${scenario.affected ?? 0}`);
  return why;
}

async function names(lab: Lab, told: readonly Told[]): Promise<string[]> {
  const named: string[] = [];
  for (const { notice } of told) {
    named.push(`${notice.state.rule} ${await subjectName(lab, notice.state.subject)} (${notice.reason})`);
  }
  return named;
}

/** Things are added to an alert while it goes on. */
async function mostAffected(lab: Lab, { id, affectedCount }: AlertState): Promise<number> {
  const record = await lab.registry.alert(id);
  return Math.max(affectedCount, record?.state.affectedCount ?? 0);
}

/** What arrived at the webhook since, with the notices that the registry kept for it. */
async function since(lab: Lab, from: number): Promise<readonly Told[]> {
  const hooks = (await lab.hooks()).slice(from);
  const kept = await lab.registry.deliveries({ limit: 500 });
  return hooks.flatMap(({ at, body }) => {
    const ids = new Set(idsIn(body));
    // Several notices may come as one message, which then has an id of its own.
    const found = kept.filter(({ id, notice, message }) =>
      [id, notice.id, message ?? ""].some((one) => ids.has(one)),
    );
    const notices = new Map(found.map(({ notice }) => [notice.id, notice]));
    return [...notices.values()].map((notice) => ({ at, notice }));
  });
}

const idsIn = (body: unknown): readonly string[] =>
  typeof body === "string"
    ? [body]
    : typeof body === "object" && body !== null
      ? Object.values(body).flatMap((value) => idsIn(value))
      : [];

async function waitFor<T>(ask: () => Promise<T | undefined>, ms: number): Promise<T | undefined> {
  for (const end = performance.now() + ms; performance.now() < end;) {
    const found = await ask();
    if (found !== undefined) return found;
    await pause(STEP_MS);
  }
  return undefined;
}

const WARM_UP_MS = 30_000;

/** Until everything was seen some times; what was said meanwhile, of which there should be nothing. */
export async function warmUp(lab: Lab, ms = WARM_UP_MS): Promise<readonly string[]> {
  await pause(ms);
  const open = await untilCalm(lab);
  const said = await names(lab, await since(lab, 0));
  return [...said, ...open.map(({ rule, subject }) => `${rule} ${subject.key} goes on`)];
}

/** Nothing is open, and nothing was said for a while. */
export async function untilCalm(lab: Lab, ms = CALM_MS): Promise<readonly AlertState[]> {
  let open: readonly AlertState[] = [];
  for (const end = performance.now() + ms; performance.now() < end;) {
    const records = await lab.registry.alertList({ phases: ["pending", "firing"], limit: 100 });
    open = records.map(({ state }) => state);
    if (open.length === 0) break;
    await pause(STEP_MS);
  }
  return open;
}
