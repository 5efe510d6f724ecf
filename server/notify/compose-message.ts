import { ruleKind } from "../../core/alerting/catalogue.ts";
import { sayAlert, saySeverity, type AlertSentences, type NameOf } from "../../core/alerting/say.ts";
import { DISTRICT, type AlertState, type Notice, type Severity } from "../../core/alerting/types.ts";
import { formatDateTime } from "../../core/format.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { cleanText } from "../../core/text.ts";
import type { Reader } from "../notify-port.ts";
import { button, faint, foot, heading, label, mailPage, mark, paragraph, steps, type Tone } from "./html.ts";
import type { NoticeMessage } from "./types.ts";

export const TIME_ZONE = "Asia/Ho_Chi_Minh";

/** A notice in every form that a channel needs. Pure: the same notice and reader give the same message. */
export function composeMessage(notice: Notice, reader: Reader): NoticeMessage {
  const { language } = reader;
  const parts = partsOf(notice, reader);
  const { site, sentences, marked } = parts;
  const place = elsewhere(site, sentences.title);
  const title = clean(`[${marked}] ${sentences.title}${place === undefined ? "" : ` – ${place}`}`, 200);
  const values = { mark: marked, title: sentences.title };
  const short =
    place === undefined
      ? say(language, "notify.short.plain", values)
      : say(language, "notify.short", { ...values, site: place });
  const [first] = sentences.steps;
  const link = linkOf(reader.base, notice.alert);
  return {
    id: notice.id,
    thread: firstOf(notice),
    language,
    title,
    text: textOf(parts, notice, reader, link),
    html: htmlOf(parts, notice, reader, link),
    short: clean(`${short} (${shortTime(parts)}). ${notice.reason === "resolved" ? "" : (first ?? "")}`, 400),
    data: dataOf(parts, notice, link),
    link,
  };
}

/** Several notices that are due at once, as one message. `id` must be the same for the same notices. */
export function composeBundle(id: string, notices: readonly Notice[], reader: Reader): NoticeMessage {
  const { language } = reader;
  const title = say(language, "notify.bundle.title", { n: notices.length });
  const lines = notices.map((notice) => {
    const { marked, site, sentences } = partsOf(notice, reader);
    const place = elsewhere(site, sentences.title);
    return clean(`[${marked}] ${place === undefined ? "" : `${place}: `}${sentences.title}`, 300);
  });
  const means = say(language, "notify.bundle.means");
  const link = reader.base === null ? null : `${trimmed(reader.base)}/alerts`;
  const body = [
    heading(title),
    paragraph(means),
    steps(lines),
    ...(link === null ? [] : [button(say(language, "digest.link"), link)]),
    foot(say(language, "notify.foot")),
  ];
  return {
    id,
    thread: null,
    language,
    title: `Cayda: ${title}`,
    text: `${title}\n\n${means}\n\n${numbered(lines)}\n${link === null ? "" : `\n${link}\n`}`,
    html: mailPage(language, title, "bad", body.join("\n")),
    short: clean(`Cayda: ${title}. ${lines.join("; ")}`, 400),
    data: {
      version: 1,
      kind: "bundle",
      id,
      notices: notices.map((notice) =>
        dataOf(partsOf(notice, reader), notice, linkOf(reader.base, notice.alert)),
      ),
      link,
    },
    link,
  };
}

interface Parts {
  readonly sentences: AlertSentences;
  /** Why this is said, e.g. "Nghiêm trọng, vẫn còn". */
  readonly marked: string;
  readonly tone: Tone;
  /** undefined: the name of the site is not known. */
  readonly site: string | undefined;
  readonly since: string;
  readonly until: string | undefined;
}

function partsOf({ state, reason }: Notice, { language, names, timeZone = TIME_ZONE }: Reader): Parts {
  const said = sayAlert(language, state, names);
  const severity = saySeverity(language, state.severity);
  const locale = { language, timeZone };
  return {
    sentences: cleaned(said),
    marked:
      reason === "resolved"
        ? say(language, "notify.mark.resolved")
        : say(language, `notify.mark.${reason}`, { severity }),
    tone: reason === "resolved" ? "good" : TONE_OF[state.severity],
    site: siteName(language, state, names),
    since: formatDateTime(state.since, locale),
    until: state.resolvedAt === null ? undefined : formatDateTime(state.resolvedAt, locale),
  };
}
const TONE_OF: Readonly<Record<Severity, Tone>> = { critical: "bad", warning: "watch", notice: "calm" };

/** The site, unless the title names it already. */
export const elsewhere = (site: string | undefined, title: string): string | undefined =>
  site !== undefined && title.includes(site) ? undefined : site;

function siteName(language: Language, { subject }: AlertState, names: NameOf): string | undefined {
  if (subject.site === DISTRICT) return say(language, "notify.district");
  const name = names(`site:${subject.site}`);
  return name === undefined ? undefined : clean(name, 120);
}

/** Device text was cleaned when it came; what leaves is cleaned again, so that one forgotten door opens nothing. */
const clean = (text: string, most = 2_000): string => cleanText(text, most);

const cleaned = (said: AlertSentences): AlertSentences => ({
  title: clean(said.title, 160),
  happened: clean(said.happened),
  means: clean(said.means),
  steps: said.steps.map((step) => clean(step)),
  ...(said.attached === undefined ? {} : { attached: clean(said.attached) }),
  ...(said.affected === undefined ? {} : { affected: clean(said.affected) }),
  ...(said.inferred === undefined ? {} : { inferred: clean(said.inferred) }),
  ...(said.beforeAfter === undefined ? {} : { beforeAfter: clean(said.beforeAfter) }),
});

/** Notices of an alert are numbered from 1: a mail program puts the others under the first. */
function firstOf({ id, alert }: Notice): string | null {
  const first = `${alert}.1`;
  return id === first ? null : first;
}

const trimmed = (base: string): string => base.replace(/\/+$/u, "");
const linkOf = (base: string | null, alert: string): string | null =>
  base === null ? null : `${trimmed(base)}/alerts/${encodeURIComponent(alert)}`;

const shortTime = ({ since, until }: Parts): string =>
  (until ?? since).replace(/^(\d\d\/\d\d)\/\d{4} (.*)$/u, "$2 $1");

function whenOf({ site, since, until }: Parts, language: Language): string {
  const when =
    until === undefined
      ? say(language, "notify.since", { at: since })
      : say(language, "notify.lasted", { at: since, end: until });
  return site === undefined ? when : `${site} · ${when}`;
}

/** Sections of a message: the same in text and in HTML. */
function sections(
  parts: Parts,
  { state, reason }: Notice,
  language: Language,
): readonly { readonly label: string; readonly lines: readonly string[]; readonly list?: true }[] {
  const { happened, means, steps, attached, affected, inferred, beforeAfter } = parts.sentences;
  const known = (lines: readonly (string | undefined)[]) =>
    lines.filter((line) => line !== undefined && line !== "");
  const story = known([happened, attached, affected, inferred]) as readonly string[];
  const resolved = reason === "resolved";
  const flapping = state.damped ? say(language, "notify.flapping") : undefined;
  return [
    ...(resolved && beforeAfter !== undefined
      ? [{ label: say(language, "notify.now"), lines: [beforeAfter] }]
      : []),
    { label: say(language, "notify.happened"), lines: flapping === undefined ? story : [...story, flapping] },
    ...(resolved ? [] : [{ label: say(language, "notify.means"), lines: [means] }]),
    ...(resolved || steps.length === 0
      ? []
      : [{ label: say(language, "notify.steps"), lines: steps, list: true as const }]),
  ];
}

const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}\n`).join("");

function textOf(parts: Parts, notice: Notice, { language }: Reader, link: string | null): string {
  const blocks = sections(parts, notice, language).map(
    ({ label, lines, list }) => `${label}\n${list === true ? numbered(lines) : `${lines.join("\n")}\n`}`,
  );
  const head = `${parts.sentences.title}\n${parts.marked} · ${whenOf(parts, language)}\n`;
  const more = link === null ? [] : [`${openWord(notice, language)}: ${link}\n`];
  return [head, ...blocks, ...more, `-- \n${say(language, "notify.foot")}\n`].join("\n");
}

function htmlOf(parts: Parts, notice: Notice, { language }: Reader, link: string | null): string {
  const blocks = sections(parts, notice, language).map(
    ({ label: name, lines, list }) =>
      label(name) + (list === true ? steps(lines) : lines.map(paragraph).join("")),
  );
  const body = [
    mark(parts.marked, parts.tone),
    heading(parts.sentences.title),
    faint(whenOf(parts, language)),
    ...blocks,
    ...(link === null ? [] : [button(openWord(notice, language), link)]),
    foot(say(language, "notify.foot")),
  ];
  return mailPage(language, parts.sentences.title, parts.tone, body.join("\n"));
}

const openWord = ({ reason }: Notice, language: Language): string =>
  say(language, reason === "resolved" ? "notify.open.resolved" : "notify.open");

/** Version 1 of what webhooks get: fields are added, never changed. Times are ISO 8601 in UTC. */
function dataOf(parts: Parts, { id, alert, reason, at, state }: Notice, link: string | null) {
  const { subject, evidence } = state;
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    version: 1,
    kind: "alert",
    id,
    alert,
    reason,
    at: iso(at),
    rule: state.rule,
    severity: state.severity,
    phase: state.phase,
    subject: { kind: subject.kind, key: subject.key, site: subject.site, device: subject.device ?? null },
    siteName: parts.site ?? null,
    since: iso(state.since),
    firedAt: iso(state.firedAt),
    resolvedAt: iso(state.resolvedAt),
    value: state.value,
    worst: state.worst,
    threshold: state.threshold,
    unit: ruleKind(state.rule).unit,
    cause: state.cause,
    affected: state.affected,
    affectedCount: state.affectedCount,
    params: evidence.params,
    inferred: evidence.inferred ?? null,
    title: parts.sentences.title,
    sentences: parts.sentences,
    link,
  };
}
