import { speaker, type Rest } from "../../../core/messages/speaker.ts";
import { webHealthMessages } from "../../../core/messages/web-health.ts";
import { language } from "./preferences.ts";

type Words = typeof webHealthMessages;
const { sayAny } = speaker(webHealthMessages);

/** As `t`, for health. */
export const words = <Key extends keyof Words>(key: Key, ...rest: Rest<Words, Key>): string =>
  sayAny(language.value, key, rest[0] ?? {}) ?? key;
