import { fail, type Fault, type Result } from "../../core/result.ts";
import type { SnmpCredential, SnmpTarget } from "../../core/wire/assignment.ts";
import type { OpenSession, SnmpSession } from "./protocol.ts";
import { columnsOf, SYSTEM } from "./tables.ts";

/**
 * Why does a device not give what was asked of it? Asks step by step, each with a little more, and names the first
 * step that fails. An engine says "no such user" and "wrong digest", but to a wrong privacy password most say nothing.
 */
type DiagnosisStep =
  /** The address can be used, the algorithms exist here. */
  | "address"
  /** Something there speaks SNMP. */
  | "answer"
  /** It answers to this community. */
  | "community"
  | "user"
  | "authentication"
  | "privacy"
  /** It shows its table of interfaces. */
  | "interfaces";

export interface StepOutcome {
  readonly step: DiagnosisStep;
  /** Undefined: passed. */
  readonly fault: Fault | undefined;
}

export interface DiagnoseTools {
  readonly open: OpenSession;
  readonly signal?: AbortSignal | undefined;
}

type Target = Pick<SnmpTarget, "address" | "port" | "credential">;

/** The steps in order, up to the first that fails; the last one tells. */
export async function diagnose(target: Target, tools: DiagnoseTools): Promise<readonly StepOutcome[]> {
  const { credential } = target;
  const opened = await tools.open(target);
  if (!opened.ok) return [{ step: "address", fault: opened.fault }];
  opened.value.close();
  const steps =
    credential.version === "3"
      ? await stepsV3(target, credential, tools)
      : await stepsCommunity(target, tools);
  return [{ step: "address", fault: undefined }, ...steps];
}

async function stepsCommunity(target: Target, tools: DiagnoseTools): Promise<readonly StepOutcome[]> {
  const asked = await ask(target, tools);
  if (asked.ok || asked.fault.code !== "snmp_timeout") {
    const answered = { step: "answer", fault: undefined } as const;
    if (!asked.ok) return [answered, { step: "community", fault: asked.fault }];
    return [answered, { step: "community", fault: undefined }, await interfaces(target, tools)];
  }
  // An unknown community gets no answer at all, as from a device that is off. But most devices also speak
  // version 3, and that answers strangers: "I do not know you".
  const stranger = { ...target, credential: { version: "3", user: "cayda" } } as const;
  const heard = asked.fault.params["reason"] === undefined && answered(await ask(stranger, tools));
  if (!heard) return [{ step: "answer", fault: asked.fault }];
  const fault = fail("snmp_refused", { address: target.address, reason: "community" }).fault;
  return [
    { step: "answer", fault: undefined },
    { step: "community", fault },
  ];
}

type CredentialV3 = Extract<SnmpCredential, { version: "3" }>;

async function stepsV3(
  target: Target,
  { auth, priv, ...user }: CredentialV3,
  tools: DiagnoseTools,
): Promise<readonly StepOutcome[]> {
  const steps: StepOutcome[] = [];
  const passes = (step: DiagnosisStep, fault?: Fault) => {
    steps.push({ step, fault });
    return fault === undefined;
  };
  const asUser = await ask({ ...target, credential: user }, tools);
  if (!passes("answer", silence(asUser))) return steps;
  const unknown = !asUser.ok && asUser.fault.code === "snmp_user_unknown" ? asUser.fault : undefined;
  if (!passes("user", unknown)) return steps;
  if (auth !== undefined) {
    const asked = await ask({ ...target, credential: { ...user, auth } }, tools);
    if (!passes("authentication", hindrance(asked))) return steps;
  }
  if (auth !== undefined && priv !== undefined) {
    const asked = await ask(target, tools);
    const mute = silence(asked);
    const wrong = mute === undefined ? hindrance(asked) : privacyFault(target);
    if (!passes("privacy", wrong)) return steps;
  }
  steps.push(await interfaces(target, tools));
  return steps;
}

/**
 * For a version 3 device that let itself be discovered and then fell silent: the privacy password, if without
 * privacy it answers; undefined when that is not the reason.
 */
export async function explainSilence(target: Target, tools: DiagnoseTools): Promise<Fault | undefined> {
  const { credential } = target;
  if (credential.version !== "3" || credential.auth === undefined || credential.priv === undefined) {
    return undefined;
  }
  const { priv: _, ...withoutPrivacy } = credential;
  const asked = await ask({ ...target, credential: withoutPrivacy }, tools);
  return hindrance(asked) === undefined ? privacyFault(target) : undefined;
}

const privacyFault = ({ address }: Target): Fault => fail("snmp_privacy", { address }).fault;

function ask(target: Target, tools: DiagnoseTools): Promise<Result<unknown>> {
  return during(target, tools, (session) => session.get([SYSTEM.uptime], { signal: tools.signal }));
}

async function interfaces(target: Target, tools: DiagnoseTools): Promise<StepOutcome> {
  const [column] = columnsOf(["ifOperStatus"]);
  const oid = column?.oid ?? "";
  const query = { nonRepeaters: 0, maxRepetitions: 1, oids: [oid] };
  const read = await during(target, tools, (session) => session.bulk(query, { signal: tools.signal }));
  if (!read.ok) return { step: "interfaces", fault: read.fault };
  const first = read.value.columns[0]?.[0];
  const shown = first !== undefined && first.type !== "end" && first.oid.startsWith(`${oid}.`);
  const hidden = fail("snmp_refused", { address: target.address, reason: "noIfTable" }).fault;
  return { step: "interfaces", fault: shown ? undefined : hidden };
}

async function during<T>(
  target: Target,
  { open }: DiagnoseTools,
  work: (session: SnmpSession) => Promise<Result<T>>,
): Promise<Result<T>> {
  const opened = await open(target);
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

const silence = (asked: Result<unknown>): Fault | undefined =>
  !asked.ok && asked.fault.code === "snmp_timeout" ? asked.fault : undefined;
const answered = (asked: Result<unknown>) => silence(asked) === undefined;
/** That this level of security may not read says that its password was right. */
const hindrance = (asked: Result<unknown>): Fault | undefined =>
  asked.ok || asked.fault.code === "snmp_refused" ? undefined : asked.fault;
