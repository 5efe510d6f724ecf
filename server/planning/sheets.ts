import type { AssetTables } from "../../core/assets/tables.ts";
import type { Asset } from "../../core/assets/types.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { fail, type Result } from "../../core/result.ts";
import type { Assets } from "../assets-port.ts";
import type { MadeFile, PlanningDesk } from "../planning-port.ts";
import type { Registry } from "../ports.ts";
import type { DeskParts } from "./desk.ts";

/** The register as a spreadsheet, and back. */
export async function exportFile(
  _registry: Registry & Assets,
  _assets: readonly Asset[],
  _format: "xlsx" | "csv",
  _language: Language,
): Promise<Result<MadeFile>> {
  return fail("not_found");
}

export function importDesk(
  _parts: DeskParts,
  _tables: () => AssetTables,
): Pick<PlanningDesk, "previewImport" | "previewed"> {
  return {
    previewImport: async () => fail("not_found"),
    previewed: () => undefined,
  };
}
