import { formatNumber, formatPercent } from "../format.ts";
import { findingMessages } from "../messages/findings.ts";
import { speaker, type Language } from "../messages/speaker.ts";
import { sayDate } from "./dates.ts";
import type { Finding, FindingKind } from "./findings.ts";
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
  {
    kind,
    params,
    since,
    basis,
  }: Pick<Finding, "kind" | "params" | "since"> & Partial<Pick<Finding, "basis">>,
): FindingSentences {
  const values = shownParams(language, params, since);
  const part = (name: string) => sayAny(language, `finding.${kind}.${name}`, values);
  // Some figures are not always known, or are worth a sentence of their own.
  const variant = VARIANTS[kind]?.(params) ?? "";
  const reason = (variant === "" ? undefined : part(`reason_${variant}`)) ?? part("reason") ?? kind;
  return {
    title: part("title") ?? kind,
    reason: basis === "inferred" ? `${reason} (${say(language, "finding.basis.inferred")})` : reason,
    means: part("means") ?? kind,
    do: part("do") ?? kind,
  };
}

/** Which reason is said, by what is known. */
const VARIANTS: Readonly<Partial<Record<FindingKind, (params: Finding["params"]) => string>>> = {
  fine: ({ years }) => (years === undefined ? "" : "old"),
  repairs: ({ cost_vnd: cost }) => (cost === undefined ? "uncosted" : ""),
  ram_small: ({ used_ratio: used }) => (used === undefined ? "" : "used"),
  switch_bad_ports: ({ behind }) => (behind === undefined || behind === "" ? "" : "behind"),
  cable_fault: ({ behind }) => (behind === undefined || behind === "" ? "" : "behind"),
};

export const sayLevel = (language: Language, { level }: Pick<Finding, "level">): string =>
  say(language, `finding.level.${level}`);

export const sayBasis = (language: Language, { basis }: Pick<Finding, "basis">): string =>
  say(language, `finding.basis.${basis}`);

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
