import type { Fault } from "../../core/result.ts";
export function zodFault(_issues: unknown): Fault {
  return { code: "bad_input", params: { field: "", reason: "" } };
}
