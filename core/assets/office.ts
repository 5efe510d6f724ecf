import type { AssetTables, SupportRow } from "./tables.ts";

/**
 * The support row of an office suite as people and programs write it ("Microsoft Office Professional Plus 2016", "Office
 * 2019", "LibreOffice 7.4"); undefined when it is not certain. Microsoft 365 has no fixed end.
 */
export function officeSupport(
  text: string | undefined,
  tables: Pick<AssetTables, "support">,
): SupportRow | undefined {
  if (text === undefined || /365/.test(text)) return undefined;
  const rows = tables.support.filter(({ kind }) => kind === "office");
  const libre = /libre ?office\D*(\d+\.\d+)/i.exec(text)?.[1];
  if (libre !== undefined)
    return rows.find(({ product, version }) => product === "LibreOffice" && version === libre);
  const year = /office\b.*?\b(20\d{2})\b/i.exec(text)?.[1];
  if (year === undefined || /libre|open|wps/i.test(text)) return undefined;
  const wanted = /mac/i.test(text) ? `${year}-for-mac` : year;
  return rows.find(({ product, version }) => product === "Microsoft Office" && version === wanted);
}
