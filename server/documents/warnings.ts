import { say } from "../../core/messages/say.ts";
import type { DocumentHead, LegalBasis, PlanDocument } from "./input.ts";
import { sumOf } from "./plan-figures.ts";
import { clean, money } from "./words.ts";

/**
 * What the officer must check before a document is signed, as sentences: unverified legal bases, blanks in the unit's
 * profile, ceilings and norms that are exceeded. They stand on the sheet "Lưu ý" and beside downloads, never in the official
 * text.
 */
export function planWarnings(input: PlanDocument): string[] {
  const { language, ceiling, lines } = input;
  const total = sumOf(lines);
  const over =
    ceiling !== null && total > ceiling
      ? [
          say(language, "doc.warning.over_ceiling", {
            amount: money(total, language),
            ceiling: money(ceiling, language),
          }),
        ]
      : [];
  const caps = lines.flatMap(({ cap, unitPrice, unit, item }) =>
    cap === null || unitPrice <= cap
      ? []
      : [
          say(language, "doc.warning.over_cap", {
            unit: clean(unit),
            item: clean(item),
            price: money(unitPrice, language),
            cap: money(cap, language),
          }),
        ],
  );
  return [
    ...profileWarnings(input),
    ...legalWarnings(input.legal, input),
    ...over,
    ...new Set(caps),
    ...input.warnings,
  ];
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
