import type { Instant } from "../../core/clock.ts";
import { formatDateTime } from "../../core/format.ts";
import { say } from "../../core/messages/say.ts";
import type { Language } from "../../core/messages/speaker.ts";
import { cleanText } from "../../core/text.ts";
import { TIME_ZONE } from "./compose-message.ts";
import { heading, mailPage, paragraph } from "./html.ts";
import type { NoticeMessage } from "./types.ts";

/** What the button "Test" sends. */
export function testMessage(language: Language, channel: string, now: Instant): NoticeMessage {
  const at = formatDateTime(now, { language, timeZone: TIME_ZONE });
  const title = say(language, "notify.test.title");
  const body = say(language, "notify.test.body", { channel: cleanText(channel, 100), at });
  return {
    id: `test.${now}`,
    thread: null,
    language,
    title,
    text: `${title}\n\n${body}\n`,
    html: mailPage(language, title, "calm", `${heading(title)}\n${paragraph(body)}`),
    short: say(language, "notify.test.short", { at }),
    data: { version: 1, kind: "test", id: `test.${now}`, at: new Date(now).toISOString(), title, text: body },
    link: null,
  };
}
