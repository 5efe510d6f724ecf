import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webNotifyMessages } from "../../../core/messages/web-notify.ts";
import { language } from "./preferences.ts";

type Words = typeof webNotifyMessages;
const { sayAny } = speaker(webNotifyMessages);

/** As `t`, for the page of channels and subscriptions. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
export const wordsAny = (key: string): string => sayAny(language.value, key, {}) ?? key;
