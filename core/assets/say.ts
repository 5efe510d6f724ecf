import { formatNumber, formatPercent } from "../format.ts";
import { findingMessages } from "../messages/findings.ts";
import { speaker, type Language } from "../messages/speaker.ts";
import type { Finding } from "./findings.ts";
import type { DateText } from "./types.ts";

const { say, sayAny } = speaker(findingMessages);

export interface FindingSentences {
  readonly title: string;
  /** Short enough for a cell; with its figures. */
  readonly reason: string;
  readonly means: string;
  readonly do: string;
}

/** A finding as a person reads it. */
export function sayFinding(
  language: Language,
  finding: Pick<Finding, "kind" | "params" | "since">,
): FindingSentences {
  const values = shownParams(language, finding.params, finding.since);
  const part = (name: string) => sayAny(language, `finding.${finding.kind}.${name}`, values) ?? finding.kind;
  return { title: part("title"), reason: part("reason"), means: part("means"), do: part("do") };
}

export const sayLevel = (language: Language, { level }: Pick<Finding, "level">): string =>
  say(language, `finding.level.${level}`);

export const sayBasis = (language: Language, { basis }: Pick<Finding, "basis">): string =>
  say(language, `finding.basis.${basis}`);

/** dd/MM/yyyy */
export const sayDate = (date: DateText): string => date.split("-").toReversed().join("/");

/** Whole đồng with dots or commas. */
export const sayMoney = (language: Language, amount: number): string =>
  new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-US", { maximumFractionDigits: 0 }).format(amount);

/** Parameters as they are shown: money, dates and shares by the ends of their names. */
export function shownParams(
  language: Language,
  params: Readonly<Record<string, string | number>>,
  since: DateText | null = null,
): Readonly<Record<string, string>> {
  const shown: Record<string, string> = { since: since === null ? "…" : sayDate(since) };
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "string") shown[name] = name.endsWith("_date") ? sayDate(value) : value;
    else if (name.endsWith("_vnd")) shown[name] = sayMoney(language, value);
    else if (name.endsWith("_ratio")) shown[name] = formatPercent(value * 100, language);
    else shown[name] = name === "year" ? String(value) : formatNumber(value, language, 0);
  }
  return shown;
}
