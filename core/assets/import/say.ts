import { formatNumber } from "../../format.ts";
import { importMessages } from "../../messages/import.ts";
import { speaker, type Language } from "../../messages/speaker.ts";
import { isDate, sayDate } from "../dates.ts";
import type { ImportPreview, ImportProblem } from "./preview-types.ts";

const { say, sayAny } = speaker(importMessages);

/** What is wrong with a cell, and what would be right; its place is not told. */
export function sayWhatIsWrong(language: Language, { code, params }: ImportProblem): string {
  const { near = "", heading = "" } = params;
  const values: Record<string, string | number> = {
    hint: near === "" ? "" : say(language, "import.near", { near }),
    above: heading === "" ? "" : say(language, "import.above", { heading }),
  };
  for (const [name, value] of Object.entries(params))
    values[name] = typeof value === "string" && isDate(value) ? sayDate(value) : value;
  return sayAny(language, `import.${code}`, values) ?? code;
}

/** "Dòng 7, cột F (Nguyên giá): không đọc được số tiền “x”. …" */
export function sayImportProblem(language: Language, problem: ImportProblem): string {
  const { row, column, header } = problem;
  const place =
    column === null
      ? say(language, "import.row", { row })
      : say(language, "import.place", { row, column, header: header ?? "" });
  return `${place}: ${sayWhatIsWrong(language, problem)}`;
}

/** Of each column whose amounts are not written in đồng, what was made of them. */
export const sayTimes = (
  language: Language,
  { columns }: Pick<ImportPreview, "columns">,
): readonly string[] =>
  columns.flatMap(({ column, header, times }) =>
    times === 1
      ? []
      : [
          say(language, "import.times", {
            column,
            header,
            unit: sayAny(language, `import.unit.${times}`, {}) ?? "",
            times: formatNumber(times, language, 0),
          }),
        ],
  );
