import { SECOND } from "../clock.ts";
import { formatCount, formatDuration } from "../format.ts";
import { alertMessages } from "../messages/alerts.ts";
import { speaker, type Language } from "../messages/speaker.ts";
import { ruleKind, type RuleId } from "./catalogue.ts";
import { inUnit, sayValue, shown, type Values } from "./say-values.ts";
import type { AlertEvidence, AlertState, Penalty, Severity } from "./types.ts";

/** An alert in sentences. Pure: the web and messages say the same. */
export interface AlertSentences {
  /** Short, names its subject; no full stop. */
  readonly title: string;
  readonly happened: string;
  readonly means: string;
  /** What to do, cheapest first. */
  readonly steps: readonly string[];
  /** What hangs on it. */
  readonly attached?: string;
  /** What this alert explains. */
  readonly affected?: string;
  /** What the conclusion rests on. */
  readonly inferred?: string;
  /** Of resolved alerts: the figure before and now. */
  readonly beforeAfter?: string;
}
/** The name of a subject key or of a device's id; undefined where it is not known. */
export type NameOf = (key: string) => string | undefined;

const { say } = speaker(alertMessages);
const MOST_NAMES = 5;

/** What happened, what it means and what to do, in `language`. Sentences whose figures are not known are left out. */
export function sayAlert(language: Language, state: AlertState, names: NameOf): AlertSentences {
  const { rule } = state;
  const values = valuesOf(language, state);
  // The evidence is that of the worst value; so it stays when things get better, and when all is well again.
  const then = { ...values, value: values["worst"] ?? "" };
  const where = String(state.evidence.params["where"] ?? "");
  const attached = sayAttached(language, state, values);
  const affected = sayAffected(language, state, names);
  const inferred = sayInferred(language, state, names);
  const beforeAfter = sayResolved(language, state, values);
  return {
    title:
      sentence(language, `alert.${rule}.title.${where}`, then) ??
      sentence(language, `alert.${rule}.title`, then) ??
      say(language, `alert.${rule}.rule`),
    happened:
      sentence(language, `alert.${rule}.happened.${where}`, then) ??
      numbered(language, `alert.${rule}.happened`, then).join(" "),
    means:
      sentence(language, `alert.${rule}.means.${where}`, values) ??
      sentence(language, `alert.${rule}.means`, values) ??
      "",
    steps: stepsOf(language, rule, where, values),
    ...(attached === undefined ? {} : { attached }),
    ...(affected === undefined ? {} : { affected }),
    ...(inferred === undefined ? {} : { inferred }),
    ...(beforeAfter === undefined ? {} : { beforeAfter }),
  };
}

/** A rule as settings name it, and why its threshold is what it is. */
export const sayRule = (
  language: Language,
  rule: RuleId,
): { readonly name: string; readonly reason: string } => ({
  name: say(language, `alert.${rule}.rule`),
  reason: say(language, `alert.${rule}.reason`),
});

export const saySeverity = (language: Language, severity: Severity): string =>
  say(language, `alert.severity.${severity}`);

/** Why points are missing from a score: the rule's own title with its figures. */
export function sayPenalty(language: Language, penalty: Penalty): string {
  const value = sayValue(language, penalty.rule, penalty.value);
  const values = { ...shown(language, penalty.params), value, ...userOf(language, []) };
  const { rule } = penalty;
  const title = sentence(language, `alert.${rule}.title`, values) ?? say(language, `alert.${rule}.rule`);
  return ruleKind(rule).unit === "state" || title.includes(value) ? title : `${title} (${value})`;
}

function valuesOf(language: Language, state: AlertState): Values {
  const { rule, evidence, resolvedAt, since } = state;
  const attached = listed(language, evidence.attached ?? []);
  return {
    ...userOf(language, evidence.attached ?? []),
    ...shown(language, paramsOf(state)),
    value: sayValue(language, rule, state.value),
    worst: sayValue(language, rule, state.worst),
    threshold: inUnit(language, ruleKind(rule).unit, state.threshold),
    ...(attached === undefined ? {} : { attached }),
    ...(resolvedAt === null ? {} : { lasted: formatDuration(resolvedAt - since, language) }),
  };
}

/** A site's silence goes on after it was told; its figure is that of the moment when it fired (`step.ts`). */
function paramsOf({ rule, evidence, firedAt, clearSince, lastAt }: AlertState): AlertEvidence["params"] {
  const { params } = evidence;
  const silent = params["silent_s"];
  if (rule !== "site_down" || firedAt === null || typeof silent !== "number") return params;
  return { ...params, silent_s: silent + Math.max(0, (clearSince ?? lastAt) - firedAt) / SECOND };
}

/** Who uses a port: by name when one or two hang there. */
function userOf(language: Language, attached: readonly string[]): Values {
  if (attached.length > 0 && attached.length <= 2) {
    const names = attached.join(", ");
    return { user: names, User: names };
  }
  return { user: say(language, "alert.user"), User: say(language, "alert.User") };
}

function sentence(language: Language, key: string, values: Values): string | undefined {
  const text = textOf(language, key);
  return text === undefined ? undefined : filled(text, values);
}

const textOf = (language: Language, key: string): string | undefined => {
  const messages: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = alertMessages;
  return Object.hasOwn(messages, key) ? messages[key]?.[language] : undefined;
};

/** undefined when a place is not known. */
function filled(text: string, values: Values): string | undefined {
  let known = true;
  const result = text.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
    if (Object.hasOwn(values, name)) return String(values[name]);
    known = false;
    return "";
  });
  return known ? result : undefined;
}

/** `key`, `key.2`, `key.3`… */
function numbered(language: Language, key: string, values: Values): string[] {
  const sentences = [sentence(language, key, values)];
  for (let n = 2; textOf(language, `${key}.${n}`) !== undefined; n += 1)
    sentences.push(sentence(language, `${key}.${n}`, values));
  return sentences.filter((text) => text !== undefined);
}

function stepsOf(language: Language, rule: RuleId, where: string, values: Values): readonly string[] {
  const own = `alert.${rule}.do.${where}`;
  const key = textOf(language, `${own}.1`) === undefined ? `alert.${rule}.do` : own;
  const first = sentence(language, `${key}.1`, values);
  const rest: string[] = [];
  for (let n = 2; textOf(language, `${key}.${n}`) !== undefined; n += 1) {
    const step = sentence(language, `${key}.${n}`, values);
    if (step !== undefined) rest.push(step);
  }
  return first === undefined ? rest : [first, ...rest];
}

/** At most a few names; the others as a number. */
function listed(language: Language, names: readonly string[], all = names.length): string | undefined {
  if (names.length === 0) return undefined;
  const some = names.slice(0, MOST_NAMES);
  const more = all - some.length;
  const text = some.join(", ");
  return more <= 0 ? text : say(language, "alert.more", { names: text, n: formatCount(more, language) });
}

/** Of most rules it is what hangs there; some say it in their own way. */
function sayAttached(language: Language, { rule }: AlertState, values: Values): string | undefined {
  const { attached } = values;
  if (attached === undefined) return undefined;
  return (
    sentence(language, `alert.${rule}.attached`, values) ??
    say(language, "alert.attached", { names: attached })
  );
}

function sayAffected(language: Language, state: AlertState, names: NameOf): string | undefined {
  if (state.affectedCount === 0) return undefined;
  const n = formatCount(state.affectedCount, language);
  // One thing may be hit in several ways (loss and silence): it is named once.
  const known = new Set(state.affected.map(names).filter((name) => name !== undefined));
  const some = listed(language, [...known], Math.max(known.size, state.affectedCount));
  return some === undefined
    ? say(language, "alert.affected.count", { n })
    : say(language, "alert.affected", { n, names: some });
}

function sayInferred(language: Language, state: AlertState, names: NameOf): string | undefined {
  const { inferred } = state.evidence;
  if (inferred === undefined) return undefined;
  const confidence = say(language, `alert.confidence.${inferred.confidence}`);
  const all = inferred.restsOn.length;
  if (all === 0) return say(language, "alert.inferred.bare", { confidence });
  const n = formatCount(all, language);
  const known = inferred.restsOn.map(names).filter((name) => name !== undefined);
  const some = listed(language, known, all);
  return some === undefined
    ? say(language, "alert.inferred.count", { n, confidence })
    : say(language, "alert.inferred", { n, names: some, confidence });
}

function sayResolved(language: Language, state: AlertState, values: Values): string | undefined {
  if (state.phase !== "resolved") return undefined;
  if (state.unwatched === true) return say(language, "alert.unwatched");
  const where = String(state.evidence.params["where"] ?? "");
  return (
    sentence(language, `alert.${state.rule}.resolved.${where}`, values) ??
    sentence(language, `alert.${state.rule}.resolved`, values)
  );
}
