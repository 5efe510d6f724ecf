import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { DateText } from "../../core/assets/types.ts";
import type { LegalBasis } from "./input.ts";

/** Which document asks: tờ trình, báo cáo nhu cầu, báo cáo năm. */
export type LegalUse = "proposal" | "report" | "year";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const file = z.strictObject({
  legal: z
    .array(
      z.strictObject({
        text: z.string().min(1).max(500),
        for: z.array(z.enum(["proposal", "report", "year"])).min(1),
        from: date.optional(),
        to: date.optional(),
        source: z.string().min(1).max(500),
        verified: z.boolean(),
        note: z.string().max(500).optional(),
      }),
    )
    .max(100),
});
/** `config/documents.yaml`: all lines, in the order of the file. */
export type LegalTable = z.infer<typeof file>["legal"];

export type LegalRead =
  | { readonly ok: true; readonly value: LegalTable }
  /** Each mistake with its place in the file ("legal.3.from: Invalid string …"). */
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads the text of `documents.yaml`. */
export function parseLegal(yaml: string): LegalRead {
  let data: unknown;
  try {
    data = parse(yaml);
  } catch (error) {
    return { ok: false, mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = file.safeParse(data);
  if (parsed.success) return { ok: true, value: parsed.data.legal };
  return {
    ok: false,
    mistakes: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
  };
}

/** Reads the shipped file, or one's own. Throws only when the file cannot be read at all. */
export const readLegal = (
  path: string | URL = new URL("../../config/documents.yaml", import.meta.url),
): LegalRead => parseLegal(readFileSync(path, "utf8"));

/** What a document of `use` may rest on at `on` (inclusive bounds). */
export function legalBases(table: LegalTable, use: LegalUse, on: DateText): LegalBasis[] {
  return table
    .filter((row) => row.for.includes(use) && (row.from ?? "") <= on && on <= (row.to ?? "9999-12-31"))
    .map(({ text, source, verified, note }) =>
      note === undefined ? { text, source, verified } : { text, source, verified, note },
    );
}
