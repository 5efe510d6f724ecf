import { sayAny, type Language } from "../../core/messages/say.ts";
import type { Fault } from "../../core/result.ts";
import type { FaultAnswer } from "../../core/wire/views.ts";

/** A fault as it leaves by HTTP. A parameter that is itself the key of a sentence is said in the same language. */
export function faultAnswer({ code, params }: Fault, language: Language): FaultAnswer {
  const said = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? (sayAny(language, value, params) ?? value) : value,
    ]),
  );
  return { error: { code, says: sayAny(language, `fault.${code}`, said) ?? code, params: said } };
}

/** Headers that belong to a fault. */
export function faultHeaders({ params }: Fault): Record<string, string> {
  return typeof params["seconds"] === "number" ? { "retry-after": String(params["seconds"]) } : {};
}
