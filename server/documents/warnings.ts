import { say } from "../../core/messages/say.ts";
import type { DocumentHead, LegalBasis, PlanDocument } from "./input.ts";
import { sumOf } from "./plan-figures.ts";
import { clean, money } from "./words.ts";

/**
 * What the officer must check before a document is signed, as sentences: unverified legal bases, blanks in the unit's
 * profile, and what is to be heeded of the plan itself. They stand on the sheet "Lưu ý" and beside downloads.
 */
export const planWarnings = (input: PlanDocument): string[] => [
  ...profileWarnings(input),
  ...legalWarnings(input.legal, input),
  ...heedings(input),
];

/** What whoever decides must heed of the plan: a ceiling that is exceeded, prices above norms, grounds that are missing. */
export function heedings({ language, ceiling, lines, warnings }: PlanDocument): string[] {
  const total = sumOf(lines);
  if (ceiling === null || total <= ceiling) return [...warnings];
  const amounts = { amount: money(total, language), ceiling: money(ceiling, language) };
  return [say(language, "doc.warning.over_ceiling", amounts), ...warnings];
}

/** Unverified legal bases, or that there are none. */
export function legalWarnings(legal: readonly LegalBasis[], { language }: DocumentHead): string[] {
  if (legal.length === 0) return [say(language, "doc.warning.legal_none")];
  return legal
    .filter(({ verified }) => !verified)
    .map(({ text, source, note }) =>
      say(language, "doc.warning.legal_unverified", {
        text: clean(text),
        source: [source, note ?? ""]
          .map((part) => clean(part))
          .filter((part) => part !== "")
          .join("; "),
      }),
    );
}

/** Which places of the document stay blank because nobody filled in the unit's profile. */
export function profileWarnings({ profile, language }: DocumentHead): string[] {
  const fields = ["agency", "abbreviation", "place", "signTitle", "signName"] as const;
  const blank = fields
    .filter((field) => clean(profile[field]) === "")
    .map((field) => say(language, `doc.profile.${field}`));
  if (profile.recipients.length === 0) blank.push(say(language, "doc.profile.recipients"));
  return blank.length === 0 ? [] : [say(language, "doc.warning.profile", { fields: blank.join(", ") })];
}
