import { say, sayAny, type Language } from "../../core/messages/say.ts";
import type { AuditView } from "../../core/wire/organisation.ts";
import type { AuditEntry } from "../organisation-port.ts";
import type { AuditNames } from "./audit-names.ts";

type Values = NonNullable<AuditEntry["after"]>;

/** An entry of the audit in words. What is not known by a name any more stands with the name that it had then. */
export function auditLine(entry: AuditEntry, names: AuditNames, language: Language): AuditView {
  const { id, at, actor, action } = entry;
  const name = names.ofPerson(actor);
  return {
    id,
    at,
    who: name === undefined ? actor : `${name} (${actor})`,
    action,
    what: sayAny(language, `audit.${action}`, {}) ?? say(language, "audit.other", { action }),
    subject: names.of(entry) ?? ownName(entry.after) ?? ownName(entry.before) ?? null,
    detail: detailOf(entry, names, language),
  };
}

/** As the entry itself has it. */
function ownName(values: Values | null): string | undefined {
  const name = values?.["name"];
  return typeof name === "string" ? name : undefined;
}

/** Fields that say more in a line; others are told by the action alone. */
const FIELDS = [
  "name",
  "kind",
  "role",
  "parent",
  "unit",
  "site",
  "address",
  "target",
  "uses",
  "reason",
  "decision",
  "required",
  "raise",
  "clear",
] as const;

type Field = (typeof FIELDS)[number];

/** What changed, or what something new was made with. */
function detailOf(entry: AuditEntry, names: AuditNames, language: Language): string | null {
  const parts = FIELDS.flatMap((field) => partOf(entry, field, names, language) ?? []);
  const ids = entry.after?.["ids"];
  if (Array.isArray(ids)) parts.unshift(say(language, "audit.count", { n: ids.length }));
  return parts.length === 0 ? null : parts.join("; ");
}

/** What the change does not name stays. */
const isSame = (old: unknown, now: unknown): boolean =>
  now === undefined || JSON.stringify(old ?? null) === JSON.stringify(now);

function partOf(
  { before, after, subject }: AuditEntry,
  field: Field,
  names: AuditNames,
  language: Language,
): string | undefined {
  const [old, now] = [before?.[field], after?.[field]];
  const label = say(language, `audit.field.${field}`);
  const text = (value: unknown) => valueText(field, value, names, language);
  if (before !== null && after !== null) {
    if (isSame(old, now)) return undefined;
    return say(language, "audit.change", { field: label, before: text(old), after: text(now) });
  }
  const value = now ?? old ?? null;
  // The name is what the line is about, and so may be the unit.
  if (value === null || field === "name" || value === subject) return undefined;
  return say(language, "audit.value", { field: label, value: text(value) });
}

/** Fields whose values have words of their own. */
const VALUES_OF: Readonly<Record<string, string>> = {
  role: "web.role",
  kind: "web.kind",
  required: "audit.required",
};

function valueText(field: string, value: unknown, names: AuditNames, language: Language): string {
  if (value === undefined || value === null)
    return say(language, field === "unit" ? "audit.all" : "audit.none");
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return "…";
  const words = VALUES_OF[field];
  if (words !== undefined) return sayAny(language, `${words}.${value}`, {}) ?? value;
  return names.ofId(value) ?? value;
}
