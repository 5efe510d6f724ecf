import type { Explanation } from "../../../core/planning/types.ts";
import { saySource } from "../../../core/planning/say.ts";
import type { FundingSource } from "../../../core/assets/types.ts";
import { sayMoney } from "../lib/money.ts";
import { planWords } from "./plan-words.ts";
import { language } from "./preferences.ts";

const money = (value: string | number | undefined): string =>
  typeof value === "number" ? sayMoney(value, language.value) : "…";

/** Why a line is in or out, in one short sentence; "" while nothing was worked out. */
export function explanationText(explanation: Explanation | undefined): string {
  if (explanation === undefined) return "";
  const { params } = explanation;
  if (explanation.in) return planWords(`web.plan.why.${explanation.because}`);
  switch (explanation.because) {
    case "no_source":
      return planWords("web.plan.why.no_source", {
        source: saySource(language.value, params["source"] as FundingSource),
      });
    case "no_money":
      return planWords("web.plan.why.no_money", { missing: money(params["missing"]) });
    case "over_must":
      return planWords("web.plan.why.over_must", { missing: money(params["missing"]) });
    case "worth_less":
      return planWords("web.plan.why.worth_less", { left: money(params["left"]) });
    case "never":
    case "alternative":
    case "requires":
      return planWords(`web.plan.why.${explanation.because}`);
  }
}

/** What would have to change, from `explainOne`. */
export function changeText({ in: chosen, params }: Explanation): readonly string[] {
  const said: string[] = [];
  const { lostPoints, extra } = params;
  if (typeof lostPoints === "number" && lostPoints > 0)
    said.push(planWords(chosen ? "web.plan.without" : "web.plan.forced", { n: lostPoints }));
  if (typeof extra === "number") said.push(planWords("web.plan.extra", { amount: money(extra) }));
  if (params["breaks"] !== undefined) said.push(planWords("web.plan.breaks"));
  return said;
}
