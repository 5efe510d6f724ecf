import { createHash } from "node:crypto";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import type { AssetLabel, LabelSheet } from "./input.ts";
import { qrOf } from "./qr.ts";
import { clean } from "./words.ts";

const COLUMNS = 3;
const ROWS = 8;
const PER_PAGE = COLUMNS * ROWS;

/**
 * A page of labels to print, A4, 3 × 8, and nothing else is needed to show it: each with its QR code, asset code, name and
 * unit. The QR code holds `base`/assets/ID where `base` is the address that phones reach the server at, else
 * `cayda:asset:ID`. All text is escaped.
 */
export function labelsHtml(labels: readonly AssetLabel[], base: string, language: Language = "vi"): string {
  const pages = Array.from({ length: Math.ceil(labels.length / PER_PAGE) }, (_, i) => {
    const cells = labels.slice(i * PER_PAGE, (i + 1) * PER_PAGE).map((label) => cellOf(label, base));
    return `<section>${cells.join("")}</section>`;
  });
  const title = escapeHtml(say(language, "doc.label.title"));
  const count = escapeHtml(say(language, "doc.label.count", { count: labels.length }));
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="${LABELS_POLICY}">
<style>${STYLE}</style></head>
<body><p class="hint">${count}. ${escapeHtml(say(language, "doc.label.print"))}</p>
${pages.join("\n")}
</body></html>
`;
}

/** As a file, for the thread that makes documents: two thousand codes take seconds. */
export const labelsFile = ({ labels, base, language }: LabelSheet): Promise<Uint8Array> =>
  Promise.resolve(new TextEncoder().encode(labelsHtml(labels, base, language)));

/** What a phone reads. */
export const labelText = (id: string, base: string): string => {
  const address = base.replace(/\/+$/, "");
  return /^https?:\/\//.test(address) ? `${address}/assets/${encodeURIComponent(id)}` : `cayda:asset:${id}`;
};

const cellOf = ({ id, code, name, unit }: AssetLabel, base: string): string =>
  `<div>${qrSvg(labelText(id, base))}<p><b>${escapeHtml(clean(code, 40))}</b><span class="name">${escapeHtml(
    clean(name, 120),
  )}</span><span class="unit">${escapeHtml(clean(unit, 80))}</span></p></div>`;

/** Level M: readable with 15 % of it rubbed off. Two modules of border: the cell of the label is white around it. */
function qrSvg(text: string): string {
  const { side, path } = qrOf(text, 2);
  return `<svg viewBox="0 0 ${side} ${side}" role="img" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** 70 × 37 mm each, without gaps: the common sheet of 24 labels. */
const STYLE = `@page{size:A4;margin:0}*{box-sizing:border-box}
body{margin:0;font-family:"Times New Roman","Liberation Serif",serif;color:#000;background:#fff}
section{width:210mm;height:297mm;padding-top:.5mm;display:grid;grid-template-columns:repeat(3,70mm);grid-auto-rows:37mm;break-after:page;overflow:hidden}
section:last-child{break-after:auto}
div{display:flex;gap:2mm;align-items:center;padding:3mm 3mm 3mm 4mm;overflow:hidden}
svg{width:27mm;height:27mm;flex:none}
p{margin:0;min-width:0;font-size:9pt;line-height:1.2}
p>*{display:block;overflow-wrap:anywhere}
b{font-size:10pt}.name{max-height:3.6em;overflow:hidden}.unit{max-height:2.4em;overflow:hidden;font-size:8pt;margin-top:1mm}
.hint{padding:3mm;font-size:11pt}
@media print{.hint{display:none}}`;

/** What the page may do: its own style and nothing else. Who serves it must say so, as the policy of the web allows no inline style. */
export const LABELS_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;
