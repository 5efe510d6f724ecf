import type { EvidenceRef } from "../../../core/assets/findings.ts";
import { parseEntityRef } from "../../../core/entities.ts";
import { formatRange } from "./chart-data.ts";
import { alertHref, assetHref, deviceHref } from "./router.ts";

/** Where a person sees the evidence himself; undefined: a dated table, which is named instead. Pure. */
export function evidenceHref(evidence: EvidenceRef): string | undefined {
  switch (evidence.kind) {
    case "alert":
      return alertHref(evidence.alert);
    case "series":
      return seriesHref(evidence);
    case "fact":
      return deviceHref(evidence.device);
    case "record":
      return assetHref(evidence.asset);
    case "profile":
      return "/units";
    case "table":
      return undefined;
  }
}

/** The charts of its device over the very time that was judged. */
function seriesHref({ entity, from, to }: Extract<EvidenceRef, { kind: "series" }>): string | undefined {
  const parts = parseEntityRef(entity);
  if (parts === undefined || parts.kind === "target") return undefined;
  const href = deviceHref(parts.owner, parts.kind === "port" ? parts.part : undefined);
  return `${href}${href.includes("?") ? "&" : "?"}range=${encodeURIComponent(formatRange({ from, to }))}`;
}
