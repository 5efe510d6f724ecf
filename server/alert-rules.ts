import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { RULE_IDS, type RuleId } from "../core/alerting/catalogue.ts";
import { isOrdered } from "../core/alerting/limits.ts";
import type { RuleDefaults } from "../core/alerting/settings.ts";
import type { RuleSettings } from "../core/alerting/types.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../core/clock.ts";
import { say, type Language } from "../core/messages/say.ts";
import { explain } from "./config.ts";

/** `config/alert-rules.yaml`, and the officer's own file of the same form, which names only what differs. */

type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly string[] };

const LONGEST = 400 * DAY;
const UNITS = [DAY, HOUR, MINUTE, SECOND];

/** "1h30m" in milliseconds; undefined: not a duration. */
export function durationOf(text: string): number | undefined {
  const parts = /^(?=\d)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  const ms = parts.reduce((sum, part: string | undefined, i) => sum + Number(part ?? 0) * (UNITS[i] ?? 0), 0);
  return ms <= LONGEST ? ms : undefined;
}

export const duration = z
  .string()
  .max(32)
  .transform((text, context): number => {
    const ms = durationOf(text);
    if (ms === undefined) context.addIssue({ code: "custom", message: "server.reason.duration" });
    return ms ?? 0;
  });

const rule = z.strictObject({
  enabled: z.boolean().optional(),
  severity: z.enum(["critical", "warning", "notice"]),
  raise: z.number().min(0).max(1e12),
  clear: z.number().min(0).max(1e12),
  hold: duration,
  clearHold: duration,
  hours: z.enum(["always", "office"]),
  repeat: duration,
  escalate: duration,
});
type Rule = z.infer<typeof rule>;

const head = {
  scale: z.number().min(0.001).max(10).optional(),
  forget: duration.optional(),
  waitForCause: duration.optional(),
};
const rulesOf = <S extends z.ZodType>(schema: S) =>
  z.strictObject(Object.fromEntries(RULE_IDS.map((id) => [id, schema])) as Record<RuleId, S>);
/** The shipped file says everything, one's own only what differs. */
const shipped = z.strictObject({ ...head, rules: rulesOf(rule) });
const own = z.strictObject({ ...head, rules: rulesOf(rule.partial().optional()).optional() });
type RulesFile = z.infer<typeof shipped>;

/** Reads a file's text against a schema and says every mistake with its field, in `language`. */
export function parseYaml<T>(
  schema: z.ZodType<T>,
  yaml: string,
  language: Language,
  fileName: string,
): Parsed<T> {
  let data: unknown;
  try {
    data = parse(yaml) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    return { ok: false, mistakes: [say(language, "server.config.unreadable", { file: fileName, reason })] };
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    mistakes: parsed.error.issues.flatMap(explain(language)).map((mistake) => `${fileName}: ${mistake}`),
  };
}

/** The rules' numbers: the shipped file's text, and over it one's own, if there is one. */
export function parseAlertRules(
  texts: { readonly shipped: string; readonly own?: string | undefined },
  language: Language,
  names = { shipped: "alert-rules.yaml", own: "alert-rules.yaml" },
): Parsed<RuleDefaults> {
  const base = parseYaml(shipped, texts.shipped, language, names.shipped);
  if (!base.ok) return base;
  const over = parseYaml(own, texts.own ?? "{}", language, names.own);
  if (!over.ok) return over;
  const { rules = {}, ...rest } = over.value;
  const merged = {
    ...base.value,
    ...defined(rest),
    rules: Object.fromEntries(
      RULE_IDS.map((id) => [id, Object.assign({}, base.value.rules[id], defined(rules[id] ?? {}))]),
    ) as RulesFile["rules"],
  };
  const mistakes = RULE_IDS.filter((id) => !isOrdered(id, merged.rules[id])).map((id) =>
    say(language, "server.config.wrong", {
      field: `${names.own}: rules.${id}.clear`,
      reason: say(language, "server.reason.hysteresis"),
    }),
  );
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, value: settingsOf(merged) };
}

const defined = <T extends object>(of: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function settingsOf({ scale = 1, forget, waitForCause, rules }: RulesFile): RuleDefaults {
  const one = ({ enabled = true, hold, clearHold, repeat, escalate, ...rest }: Rule): RuleSettings => ({
    ...rest,
    enabled,
    holdMs: hold * scale,
    clearMs: clearHold * scale,
    repeatMs: repeat * scale,
    escalateMs: escalate * scale,
    ...(forget === undefined ? {} : { forgetMs: forget * scale }),
    ...(waitForCause === undefined ? {} : { waitMs: waitForCause * scale }),
  });
  return Object.fromEntries(RULE_IDS.map((id) => [id, one(rules[id])])) as Record<RuleId, RuleSettings>;
}

const SHIPPED = new URL("../config/alert-rules.yaml", import.meta.url);

/** Reads the shipped rules and one's own file (a path), if it is set. */
export function loadAlertRules(file: string | undefined, language: Language): Parsed<RuleDefaults> {
  const text = file === undefined ? { ok: true as const, value: undefined } : readText(file, language);
  if (!text.ok) return text;
  return parseAlertRules({ shipped: readFileSync(SHIPPED, "utf8"), own: text.value }, language, {
    shipped: "alert-rules.yaml",
    own: file ?? "alert-rules.yaml",
  });
}

/** The text of a file that a person named. */
export function readText(file: string, language: Language): Parsed<string> {
  try {
    return { ok: true, value: readFileSync(file, "utf8") };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { ok: false, mistakes: [say(language, "server.config.unreadable", { file, reason })] };
  }
}
