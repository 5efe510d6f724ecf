import { importMessages } from "../../messages/import.ts";
import { speaker, type Language } from "../../messages/speaker.ts";
import { sayDate } from "../say.ts";
import { isDate } from "../dates.ts";
import type { ImportProblem } from "./preview-types.ts";

const { say, sayAny } = speaker(importMessages);

/** "Dòng 7, cột F (Nguyên giá): không đọc được số tiền “x”. …" */
export function sayImportProblem(language: Language, problem: ImportProblem): string {
  const { row, column, header, code, params } = problem;
  const place =
    column === null
      ? say(language, "import.row", { row })
      : say(language, "import.place", { row, column, header: header ?? "" });
  const near = String(params["near"] ?? "");
  const values: Record<string, string | number> = {
    hint: near === "" ? "" : say(language, "import.near", { near }),
  };
  for (const [name, value] of Object.entries(params))
    values[name] = typeof value === "string" && isDate(value) ? sayDate(value) : value;
  return `${place}: ${sayAny(language, `import.${code}`, values) ?? code}`;
}
