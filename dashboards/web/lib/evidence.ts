import type { EvidenceRef } from "../../../core/assets/findings.ts";
import { parseEntityRef } from "../../../core/entities.ts";
import { assetWordMessages } from "../../../core/messages/asset-words.ts";
import { speaker, type Language } from "../../../core/messages/speaker.ts";
import { webEvidenceMessages } from "../../../core/messages/web-evidence.ts";
import { formatRange } from "./chart-data.ts";
import { alertHref, assetHref, deviceHref } from "./router.ts";

const { say, sayAny } = speaker({ ...assetWordMessages, ...webEvidenceMessages });

/** What stands before the evidence: since when, as far as it is known ("01/03/2020"). */
export function sayBefore(since: string | undefined, language: Language): string {
  const title = say(language, "web.asset.evidence.title");
  return since === undefined
    ? title
    : `${say(language, "web.asset.evidence.since", { date: since })} · ${title}`;
}

/** What a person calls the evidence. A field or table without a word of its own keeps its name. Pure. */
export function sayEvidence(evidence: EvidenceRef, language: Language): string {
  const field = (name: string): string =>
    sayAny(language, `web.asset.evidence.f.${name.replace(/^traits\./, "")}`, {}) ?? name;
  switch (evidence.kind) {
    case "alert":
      return say(language, "web.asset.evidence.alert");
    case "profile":
      return say(
        language,
        evidence.field === "leaders" ? "web.asset.evidence.profileLeaders" : "web.asset.evidence.profile",
      );
    case "table":
      return say(
        language,
        evidence.verified ? "web.asset.evidence.table" : "web.asset.evidence.tableUnverified",
        {
          table: sayAny(language, `web.asset.evidence.t.${evidence.table}`, {}) ?? evidence.table,
          // Rows of norms and wear are kinds of assets, those of the others are names.
          key: sayAny(language, `doc.category.${evidence.key}`, {}) ?? evidence.key,
          source: sourceText(evidence.source),
        },
      );
    case "fact":
    case "record":
    case "series":
      return say(language, `web.asset.evidence.${evidence.kind}`, { field: field(evidence.field) });
  }
}

/** A link is told by where it leads: "github.com/endoflife-date"; all of it stands in the table. */
function sourceText(source: string): string {
  const [, place] = /^https?:\/\/([^/]+(?:\/[^/?#]+)?)/.exec(source) ?? [];
  return place ?? source;
}

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
