import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webAlertMessages } from "../../../core/messages/web-alerts.ts";
import { language } from "./preferences.ts";

type Words = typeof webAlertMessages;
const { sayAny } = speaker(webAlertMessages);

/** As `t`, for the pages of alerts. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
export const wordsAny = (key: string): string => sayAny(language.value, key, {}) ?? key;
