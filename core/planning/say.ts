import { sayFinding, sayMoney, shownParams } from "../assets/say.ts";
import { FUNDING_SOURCES, type FundingSource, type LiquidationGround } from "../assets/types.ts";
import { planMessages } from "../messages/plan.ts";
import { speaker, type Language } from "../messages/speaker.ts";
import type { Action, Candidate, Explanation, PlanWarning, Reason } from "./types.ts";

const { say, sayAny } = speaker(planMessages);

export const sayAction = (language: Language, action: Action): string =>
  say(language, `plan.action.${action}`);
export const saySource = (language: Language, source: FundingSource): string =>
  say(language, `plan.source.${source}`);
export const sayPriority = (language: Language, priority: Candidate["priority"]): string =>
  say(language, `plan.priority.${priority}`);
export const sayGround = (language: Language, ground: LiquidationGround): string =>
  say(language, `plan.ground.${ground}`);

/** What is measured before and after a purchase. */
export const sayIndicator = (language: Language): string => say(language, "plan.indicator.lan_hours");
/** In place of a figure whose quarter is not over. */
export const sayNotYet = (language: Language): string => say(language, "plan.indicator.not_yet");

/** One reason, short enough for a cell. */
const sayReason = (language: Language, { finding }: Reason): string => sayFinding(language, finding).reason;

/** "Lý do đề xuất": the reasons of a line, the weightiest first, and whom it serves. */
export function sayReasons(
  language: Language,
  { reasons, oneStop }: Pick<Candidate, "reasons" | "oneStop">,
): string {
  const parts = reasons.map((reason) => sayReason(language, reason));
  if (oneStop) parts.push(say(language, "plan.oneStop"));
  return parts.join("; ");
}

/** What to look out for, with what to do. */
export function sayWarning(language: Language, { code, params }: PlanWarning): string {
  const who = sayAny(language, `plan.warning.by.${String(params["by"] ?? "nobody")}`, {}) ?? "";
  const shown = { ...shownParams(language, params), who };
  const text = sayAny(language, `plan.warning.${code}${variantOf({ code, params })}`, shown) ?? code;
  return params["leader_cap_vnd"] === undefined
    ? text
    : `${text} ${sayAny(language, "plan.warning.leader_cap", shown) ?? ""}`;
}

/** A limit that may no longer hold is told as one to be checked, not as what is allowed; a table is told of by what it holds. */
function variantOf({ code, params }: PlanWarning): string {
  if (code === "table_unverified") return `_${String(params["table"])}`;
  return params["unverified"] === undefined ? "" : "_unverified";
}

/** Why a line is in or out, in one sentence, alike on the pages and in the documents. */
export function sayExplanation(language: Language, { because, params }: Explanation): string {
  const money = (amount: string | number | undefined): string =>
    typeof amount === "number" ? sayMoney(language, amount) : "…";
  const source = FUNDING_SOURCES.find((one) => one === params["source"]);
  const shown = {
    missing_vnd: money(params["missing"]),
    left_vnd: money(params["left"]),
    source_name: source === undefined ? "…" : saySource(language, source),
  };
  return sayAny(language, `plan.why.${because}`, shown) ?? because;
}
