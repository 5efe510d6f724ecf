import { DAY, type Instant } from "../../../core/clock.ts";
import type { TimeRange } from "./chart-data.ts";

/** What can be exported at once: one entity, all of a device, all of a site. */
export type Exported = { readonly entity: string } | { readonly device: string } | { readonly site: string };

export const DETAILS = ["raw", "hour", "day"] as const;
export type Detail = (typeof DETAILS)[number];
export const FORMATS = ["csv", "parquet", "line"] as const;
export type Format = (typeof FORMATS)[number];

/** What suits a range: a table that a spreadsheet still opens. */
export function detailFor({ from, to }: TimeRange, what: Exported): Detail {
  const days = (to - from) / DAY;
  if (days <= ("entity" in what ? 60 : 2)) return "raw";
  return days <= ("site" in what ? 100 : 800) ? "hour" : "day";
}

/** Where the file is. */
export function exportHref(
  what: Exported,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  detail: Detail,
  format: Format,
  language: string,
): string {
  const params = new URLSearchParams({
    ...what,
    from: String(Math.floor(from)),
    to: String(Math.ceil(to)),
    resolution: detail,
    format,
    lang: language,
  });
  return `/api/export?${params.toString()}`;
}
