import { expect, test } from "vitest";
import { fail, type FaultCode, type FaultParams } from "../../core/result.ts";
import type { StepOutcome } from "./diagnose.ts";
import { findingOf } from "./finding.ts";

const steps = (step: StepOutcome["step"], code: FaultCode, params: FaultParams = {}): StepOutcome[] => [
  { step: "address", fault: undefined },
  { step, fault: fail(code, params).fault },
];

test.each<[StepOutcome[], boolean | undefined, string | undefined]>([
  [steps("answer", "snmp_timeout"), true, "blocked"],
  [steps("answer", "snmp_timeout"), false, "dead"],
  [steps("answer", "snmp_timeout"), undefined, "silent"],
  [steps("answer", "snmp_timeout", { reason: "port_unreachable" }), true, "snmp_off"],
  [steps("answer", "snmp_timeout", { reason: "EHOSTUNREACH" }), false, "no_route"],
  [steps("answer", "snmp_timeout", { reason: "ENETUNREACH" }), undefined, "no_route"],
  [steps("answer", "snmp_garbage"), true, undefined],
  [steps("community", "snmp_refused"), true, "community"],
  [steps("user", "snmp_user_unknown"), true, undefined],
  [steps("authentication", "snmp_auth"), true, undefined],
  [steps("privacy", "snmp_privacy"), true, undefined],
  [steps("interfaces", "snmp_refused"), true, "part"],
  [steps("interfaces", "snmp_timeout"), true, "part_silent"],
  [[{ step: "interfaces", fault: undefined }], true, undefined],
  [[], true, undefined],
])("%j, answering ping %s: %s", async (outcome, ping, expected) => {
  expect(await findingOf(outcome, "127.0.0.1", async () => ping)).toBe(expected);
});
