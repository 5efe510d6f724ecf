import { sayAlert, saySeverity } from "../../core/alerting/say.ts";
import { DAY, type Instant } from "../../core/clock.ts";
import { formatDate, formatDateTime, formatDuration } from "../../core/format.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { cleanText } from "../../core/text.ts";
import type { DigestAlert, DigestContent, DigestScore, DigestUnit, Reader } from "../notify-port.ts";
import { elsewhere, TIME_ZONE } from "./compose-message.ts";
import { button, faint, foot, heading, label, mailPage, paragraph, rows, stacked } from "./html.ts";
import type { NoticeMessage } from "./types.ts";

const MOST_ALERTS = 10;
const MOST_SITES = 5;
const MOST_UNITS = 40;

type Row = readonly [what: string, how: string];
interface Section {
  readonly label: string;
  /** Long words on the left: what they are followed by stands below. */
  readonly stacked?: true;
  readonly rows: readonly Row[];
  /** What there is besides. */
  readonly more: number;
}

/** A mail without terms of the trade: what is wrong in words, where, since when, and how things go. `id`: one for a person and a time. */
export function composeDigest(id: string, content: DigestContent, reader: Reader): NoticeMessage {
  const { language, base, timeZone = TIME_ZONE } = reader;
  const title = titleOf(content, language, timeZone);
  const summary = summaryOf(content, language);
  const sections = [
    alertSection(content.open, "digest.open", reader),
    alertSection(content.resolved, "digest.resolved", reader),
    siteSection(content.sites, language),
    unitSection(content.units, language),
  ].filter((section) => section.rows.length > 0);
  const link = base === null ? null : base.replace(/\/*$/u, "/");
  return {
    id,
    thread: null,
    language,
    title,
    text: textOf(title, summary, sections, language, link),
    html: htmlOf(title, summary, sections, content.open.length > 0, language, link),
    short: `Cayda: ${summary}`,
    data: { version: 1, kind: "digest", id, ...content },
    link,
  };
}

function titleOf({ every, from, to }: DigestContent, language: Language, timeZone: string): string {
  const day = (at: Instant) => formatDate(at, { language, timeZone });
  return every === "daily"
    ? say(language, "digest.title.daily", { day: day(from) })
    : say(language, "digest.title.weekly", { from: day(from), to: day(Math.max(from, to - DAY / 2)) });
}

function summaryOf({ open, resolved }: DigestContent, language: Language): string {
  if (open.length > 0)
    return say(language, "digest.summary", { open: open.length, resolved: resolved.length });
  return resolved.length === 0
    ? say(language, "digest.calm")
    : say(language, "digest.calm.now", { resolved: resolved.length });
}

function alertSection(
  alerts: readonly DigestAlert[],
  key: "digest.open" | "digest.resolved",
  { language, names, timeZone = TIME_ZONE }: Reader,
): Section {
  const locale = { language, timeZone };
  const lines = alerts.slice(0, MOST_ALERTS).map(({ state, site }): Row => {
    const { title, means, happened } = sayAlert(language, state, names);
    const place = elsewhere(site, title);
    // Of what was found out afterwards the times that were found are part of the news.
    const found = state.evidence.params["ended_at"] === undefined ? "" : `. ${happened}`;
    const more = key === "digest.open" ? `. ${means}` : found;
    const what = cleanText(`${place === undefined ? "" : `${place}: `}${title}${more}`, 600);
    const lasted =
      state.resolvedAt === null
        ? say(language, "digest.since", { at: formatDateTime(state.since, locale) })
        : say(language, "digest.after", { lasted: formatDuration(state.resolvedAt - state.since, language) });
    return [what, `${saySeverity(language, state.severity)}, ${lasted}`];
  });
  return { label: say(language, key), stacked: true, rows: lines, more: alerts.length - lines.length };
}

function siteSection(sites: readonly DigestScore[], language: Language): Section {
  // A list of places that are all well draws eyes to nothing.
  const lines = sites
    .filter(({ score }) => score < GOOD)
    .slice(0, MOST_SITES)
    .map((site): Row => [cleanText(site.name, 120), scoreWords(site.score, site.before, language)]);
  return { label: say(language, "digest.sites"), rows: lines, more: 0 };
}

function unitSection(units: readonly DigestUnit[], language: Language): Section {
  const lines = units.slice(0, MOST_UNITS).map((unit): Row => {
    const counts = say(language, "digest.counts", { open: unit.open, resolved: unit.resolved });
    return [cleanText(unit.name, 120), `${scoreWords(unit.score, unit.before, language)}; ${counts}`];
  });
  return {
    label: say(language, "digest.units"),
    stacked: true,
    rows: lines,
    more: units.length - lines.length,
  };
}

const GOOD = 90;
const FAIR = 70;

function scoreWords(score: number | null, before: number | null, language: Language): string {
  if (score === null) return say(language, "digest.score.unknown");
  const level = score >= GOOD ? "good" : score >= FAIR ? "fair" : "poor";
  const word = say(language, `digest.score.${level}`);
  const now = say(language, "digest.score", { score: Math.round(score), word });
  return before === null ? now : `${now}, ${changeWords(Math.round(score) - Math.round(before), language)}`;
}

function changeWords(change: number, language: Language): string {
  if (change === 0) return say(language, "digest.change.none");
  return say(language, change > 0 ? "digest.change.up" : "digest.change.down", { n: Math.abs(change) });
}

const moreLine = ({ more }: Section, language: Language): readonly string[] =>
  more > 0 ? [say(language, "digest.more", { n: more })] : [];

function textOf(
  title: string,
  summary: string,
  sections: readonly Section[],
  language: Language,
  link: string | null,
): string {
  const blocks = sections.map((section) =>
    [
      section.label,
      ...section.rows.map(([what, how]) => `- ${what} (${how})`),
      ...moreLine(section, language),
      "",
    ].join("\n"),
  );
  const end = link === null ? [] : [`${say(language, "digest.link")}: ${link}\n`];
  return [`${title}\n`, `${summary}\n`, ...blocks, ...end].join("\n");
}

function htmlOf(
  title: string,
  summary: string,
  sections: readonly Section[],
  open: boolean,
  language: Language,
  link: string | null,
): string {
  const blocks = sections.map((section) =>
    [
      label(section.label),
      section.stacked === true ? stacked(section.rows) : rows(section.rows),
      ...moreLine(section, language).map(faint),
    ].join(""),
  );
  const body = [
    heading(title),
    paragraph(summary),
    ...blocks,
    ...(link === null ? [] : [button(say(language, "digest.link"), link)]),
    foot(say(language, "notify.foot")),
  ];
  return mailPage(language, title, open ? "watch" : "good", body.join("\n"));
}
