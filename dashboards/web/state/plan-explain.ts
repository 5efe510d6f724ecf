import { sayExplanation } from "../../../core/planning/say.ts";
import type { Explanation } from "../../../core/planning/types.ts";
import { sayMoney } from "../lib/money.ts";
import { planWords } from "./plan-words.ts";
import { language } from "./preferences.ts";

/** Why a line is in or out, in one short sentence; "" while nothing was worked out. */
export const explanationText = (explanation: Explanation | undefined): string =>
  explanation === undefined ? "" : sayExplanation(language.value, explanation);

/** What would have to change, from `explainOne`. */
export function changeText({ in: chosen, params }: Explanation): readonly string[] {
  const said: string[] = [];
  const { lostPoints, extra } = params;
  if (typeof lostPoints === "number" && lostPoints > 0)
    said.push(planWords(chosen ? "web.plan.without" : "web.plan.forced", { n: lostPoints }));
  if (typeof extra === "number")
    said.push(planWords("web.plan.extra", { amount: sayMoney(extra, language.value) }));
  if (params["breaks"] !== undefined) said.push(planWords("web.plan.breaks"));
  return said;
}
