import type { Result } from "../../core/result.ts";

/** The value of what cannot fail on a register of one's own. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.code} ${JSON.stringify(result.fault.params)}`);
  return result.value;
}
