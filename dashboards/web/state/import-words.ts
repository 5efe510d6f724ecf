import type { ImportPreview, ImportProblem } from "../../../core/assets/import/preview-types.ts";
import { sayTimes, sayWhatIsWrong } from "../../../core/assets/import/say.ts";
import { language } from "./preferences.ts";

/** What is wrong with a cell, and what would be right; its row and column stand beside it. */
export function importProblemText(problem: ImportProblem): string {
  const text = sayWhatIsWrong(language.value, problem);
  // Elsewhere the sentence goes on after "Dòng 2, cột E:"; here it stands alone.
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Columns in thousands or millions of đồng, and that their amounts were multiplied. */
export const timesText = (preview: ImportPreview): string => sayTimes(language.value, preview).join(" ");
