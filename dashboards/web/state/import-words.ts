import type { ImportProblem } from "../../../core/assets/import/preview-types.ts";
import { importMessages } from "../../../core/messages/import.ts";
import { speaker } from "../../../core/messages/speaker.ts";
import { language } from "./preferences.ts";

const { sayAny } = speaker(importMessages);

/** What is wrong with a cell, and what would be right; its row and column stand beside it. */
export function importProblemText({ code, params }: ImportProblem): string {
  const { near } = params;
  const hint =
    typeof near === "string" && near !== "" ? sayAny(language.value, "import.near", { near }) : undefined;
  const text = sayAny(language.value, `import.${code}`, { ...params, hint: hint ?? "" }) ?? code;
  // Elsewhere the sentence goes on after "Dòng 2, cột E:"; here it stands alone.
  return text.charAt(0).toUpperCase() + text.slice(1);
}
