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
  await untilCalm(lab);
  await scenario.prepare?.(lab);
  const from = (await lab.hooks()).length;
  const begun = Date.now();
  const mend = await scenario.inject(lab);
  const told = () => since(lab, from);
  const isIt = ({ notice }: Told) => scenario.rules.includes(notice.state.rule);
  if (scenario.rules.length === 0) {
    await pause(scenario.quietMs ?? CALM_MS);
    await mend();
    await pause(SETTLE_MS);
    return quietOutcome(lab, scenario, await told());
  }
  const first = await waitFor(async () => (await told()).find(isIt), LONGEST_DETECT_MS);
  await pause(SETTLE_MS);
  await mend();
  const over = ({ notice }: Told) => notice.reason === "resolved" && notice.alert === first?.notice.alert;
  if (first !== undefined) await waitFor(async () => (await told()).find(over), LONGEST_MEND_MS);
  await pause(SETTLE_MS / 2);
  return faultOutcome(lab, scenario, first, begun, await told());
}

async function faultOutcome(
  lab: Lab,
  scenario: Scenario,
  first: Told | undefined,
  begun: number,
  told: readonly Told[],
): Promise<Outcome> {
  const why: string[] = [];
  const others = told.filter(({ notice }) => notice.alert !== first?.notice.alert);
  const its = told.filter(({ notice }) => notice.alert === first?.notice.alert);
  const reasons = its.map(({ notice }) => notice.reason).join("+");
  const state = first?.notice.state;
  const subject = state === undefined ? "" : await subjectName(lab, state.subject);
  const detectMs = first === undefined ? null : first.at - begun;
  if (state === undefined) why.push("nothing was said");
  else {
    if (subject !== scenario.subject) why.push(`subject ${subject}, not ${scenario.subject}`);
    if (reasons !== "first+resolved") why.push(`said: ${reasons}`);
    const affected = await mostAffected(lab, state);
    if (affected < (scenario.affected ?? 0)) why.push(`${affected} affected, not ${scenario.affected ?? 0}`);
  }
  const wrong = await names(lab, others);
  if (wrong.length > 0) why.push(`also: ${wrong.join(", ")}`);
  return {
    name: scenario.name,
    rule: state?.rule ?? "",
    subject,
    cause: state === undefined ? "" : (state.cause ?? "itself"),
    notifications: its.length,
    detectSeconds: detectMs === null ? null : Math.round(detectMs / 100) / 10,
    ok: why.length === 0,
    false: wrong,
    why,
  };
}

async function quietOutcome(lab: Lab, { name }: Scenario, told: readonly Told[]): Promise<Outcome> {
  const wrong = await names(lab, told);
  const ok = wrong.length === 0;
  const why = ok ? [] : [`said: ${wrong.join(", ")}`];
  return {
    name,
    rule: "",
    subject: "",
    cause: "",
    notifications: told.length,
    detectSeconds: null,
    ok,
    false: wrong,
    why,
  };
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
  const notices = new Map(kept.map(({ notice }) => [notice.id, notice]));
  return hooks.flatMap(({ at, body }) => {
    const notice = idsIn(body)
      .map((id) => notices.get(id))
      .find((found) => found !== undefined);
    return notice === undefined ? [] : [{ at, notice }];
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
export async function warmUp(lab: Lab): Promise<readonly string[]> {
  await pause(WARM_UP_MS);
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
