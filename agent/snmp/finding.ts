import type { FaultCode } from "../../core/result.ts";
import type { StepOutcome } from "./diagnose.ts";

/**
 * What a diagnosis comes to, where the step that failed does not say it all. Silence has many reasons; whether the
 * device answers ping, and whether the system says that nobody listens at the port, tell the likely ones apart.
 */
export type Finding =
  /** Neither SNMP nor ping: off, unplugged, or another address. */
  | "dead"
  /** This PC has no way there. */
  | "no_route"
  /** The device says itself that nothing listens at the port. */
  | "snmp_off"
  /** It answers ping and nothing else: SNMP off without saying so, or only certain PCs are let in. */
  | "blocked"
  /** Nothing came, and ping cannot be asked. */
  | "silent"
  /** It answers strangers of version 3, not this community: a wrong one, or one for certain PCs only. */
  | "community"
  /** It answers, but not with its ports: the view leaves them out. */
  | "part"
  /** It answers short questions and falls silent at longer ones. */
  | "part_silent";

/** Whether the address answers ping; undefined where this PC cannot ask. */
export type AnswersPing = (address: string) => Promise<boolean | undefined>;

/** Undefined when all is well, or when the failed step says enough (a wrong user, password or algorithm). */
export async function findingOf(
  steps: readonly StepOutcome[],
  address: string,
  answersPing: AnswersPing,
): Promise<Finding | undefined> {
  const last = steps.at(-1);
  if (last?.fault === undefined) return undefined;
  const { step, fault } = last;
  if (step === "community") return "community";
  if (step === "interfaces") return PARTS[fault.code];
  if (step !== "answer" || fault.code !== "snmp_timeout") return undefined;
  const reason = String(fault.params["reason"] ?? "");
  if (reason === "port_unreachable") return "snmp_off";
  if (/^E(?:HOST|NET)UNREACH$/.test(reason)) return "no_route";
  const answers = await answersPing(address);
  return answers === undefined ? "silent" : answers ? "blocked" : "dead";
}

const PARTS: Partial<Record<FaultCode, Finding>> = {
  snmp_refused: "part",
  snmp_timeout: "part_silent",
  snmp_garbage: "part_silent",
};
