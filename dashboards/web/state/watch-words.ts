import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webWatchMessages } from "../../../core/messages/web-watch.ts";
import { language } from "./preferences.ts";

type Words = typeof webWatchMessages;
const { sayAny } = speaker(webWatchMessages);

/** As `t`, for services that are looked at, and thresholds. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
export const wordsAny = (key: string): string => sayAny(language.value, key, {}) ?? key;
