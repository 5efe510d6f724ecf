/** Building stones of mails: tables and inline styles, for old mail programs; no pictures, no scripts, nothing remote. */

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** For text and for attributes in quotation marks. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/gu, (sign) => SIGNS[sign] ?? "");

const FONT = "font-family:Inter,'Segoe UI',Roboto,Arial,sans-serif";
/** State is a word first, the colour only repeats it. Contrast with white is at least 4.5:1. */
export const TONES = { bad: "#b42318", watch: "#93560a", calm: "#3f4b57", good: "#1a6b3c" } as const;
export type Tone = keyof typeof TONES;

/** A whole mail. `body` is HTML already. */
export function mailPage(language: string, title: string, tone: Tone, body: string): string {
  const lines = [
    "<!doctype html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light">',
    `<title>${escapeHtml(title)}</title>`,
    "</head>",
    `<body style="margin:0;padding:0;background:#f1f3f4;color:#1d252c;${FONT};font-size:15px;line-height:1.5">`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:12px 8px">',
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #d5dade;border-radius:6px"><tr>',
    `<td style="padding:20px;border-top:4px solid ${TONES[tone]};border-radius:6px;word-break:break-word">`,
    body,
    "</td></tr></table></td></tr></table>",
    "</body>",
    "</html>",
    "",
  ];
  return lines.join("\n");
}

export const mark = (text: string, tone: Tone): string =>
  `<p style="margin:0 0 4px;font-size:13px;font-weight:600;color:${TONES[tone]}">${escapeHtml(text)}</p>`;
export const heading = (text: string): string =>
  `<h1 style="margin:0 0 4px;font-size:20px;line-height:1.35;font-weight:600">${escapeHtml(text)}</h1>`;
export const faint = (text: string): string =>
  `<p style="margin:0 0 16px;font-size:13px;color:#56616b">${escapeHtml(text)}</p>`;
export const label = (text: string): string =>
  `<h2 style="margin:16px 0 4px;font-size:14px;font-weight:600;color:#3f4b57">${escapeHtml(text)}</h2>`;
export const paragraph = (text: string): string => `<p style="margin:0 0 8px">${escapeHtml(text)}</p>`;

export const steps = (items: readonly string[]): string =>
  `<ol style="margin:0 0 8px;padding-left:22px">${items
    .map((item) => `<li style="margin:0 0 6px">${escapeHtml(item)}</li>`)
    .join("")}</ol>`;

/** Rows of two cells: what, and how it is. */
export const rows = (items: readonly (readonly [what: string, how: string])[]): string =>
  `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-size:14px">${items
    .map(
      ([what, how]) =>
        `<tr><td style="padding:6px 12px 6px 0;border-top:1px solid #e4e8ea;vertical-align:top">${escapeHtml(what)}</td><td style="padding:6px 0;border-top:1px solid #e4e8ea;text-align:right;vertical-align:top;color:#56616b">${escapeHtml(how)}</td></tr>`,
    )
    .join("")}</table>`;

/** One below the other. */
export const stacked = (items: readonly (readonly [what: string, how: string])[]): string =>
  items
    .map(
      ([what, how]) =>
        `<p style="margin:0 0 8px;padding-top:8px;border-top:1px solid #e4e8ea;font-size:14px">${escapeHtml(what)}<br><span style="font-size:13px;color:#56616b">${escapeHtml(how)}</span></p>`,
    )
    .join("");

export const button = (text: string, href: string): string =>
  `<p style="margin:20px 0 0"><a href="${escapeHtml(href)}" style="display:inline-block;padding:10px 16px;background:#0f766e;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:600">${escapeHtml(text)}</a></p>`;
export const foot = (text: string): string =>
  `<p style="margin:20px 0 0;padding-top:12px;border-top:1px solid #e4e8ea;font-size:12px;color:#56616b">${escapeHtml(text)}</p>`;
